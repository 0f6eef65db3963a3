import { CreateTimeOff, PutAvailability, TimeOffId } from '../../contracts/availability.ts'
import type { RecordHistory } from '../../contracts/history.ts'
import type { ArtistId } from '../../contracts/ids.ts'
import { ERASED_WORDS } from '../../contracts/personal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { ArtistSeal } from '../artists/seal.service.ts'
import { readArtist } from '../artists/service.ts'
import { listOpened } from '../audit/history.service.ts'
import {
  ANY_TIME,
  isAnyWay,
  type NotedOff,
  type Times,
  type TimesChange,
  timesAfter,
  timesDiff,
  wayBack,
} from '../availability/rules/past.ts'
import {
  type AddTimeOffRefusal,
  addTimeOff,
  changeHours,
  type PutPatternRefusal,
  readTimes,
  removeTimeOff,
} from '../availability/service.ts'
import { tellTimeOff } from '../bookings/time-off.service.ts'
import type { NewEvent } from '../events/define.ts'
import type { EventRow, OrreryEvent } from '../events/registry.ts'
import type { Telling } from '../notifications/service.ts'

const TYPES = [
  'artist.created',
  'artist.hours_changed',
  'artist.time_off_added',
  'artist.time_off_removed',
] as const
type TimesEvent = Extract<OrreryEvent, { type: (typeof TYPES)[number] }>

/** Who restores, and the day it is where an artist is. */
export interface HoursContext extends Telling {
  dayIn: (timeZone: string) => string
  /** Why somebody was away is sealed in the log. */
  seal: ArtistSeal
}

interface Step {
  event: TimesEvent
  state: Times
}

const notedOff = (
  id: string,
  { title = ERASED_WORDS, ...rest }: Omit<NotedOff, 'id' | 'title'> & { title?: string | undefined },
): NotedOff => ({ ...rest, id, title })

/** Of which change an event tells; an artist that was made has no hours yet. */
function changeOf(event: TimesEvent): TimesChange | null {
  switch (event.type) {
    case 'artist.created':
      return null
    case 'artist.hours_changed': {
      const { effectiveFrom, weekly } = event.data
      return { kind: 'hours', pattern: { effectiveFrom, weekly } }
    }
    case 'artist.time_off_added':
      return { kind: 'added', off: notedOff(event.data.timeOffId, event.data.added) }
    case 'artist.time_off_removed':
      return { kind: 'removed', off: notedOff(event.data.timeOffId, event.data.removed) }
  }
}

/** What was changed together is one step: a restore changes hours and time off at once. Newest first. */
async function stepsOf(tx: TenantTx, artistId: string, now: Times, seal: ArtistSeal): Promise<Step[]> {
  const open = (rows: EventRow[]) => seal.open(tx, rows)
  const told = (await listOpened(tx, `artist:${artistId}`, TYPES, open)).reverse()
  const states = timesAfter(
    now,
    told.flatMap((event) => changeOf(event) ?? []),
  )
  let at = 0
  const steps = told.map((event) => {
    if (changeOf(event) !== null) at += 1
    return { event, state: states[at] ?? now }
  })
  const isLast = ({ event }: Step, next: Step | undefined) =>
    next?.event.at !== event.at || next.event.actor !== event.actor
  return steps.filter((step, index) => isLast(step, steps[index + 1])).reverse()
}

async function readPast(tx: TenantTx, artistId: ArtistId, context: Pick<HoursContext, 'dayIn' | 'seal'>) {
  const [artist, now] = await Promise.all([readArtist(tx, artistId), readTimes(tx, artistId)])
  if (artist === null) return null
  const steps = await stepsOf(tx, artistId, now, context.seal)
  // Hours have no version of their own: they are as new as what was said of them last.
  return { now, steps, today: context.dayIn(artist.timeZone), version: steps[0]?.event.seq ?? null }
}

const NOTHING: Times = { patterns: [], timeOff: [] }
const BEGINNING = [{ field: 'hours', before: null, after: ANY_TIME }]

/** Hours and time off of an artist as they were; null when there is no such artist. */
export async function readHoursHistory(
  tx: TenantTx,
  artistId: ArtistId,
  context: Pick<HoursContext, 'dayIn' | 'seal'>,
): Promise<RecordHistory | null> {
  const past = await readPast(tx, artistId, context)
  if (past === null) return null
  const { now, steps, today, version } = past
  const versions = steps.map(({ event, state }, at) => {
    const changes = timesDiff(steps[at + 1]?.state ?? NOTHING, state)
    return {
      ...{ id: String(event.seq), seq: event.seq, at: event.at, actor: event.actor },
      changes: event.type === 'artist.created' && changes.length === 0 ? BEGINNING : changes,
      isCurrent: at === 0,
      canRestore: at > 0 && isAnyWay(wayBack(now, state, today)),
    }
  })
  return { version, versions }
}

export type RestoreHoursRefusal =
  | PutPatternRefusal
  | AddTimeOffRefusal
  | { code: 'stale_version'; details: { version: number | null } }

/**
 * Gives an artist the hours and time off they had, from today on: by changes like any other, so whoever made a booking in time off is
 * told of it.
 */
export async function restoreHoursVersion(
  tx: TenantTx,
  artistId: ArtistId,
  seenVersion: number,
  seq: string,
  context: HoursContext,
): Promise<Result<{ view: Times; events: NewEvent[] }, RestoreHoursRefusal>> {
  const past = await readPast(tx, artistId, context)
  if (past === null) return err({ code: 'not_found' })
  const { now, steps, today, version } = past
  if (version !== seenVersion) return err({ code: 'stale_version', details: { version } })
  const wanted = steps.find(({ event }) => String(event.seq) === seq)
  if (wanted === undefined) return err({ code: 'not_found' })
  const { hours, remove, add } = wayBack(now, wanted.state, today)
  const events: NewEvent[] = []
  for (const pattern of hours) {
    const input = PutAvailability.safeParse(pattern)
    if (!input.success) return err({ code: 'not_found' })
    const changed = await changeHours(tx, artistId, input.data, context)
    if (!changed.ok) return changed
    events.push(...changed.value.events)
  }
  for (const { id } of remove) {
    const removed = await removeTimeOff(tx, artistId, TimeOffId.parse(id))
    if (!removed.ok) return removed
    events.push(...removed.value.events)
  }
  for (const off of add) {
    const added = await noteAgain(tx, artistId, off, context)
    if (!added.ok) return added
    events.push(...added.value)
  }
  return ok({ view: await readTimes(tx, artistId), events })
}

async function noteAgain(
  tx: TenantTx,
  artistId: ArtistId,
  { kind, title, days, hours }: NotedOff,
  context: HoursContext,
): Promise<Result<NewEvent[], AddTimeOffRefusal>> {
  const input = CreateTimeOff.safeParse({ kind, title, days, hours })
  if (!input.success) return err({ code: 'not_found' })
  const added = await addTimeOff(tx, artistId, input.data, context)
  if (!added.ok) return added
  const told = await tellTimeOff(tx, artistId, added.value.view, context)
  return ok([...added.value.events, ...told])
}
