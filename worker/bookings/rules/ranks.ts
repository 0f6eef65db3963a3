import { overlaps } from '../../availability/rules/spans.ts'
import type { Period } from './when.ts'

/** A place in the line of an artist for a stretch of time: the lower number came first. */
export interface Claim extends Period {
  no: number
}

/** A booking that stands in line. */
export interface Claimant {
  id: string
  claims: readonly Claim[]
}

/** A rank and where it holds: 1 is first. */
export interface Span extends Period {
  rank: number
}

/**
 * The place of a booking in line, part by part: a hold of ten days may be first on three of them and second on the rest. Neighbouring
 * parts of the same rank are one.
 */
export function ranksOf(one: Claimant, all: readonly Claimant[]): Span[] {
  const others = all.filter(({ id }) => id !== one.id).flatMap(({ claims }) => claims)
  const spans: Span[] = []
  for (const claim of one.claims) {
    const rivals = others.filter((other) => overlaps(other, claim))
    const edges = [claim, ...rivals].flatMap(({ fromMs, toMs }) => [fromMs, toMs])
    const inside = [...new Set(edges)]
      .filter((ms) => ms >= claim.fromMs && ms <= claim.toMs)
      .sort((a, b) => a - b)
    for (const [i, fromMs] of inside.slice(0, -1).entries()) {
      const part = { fromMs, toMs: inside[i + 1] ?? fromMs }
      const rank = 1 + rivals.filter((other) => other.no < claim.no && overlaps(other, part)).length
      append(spans, { ...part, rank })
    }
  }
  return spans
}

function append(spans: Span[], next: Span): void {
  const last = spans.at(-1)
  if (last !== undefined && last.rank === next.rank && last.toMs === next.fromMs) last.toMs = next.toMs
  else spans.push(next)
}

/** The best place a booking has anywhere; null when it stands in no line. */
export const bestRank = (spans: readonly Span[]): number | null =>
  spans.length === 0 ? null : Math.min(...spans.map(({ rank }) => rank))

/**
 * The claims of a booking after it was moved: inside the old time it keeps its places, what is new goes to the end of the line. To
 * shorten a booking loses no place.
 */
export function moveClaims(before: readonly Claim[], to: Period, nextNo: number): Claim[] {
  const kept = before
    .map((claim) => ({
      ...claim,
      fromMs: Math.max(claim.fromMs, to.fromMs),
      toMs: Math.min(claim.toMs, to.toMs),
    }))
    .filter(({ fromMs, toMs }) => fromMs < toMs)
    .sort((a, b) => a.fromMs - b.fromMs)
  const claims: Claim[] = []
  let atMs = to.fromMs
  for (const claim of kept) {
    if (claim.fromMs > atMs) claims.push({ fromMs: atMs, toMs: claim.fromMs, no: nextNo })
    claims.push(claim)
    atMs = claim.toMs
  }
  if (atMs < to.toMs) claims.push({ fromMs: atMs, toMs: to.toMs, no: nextNo })
  return claims
}

/**
 * The claims of a booking that is put before others where they share time and stand before it, and the places that have to be opened for
 * it: whoever has such a number, or a later one, moves on by one. Elsewhere it keeps its place.
 */
export function putBefore(
  mine: readonly Claim[],
  others: readonly Claim[],
): { claims: Claim[]; opened: number[] } {
  const parts = mine.flatMap((claim) => {
    const ahead = others.filter((other) => other.no < claim.no && overlaps(other, claim))
    const edges = [claim, ...ahead].flatMap(({ fromMs, toMs }) => [fromMs, toMs])
    const inside = [...new Set(edges)]
      .filter((ms) => ms >= claim.fromMs && ms <= claim.toMs)
      .sort((a, b) => a - b)
    return inside.slice(0, -1).map((fromMs, i) => {
      const part = { fromMs, toMs: inside[i + 1] ?? fromMs }
      const numbers = ahead.filter((other) => overlaps(other, part)).map(({ no }) => no)
      return { ...part, no: claim.no, before: numbers.length === 0 ? null : Math.min(...numbers) }
    })
  })
  const opened = [...new Set(parts.flatMap(({ before }) => before ?? []))].sort((a, b) => a - b)
  const claims: Claim[] = []
  for (const { fromMs, toMs, no, before } of parts) {
    const place = before === null ? movedOn(no, opened) : before + opened.filter((one) => one < before).length
    const last = claims.at(-1)
    if (last !== undefined && last.no === place && last.toMs === fromMs) last.toMs = toMs
    else claims.push({ fromMs, toMs, no: place })
  }
  return { claims, opened }
}

/** The number of somebody else once places were opened. */
export const movedOn = (no: number, opened: readonly number[]): number =>
  no + opened.filter((one) => one <= no).length

/** Bookings that stand further ahead somewhere than before, with the best place they have come to there. */
export function promoted(
  before: readonly Claimant[],
  after: readonly Claimant[],
): { id: string; rank: number }[] {
  return after.flatMap((one) => {
    const old = before.find(({ id }) => id === one.id)
    if (old === undefined) return []
    const was = ranksOf(old, before)
    // Where it stood first before, nobody has left.
    const rank = bestRank(
      ranksOf(one, after).filter((span) =>
        was.some((other) => overlaps(other, span) && span.rank < other.rank),
      ),
    )
    return rank === null ? [] : [{ id: one.id, rank }]
  })
}
