import { z } from 'zod'
import { ClientIds, defineEvent, TouchedMetrics } from '../events/define.ts'

/** Records of a source were stored: a page of a sync, values entered by hand or through the API, rates that came. */
export const recordsStored = defineEvent(
  'records.stored',
  1,
  z.object({
    /** The connection, or what stands for one. */
    sourceId: z.uuid(),
    sourceSystem: z.string(),
    counts: z.object({
      new: z.number().int(),
      changed: z.number().int(),
      same: z.number().int(),
      deleted: z.number().int(),
    }),
    clientIds: ClientIds,
    touched: TouchedMetrics,
  }),
)

/** Records went without the source having said so: a value deleted by hand, a connection's rows erased. */
export const recordsRemoved = defineEvent(
  'records.removed',
  1,
  z.object({
    sourceId: z.uuid(),
    sourceSystem: z.string(),
    rows: z.number().int(),
    clientIds: ClientIds,
    touched: TouchedMetrics,
  }),
)
