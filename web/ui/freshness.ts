import type { Freshness } from '../../contracts/metrics.ts'

/** The worst state comes first; of a source that is late in part, that is what counts. */
const WORST_FIRST = [
  'failed',
  'stale',
  'none',
  'fresh',
  'static',
] as const satisfies readonly Freshness['state'][]

const earliest = (times: readonly (string | null)[]) =>
  times.filter((at) => at !== null).toSorted()[0] ?? null

/**
 * Sources as people know them. A connection feeds several kinds of numbers, each with its own times; here it is one source,
 * as bad as the worst of them and as old as the oldest.
 */
export function bySource(parts: readonly Freshness[]): Freshness[] {
  const groups = Map.groupBy(parts, (part) => part.connectionId ?? part.source)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    return {
      ...first,
      metrics: group.some((part) => part.metrics === null)
        ? null
        : group.flatMap((part) => part.metrics ?? []),
      state: WORST_FIRST.find((state) => group.some((part) => part.state === state)) ?? first.state,
      asOf: earliest(group.map((part) => part.asOf)),
      checkedAt: earliest(group.map((part) => part.checkedAt)),
      nextAt: earliest(group.map((part) => part.nextAt)),
    }
  })
}
