import type { DeletedRecord, FinancialRecord, RejectedRecord } from '../../contracts/sync.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { convertAmount } from '../currency/rules.ts'
import { ensureStandardMetrics, touchedByTable } from '../metrics/standard.service.ts'
import { archivedDays } from '../retention/service.ts'
import { openConversion, type RateFinder } from './conversion.ts'
import { type NewFinancial, retireFinancials, upsertFinancials } from './financials.repository.ts'
import { latestBy } from './rules/latest.ts'
import { isTooLarge } from './rules/texts.ts'
import { Touched } from './rules/touched.ts'
import { countRecords, rejected, type StoreContext, type StoredKind } from './store-context.ts'

const ONE = '1'

/** Stores profit and loss: one row for each client, day and source; of several records for one day the last counts. */
export async function storeFinancials(
  tx: TenantTx,
  context: StoreContext,
  records: readonly (FinancialRecord | DeletedRecord)[],
): Promise<StoredKind> {
  const { source, clientId, base, definitions, at } = context
  const standard = await ensureStandardMetrics(tx, definitions, 'financials', base)
  const latest = [...latestBy(records, ({ externalId }) => externalId).values()]
  const isArchived = await archivedDays(tx, 'financials', [0], earliestOf(latest), at)
  const rejects: RejectedRecord[] = []
  const wanted: FinancialRecord[] = []
  const dayOf = new Map<string, string | null>()
  for (const record of latest) {
    const reject = record.kind === 'financial' ? rejectionOf(record, isArchived) : null
    if (reject !== null) rejects.push(reject)
    else {
      dayOf.set(record.externalId, record.kind === 'financial' ? record.recordDate : null)
      if (record.kind === 'financial') wanted.push(record)
    }
  }
  const find = await openConversion(
    tx,
    base,
    wanted.map(({ currency, recordDate: day, givenRate }) => ({ currency, day, givenRate })),
  )
  const rows = [...latestBy(wanted, ({ recordDate }) => recordDate).values()].map((one) => rowOf(one, find))
  const place = { clientId, sourceId: source.id, sourceSystem: source.system }
  // Sent together; the connection carries them out in this order.
  const [gone, put] = await Promise.all([
    retireFinancials(tx, place, dayOf),
    upsertFinancials(tx, place, rows, at),
  ])
  const days = new Set([...gone, ...put].map(({ day }) => day))
  const touched = new Touched()
  touched.addAll(standard.touched)
  touched.addAll(touchedByTable([...definitions, ...standard.definitions], 'financials', [...days]))
  const replaced = put.filter(({ isNew }) => !isNew)
  return {
    counts: countRecords(
      records.length - rejects.length,
      {
        wanted: wanted.map(({ externalId }) => externalId),
        deleted: [...dayOf].flatMap(([externalId, day]) => (day === null ? [externalId] : [])),
      },
      new Set([...gone, ...replaced].map(({ externalId }) => externalId)),
      new Set(put.map(({ externalId }) => externalId)),
    ),
    touched: touched.list(),
    delta: null,
    defined: standard.events,
    metrics: standard.definitions.map(({ definition }) => definition.key),
    rejects,
  }
}

/** The earliest day of records; null when none has one. */
function earliestOf(records: readonly (FinancialRecord | DeletedRecord)[]): string | null {
  const days = records.flatMap((record) => (record.kind === 'financial' ? [record.recordDate as string] : []))
  return days.sort()[0] ?? null
}

function rejectionOf(
  record: FinancialRecord,
  isArchived: (metricNo: number, day: string) => boolean,
): RejectedRecord | null {
  if (isArchived(0, record.recordDate)) return rejected(record, 'month_archived', 'recordDate')
  for (const field of ['revenue', 'expenses', 'cashFlow'] as const) {
    if (isTooLarge(record[field] ?? '0')) return rejected(record, 'number_too_large', field)
  }
  return null
}

function rowOf(record: FinancialRecord, find: RateFinder): NewFinancial {
  const { externalId, recordDate: day, currency, givenRate, metadata } = record
  const used = find({ currency, day, givenRate })
  const amounts = {
    revenue: convertAmount(record.revenue, ONE),
    expenses: convertAmount(record.expenses, ONE),
    cashFlow: record.cashFlow === null ? null : convertAmount(record.cashFlow, ONE),
  }
  const inBase = (amount: string, rate: string) => convertAmount(amount, rate)
  const base =
    used === null
      ? null
      : {
          revenue: inBase(amounts.revenue, used.rate),
          expenses: inBase(amounts.expenses, used.rate),
          cashFlow: amounts.cashFlow === null ? null : inBase(amounts.cashFlow, used.rate),
          rate: used.rate,
          rateDate: used.rateDate,
        }
  return { externalId, day, currency, metadata, ...amounts, base, isRateGiven: used?.isGiven ?? false }
}
