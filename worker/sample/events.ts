import { z } from 'zod'
import { defineEvent, TouchedMetrics } from '../events/define.ts'

/** The sample data was opened. */
export const sampleOpened = defineEvent(
  'sample.opened',
  1,
  z.object({ clientId: z.uuid(), rows: z.number().int(), touched: TouchedMetrics }),
)

/** The sample data went, by hand or because own data came. */
export const sampleRemoved = defineEvent(
  'sample.removed',
  1,
  z.object({
    clientId: z.uuid(),
    rows: z.number().int(),
    touched: TouchedMetrics,
  }),
)
