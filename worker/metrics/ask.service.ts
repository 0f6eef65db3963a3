import type { MetricDefinition } from '../../contracts/metrics.ts'
import { CLIENT_DIM, type DimNo } from '../../contracts/rollups.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type AskedBucket, askBuckets, type NumberedDefinition } from './repository.ts'
import { CLIENT_DIMENSION } from './rules/catalogue.ts'

/** Column of a dimension by its name: its place in the definition, or the client. */
export function dimOf(definition: MetricDefinition, dimension: string): DimNo {
  if (dimension === CLIENT_DIMENSION) return CLIENT_DIM
  const place = definition.dimensions.indexOf(dimension)
  if (place < 0 || place > 4) throw new Error(`metric ${definition.key} has no dimension ${dimension}`)
  // The check above leaves 1 to 5.
  return (place + 1) as DimNo
}

/** Rows of a metric folded by day in Postgres, for what no rollup holds. */
export function askMetric(
  tx: TenantTx,
  entry: NumberedDefinition,
  query: { dim: DimNo | null; clientId: string | null; from: string; to: string },
): Promise<AskedBucket[]> {
  const { aggregation } = entry.definition
  const aggregate =
    aggregation === 'last' || aggregation === 'min' || aggregation === 'max' ? aggregation : 'sum'
  return askBuckets(tx, entry, { aggregate, ...query })
}
