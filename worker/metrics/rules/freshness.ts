import type { Freshness, FreshnessState } from '../../../contracts/metrics.ts'

/** One missed run is forgiven: a source is late once its data is older than this many expected intervals. */
export const STALE_AFTER_INTERVALS = 2

/** A source as an answer needs it: what is shown, whose numbers it feeds, and how far they reach. */
export interface SourceFreshness extends Freshness {
  /** Business day of `asOf` as a day number: the last day that may be incomplete. Null: no day is known complete. */
  asOfDay: number | null
}

/** What the state of a source depends on. Times are milliseconds since 1970. */
export interface Deliveries {
  asOf: string | null
  /** From when it is late; null: it never is. */
  staleAtMs: number | null
  isFailed: boolean
  /** Nothing more is expected of it. */
  isStatic: boolean
}

/** State of one source at an instant. */
export function freshnessState(source: Deliveries, nowMs: number): FreshnessState {
  if (source.isFailed) return 'failed'
  if (source.isStatic) return 'static'
  if (source.asOf === null) return 'none'
  return source.staleAtMs !== null && nowMs >= source.staleAtMs ? 'stale' : 'fresh'
}

/** The next instant at which a source becomes late if nothing arrives: no answer may be kept beyond it. Infinity: there is none. */
export function nextStaleMs(sources: readonly Deliveries[], nowMs: number): number {
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...sources.flatMap(({ staleAtMs: at }) => (at === null || at <= nowMs ? [] : [at])),
  )
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

/** First day whose numbers a late or failed source leaves unsure, as a day number; Infinity when there is no such source. */
export function staleFrom(sources: readonly SourceFreshness[]): number {
  let from = Number.POSITIVE_INFINITY
  for (const source of sources) {
    if (source.state === 'stale' || source.state === 'failed')
      from = Math.min(from, source.asOfDay ?? Number.NEGATIVE_INFINITY)
  }
  return from
}
