import { HOLD_WARNED_BEFORE_HOURS } from '../../contracts/limits.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { readArtist } from '../artists/service.ts'
import type { NewEvent } from '../events/define.ts'
import { type Notice, personOf, type Telling, tell } from '../notifications/service.ts'
import * as challenges from './challenges.repository.ts'
import { bookingChallengeEnded, bookingTransitioned } from './events.ts'
import { endRunOut, findNextExpiry, promotions, stateOf, subjectOf, toMaker } from './line.service.ts'
import * as rows from './repository.ts'
import { outcomeOf } from './rules/challenges.ts'
import { toldChallengeEnded, toldEnded, toldExpiring } from './rules/told.ts'
import { findSettings } from './settings.repository.ts'

const NO_ANSWER = 'No answer to a challenge in time'

/**
 * What time has done to the line of an artist or of some (who are locked), or to all: holds that ran out are ended, and challenges that are over.
 * Every command on a line begins with it, so that nothing depends on when a timer fires.
 */
export async function settleLine(
  tx: TenantTx,
  of: string | readonly string[] | null,
  by: Telling,
): Promise<NewEvent[]> {
  const artistIds = typeof of === 'string' ? [of] : of
  const [gone, open] = await Promise.all([
    rows.listRunOut(tx, artistIds),
    challenges.listOpenChallenges(tx, artistIds),
  ])
  const time = byTime(by)
  const ended = gone.length === 0 ? [] : await endRunOut(tx, gone, time)
  // Whatever somebody did has settled the challenges it was about, so those that are over now are so by time.
  return ofTime([...ended, ...(await settleOpen(tx, open, time))])
}

/** Who does what time does, in the log and to those who are told. */
export const TIME_ACTOR = 'system:holds'

/** What time does nobody did, so whoever happens to act meanwhile is told like everybody else. */
const byTime = (by: Telling): Telling => ({ ...by, actor: TIME_ACTOR })
const ofTime = (events: readonly NewEvent[]): NewEvent[] =>
  events.map((event) => ({ ...event, actor: TIME_ACTOR }))

/** Ends challenges of an artist, or of some, that are over because of what was just done. */
export async function settleChallenges(
  tx: TenantTx,
  of: string | readonly string[],
  by: Telling,
): Promise<NewEvent[]> {
  const artistIds = typeof of === 'string' ? [of] : of
  return settleOpen(tx, await challenges.listOpenChallenges(tx, artistIds), by)
}

/** Ends those challenges that are over: answered, withdrawn with their booking, or not answered in time. */
async function settleOpen(
  tx: TenantTx,
  open: readonly challenges.Challenge[],
  by: Telling,
): Promise<NewEvent[]> {
  if (open.length === 0) return []
  const nowMs = await rows.readClock(tx)
  const events: NewEvent[] = []
  for (const challenge of open) {
    const [mine, against] = await Promise.all([
      rows.findUnsettled(tx, challenge.bookingId),
      rows.findUnsettled(tx, challenge.againstId),
    ])
    if (mine === null || against === null) throw new Error(`a booking of challenge ${challenge.id} is gone`)
    const outcome = outcomeOf(mine, against, challenge.dueMs, nowMs)
    if (outcome === 'unanswered')
      events.push(...ofTime(await letPass(tx, challenge, mine, against, byTime(by))))
    else if (outcome !== null) events.push(...(await endWith(tx, challenge, mine, outcome, [], by)))
  }
  return events
}

/** Nobody answered in time: the time goes, or somebody is told, as the workspace has it. */
async function letPass(
  tx: TenantTx,
  challenge: challenges.Challenge,
  mine: rows.Booking,
  against: rows.Booking,
  by: Telling,
): Promise<NewEvent[]> {
  const settings = await findSettings(tx)
  if (settings.unanswered === 'escalate' && settings.escalateTo !== null) {
    const told = toldChallengeEnded(mine, challenge.id, 'escalated')
    return endWith(tx, challenge, mine, 'escalated', [{ ...told, personId: settings.escalateTo }], by)
  }
  await rows.updateBooking(tx, against.id, {
    ...rows.fieldsOf(against, (await readArtist(tx, against.artistId))?.capacity ?? 1),
    ...{ status: 'released', blocks: false, expiresAt: null, reason: NO_ANSWER },
  })
  const after = await rows.findBooking(tx, against.id)
  if (after === null) throw new Error(`booking ${against.id} is gone`)
  const change = { bookingId: against.id, before: stateOf(against), after: stateOf(after) }
  const released = bookingTransitioned.of(subjectOf(against.id), change)
  const told = await tell(tx, toMaker(after, toldEnded(after, 'released', NO_ANSWER)), by)
  const ended = await endWith(tx, challenge, mine, 'lapsed', [], by)
  return [released, ...told, ...ended, ...(await promotions(tx, [against], by))]
}

/** Ends a challenge and tells whoever made it. */
export async function endWith(
  tx: TenantTx,
  challenge: challenges.Challenge,
  mine: rows.Booking,
  state: 'kept' | 'released' | 'lapsed' | 'escalated' | 'withdrawn',
  alsoTold: readonly Notice[],
  by: Telling,
): Promise<NewEvent[]> {
  await challenges.endChallenge(tx, challenge.id, state)
  const { id: challengeId, bookingId, againstId } = challenge
  const ended = bookingChallengeEnded.of(subjectOf(againstId), {
    ...{ challengeId, bookingId, againstId, state, title: mine.title },
  })
  const personId = personOf(challenge.createdBy)
  const own = personId === null ? [] : [{ ...toldChallengeEnded(mine, challengeId, state), personId }]
  return [ended, ...(await tell(tx, [...own, ...alsoTold], by))]
}

/** Tells whoever holds that a hold is about to run out, once for each of the times before it. */
export async function warnOfExpiry(tx: TenantTx, by: Telling): Promise<NewEvent[]> {
  const warned = new Set<string>()
  const notices: Notice[] = []
  // The nearest first: who is told of two hours need not hear of twenty-four.
  for (const hours of [...HOLD_WARNED_BEFORE_HOURS].sort((a, b) => a - b)) {
    for (const hold of await rows.listRunningOut(tx, hours)) {
      if (warned.has(hold.id) || hold.expiresAt === null) continue
      warned.add(hold.id)
      notices.push(...toMaker(hold, toldExpiring(hold, hours, hold.expiresAt)))
    }
  }
  return tell(tx, notices, by)
}

/** When there is next something to do about lines, as ISO text; null: never. */
export async function findNextDue(tx: TenantTx): Promise<string | null> {
  const due = await Promise.all([findNextExpiry(tx), challenges.findNextDue(tx)])
  return due.filter((one) => one !== null).sort()[0] ?? null
}
