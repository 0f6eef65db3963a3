import type { MetricDefinition } from '../../contracts/metrics.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import {
  listDefinitions,
  listSourcesOf,
  lockCatalogue,
  type NumberedDefinition,
  type SourcedMetric,
  saveDefinition,
} from './repository.ts'
import type { CanonicalTable } from './rules/standard.ts'
import { tableOfMetric } from './rules/tables.ts'

export type { NumberedDefinition, SourcedMetric } from './repository.ts'

/** The catalogue of the workspace. */
export function readCatalogue(tx: TenantTx): Promise<NumberedDefinition[]> {
  return listDefinitions(tx)
}

/** What those of it read that read a table. */
export const readSourcesOf = (tx: TenantTx, table: CanonicalTable): Promise<SourcedMetric[]> =>
  listSourcesOf(tx, table)

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
  const stored = findKey(known, wanted.key) ?? (await findAnew(tx, wanted.key))
  if (stored === undefined) return ok(await saveDefinition(tx, wanted))
  for (const field of ['unit', 'currency', 'scale'] as const) {
    if (stored.definition[field] === wanted[field]) continue
    const details = { metric: wanted.key, field, stored: stored.definition[field], given: wanted[field] }
    return err({ code: 'metric_mismatch', details })
  }
  // Rows stored for a metric that reads other rows would never be in its number.
  const [from, to] = [stored.definition, wanted].map((one) => tableOfMetric(one) ?? 'formula')
  if (from !== to) {
    return err({
      code: 'metric_mismatch',
      details: { metric: wanted.key, field: 'source', stored: from, given: to },
    })
  }
  const dimensions = [...new Set([...stored.definition.dimensions, ...wanted.dimensions])]
  if (dimensions.length === stored.definition.dimensions.length) return ok(stored)
  return ok(await saveDefinition(tx, { ...stored.definition, dimensions }))
}

function findKey(known: readonly NumberedDefinition[], key: string): NumberedDefinition | undefined {
  return known.find((entry) => entry.definition.key === key)
}

/** What the caller knows of the catalogue may be older than the last commit of another lane. */
async function findAnew(tx: TenantTx, key: string): Promise<NumberedDefinition | undefined> {
  await lockCatalogue(tx)
  return findKey(await listDefinitions(tx), key)
}
