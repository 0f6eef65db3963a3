import { z } from 'zod'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { ConnectionStream } from './rules/sources.ts'

const STREAMS_MAX = 1000
const Fed = z.array(z.string())

/** Streams of all connections that have fed a metric; those of archived clients are not read any more. `settings.metrics` says which stream feeds a metric: `{key: stream}`. */
export async function listFeedingStreams(tx: TenantTx): Promise<ConnectionStream[]> {
  const rows = await tx.sql<(Omit<ConnectionStream, 'metrics'> & { metrics: unknown })[]>`
    select c.id as "connectionId", c.client_id::text as "clientId", c.label,
      case when k.archived_at is null then c.status else 'disabled' end as status, s.stream, f.metrics, s.is_enabled as "isEnabled",
      s.every_seconds as "everySeconds", ${iso(tx, 'data_as_of')} as "dataAsOf", ${iso(tx, 'checked_at')} as "checkedAt",
      ${iso(tx, 'next_due_at')} as "nextDueAt"
    from connections c left join clients k on k.tenant_id = c.tenant_id and k.id = c.client_id
    cross join lateral (select m.value as stream, json_agg(m.key order by m.key) as metrics
      from jsonb_each_text(coalesce(c.settings -> 'metrics', '{}')) m group by m.value) f
    join connection_streams s on s.tenant_id = c.tenant_id and s.connection_id = c.id and s.stream = f.stream
    where c.tenant_id = ${tx.tenantId} order by c.created_at, c.id, s.stream limit ${STREAMS_MAX}`
  return rows.map((row) => ({ ...row, metrics: Fed.parse(row.metrics) }))
}

const iso = (tx: TenantTx, column: 'data_as_of' | 'checked_at' | 'next_due_at') =>
  tx.sql.unsafe(`to_char(s.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** Numbers of the metrics that people or programs have entered values of, by who: jumps along the index from one to the next. */
export function listEnteredMetrics(tx: TenantTx): Promise<{ no: number; by: string }[]> {
  return tx.sql<{ no: number; by: string }[]>`
    with recursive steps as (
      (select metric_no, entered_by from custom_metrics where tenant_id = ${tx.tenantId} and entered_by is not null
       order by metric_no, entered_by limit 1)
      union all
      select n.metric_no, n.entered_by from steps s cross join lateral (
        select metric_no, entered_by from custom_metrics
        where tenant_id = ${tx.tenantId} and entered_by is not null and (metric_no, entered_by) > (s.metric_no, s.entered_by)
        order by metric_no, entered_by limit 1) n)
    select distinct metric_no as no, split_part(entered_by, ':', 1) as by from steps`
}
