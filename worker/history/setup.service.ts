import { type BookingSettings, UpdateBookingSettings } from '../../contracts/booking-settings.ts'
import type { RecordHistory, RecordVersion } from '../../contracts/history.ts'
import { Permission } from '../../contracts/principal.ts'
import { err, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { diffOf, listOfType, listStates, type Stated, versionsOf } from '../audit/history.service.ts'
import {
  type ChangeSettingsRefusal,
  changeSettings,
  readBookingSettings,
} from '../bookings/settings.service.ts'
import { readConnection } from '../connections/read.service.ts'
import {
  type ConnectionState,
  changeTo,
  readState,
  type UpdateRefusal,
  updateConnection,
} from '../connections/update.service.ts'
import type { NewEvent } from '../events/define.ts'
import type { OrreryEvent } from '../events/registry.ts'
import type { Telling } from '../notifications/service.ts'
import { statesOf } from './rules/states.ts'

/** What is brought back of the settings of a workspace. */
export type SettingsState = Readonly<Record<string, string | number | null>>

const WORKSPACE = 'workspace'
const BOOKINGS = 'bookings'
const connectionSubject = (id: string) => `connection:${id}`
const roleSubject = (id: string) => `role:${id}`
const ROLE_TYPES = ['role.created', 'role.changed'] as const

/** An event that made a state, or the first word about the record. */
interface Step {
  event: OrreryEvent
  changes: RecordVersion['changes']
}

/** Versions by what the record was after each step, newest first. */
function versionsBy<S extends object>(steps: readonly Step[], states: readonly S[]): RecordVersion[] {
  const text = (state: S | undefined) => JSON.stringify(state)
  return steps.map(({ event, changes }, at) => ({
    id: String(event.seq),
    seq: event.seq,
    at: event.at,
    actor: event.actor,
    changes,
    isCurrent: at === 0,
    canRestore: at > 0 && text(states[at]) !== text(states[0]),
  }))
}

async function settingsSteps(tx: TenantTx) {
  const [changed, [made]] = await Promise.all([
    listOfType(tx, WORKSPACE, 'workspace.changed'),
    listOfType(tx, WORKSPACE, 'workspace.provisioned'),
  ])
  const told = changed.filter(({ data }) => data.before !== undefined)
  const befores = told.map(({ data }) => data.before ?? {})
  const steps: Step[] = told.map((event) => ({ event, changes: diffOf(event.data.before, event.data.after) }))
  if (made !== undefined) steps.push({ event: made, changes: [] })
  return { steps, befores }
}

/** What a workspace was set to, from what it is set to now. */
export async function readSettingsVersions(tx: TenantTx, current: SettingsState): Promise<RecordVersion[]> {
  const { steps, befores } = await settingsSteps(tx)
  const states = statesOf(current, befores)
  const versions = versionsBy(steps, states)
  const first = versions.at(-1)
  // The first word says no more than that the workspace was made: what it was set to then is what its changes left of it.
  if (first !== undefined && first.changes.length === 0) {
    const { defaultClientId: _id, ...said } = states[versions.length - 1] ?? {}
    first.changes = diffOf({}, said)
  }
  return versions
}

/** What it was set to after an event; null when the log has none such. */
export async function findSettingsAt(
  tx: TenantTx,
  current: SettingsState,
  seq: string,
): Promise<SettingsState | null> {
  const { steps, befores } = await settingsSteps(tx)
  const at = steps.findIndex(({ event }) => String(event.seq) === seq)
  return statesOf(current, befores)[at] ?? null
}

type BookingState = Omit<BookingSettings, 'version'>

/** How the workspace books as people say it: whoever is told stands there to be named. */
const bookingSaid = ({ escalateTo, ...rest }: Partial<BookingState>): object => ({
  ...rest,
  escalateTo: escalateTo ? `person:${escalateTo}` : null,
})

async function bookingSettingsSteps(tx: TenantTx) {
  const [current, changed, [made]] = await Promise.all([
    readBookingSettings(tx),
    listOfType(tx, BOOKINGS, 'bookings.settings_changed'),
    listOfType(tx, WORKSPACE, 'workspace.provisioned'),
  ])
  const { version, ...now } = current
  const states = statesOf<BookingState>(
    now,
    changed.map(({ data }) => data.before),
  )
  const steps: Step[] = changed.map((event, at) => ({
    event,
    changes: diffOf(bookingSaid(states[at + 1] ?? {}), bookingSaid(states[at] ?? {})),
  }))
  // Nobody said how to book when the workspace was made: it booked as one does that has said nothing.
  if (made !== undefined) {
    const first = states.at(-1) ?? now
    steps.push({ event: made, changes: diffOf({}, bookingSaid(first)) })
  }
  return { version, steps, states }
}

/** How the workspace booked, back to how it began. */
export async function readBookingSettingsHistory(tx: TenantTx): Promise<RecordHistory> {
  const { version, steps, states } = await bookingSettingsSteps(tx)
  return { version, versions: versionsBy(steps, states) }
}

/** Books as the workspace did after an event, as a change like any other: refused while bookings would clash. */
export async function restoreBookingSettings(
  tx: TenantTx,
  seenVersion: number,
  seq: string,
  by: Telling,
): Promise<
  Result<{ view: BookingSettings; events: NewEvent[] }, ChangeSettingsRefusal | { code: 'not_found' }>
> {
  const { steps, states } = await bookingSettingsSteps(tx)
  const wanted = states[steps.findIndex(({ event }) => String(event.seq) === seq)]
  const change = UpdateBookingSettings.safeParse(wanted)
  if (!change.success) return err({ code: 'not_found' })
  return changeSettings(tx, seenVersion, change.data, by)
}

async function connectionSteps(tx: TenantTx, id: string, current: ConnectionState) {
  const [changed, [made]] = await Promise.all([
    listOfType(tx, connectionSubject(id), 'connection.changed'),
    listOfType(tx, connectionSubject(id), 'connection.created'),
  ])
  const told = changed.filter(({ data }) => data.before !== undefined && data.after !== undefined)
  const steps: Step[] = told.map((event) => ({ event, changes: diffOf(event.data.before, event.data.after) }))
  if (made !== undefined) steps.push({ event: made, changes: diffOf({}, { label: made.data.label }) })
  return {
    steps,
    states: statesOf(
      current,
      told.map(({ data }) => data.before ?? {}),
    ),
  }
}

/** Name, pause and schedule of a connection as they were. What it was given access by is in no version. */
export async function readConnectionHistory(
  tx: TenantTx,
  id: string,
  now: Date,
): Promise<RecordHistory | null> {
  const [connection, current] = await Promise.all([readConnection(tx, id, now), readState(tx, id)])
  if (connection === null || current === null) return null
  const { steps, states } = await connectionSteps(tx, id, current)
  return { version: connection.version, versions: versionsBy(steps, states) }
}

/** Gives a connection the name, pause and schedule it had, as a change like any other. Streams that are there no more are left out. */
export async function restoreConnectionVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
  context: { now: Date; timeZone: string },
): Promise<Result<{ events: NewEvent[] }, UpdateRefusal>> {
  const current = await readState(tx, id)
  if (current === null) return err({ code: 'not_found' })
  const { steps, states } = await connectionSteps(tx, id, current)
  const wanted = states[steps.findIndex(({ event }) => String(event.seq) === seq)]
  if (wanted === undefined) return err({ code: 'not_found' })
  return updateConnection(tx, id, seenVersion, changeTo(wanted, current), context)
}

interface RoleState {
  name: string
  permissions: Permission[]
}

/** Rights that there are no more are left out; the order in which they were chosen says nothing. */
function roleStateOf({ event }: Stated): RoleState | null {
  if (event.type !== 'role.created' && event.type !== 'role.changed') return null
  const { name, permissions } = event.data.after
  const known = permissions.flatMap((one) => Permission.safeParse(one).data ?? [])
  return { name, permissions: known.sort() }
}

/** What a role of the workspace's own was; it has no version here, which the list of roles says. Null when the log knows of none. */
export async function readRoleHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const states = await listStates(tx, roleSubject(id), ROLE_TYPES)
  if (states.length === 0) return null
  const sorted = (state: object) => ({ ...state, permissions: (state as RoleState).permissions.toSorted() })
  return { version: null, versions: versionsOf(states, sorted) }
}

/** Name and rights that a role had after an event; null when the log has none such. */
export async function findRoleAt(tx: TenantTx, id: string, seq: string): Promise<RoleState | null> {
  const states = await listStates(tx, roleSubject(id), ROLE_TYPES)
  const wanted = states.find(({ event }) => String(event.seq) === seq)
  return wanted === undefined ? null : roleStateOf(wanted)
}
