import type { Freshness, Series } from '../../../contracts/metrics.ts'

/** A source that is late or failed, and so makes the figures it feeds doubtful. */
export interface SourceProblem {
  source: string
  state: 'stale' | 'failed'
  /** Where it is mended; null for what is loaded by hand. */
  connectionId: string | null
}

const feeds = (source: Freshness, metric: string) =>
  source.metrics === null || source.metrics.some((key) => key === metric)

/** The worst problem among the sources of a metric: a failed one before a late one. Null: all of them are in time. */
export function problemOf(metric: string, sources: readonly Freshness[]): SourceProblem | null {
  const fed = sources.filter((source) => feeds(source, metric))
  const worst =
    fed.find((source) => source.state === 'failed') ?? fed.find((source) => source.state === 'stale')
  if (!worst) return null
  const state = worst.state === 'failed' ? 'failed' : 'stale'
  return { source: worst.source, state, connectionId: worst.connectionId }
}

/** The sources that feed a metric, for the page of that metric. */
export function sourcesOf(metric: string, sources: readonly Freshness[]): Freshness[] {
  return sources.filter((source) => feeds(source, metric))
}

/** True when a series has no figure because every record of it waits for a rate: neither zero nor "no data". */
export function isAllLeftOut(series: Pick<Series, 'total' | 'notIncluded'>): boolean {
  return series.total === null && series.notIncluded !== undefined
}
