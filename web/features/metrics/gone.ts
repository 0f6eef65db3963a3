const SUBJECT = 'metric:'

/** Metrics that left the catalogue while a page was open, as the log told of them. */
export interface GoneMetrics {
  hear: (events: readonly { type: string; subject: string }[]) => void
  /** Whether a question in the cache names one: it would be refused, and goes once the page has the new catalogue. */
  isNamedIn: (queryKey: readonly unknown[]) => boolean
}

export function makeGoneMetrics(): GoneMetrics {
  const gone = new Set<string>()
  return {
    hear(events) {
      for (const { type, subject } of events) {
        if (!subject.startsWith(SUBJECT)) continue
        const key = subject.slice(SUBJECT.length)
        if (type === 'metric.removed') gone.add(key)
        if (type === 'metric.defined') gone.delete(key)
      }
    },
    isNamedIn: (queryKey) => gone.size > 0 && metricsIn(queryKey).some((key) => gone.has(key)),
  }
}

/** What stands under `metric` and `metrics`, however deep: elsewhere the same word is a dimension or a value. */
function metricsIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(metricsIn)
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([name, inner]) =>
    name === 'metric' || name === 'metrics'
      ? [inner].flat().filter((key): key is string => typeof key === 'string')
      : metricsIn(inner),
  )
}
