import type { TenantTx } from '../../db/tenant-tx.ts'
import {
  listCustomMetricDays,
  listTableDays,
  type Recount,
  readPosition,
  recountDays,
} from './recount.repository.ts'
import { listDefinitions, type NumberedDefinition } from './repository.ts'
import { type Levels, levelsToCount } from './rules/levels.ts'
import { tableOfMetric } from './rules/tables.ts'

export type { Recount } from './recount.repository.ts'

/** Buckets of whole days of a metric, counted from its rows. `known` says how finely its dimensions are kept. */
export function recountMetric(
  tx: TenantTx,
  entry: NumberedDefinition,
  days: readonly number[],
  known: Levels,
): Promise<Recount> {
  return recountDays(tx, entry, days, levelsToCount(entry.definition, known))
}

/** Days on which a metric may have rows. */
export interface MetricDays {
  no: number
  days: number[]
}

/** Every metric with the days that have rows, for a rebuild, with the position it was read at. */
export async function listMetricDays(
  tx: TenantTx,
): Promise<{ seq: number; era: number; metrics: MetricDays[] }> {
  const position = await readPosition(tx)
  const metrics = await listCustomMetricDays(tx)
  const definitions = await listDefinitions(tx)
  for (const table of ['financials', 'lead_events', 'work_facts'] as const) {
    const numbers = definitions
      .filter((entry) => tableOfMetric(entry.definition) === table)
      .map((entry) => entry.no)
    if (numbers.length === 0) continue
    const days = await listTableDays(tx, table)
    if (days.length > 0) metrics.push(...numbers.map((no) => ({ no, days })))
  }
  return { ...position, metrics }
}
