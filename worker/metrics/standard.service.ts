import type { MetricDefinition } from '../../contracts/metrics.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent, TouchedMetrics } from '../events/define.ts'
import { definedInPlaceOf } from './events.ts'
import { listTableDays } from './recount.repository.ts'
import {
  listDefinitions,
  lockCatalogue,
  type NumberedDefinition,
  type SourcedMetric,
  saveDefinition,
} from './repository.ts'
import { dayOfNumber } from './rules/days.ts'
import {
  type CanonicalTable,
  hasSameSource,
  type StandardSetName,
  standardFormulas,
  standardMetrics,
  tableOfSet,
  withFreeKey,
} from './rules/standard.ts'
import { tableOfMetric } from './rules/tables.ts'

export type { CanonicalTable } from './rules/standard.ts'

/** The metrics of a set; of those that the caller knew no more than that. */
export interface StandardMetrics<K extends SourcedMetric = NumberedDefinition> {
  /** Those with rows of their own, old and new. */
  definitions: (K | NumberedDefinition)[]
  /** `metric.defined` of those that are new. */
  events: NewEvent[]
  /** Days that the new ones have rows on already; usually none. Belongs into the event of the rows. */
  touched: TouchedMetrics
}

/**
 * Sees to it that the metrics of a set are in the catalogue before its first rows count. `known` is the catalogue as the caller has it.
 * Where a key is taken by a metric that reads something else, they stand under `booked_...` beside it.
 */
export async function ensureStandardMetrics<K extends SourcedMetric>(
  tx: TenantTx,
  known: readonly K[],
  set: StandardSetName,
  base: string,
): Promise<StandardMetrics<K>> {
  const wanted = standardMetrics(set, base)
  const found = wanted.map((one) => findSource(known, one))
  const complete = found.filter((entry) => entry !== undefined)
  if (complete.length === wanted.length) return { definitions: complete, events: [], touched: [] }

  await lockCatalogue(tx)
  const catalogue = await listDefinitions(tx)
  const fresh: NumberedDefinition[] = []
  const keys = new Map<string, string>()
  const ensure = async (one: MetricDefinition): Promise<NumberedDefinition> => {
    const stored = findSource(catalogue, one)
    if (stored !== undefined) return stored
    const taken = new Set(catalogue.map((entry) => entry.definition.key as string))
    const saved = await saveDefinition(tx, withFreeKey(one, taken))
    catalogue.push(saved)
    fresh.push(saved)
    return saved
  }
  const definitions: NumberedDefinition[] = []
  for (const one of wanted) {
    const entry = await ensure(one)
    keys.set(one.key, entry.definition.key)
    definitions.push(entry)
  }
  const days = (await listTableDays(tx, tableOfSet(set))).map(dayOfNumber)
  const touched = days.length === 0 ? [] : fresh.map(({ no }) => ({ metricNo: no, days }))
  for (const one of standardFormulas(set, (key) => keys.get(key) ?? key)) await ensure(one)
  const events = fresh.map((entry) => definedInPlaceOf(undefined, entry))
  return { definitions, events, touched }
}

/** Days of rows of a table as the metrics that read it are touched by them. */
export function touchedByTable(
  known: readonly NumberedDefinition[],
  table: CanonicalTable,
  days: readonly string[],
): TouchedMetrics {
  if (days.length === 0) return []
  return known
    .filter(({ definition }) => tableOfMetric(definition) === table)
    .map(({ no }) => ({ metricNo: no, days: [...days] }))
}

/** The same of facts of work, which metrics tell apart by their kind. */
export function touchedByWork(
  known: readonly SourcedMetric[],
  moved: readonly { kind: string; day: string }[],
): TouchedMetrics {
  return known.flatMap(({ no, definition: { source } }) => {
    if (source.kind !== 'facts' || source.table !== 'work_facts') return []
    const kinds = source.filters?.kind
    const own = moved.filter(({ kind }) => kinds === undefined || kinds.includes(kind))
    const days = [...new Set(own.map(({ day }) => day))].sort()
    return days.length === 0 ? [] : [{ metricNo: no, days }]
  })
}

function findSource<K extends SourcedMetric>(
  catalogue: readonly K[],
  wanted: MetricDefinition,
): K | undefined {
  return catalogue.find((entry) => hasSameSource(entry.definition.source, wanted.source))
}
