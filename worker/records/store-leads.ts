import type { DeletedRecord, LeadRecord, RejectedRecord } from '../../contracts/sync.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { convertAmount } from '../currency/rules.ts'
import { ensureStandardMetrics, touchedByTable } from '../metrics/standard.service.ts'
import { archivedDays } from '../retention/service.ts'
import { openConversion, type RateFinder } from './conversion.ts'
import { recordKeys } from './identity.ts'
import { listStoredLeads, type NewLead, replaceLeads } from './leads.repository.ts'
import { latestBy } from './rules/latest.ts'
import { isTooLarge } from './rules/texts.ts'
import { Touched } from './rules/touched.ts'
import { countRecords, rejected, type StoreContext, type StoredKind } from './store-context.ts'

const ONE = '1'

/** Stores what happened to leads: one row for each record. */
export async function storeLeads(
  tx: TenantTx,
  context: StoreContext,
  records: readonly (LeadRecord | DeletedRecord)[],
): Promise<StoredKind> {
  const { source, clientId, base, definitions } = context
  const standard = await ensureStandardMetrics(tx, definitions, 'lead_events', base)
  const latest = [...latestBy(records, ({ externalId }) => externalId).values()]
  const rejects: RejectedRecord[] = []
  const wanted: LeadRecord[] = []
  const deleted: string[] = []
  const late = await lateLeads(tx, context, latest)
  for (const record of latest) {
    if (record.kind === 'deleted') deleted.push(nameOf(context, record.externalId))
    else if (late.has(record.externalId)) rejects.push(rejected(record, 'month_archived', 'eventDate'))
    else if (isTooLarge(record.value ?? '0')) rejects.push(rejected(record, 'number_too_large', 'value'))
    else wanted.push(record)
  }
  const find = await openConversion(
    tx,
    base,
    wanted.map(({ currency, eventDate: day, givenRate }) => ({ currency, day, givenRate })),
  )
  const rows = wanted.map((one) => rowOf(context, one, find))
  const place = { clientId, sourceId: source.id, sourceSystem: source.system }
  const { gone, came } = await replaceLeads(tx, place, rows, deleted)
  const days = new Set([...gone, ...came].map(({ day }) => day))
  const touched = new Touched()
  touched.addAll(standard.touched)
  touched.addAll(touchedByTable([...definitions, ...standard.definitions], 'lead_events', [...days]))
  return {
    counts: countRecords(
      records.length - rejects.length,
      { wanted: rows.map(({ externalId }) => externalId), deleted },
      new Set(gone.map(({ externalId }) => externalId)),
      new Set(came.map(({ externalId }) => externalId)),
    ),
    touched: touched.list(),
    delta: null,
    defined: standard.events,
    metrics: standard.definitions.map(({ definition }) => definition.key),
    rejects,
  }
}

/** Changes of archived months that are not stored: they would be counted twice. A lead that has not ended is there still, and may change. */
async function lateLeads(
  tx: TenantTx,
  context: StoreContext,
  records: readonly (LeadRecord | DeletedRecord)[],
): Promise<ReadonlySet<string>> {
  const leads = records.filter((one) => one.kind === 'lead')
  const firstDay = leads.map(({ eventDate }) => eventDate as string).sort()[0] ?? null
  const isArchived = await archivedDays(tx, 'lead_events', [0], firstDay, context.at)
  const old = leads.filter(({ eventDate }) => isArchived(0, eventDate)).map(({ externalId }) => externalId)
  if (old.length === 0) return new Set()
  const names = old.map((externalId) => nameOf(context, externalId))
  const stored = await listStoredLeads(tx, context.source.id, names)
  return new Set(old.filter((externalId) => !stored.has(nameOf(context, externalId))))
}

/** Streams of one source may use the same ids; the table knows a source only. */
function nameOf({ source }: StoreContext, externalId: string): string {
  return `${source.stream}:${externalId}`
}

function rowOf(context: StoreContext, record: LeadRecord, find: RateFinder): NewLead {
  const { externalId, leadId, eventDate: day, stage, status, givenRate } = record
  const value = record.value === null ? null : convertAmount(record.value, ONE)
  // An amount without a currency is one in the base currency.
  const currency = value === null ? null : (record.currency ?? context.base)
  const used = value === null ? null : find({ currency, day, givenRate })
  return {
    id: recordKeys(context.source.id, context.source.stream).key(externalId),
    externalId: nameOf(context, externalId),
    leadId,
    day,
    stage,
    status,
    value,
    currency,
    base:
      used === null || value === null
        ? null
        : { value: convertAmount(value, used.rate), rate: used.rate, rateDate: used.rateDate },
    isRateGiven: used?.isGiven ?? false,
  }
}
