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

/** A booking as a challenge goes by it. */
interface Side extends Period {
  artistId: string
  status: BookingStatus
  expiresAt: string | null
}

/** What has become of a challenge at a moment; null while it is open. */
export function outcomeOf(challenger: Side, against: Side, dueMs: number, nowMs: number): Outcome | null {
  if (!isOpen(challenger.status) && !stoodUntil(challenger, dueMs)) return 'withdrawn'
  const isShared = challenger.artistId === against.artistId && overlaps(challenger, against)
  if (against.status === 'confirmed' && isShared) return 'kept'
  if (!isOpen(against.status) || !isShared) return 'released'
  return dueMs <= nowMs ? 'unanswered' : null
}

/** Whether a hold ran out only after a moment: what was due then does not depend on when somebody looks. */
const stoodUntil = ({ status, expiresAt }: Side, ms: number): boolean =>
  status === 'expired' && expiresAt !== null && Date.parse(expiresAt) > ms
