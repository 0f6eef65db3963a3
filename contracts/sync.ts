import { z } from 'zod'
import { Currency, Day, DecimalText, MetricKey } from './ids.ts'

/**
 * What a connector makes of a provider's records: the shapes that travel from a queue consumer into the tenant object.
 * `externalId` is the provider's own id; (connection, stream, external id) is one record, however often it arrives.
 */

const Rate = DecimalText.refine((text) => !text.startsWith('-') && /[1-9]/.test(text), 'a rate is above zero')

/** The provider's own rate, where it gave one: units of `to` for one unit of the record's currency. */
export const GivenRate = z.object({ to: Currency, rate: Rate, day: Day })
export type GivenRate = z.infer<typeof GivenRate>

const externalId = z.string().min(1).max(200)

/** Profit and loss of one day. */
export const FinancialRecord = z.object({
  kind: z.literal('financial'),
  externalId,
  recordDate: Day,
  revenue: DecimalText,
  expenses: DecimalText,
  cashFlow: DecimalText.nullable(),
  currency: Currency,
  givenRate: GivenRate.nullable(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
})
export type FinancialRecord = z.infer<typeof FinancialRecord>

/** A dated value of each metric the stream feeds; the values share day, dimensions and currency. */
export const ValueRecord = z.object({
  kind: z.literal('value'),
  externalId,
  recordDate: Day,
  values: z
    .array(z.object({ metric: MetricKey, value: DecimalText }))
    .min(1)
    .max(8),
  /** For the money among the values. */
  currency: Currency.nullable(),
  givenRate: GivenRate.nullable(),
  /** By dimension name; a name the metric does not have yet is added to it. */
  dimensions: z.record(z.string(), z.string().nullable()),
})
export type ValueRecord = z.infer<typeof ValueRecord>

/** A lead reached a stage or status. */
export const LeadRecord = z.object({
  kind: z.literal('lead'),
  externalId,
  leadId: z.string().min(1).max(200),
  eventDate: Day,
  stage: z.string().min(1).max(100),
  status: z.enum(['active', 'stale', 'won', 'lost']),
  value: DecimalText.nullable(),
  currency: Currency.nullable(),
  givenRate: GivenRate.nullable(),
})
export type LeadRecord = z.infer<typeof LeadRecord>

/** A reference rate: units of the currency for one euro. */
export const RateRecord = z.object({
  kind: z.literal('rate'),
  externalId,
  currency: Currency,
  rateDate: Day,
  perEuro: Rate,
})
export type RateRecord = z.infer<typeof RateRecord>

/** The provider deleted or voided it: its rows go. `of` names the kind of rows it may have. */
export const DeletedRecord = z.object({
  kind: z.literal('deleted'),
  externalId,
  of: z.enum(['financial', 'value', 'lead']),
})
export type DeletedRecord = z.infer<typeof DeletedRecord>

export const SyncRecord = z.discriminatedUnion('kind', [
  FinancialRecord,
  ValueRecord,
  LeadRecord,
  RateRecord,
  DeletedRecord,
])
export type SyncRecord = z.infer<typeof SyncRecord>

/** A record that could not be made sense of; it is kept where people see it. */
export const RejectedRecord = z.object({
  recordKey: z.string().min(1).max(200),
  reason: z.string().max(60),
  field: z.string().max(200).nullable(),
  message: z.string().max(500),
  record: z.string(),
})
export type RejectedRecord = z.infer<typeof RejectedRecord>

/** What reading cost, over all tries. */
export const SyncUsage = z.object({
  requests: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  waitedMs: z.int().nonnegative(),
})
export type SyncUsage = z.infer<typeof SyncUsage>

/** One page of a run on its way into the tenant object. */
export const SyncBatch = z.object({
  v: z.literal(1),
  /** Where the run has to stand for this page to count. */
  from: z.string(),
  /** Where it stands afterwards. */
  position: z.string(),
  records: z.array(SyncRecord),
  rejects: z.array(RejectedRecord),
  /** Pages of the whole run, where the provider says. */
  pagesTotal: z.int().nonnegative().nullable(),
  used: SyncUsage,
  /** With the last page: where the next run begins, and up to when the source's data is complete. */
  end: z.object({ cursor: z.string().nullable(), dataAsOf: z.iso.datetime().nullable() }).nullable(),
})
export type SyncBatch = z.infer<typeof SyncBatch>

/** A run given to a reader: what is read, from where, and how the workspace counts days and money. */
export const SyncLease = z.object({
  v: z.literal(1),
  connectionId: z.uuid(),
  provider: z.string(),
  stream: z.string(),
  /** Organisation, property or shop at the provider; null where there is none. */
  account: z.string().nullable(),
  /** Where the source was read up to, as the engine wrote it. */
  cursor: z.string().nullable(),
  /** Which page of this run comes next; empty at the beginning. */
  position: z.string(),
  startedAt: z.iso.datetime(),
  timeZone: z.string(),
})
export type SyncLease = z.infer<typeof SyncLease>

/** May a reader call the provider? `wait`: not before so many milliseconds. `stop`: the run has ended. */
export const SyncPermit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('go'), accessToken: z.string().nullable() }),
  z.object({ kind: z.literal('wait'), ms: z.number().positive() }),
  z.object({ kind: z.literal('stop') }),
])
export type SyncPermit = z.infer<typeof SyncPermit>
