import type { ArtistView } from '../../contracts/artists.ts'
import type { PlanClash } from '../../contracts/booking-plans.ts'
import { CLASHES_SHOWN_MAX, PLAN_RIVALS_SHOWN_MAX, SERIES_LINE_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { overlaps } from '../availability/rules/spans.ts'
import { rivalOf } from './line.service.ts'
import * as rows from './repository.ts'
import { aheadOf } from './rules/challenges.ts'
import { rivalsOfEach, spanOf, type Wanted } from './rules/plan.ts'
import type { Claimant } from './rules/ranks.ts'

/** A time that is to be kept free. `claimant` is the booking that has it, or null where it would join the line at its end. */
export interface WantedTime extends Wanted {
  on: string | null
  claimant: Claimant | null
}

/** What is in the way of each of several times at once; the same as `freeFor` says of one. */
export async function obstaclesOf(
  tx: TenantTx,
  artists: ReadonlyMap<string, ArtistView>,
  wanted: readonly WantedTime[],
): Promise<{ isFree: boolean; rivals: rows.Booking[]; firstRefusalUntil: string | null }[]> {
  if (wanted.length === 0) return []
  const own = wanted.flatMap(({ claimant }) => (claimant === null ? [] : [claimant.id]))
  const artistIds = [...new Set(wanted.map(({ artistId }) => artistId))]
  const [blocking, line] = await Promise.all([
    rows.listBlockingOf(tx, artistIds, spanOf(wanted), own),
    rows.listLine(tx, artistIds, spanOf(wanted), SERIES_LINE_MAX),
  ])
  const asked = line.filter(({ id, firstRefusalUntil }) => firstRefusalUntil !== null && !own.includes(id))
  const found = rivalsOfEach(wanted, blocking, (id) => artists.get(id)?.capacity ?? 1)
  return wanted.map((one, i) => {
    const { isFree = true, rivals = [] } = found[i] ?? {}
    if (!isFree) return { isFree, rivals, firstRefusalUntil: null }
    const first = asked.filter(
      (other) =>
        other.artistId === one.artistId &&
        overlaps(other, one) &&
        (one.claimant === null || aheadOf(one.claimant, other) !== null),
    )
    const until = first
      .map(({ firstRefusalUntil }) => firstRefusalUntil ?? '')
      .sort()
      .at(-1)
    return { isFree: first.length === 0, rivals: first, firstRefusalUntil: until ?? null }
  })
}

export type PlanConflict = { code: 'plan_conflict'; details: { clashes: PlanClash[]; count: number } }

/** Whether several times can be kept free, all or none; else every one that cannot, with who has it. */
export async function allFree(
  tx: TenantTx,
  artists: ReadonlyMap<string, ArtistView>,
  wanted: readonly WantedTime[],
): Promise<Result<null, PlanConflict>> {
  const found = await obstaclesOf(tx, artists, wanted)
  const clashes = wanted.flatMap((one, i) => {
    const { isFree = true, rivals = [], firstRefusalUntil = null } = found[i] ?? {}
    const artist = artists.get(one.artistId)
    if (isFree || artist === undefined) return []
    const times = { startTime: new Date(one.fromMs).toISOString(), endTime: new Date(one.toMs).toISOString() }
    const named = { artistId: artist.id, artistName: artist.name, on: one.on, ...times, firstRefusalUntil }
    return [{ ...named, rivals: rivals.slice(0, PLAN_RIVALS_SHOWN_MAX).map(rivalOf) }]
  })
  if (clashes.length === 0) return ok(null)
  const details = { clashes: clashes.slice(0, CLASHES_SHOWN_MAX), count: clashes.length }
  return err({ code: 'plan_conflict', details })
}
