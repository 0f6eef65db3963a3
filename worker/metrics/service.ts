import type { MetricDefinition } from '../../contracts/metrics.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { listDefinitions, type NumberedDefinition, saveDefinition } from './repository.ts'

export type { NumberedDefinition } from './repository.ts'

/** The catalogue of the workspace. */
export function readCatalogue(tx: TenantTx): Promise<NumberedDefinition[]> {
  return listDefinitions(tx)
}

export type MetricMismatch = {
  code: 'metric_mismatch'
  details: { metric: string; field: string; stored: unknown; given: unknown }
}

/**
 * Makes sure the catalogue has a metric of rows as described. An existing one must mean the same (unit, currency, decimals);
 * it gains the dimensions it lacks. Refuses when it means something else, because adding the two up would lie.
 */
export async function ensureMetric(
  tx: TenantTx,
  known: readonly NumberedDefinition[],
  wanted: MetricDefinition,
): Promise<Result<NumberedDefinition, MetricMismatch>> {
  const stored = known.find((entry) => entry.definition.key === wanted.key)
  if (stored === undefined) return ok(await saveDefinition(tx, wanted))
  for (const field of ['unit', 'currency', 'scale'] as const) {
    if (stored.definition[field] === wanted[field]) continue
    const details = { metric: wanted.key, field, stored: stored.definition[field], given: wanted[field] }
    return err({ code: 'metric_mismatch', details })
  }
  if (stored.definition.source.kind !== 'facts') {
    const details = { metric: wanted.key, field: 'source', stored: 'formula', given: 'facts' }
    return err({ code: 'metric_mismatch', details })
  }
  const dimensions = [...new Set([...stored.definition.dimensions, ...wanted.dimensions])]
  if (dimensions.length === stored.definition.dimensions.length) return ok(stored)
  return ok(await saveDefinition(tx, { ...stored.definition, dimensions }))
}
