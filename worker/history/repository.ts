import { z } from 'zod'
import { RECORD_VERSIONS_MAX } from '../../contracts/limits.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** Tables whose replaced rows are kept for a while. */
export type FactRelation = 'custom_metrics' | 'financials' | 'lead_events'

/** A row as it was or is. `fields` are texts: amounts keep every digit. `until` is when it was replaced, by which event; null: it stands. */
export interface FactState {
  id: string
  fields: Record<string, string | null>
  until: { seq: number; at: string; actor: string | null } | null
}

const Fields = z.record(z.string(), z.string().nullable())
interface Row {
  id: string
  fields: unknown
  seq: string | null
  at: string | null
  actor: string | null
}

const CURRENT: Record<FactRelation, string> = {
  custom_metrics: `select r.* from custom_metrics r where r.tenant_id = $1::uuid and r.metric_no = split_part($2::text, ':', 1)::int
    and r.row_key = split_part($2::text, ':', 2)::uuid and r.content is not null`,
  financials: `select r.* from financials r where r.tenant_id = $1::uuid and r.client_id = split_part($2::text, ':', 1)::uuid
    and r.record_date = split_part($2::text, ':', 2)::date and r.source_id = split_part($2::text, ':', 3)::uuid`,
  lead_events: `select r.* from lead_events r where r.tenant_id = $1::uuid and r.id = $2::text::uuid`,
}

/** States of a row, newest first: as it stands, then what was replaced. */
export async function listFactStates(
  tx: TenantTx,
  relation: FactRelation,
  rowKey: string,
): Promise<FactState[]> {
  const rows = await tx.sql.unsafe<Row[]>(
    `with states as (
       select 'now' as id, to_jsonb(c) as row, null::bigint as seq, null::timestamptz as at from (${CURRENT[relation]}) c
       union all
       select h.id::text, h.row, h.to_seq, h.at from fact_history h
       where h.tenant_id = $1::uuid and h.relation = $3 and h.row_key = $2::text)
     select s.id, (select jsonb_object_agg(key, value) from jsonb_each_text(s.row)) as fields, s.seq::text as seq,
       to_char(s.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
       (select e.actor from events e where e.tenant_id = $1::uuid and e.seq = s.seq) as actor
     from states s order by s.seq desc nulls first limit $4::int`,
    [tx.tenantId, rowKey, relation, RECORD_VERSIONS_MAX],
  )
  return rows.map(({ id, fields, seq, at, actor }) => ({
    id,
    fields: Fields.parse(fields),
    until: seq === null || at === null ? null : { seq: Number(seq), at, actor },
  }))
}
