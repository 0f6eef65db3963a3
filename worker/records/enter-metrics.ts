import {
  DIMENSIONS_MAX,
  DURATION_SCALE,
  METRICS_MAX,
  MONEY_SCALE,
  PLAIN_SCALE,
} from '../../contracts/limits.ts'
import { MetricDefinition } from '../../contracts/metrics.ts'
import type { PutCustomMetric } from '../../contracts/records.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { definedInPlaceOf } from '../metrics/events.ts'
import { ensureMetric, type NumberedDefinition, readCatalogue } from '../metrics/service.ts'

const VALUES = { kind: 'facts', table: 'custom_metrics', column: 'value' } as const

/** A value to store and its place in what was sent, from 0. */
export interface PlacedValue {
  place: number
  value: PutCustomMetric
}

type MetricRefusalCode = 'invalid_request' | 'metric_mismatch' | 'too_many_dimensions' | 'limit_reached'
export interface PlacedRefusal<C extends string> {
  code: C
  details: { place: number } & Record<string, unknown>
}

/** A refusal because of the value at a place. */
export function refusedAt<C extends string>(
  place: number,
  code: C,
  details: object = {},
): { ok: false; error: PlacedRefusal<C> } {
  return err({ code, details: { place, ...details } })
}

export const wrongField = (field: string, problem: string) => ({ fields: [{ field, problem }] })

/** Brings the metrics of all values into the catalogue. Gives them by key, with the events of what is new or wider there. */
export async function ensureEntered(
  tx: TenantTx,
  values: readonly PlacedValue[],
): Promise<
  Result<{ metrics: Map<string, NumberedDefinition>; events: NewEvent[] }, PlacedRefusal<MetricRefusalCode>>
> {
  const known = await readCatalogue(tx)
  const metrics = new Map<string, NumberedDefinition>()
  const events: NewEvent[] = []
  let count = known.length
  for (const [key, some] of byMetric(values)) {
    const stored = known.find(({ definition }) => definition.key === key)
    count += stored === undefined ? 1 : 0
    const [first] = some
    if (count > METRICS_MAX) return refusedAt(first.place, 'limit_reached', { limit: METRICS_MAX })
    const wanted = wantedOf(stored?.definition, some)
    if (!wanted.ok) return wanted
    const saved = await ensureMetric(tx, known, wanted.value)
    if (!saved.ok) return refusedAt(first.place, saved.error.code, saved.error.details)
    metrics.set(key, saved.value)
    if (saved.value !== stored) events.push(definedInPlaceOf(stored, saved.value))
  }
  return ok({ metrics, events })
}

type Some = [PlacedValue, ...PlacedValue[]]

function byMetric(values: readonly PlacedValue[]): Map<string, Some> {
  const groups = new Map<string, Some>()
  for (const one of values) {
    const group = groups.get(one.value.metricName)
    if (group === undefined) groups.set(one.value.metricName, [one])
    else group.push(one)
  }
  return groups
}

/** What the values say of their metric, beside what is known of it: the same unit, and room for their dimensions. */
function wantedOf(
  stored: MetricDefinition | undefined,
  some: Some,
): Result<MetricDefinition, PlacedRefusal<MetricRefusalCode>> {
  const made = stored === undefined ? definitionOf(some[0]) : ok({ ...stored, source: VALUES })
  if (!made.ok) return made
  const dimensions = new Set<string>(made.value.dimensions)
  for (const { place, value } of some) {
    const mismatch = mismatchOf(made.value, value)
    if (mismatch !== null) return refusedAt(place, 'metric_mismatch', mismatch)
    for (const name of Object.keys(value.dimensions ?? {})) dimensions.add(name)
    if (dimensions.size > DIMENSIONS_MAX) {
      return refusedAt(place, 'too_many_dimensions', {
        metric: value.metricName,
        dimensions: [...dimensions],
      })
    }
  }
  return ok({ ...made.value, dimensions: [...dimensions] })
}

/** Money in another currency is converted; everything else that differs would be added up to a lie. */
function mismatchOf(stored: MetricDefinition, value: PutCustomMetric) {
  const { key, unit, currency } = stored
  if (value.unit !== undefined && value.unit !== unit) {
    return { metric: key, field: 'unit', stored: unit, given: value.unit }
  }
  if (value.currency !== undefined && unit !== 'money') {
    return { metric: key, field: 'currency', stored: currency, given: value.currency }
  }
  for (const field of ['aggregation', 'direction'] as const) {
    const given = value[field]
    if (given !== undefined && given !== stored[field])
      return { metric: key, field, stored: stored[field], given }
  }
  return null
}

/** A new metric as the first value of it describes it. */
function definitionOf({
  place,
  value,
}: PlacedValue): Result<MetricDefinition, PlacedRefusal<'invalid_request'>> {
  const { metricName: key, unit, label = key, direction = 'up' } = value
  if (unit === undefined) {
    return refusedAt(
      place,
      'invalid_request',
      wrongField('unit', `is needed, because there is no metric ${key} yet`),
    )
  }
  const currency = unit === 'money' ? value.currency : null
  if (currency === undefined) {
    return refusedAt(place, 'invalid_request', wrongField('currency', 'is needed for money'))
  }
  const definition = MetricDefinition.parse({
    key,
    label,
    unit,
    currency,
    direction,
    aggregation: value.aggregation ?? (unit === 'percent' ? 'avg' : 'sum'),
    scale: unit === 'money' ? MONEY_SCALE : unit === 'duration' ? DURATION_SCALE : PLAIN_SCALE,
    source: VALUES,
    dimensions: [],
    description: '',
  })
  return ok(definition)
}
