import { preferLookups, preferNothing } from '../../db/planner.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { MovedValue } from './rules/buckets.ts'
import { storableJson } from './rules/texts.ts'

/** The place of one value: which metric, which key, and the content it has now; null: no value any more. */
export interface ValueSlot {
  no: number
  key: string
  content: string | null
}

/** One value as stored. */
export interface NewValue extends ValueSlot {
  content: string
  day: string
  value: string | null
  currency: string | null
  original: string | null
  originalCurrency: string | null
  rate: string | null
  rateDate: string | null
  clientId: string
  /** d1 to d5. */
  dims: readonly (string | null)[]
  enteredBy: string | null
  /** ISO time; null for what nobody entered. */
  enteredAt: string | null
}

/** A value that went or came, from a row of `custom_metrics` by an alias. */
const movedOf = (
  row: string,
) => `${row}.metric_no as no, ${row}.row_key::text as key, ${row}.record_date::text as day,
  ${row}.value::text as value, ${row}.client_id::text as "clientId", json_build_array(${row}.d1, ${row}.d2, ${row}.d3, ${row}.d4, ${row}.d5) as dims`

/** Moves values whose content is another one now to the history, wherever their days are. */
async function retireValues(tx: TenantTx, slots: readonly ValueSlot[]): Promise<MovedValue[]> {
  if (slots.length === 0) return []
  preferLookups(tx)
  const gone = tx.sql.unsafe<MovedValue[]>(
    `with slots as materialized (
       select (s.value ->> 0)::int as no, (s.value ->> 1)::uuid as key, (s.value ->> 2)::uuid as content
       from jsonb_array_elements($2::text::jsonb) as s(value)),
     gone as (delete from custom_metrics m using slots s
       where m.tenant_id = $1::uuid and m.metric_no = s.no and m.row_key = s.key and m.content is not null
         and m.content is distinct from s.content
       returning m.*),
     kept as (insert into fact_history (tenant_id, id, relation, row_key, to_seq, row, at)
       select $1::uuid, gen_random_uuid(), 'custom_metrics', g.metric_no || ':' || g.row_key, h.seq + 1, to_jsonb(g), now()
       from gone g join tenant_heads h on h.tenant_id = $1::uuid)
     select ${movedOf('g')} from gone g`,
    [tx.tenantId, JSON.stringify(slots.map(({ no, key, content }) => [no, key, content]))],
    { prepare: true },
  )
  preferNothing(tx)
  return gone
}

/** Stores values; those that are there already stay as they are. */
async function insertValues(
  tx: TenantTx,
  sourceId: string,
  values: readonly NewValue[],
): Promise<MovedValue[]> {
  if (values.length === 0) return []
  const given = values.map((one) => [
    one.no,
    one.key,
    one.content,
    one.day,
    one.value,
    one.currency,
    one.original,
    one.originalCurrency,
    one.rate,
    one.rateDate,
    one.clientId,
    one.enteredBy,
    ...one.dims,
    one.enteredAt,
  ])
  return tx.sql.unsafe<MovedValue[]>(
    `with ins as (
       insert into custom_metrics (tenant_id, metric_no, record_date, row_key, content, value, currency, original, original_currency,
         rate, rate_date, client_id, entered_by, d1, d2, d3, d4, d5, entered_at, source_id)
       select $1::uuid, (v ->> 0)::int, (v ->> 3)::date, (v ->> 1)::uuid, (v ->> 2)::uuid, (v ->> 4)::numeric, v ->> 5, (v ->> 6)::numeric,
         v ->> 7, (v ->> 8)::numeric, (v ->> 9)::date, (v ->> 10)::uuid, v ->> 11, v ->> 12, v ->> 13, v ->> 14, v ->> 15, v ->> 16, (v ->> 17)::timestamptz, $2::uuid
       from jsonb_array_elements($3::text::jsonb) as g(v)
       on conflict do nothing returning *)
     select ${movedOf('i')} from ins i`,
    [tx.tenantId, sourceId, storableJson(given)],
    { prepare: true },
  )
}

/** Brings slots to the values given for them; those without a value are emptied. Gives what went and what came. */
export async function replaceValues(
  tx: TenantTx,
  sourceId: string,
  slots: readonly ValueSlot[],
  values: readonly NewValue[],
): Promise<{ gone: MovedValue[]; came: MovedValue[] }> {
  // Sent together; the connection carries them out in this order.
  const [gone, came] = await Promise.all([retireValues(tx, slots), insertValues(tx, sourceId, values)])
  return { gone, came }
}
