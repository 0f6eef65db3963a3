import { z } from 'zod'
import { ClientIds, defineEvent, TouchedMetrics } from '../events/define.ts'

export const importCreated = defineEvent(
  'import.created',
  1,
  z.object({ importId: z.uuid(), name: z.string() }),
)

export const importStarted = defineEvent(
  'import.started',
  1,
  z.object({ importId: z.uuid(), name: z.string(), metrics: z.array(z.string()) }),
)

/** One batch of lines was stored. `days` are the days whose numbers moved, per metric number. */
export const importRowsLoaded = defineEvent(
  'import.rows_loaded',
  1,
  z.object({
    importId: z.uuid(),
    nextByte: z.number().int(),
    rowsRead: z.number().int(),
    rowsLoaded: z.number().int(),
    rowsSame: z.number().int(),
    rowsRejected: z.number().int(),
    /** True when the batch only added rows, so that its own delta is exact. */
    insertOnly: z.boolean(),
    clientIds: ClientIds,
    touched: TouchedMetrics,
  }),
)

export const importFinished = defineEvent(
  'import.finished',
  1,
  z.object({ importId: z.uuid(), name: z.string() }),
)

export const importFailed = defineEvent(
  'import.failed',
  1,
  z.object({ importId: z.uuid(), name: z.string(), code: z.string() }),
)
