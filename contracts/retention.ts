import { z } from 'zod'

/** What is kept for a time only. */
export const RetentionRule = z.enum([
  'financials',
  'leads',
  'custom_metrics',
  /** Months of values whose days lie in the archive. */
  'value_months',
  'audit',
  /** Contents of entries that lie in files. */
  'audit_cold',
  'sessions',
  'consents',
  'versions',
  'runs',
  'backups',
])
export type RetentionRule = z.infer<typeof RetentionRule>

/** What came of the last run of a rule. */
export const RetentionResult = z.object({
  /** Rows that were archived or removed. */
  rows: z.int().nonnegative(),
  /** Why it did not come to its end; null when it did. */
  problem: z.string().nullable(),
})
export type RetentionResult = z.infer<typeof RetentionResult>

/** One line of GET /api/v1/retention. `nextAt` is null for what no run of the workspace takes care of. */
export const RetentionView = z.object({
  rule: RetentionRule,
  lastAt: z.iso.datetime().nullable(),
  last: RetentionResult.nullable(),
  nextAt: z.iso.datetime().nullable(),
  /** Rows that were archived so far. */
  archivedRows: z.int().nonnegative(),
})
export type RetentionView = z.infer<typeof RetentionView>

/** One line of GET /api/v1/retention/preview: rows that the next run takes out of a table, and the months they are of. */
export const RetentionPreview = z.object({
  rule: RetentionRule,
  rows: z.int().nonnegative(),
  /** What lies before this day is archived; null where age alone decides. */
  before: z.iso.date().nullable(),
  firstDay: z.iso.date().nullable(),
  lastDay: z.iso.date().nullable(),
})
export type RetentionPreview = z.infer<typeof RetentionPreview>

/** Tables whose rows are archived. */
export const ArchivedRelation = z.enum(['financials', 'lead_events', 'custom_metrics'])
export type ArchivedRelation = z.infer<typeof ArchivedRelation>

/** One line of GET /api/v1/retention/archives: the archived rows of a table for one year, which are one download. */
export const ArchiveView = z.object({
  relation: ArchivedRelation,
  year: z.string().regex(/^\d{4}$/),
  rows: z.int().nonnegative(),
  archivedAt: z.iso.datetime(),
})
export type ArchiveView = z.infer<typeof ArchiveView>
