import type { ChallengeView } from '../../contracts/bookings.ts'
import { BookingId } from '../../contracts/ids.ts'
import { CHALLENGE_DAYS_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { closedFor } from '../availability/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Telling, tell } from '../notifications/service.ts'
import * as rows from './challenges.repository.ts'
import { bookingChallenged } from './events.ts'
import { subjectOf, toMaker } from './line.service.ts'
import { lockedArtist, mustFind } from './locked.ts'
import { findBooking, listLine, readClock } from './repository.ts'
import { dueAfter, toBeAsked } from './rules/challenges.ts'
import { toldChallenged } from './rules/told.ts'
import { findSettings } from './settings.repository.ts'
import { endWith, settleLine } from './settle.service.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export type ChallengeRefusal =
  | { code: 'not_found' }
  | { code: 'challenge_refused'; details: { reason: 'nobody_before_it' | 'asked_already' | 'none_open' } }

interface Done {
  view: ChallengeView
  events: NewEvent[]
}

/** Challenges that a booking made or met, the newest first; null when there is no such booking. */
export async function readChallenges(tx: TenantTx, id: string): Promise<ChallengeView[] | null> {
  return (await findBooking(tx, id)) === null ? null : rows.listChallengesOf(tx, id)
}

/** Asks whoever stands first before a booking to confirm or release within the working hours that the workspace has set. */
export async function openChallenge(
  tx: TenantTx,
  id: string,
  by: Telling,
): Promise<Result<Done, ChallengeRefusal>> {
  const found = await findBooking(tx, id)
  if (found === null) return err({ code: 'not_found' })
  const artist = (await lockedArtist(tx, found)).value
  const settled = await settleLine(tx, artist.id, by)
  const mine = await mustFind(tx, id)
  const waits = mine.status === 'hold' || mine.status === 'pencil'
  const line = waits ? await listLine(tx, [artist.id], mine) : []
  const against = toBeAsked(mine, line)
  if (against === null) return err({ code: 'challenge_refused', details: { reason: 'nobody_before_it' } })
  const open = await rows.listOpenChallenges(tx, [artist.id])
  if (open.some(({ againstId }) => againstId === against.id))
    return err({ code: 'challenge_refused', details: { reason: 'asked_already' } })

  const [nowMs, settings] = [await readClock(tx), await findSettings(tx)]
  const latestMs = nowMs + CHALLENGE_DAYS_MAX * DAY_MS
  const closed = (await closedFor(tx, artist, { fromMs: nowMs, toMs: latestMs }, false)).map((part) => ({
    fromMs: Date.parse(part.startTime),
    toMs: Date.parse(part.endTime),
  }))
  const dueMs = dueAfter(nowMs, settings.challengeHours * HOUR_MS, closed, latestMs)
  const challenge = {
    ...{ id: by.newId(), artistId: artist.id, bookingId: id, againstId: against.id },
    ...{ state: 'open' as const, dueMs, createdBy: by.actor },
  }
  await rows.insertChallenge(tx, challenge, by.at)
  const dueAt = new Date(dueMs).toISOString()
  const challenged = bookingChallenged.of(subjectOf(against.id), {
    ...{ challengeId: challenge.id, bookingId: id, againstId: against.id, title: against.title, dueAt },
  })
  const told = await tell(tx, toMaker(against, toldChallenged(against, challenge.id, dueMs)), by)
  return ok({ view: await viewOf(tx, id, challenge.id), events: [...settled, challenged, ...told] })
}

/** Takes the open challenge of a booking back. Nothing else changes by it. */
export async function withdrawChallenge(
  tx: TenantTx,
  id: string,
  by: Telling,
): Promise<Result<Done, ChallengeRefusal>> {
  const found = await findBooking(tx, id)
  if (found === null) return err({ code: 'not_found' })
  await lockedArtist(tx, found)
  const settled = await settleLine(tx, found.artistId, by)
  const open = (await rows.listOpenChallenges(tx, [found.artistId])).find(({ bookingId }) => bookingId === id)
  if (open === undefined) return err({ code: 'challenge_refused', details: { reason: 'none_open' } })
  const ended = await endWith(tx, open, await mustFind(tx, id), 'withdrawn', [], by)
  return ok({ view: await viewOf(tx, id, open.id), events: [...settled, ...ended] })
}

async function viewOf(tx: TenantTx, bookingId: string, challengeId: string): Promise<ChallengeView> {
  const view = (await rows.listChallengesOf(tx, BookingId.parse(bookingId))).find(
    ({ id }) => id === challengeId,
  )
  if (view === undefined) throw new Error(`challenge ${challengeId} is gone`)
  return view
}
