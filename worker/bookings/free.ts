import type { ArtistView } from '../../contracts/artists.ts'
import type { Rival } from '../../contracts/bookings.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { rivalOf, rivalsOf } from './line.service.ts'
import { type Booking, listLine } from './repository.ts'
import { aheadOf } from './rules/challenges.ts'
import type { Taken } from './rules/load.ts'
import type { Claimant } from './rules/ranks.ts'

type ConflictRefusal = { code: 'booking_conflict'; details: { rivals: Rival[] } }
export type TakenRefusal =
  | ConflictRefusal
  | { code: 'first_refusal'; details: { until: string; rivals: Rival[] } }
/**
 * Whether a time can be kept free for a booking: nobody has it, and nobody who has just become first in line before it is still to be
 * asked. `one` is null for a booking that joins the line at its end.
 */
export async function freeFor(
  tx: TenantTx,
  artist: ArtistView,
  period: Taken,
  one: Claimant | null,
): Promise<Result<null, TakenRefusal>> {
  const [rivals, line] = await Promise.all([
    rivalsOf(tx, artist, period, one?.id ?? null),
    listLine(tx, [artist.id], period),
  ])
  return freeAmong(rivals, line, one)
}

/** The same of those who are known to have the time or to stand in its line. */
export function freeAmong(
  rivals: readonly Booking[],
  line: readonly Booking[],
  one: Claimant | null,
): Result<null, TakenRefusal> {
  if (rivals.length > 0) return err({ code: 'booking_conflict', details: { rivals: rivals.map(rivalOf) } })
  const first = line.filter(
    (other) =>
      other.firstRefusalUntil !== null &&
      other.id !== one?.id &&
      (one === null || aheadOf(one, other) !== null),
  )
  const until = first
    .flatMap(({ firstRefusalUntil }) => firstRefusalUntil ?? [])
    .sort()
    .at(-1)
  if (until === undefined) return ok(null)
  return err({ code: 'first_refusal', details: { until, rivals: first.map(rivalOf) } })
}
