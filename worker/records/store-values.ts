import { DIMENSIONS_MAX } from '../../contracts/limits.ts'
import type { MetricDefinition } from '../../contracts/metrics.ts'
import type { DeletedRecord, RejectedRecord, ValueRecord } from '../../contracts/sync.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { convertAmount } from '../currency/rules.ts'
import type { NewEvent } from '../events/define.ts'
import { definedInPlaceOf } from '../metrics/events.ts'
import { ensureMetric, type NumberedDefinition } from '../metrics/service.ts'
import { archivedDays } from '../retention/service.ts'
import { openConversion, type RateFinder } from './conversion.ts'
import { type RecordKeys, recordKeys } from './identity.ts'
import { type MetricBuckets, movedBuckets } from './rules/buckets.ts'
import { latestBy } from './rules/latest.ts'
import { dimensionText, isTooLarge } from './rules/texts.ts'
import { Touched } from './rules/touched.ts'
import { countRecords, rejected, type StoreContext, type StoredKind } from './store-context.ts'
import { type NewValue, replaceValues, type ValueSlot } from './values.repository.ts'

const ONE = '1'

/** Stores dated values: one row for each metric of a record, all under the key of the record. */
export async function storeValues(
  tx: TenantTx,
  context: StoreContext,
  records: readonly (ValueRecord | DeletedRecord)[],
): Promise<StoredKind> {
  const latest = [...latestBy(records, ({ externalId }) => externalId).values()]
  const fed = await feedMetrics(
    tx,
    context,
    latest.filter((one) => one.kind === 'value'),
  )
  const keys = recordKeys(context.source.id, context.source.stream)
  const { stored, rejects } = fed
  const deleted = latest.filter((one) => one.kind === 'deleted')
  const contents = new Map(stored.map((record) => [record.externalId, contentOf(keys, context, record)]))
  const slots: ValueSlot[] = [...stored, ...deleted].flatMap((record) => {
    const key = keys.key(record.externalId)
    const content = contents.get(record.externalId) ?? null
    // A metric that the record no longer feeds loses its row as well: its content is another one then.
    return fed.entries.map(({ no }) => ({ no, key, content }))
  })
  const values = await valuesOf(tx, context, fed.entries, keys, stored, contents)
  const { gone, came } = await replaceValues(tx, context.source.id, slots, values)
  const touched = new Touched()
  for (const { no, day } of [...gone, ...came]) touched.add(no, [day])
  const keysOf = (some: readonly { externalId: string }[]) => some.map((one) => keys.key(one.externalId))
  return {
    counts: countRecords(
      records.length - rejects.length,
      { wanted: keysOf(stored), deleted: keysOf(deleted) },
      new Set(gone.map(({ key }) => key)),
      new Set(came.map(({ key }) => key)),
    ),
    touched: touched.list(),
    delta: deltaOf(context, fed.entries, { gone, came }),
    defined: fed.events,
    metrics: [...new Set(stored.flatMap((record) => record.values.map(({ metric }) => metric as string)))],
    rejects,
  }
}

/** What the values move in the buckets; null when nobody asked, or one of them waits for a rate. */
function deltaOf(
  { levelsOf }: StoreContext,
  entries: readonly NumberedDefinition[],
  moved: Parameters<typeof movedBuckets>[0],
): string | null {
  if (levelsOf === undefined) return null
  const buckets = new Map<number, MetricBuckets>(
    entries.map(({ no, definition }) => [
      no,
      { scale: definition.scale, dimensionCount: definition.dimensions.length, levels: levelsOf(no) },
    ]),
  )
  return movedBuckets(moved, (no) => {
    const found = buckets.get(no)
    if (found === undefined) throw new Error(`metric ${no} moved and is not fed`)
    return found
  })
}

interface FedMetrics {
  /** Metrics of the stream that are in the catalogue. */
  entries: NumberedDefinition[]
  events: NewEvent[]
  stored: ValueRecord[]
  rejects: RejectedRecord[]
}

/** Brings the metrics of the records into the catalogue; records of a metric that means something else are set aside. */
async function feedMetrics(
  tx: TenantTx,
  context: StoreContext,
  records: readonly ValueRecord[],
): Promise<FedMetrics> {
  const entries: NumberedDefinition[] = []
  const events: NewEvent[] = []
  const unfit = new Map<string, 'metric_mismatch' | 'too_many_dimensions'>()
  const fed = new Set<string>(records.flatMap((record) => record.values.map(({ metric }) => metric)))
  for (const wanted of context.metrics.filter(isOfValues)) {
    const known = context.definitions.find(({ definition }) => definition.key === wanted.key)
    if (!fed.has(wanted.key)) {
      if (known !== undefined) entries.push(known)
      continue
    }
    const dimensions = dimensionsOf(wanted, known, records)
    const saved = await ensureMetric(tx, context.definitions, { ...wanted, dimensions })
    if (!saved.ok) {
      unfit.set(wanted.key, 'metric_mismatch')
      continue
    }
    entries.push(saved.value)
    if (saved.value !== known) events.push(definedInPlaceOf(known, saved.value))
  }
  const stored: ValueRecord[] = []
  const rejects: RejectedRecord[] = []
  const isArchived = await archivedDays(
    tx,
    'custom_metrics',
    entries.map(({ no }) => no),
    records.map(({ recordDate }) => recordDate as string).sort()[0] ?? null,
    context.at,
  )
  for (const record of records) {
    const reject = rejectionOf(record, entries, unfit, isArchived)
    if (reject === null) stored.push(record)
    else rejects.push(reject)
  }
  return { entries, events, stored, rejects }
}

const isOfValues = ({ source }: MetricDefinition) =>
  source.kind === 'facts' && source.table === 'custom_metrics'

/** The dimensions a metric needs for the records, as long as there is room. */
function dimensionsOf(
  wanted: MetricDefinition,
  known: NumberedDefinition | undefined,
  records: readonly ValueRecord[],
): string[] {
  const names = new Set([...(known?.definition.dimensions ?? []), ...wanted.dimensions])
  for (const record of records) {
    if (!record.values.some(({ metric }) => metric === wanted.key)) continue
    for (const name of Object.keys(record.dimensions)) if (names.size < DIMENSIONS_MAX) names.add(name)
  }
  return [...names].slice(0, DIMENSIONS_MAX)
}

function rejectionOf(
  record: ValueRecord,
  entries: readonly NumberedDefinition[],
  unfit: ReadonlyMap<string, 'metric_mismatch' | 'too_many_dimensions'>,
  isArchived: (metricNo: number, day: string) => boolean,
): RejectedRecord | null {
  for (const { metric, value } of record.values) {
    const reason = unfit.get(metric)
    if (reason !== undefined) return rejected(record, reason, metric)
    const entry = entries.find(({ definition }) => definition.key === metric)
    if (entry === undefined) throw new Error(`the stream does not say what metric ${metric} is`)
    const stray = Object.keys(record.dimensions).find((name) => !entry.definition.dimensions.includes(name))
    if (stray !== undefined) return rejected(record, 'too_many_dimensions', stray)
    if (isTooLarge(value)) return rejected(record, 'number_too_large', metric)
    if (isArchived(entry.no, record.recordDate)) return rejected(record, 'month_archived', 'recordDate')
  }
  return null
}

/** Everything a source says of a record: rates that were looked up are not part of it, so that a repeat stays a repeat. */
function contentOf(keys: RecordKeys, context: StoreContext, record: ValueRecord): string {
  const { recordDate, currency, givenRate, values, dimensions } = record
  return keys.content([
    context.clientId,
    recordDate,
    currency,
    givenRate === null ? null : [givenRate.to, givenRate.rate, givenRate.day],
    values.map(({ metric, value }) => [metric, value]).sort(byName),
    Object.entries(dimensions).sort(byName),
  ])
}

const byName = ([a]: readonly unknown[], [b]: readonly unknown[]) => (String(a) < String(b) ? -1 : 1)

async function valuesOf(
  tx: TenantTx,
  context: StoreContext,
  entries: readonly NumberedDefinition[],
  keys: RecordKeys,
  records: readonly ValueRecord[],
  contents: ReadonlyMap<string, string>,
): Promise<NewValue[]> {
  const dated = records.map(({ currency, recordDate: day, givenRate }) => ({ currency, day, givenRate }))
  const finders = new Map<string, RateFinder>()
  for (const { definition } of entries) {
    const { currency } = definition
    if (currency === null || finders.has(currency)) continue
    finders.set(currency, await openConversion(tx, currency, dated))
  }
  return records.flatMap((record) => {
    const key = keys.key(record.externalId)
    const content = contents.get(record.externalId) ?? ''
    return record.values.map(({ metric, value }) => {
      const entry = entries.find(({ definition }) => definition.key === metric)
      if (entry === undefined) throw new Error(`metric ${metric} is not in the catalogue`)
      const { definition, no } = entry
      const dims = Array.from({ length: DIMENSIONS_MAX }, (_, place) =>
        dimensionText(record.dimensions[definition.dimensions[place] ?? ''] ?? null),
      )
      const place = { no, key, content, day: record.recordDate, clientId: context.clientId, dims }
      const { recordDate: day, givenRate, currency } = record
      const amount = amountOf(
        definition,
        value,
        { currency, day, givenRate },
        finders.get(definition.currency ?? ''),
      )
      return { ...place, ...amount, enteredBy: null, enteredAt: null }
    })
  })
}

type Amount = Pick<NewValue, 'value' | 'currency' | 'original' | 'originalCurrency' | 'rate' | 'rateDate'>

/** A value in the unit of its metric; money of another currency keeps what it came as, and waits while there is no rate. */
export function amountOf(
  definition: MetricDefinition,
  value: string,
  dated: Parameters<RateFinder>[0],
  find: RateFinder | undefined,
): Amount {
  const { currency, scale } = definition
  const plain = { original: null, originalCurrency: null, rate: null, rateDate: null }
  if (find === undefined || dated.currency === null || dated.currency === currency) {
    return { ...plain, value: convertAmount(value, ONE, scale), currency }
  }
  const original = { original: value, originalCurrency: dated.currency }
  const used = find(dated)
  if (used === null) return { ...plain, ...original, value: null, currency: null }
  const { rate, rateDate } = used
  return { ...original, value: convertAmount(value, rate, scale), currency, rate, rateDate }
}
