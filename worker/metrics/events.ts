import { z } from 'zod'
import { defineEvent } from '../events/define.ts'

/** The catalogue got a metric, or one of its metrics changed. */
export const metricDefined = defineEvent(
  'metric.defined',
  1,
  z.object({ key: z.string(), no: z.number().int() }),
)

/** A metric that nothing feeds any more left the catalogue. */
export const metricRemoved = defineEvent('metric.removed', 1, z.object({ key: z.string() }))
