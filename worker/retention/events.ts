import { z } from 'zod'
import { defineEvent, TouchedMetrics } from '../events/define.ts'

/** The figures of a month went, whose rows lie in files: they are in no total any more. */
export const monthForgotten = defineEvent(
  'retention.forgotten',
  1,
  z.object({
    /** Key of the metric. */
    metric: z.string(),
    month: z.iso.date(),
    rows: z.int().positive(),
    touched: TouchedMetrics,
  }),
)

/** Rows of a month were put into a file, and their sums took their place. The days are counted again, to the same figures. */
export const rowsArchived = defineEvent(
  'retention.archived',
  1,
  z.object({
    relation: z.enum(['financials', 'lead_events', 'custom_metrics']),
    /** Key of the metric; null for a table that several read. */
    metric: z.string().nullable(),
    month: z.iso.date(),
    rows: z.int().positive(),
    touched: TouchedMetrics,
  }),
)
