import type { DashboardLayout } from '../../../contracts/dashboards.ts'
import type { MetricDefinition } from '../../../contracts/metrics.ts'

/** What is drawn, all of it known to the catalogue. `main` null: there is no metric at all. */
export interface ShownLayout {
  tiles: string[]
  main: string | null
  lists: { metric: string; dimension: string }[]
}

/** What a reader of business numbers wants first, where it exists. */
const FIRST_KEYS = ['revenue', 'expenses', 'net_profit', 'net_margin', 'invoiced', 'bills', 'cash_flow']
const AUTO_TILES = 4
const AUTO_LISTS = 3
/** Says which system a number came from: true, but no reader's first question. */
const LAST_DIMENSION = 'Source'

const rankOf = (metric: MetricDefinition) => {
  const known = FIRST_KEYS.indexOf(metric.key)
  if (known >= 0) return known
  return FIRST_KEYS.length + (metric.unit === 'money' ? 0 : 1)
}

/** Rankings of the metrics in their order, those with a tile first. */
function autoLists(order: readonly MetricDefinition[]) {
  const facts = order.filter((metric) => metric.source.kind === 'facts')
  const deepest = Math.max(0, ...facts.map((metric) => metric.dimensions.length))
  // First what every metric is split by first, so that two metrics come before two views of one.
  const all = Array.from({ length: deepest }, (_, depth) => depth).flatMap((depth) =>
    facts.flatMap((metric) => {
      const dimension = metric.dimensions[depth]
      return dimension ? [{ metric: metric.key, dimension }] : []
    }),
  )
  const isLast = (list: { dimension: string }) => list.dimension === LAST_DIMENSION
  return [...all.filter((list) => !isLast(list)), ...all.filter(isLast)].slice(0, AUTO_LISTS)
}

/**
 * What a dashboard shows: the saved arrangement without what the catalogue no longer knows, and for every part that is
 * empty then what fits the metrics that exist. A workspace with one imported metric gets tile, chart and lists of it.
 */
export function shownLayout(
  saved: DashboardLayout | undefined,
  metrics: readonly MetricDefinition[],
): ShownLayout {
  const byKey = new Map(metrics.map((metric) => [metric.key as string, metric]))
  const kept = (saved?.tiles ?? []).filter((key) => byKey.has(key))
  const ranked = metrics.toSorted((a, b) => rankOf(a) - rankOf(b))
  const tiles = kept.length > 0 ? kept : ranked.slice(0, AUTO_TILES).map((metric) => metric.key)
  const savedMain = saved?.main?.metric
  const main = savedMain !== undefined && byKey.has(savedMain) ? savedMain : (tiles[0] ?? null)
  const lists = (saved?.lists ?? []).filter((list) =>
    byKey.get(list.metric)?.dimensions.includes(list.dimension),
  )
  if (lists.length > 0) return { tiles, main, lists }
  const first = [...(main ? [main] : []), ...tiles].flatMap((key) => byKey.get(key) ?? [])
  return { tiles, main, lists: autoLists([...new Set([...first, ...ranked])]) }
}

/** Moves one entry by a step; the same order when it would leave the row. */
export function moved<T>(all: readonly T[], at: number, step: -1 | 1): T[] {
  const to = at + step
  const next = [...all]
  const [one, other] = [next[at], next[to]]
  if (one === undefined || other === undefined) return next
  next[at] = other
  next[to] = one
  return next
}
