import type { Freshness, FreshnessState } from '../../../contracts/metrics.ts'

/** One missed run is forgiven: a source is late once its data is older than this many expected intervals. */
export const STALE_AFTER_INTERVALS = 2

/** A source as an answer needs it: what is shown, whose numbers it feeds, and how far they reach. */
export interface SourceFreshness extends Freshness {
  /** Business day of `asOf` as a day number: the last day that may be incomplete. Null: no day is known complete. */
  asOfDay: number | null
}

/**
 * State of one source. Times are milliseconds since 1970. `expectedIntervalMs` is how often it should deliver, null for
 * what is loaded by hand, which is never late.
 */
export function freshnessState(
  asOfMs: number | null,
  expectedIntervalMs: number | null,
  nowMs: number,
): FreshnessState {
  if (asOfMs === null) return 'none'
  if (expectedIntervalMs === null) return 'static'
  return nowMs - asOfMs > expectedIntervalMs * STALE_AFTER_INTERVALS ? 'stale' : 'fresh'
}

/** The instant at which a source becomes stale if nothing arrives, in milliseconds; null when it never does. */
export function staleAtMs(asOfMs: number | null, expectedIntervalMs: number | null): number | null {
  if (asOfMs === null || expectedIntervalMs === null) return null
  return asOfMs + expectedIntervalMs * STALE_AFTER_INTERVALS + 1
}

/** Sources that feed any of the metrics. */
export function sourcesOf(
  metrics: readonly string[],
  sources: readonly SourceFreshness[],
): SourceFreshness[] {
  return sources.filter(
    (source) => source.metrics === null || source.metrics.some((key) => metrics.includes(key)),
  )
}

/** First day whose numbers a late source leaves unsure, as a day number; Infinity when no source is late. */
export function staleFrom(sources: readonly SourceFreshness[]): number {
  let from = Number.POSITIVE_INFINITY
  for (const source of sources) {
    if (source.state === 'stale') from = Math.min(from, source.asOfDay ?? Number.NEGATIVE_INFINITY)
  }
  return from
}
