import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { CLIENT_DIM, type DimNo, PERIOD_DAY, type Period } from '../../../contracts/rollups.ts'

/** How finely each dimension of a metric is kept now; a dimension that is absent has been seen in no row yet. */
export type Levels = ReadonlyMap<DimNo, Period>

/** The client and the dimensions of a metric with how finely they are kept; those not seen yet start by day. */
export function levelsToCount(definition: MetricDefinition, known: Levels): Levels {
  const dims = ([1, 2, 3, 4, 5] as const).filter((dim) => dim <= definition.dimensions.length)
  return new Map([...dims, CLIENT_DIM].map((dim) => [dim, known.get(dim) ?? PERIOD_DAY] as const))
}
