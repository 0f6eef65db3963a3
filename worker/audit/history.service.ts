import type { AuditChange } from '../../contracts/audit.ts'
import type { RecordVersion } from '../../contracts/history.ts'
import { RECORD_VERSIONS_MAX } from '../../contracts/limits.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type EventRow, type OrreryEvent, readEvent } from '../events/registry.ts'
import { listFiltered } from './repository.ts'
import { changesOf } from './rules/fields.ts'

/** What differs between two states of a record. */
export function diffOf(before: unknown, after: unknown): AuditChange[] {
  return changesOf({ before, after })
}

/** An event that left a record in a state. */
export interface Stated {
  event: OrreryEvent
  before: unknown
  after: object
}

/**
 * Events about a record that say which state they left it in, newest first; of some types only where those are named. `open` opens what is sealed in
 * them. Erased ones say nothing.
 */
export async function listStates(
  tx: TenantTx,
  subject: string,
  types: readonly OrreryEvent['type'][] | null = null,
  open: (rows: EventRow[]) => Promise<EventRow[]> = async (rows) => rows,
): Promise<Stated[]> {
  const filter = { actor: undefined, record: subject, from: undefined, to: undefined, types }
  const rows = await open(await listFiltered(tx, filter, null, RECORD_VERSIONS_MAX))
  return rows.flatMap((row) => {
    const event = readEvent(row)
    if (event === null || !('after' in event.data) || event.data.after === undefined) return []
    const before = 'before' in event.data ? event.data.before : undefined
    return [{ event, before, after: event.data.after }]
  })
}

/** Events of a kind, or of some, about a record, newest first. Erased ones are left out. */
export const listOfType = <N extends OrreryEvent['type']>(
  tx: TenantTx,
  subject: string,
  ...types: readonly N[]
): Promise<Extract<OrreryEvent, { type: N }>[]> => listOpened(tx, subject, types, async (rows) => rows)

/** The same with what is sealed in them opened. */
export async function listOpened<N extends OrreryEvent['type']>(
  tx: TenantTx,
  subject: string,
  types: readonly N[],
  open: (rows: EventRow[]) => Promise<EventRow[]>,
): Promise<Extract<OrreryEvent, { type: N }>[]> {
  const filter = { actor: undefined, record: subject, from: undefined, to: undefined, types }
  const rows = await open(await listFiltered(tx, filter, null, RECORD_VERSIONS_MAX))
  return rows.flatMap((row) => {
    const event = readEvent(row)
    // The filter has left events of these types only.
    return event === null ? [] : [event as Extract<OrreryEvent, { type: N }>]
  })
}

/** The versions of a record that has events; `comparable` leaves out what a restore does not touch. */
export function versionsOf(
  states: readonly Stated[],
  comparable: (state: object) => object,
): RecordVersion[] {
  const text = (state: object) => JSON.stringify(comparable(state))
  const current = states[0] === undefined ? '' : text(states[0].after)
  return states.map(({ event, before, after }, at) => ({
    id: String(event.seq),
    seq: event.seq,
    at: event.at,
    actor: event.actor,
    changes: diffOf(before, after),
    isCurrent: at === 0,
    canRestore: at > 0 && text(after) !== current,
  }))
}
