import { z } from 'zod'
import { CustomMetricView } from '../../contracts/records.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { sourceIdOf } from './identity.ts'
import { notSample, sourceIdIn } from './lists.repository.ts'
import { type ListFilter, placeText, type ValuePlace } from './rules/lists.ts'

/** What only dated values are narrowed by. */
export interface ValueFilter extends ListFilter {
  metricName: string | null
}

/** A value as it is read, with what its metric says of it. */
export interface ValueRow {
  no: number
  metricName: string
  unit: string
  metricCurrency: string | null
  names: unknown
  recordDate: string
  rowKey: string
  occurrence: number
  value: string | null
  original: string | null
  originalCurrency: string | null
  dims: (string | null)[]
  sourceId: string
  sourceSystem: string | null
  clientId: string
  enteredBy: string | null
  enteredAt: string | null
}

const Names = z.array(z.string())
export const FROM =
  'from custom_metrics m join metric_definitions d on d.tenant_id = m.tenant_id and d.no = m.metric_no'

export function toView(row: ValueRow): CustomMetricView {
  const [kind, ...id] = row.enteredBy?.split(':') ?? []
  const entered = kind === undefined ? null : { kind, id: id.join(':') }
  const unnamed = kind === 'key' ? 'api' : 'manual'
  return CustomMetricView.parse({
    id: placeText([row.no, row.recordDate, row.rowKey, row.occurrence]),
    metricName: row.metricName,
    metricValue: row.value,
    unit: row.unit,
    currency: row.metricCurrency,
    original: row.original === null ? null : { value: row.original, currency: row.originalCurrency },
    recordDate: row.recordDate,
    dimensions: Object.fromEntries(
      Names.parse(row.names).map((name, place) => [name, row.dims[place] ?? null]),
    ),
    sourceSystem: row.sourceSystem ?? unnamed,
    sourceId: row.sourceId,
    clientId: row.clientId,
    enteredBy: entered,
    enteredAt: row.enteredAt,
  })
}

/** Name of the system of a source `m.source_id`. One that is no connection and no file has it in the first event about it. */
export const sourceSystem = (tx: TenantTx) => tx.sql`
  case m.source_id when ${sourceIdOf(tx.sourceScope, 'api')}::uuid then 'api' when ${sourceIdOf(tx.sourceScope, 'manual')}::uuid then 'manual'
    else coalesce(
      (select provider from connections c where c.tenant_id = m.tenant_id and c.id = m.source_id),
      (select 'file' from imports i where i.tenant_id = m.tenant_id and i.id = m.source_id),
      (select b.body::jsonb -> 'data' ->> 'sourceSystem' from events e join event_bodies b using (tenant_id, seq)
       where e.tenant_id = m.tenant_id and e.subject = 'source:' || m.source_id and e.type = 'records.stored' order by e.seq limit 1))
    end`

/** Name of the system of a source, as values of it say; null when nothing says it any more. */
export async function findSystem(tx: TenantTx, sourceId: string): Promise<string | null> {
  const [row] = await tx.sql<{ system: string | null }[]>`
    select ${sourceSystem(tx)} as system from (select ${tx.tenantId}::uuid as tenant_id, ${sourceId}::uuid as source_id) m`
  return row?.system ?? null
}

/** Columns of a value. */
export const columns = (tx: TenantTx) => tx.sql`
  m.metric_no as no, d.key as "metricName", d.unit, d.currency as "metricCurrency", d.dimensions as names,
  m.record_date::text as "recordDate", m.row_key::text as "rowKey", m.occurrence, trim_scale(m.value)::text as value,
  trim_scale(m.original)::text as original, m.original_currency as "originalCurrency", array[m.d1, m.d2, m.d3, m.d4, m.d5] as dims,
  m.source_id::text as "sourceId", m.client_id::text as "clientId", m.entered_by as "enteredBy",
  to_char(m.entered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "enteredAt",
  ${sourceSystem(tx)} as "sourceSystem"`

function valuesWhere(tx: TenantTx, { from, to, clientId, source, metricName }: ValueFilter) {
  return tx.sql`m.tenant_id = ${tx.tenantId} and ${notSample(tx)}
    ${metricName === null ? tx.sql`` : tx.sql`and m.metric_no = (select no from metric_definitions where tenant_id = ${tx.tenantId} and key = ${metricName})`}
    ${from === null ? tx.sql`` : tx.sql`and m.record_date >= ${from}::date`}
    ${to === null ? tx.sql`` : tx.sql`and m.record_date <= ${to}::date`}
    ${clientId === null ? tx.sql`` : tx.sql`and m.client_id = ${clientId}::uuid`}
    ${source === null ? tx.sql`` : tx.sql`and m.source_id in (${sourcesNamed(tx, source)})`}`
}

/** Ids of the sources that a name or an id stands for. */
function sourcesNamed(tx: TenantTx, source: string) {
  return tx.sql`select ${sourceIdOf(tx.sourceScope, source)}::uuid union select ${sourceIdIn(source)}::uuid
    union select id from connections where tenant_id = ${tx.tenantId} and provider = ${source}
    union select id from imports where tenant_id = ${tx.tenantId} and ${source} = 'file'`
}

/** Dated values by metric, the newest metric and day first, which is the order of the primary key backwards. */
export async function listValues(
  tx: TenantTx,
  filter: ValueFilter,
  after: ValuePlace | null,
  limit: number,
): Promise<CustomMetricView[]> {
  const isAfter =
    after === null
      ? tx.sql``
      : tx.sql`and (m.metric_no, m.record_date, m.row_key, m.occurrence)
          < (${after[0]}::int, ${after[1]}::date, ${after[2]}::uuid, ${after[3]}::int)`
  const rows = await tx.sql<ValueRow[]>`
    select ${columns(tx)} ${tx.sql.unsafe(FROM)} where ${valuesWhere(tx, filter)} ${isAfter}
    order by m.metric_no desc, m.record_date desc, m.row_key desc, m.occurrence desc limit ${limit}`
  return rows.map(toView)
}

export async function countValues(tx: TenantTx, filter: ValueFilter): Promise<number> {
  const [row] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from custom_metrics m where ${valuesWhere(tx, filter)}`
  return row?.n ?? 0
}

/** One value; null when it is not there, or invented. */
export async function findValue(tx: TenantTx, place: ValuePlace): Promise<CustomMetricView | null> {
  const [no, day, key, occurrence] = place
  const [row] = await tx.sql<ValueRow[]>`
    select ${columns(tx)} ${tx.sql.unsafe(FROM)}
    where m.tenant_id = ${tx.tenantId} and ${notSample(tx)} and m.metric_no = ${no}::int and m.record_date = ${day}::date
      and m.row_key = ${key}::uuid and m.occurrence = ${occurrence}::int`
  return row ? toView(row) : null
}

/** Keeps a value from being changed by others until the transaction ends. */
export async function lockValue(tx: TenantTx, place: ValuePlace): Promise<CustomMetricView | null> {
  const [no, day, key, occurrence] = place
  await tx.sql`
    select from custom_metrics where tenant_id = ${tx.tenantId} and metric_no = ${no}::int and record_date = ${day}::date
      and row_key = ${key}::uuid and occurrence = ${occurrence}::int for update`
  return findValue(tx, place)
}
