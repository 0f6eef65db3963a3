import { z } from 'zod'
import type { MetricDefinition } from '../../contracts/metrics.ts'
import { defineEvent, type NewEvent } from '../events/define.ts'

/** What a metric means, as it was said then: a later rule about labels or currencies must not make an old event unreadable. */
const MetricState = z.object({
  label: z.string(),
  unit: z.string(),
  currency: z.string().nullable(),
  direction: z.string(),
  aggregation: z.string(),
  scale: z.int(),
  dimensions: z.array(z.string()),
})

/** The catalogue got a metric, or one of its metrics changed: what it was, unless it is new, and what it is. */
export const metricDefined = defineEvent(
  'metric.defined',
  1,
  z.object({
    key: z.string(),
    no: z.number().int(),
    before: MetricState.nullable().optional(),
    after: MetricState.optional(),
  }),
)

/** The event of a metric that was saved, in place of what the catalogue had under its key. */
export const definedInPlaceOf = (
  before: { definition: MetricDefinition } | undefined,
  { no, definition }: { no: number; definition: MetricDefinition },
): NewEvent =>
  metricDefined.of(`metric:${definition.key}`, {
    key: definition.key,
    no,
    before: before?.definition ?? null,
    after: definition,
  })

/** A metric that nothing feeds any more left the catalogue. */
export const metricRemoved = defineEvent('metric.removed', 1, z.object({ key: z.string() }))
