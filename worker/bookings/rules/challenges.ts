import { isOpen } from '../../../contracts/booking-states.ts'
import type { BookingStatus } from '../../../contracts/bookings.ts'
import { overlaps } from '../../availability/rules/spans.ts'
import type { Claim, Claimant } from './ranks.ts'
import type { Period } from './when.ts'

/** When so much working time has gone by: closed stretches, in order, do not count. Never later than `latestMs`. */
export function dueAfter(
  fromMs: number,
  workMs: number,
  closed: readonly Period[],
  latestMs: number,
): number {
  let [at, left] = [fromMs, workMs]
  for (const part of closed) {
    if (part.toMs <= at) continue
    const open = Math.max(0, part.fromMs - at)
    if (open >= left) break
    left -= open
    at = part.toMs
  }
  return Math.min(at + left, latestMs)
}

/** The claim of another booking that stands before this one's in a time they share; null when it stands behind or elsewhere. */
export function aheadOf(one: Claimant, other: Claimant): Claim | null {
  const ahead = other.claims.filter((theirs) =>
    one.claims.some((mine) => overlaps(mine, theirs) && theirs.no < mine.no),
  )
  return ahead.sort((a, b) => a.no - b.no)[0] ?? null
}

/** Who is asked to decide: of those before it that are not certain yet, whoever came first. Null when there is nobody. */
export function toBeAsked<B extends Claimant & { status: BookingStatus }>(
  one: Claimant,
  line: readonly B[],
): B | null {
  const asked = line
    .filter(({ id, status }) => id !== one.id && (status === 'hold' || status === 'pencil'))
    .flatMap((other) => {
      const claim = aheadOf(one, other)
      return claim === null ? [] : [{ other, no: claim.no }]
    })
  return asked.sort((a, b) => a.no - b.no)[0]?.other ?? null
}

export type Outcome = 'withdrawn' | 'kept' | 'released' | 'unanswered'

/** What has become of a challenge at a moment; null while it is open. */
export function outcomeOf(
  challenger: Period & { status: BookingStatus },
  against: Period & { status: BookingStatus },
  dueMs: number,
  nowMs: number,
): Outcome | null {
  if (!isOpen(challenger.status)) return 'withdrawn'
  if (against.status === 'confirmed' && overlaps(challenger, against)) return 'kept'
  if (!isOpen(against.status) || !overlaps(challenger, against)) return 'released'
  return dueMs <= nowMs ? 'unanswered' : null
}
