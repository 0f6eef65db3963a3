import type { DimNo } from '../../contracts/rollups.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { waitingRelationOf } from './relation-sql.ts'
import { columnOfDim, type NumberedDefinition } from './repository.ts'
import type { WaitingRow, WaitingSpan } from './rules/waiting.ts'

const EPOCH = `date '1970-01-01'`

/** Between which days amounts wait for a rate, by table and metric. Each part reads a partial index of those rows only. */
export function listWaitingSpans(tx: TenantTx): Promise<WaitingSpan[]> {
  return tx.sql.unsafe<WaitingSpan[]>(
    `select 'custom_metrics' as "table", metric_no as no, min(record_date) - ${EPOCH} as "from", max(record_date) - ${EPOCH} as "to"
     from custom_metrics where tenant_id = $1::uuid and value is null group by metric_no
     union all select 'financials', 0, min(record_date) - ${EPOCH}, max(record_date) - ${EPOCH}
     from financials where tenant_id = $1::uuid and rate is null having count(*) > 0
     union all select 'lead_events', 0, min(event_date) - ${EPOCH}, max(event_date) - ${EPOCH}
     from lead_events where tenant_id = $1::uuid and value is not null and base_value is null having count(*) > 0`,
    [tx.tenantId],
  )
}

/** Records of a metric that wait for a rate, by dimension value and currency. */
export async function askWaitingRows(
  tx: TenantTx,
  entry: NumberedDefinition,
  query: { dim: DimNo | null; clientId: string | null; from: string; to: string },
): Promise<WaitingRow[]> {
  const relation = waitingRelationOf(entry)
  if (relation === null) return []
  const value = query.dim === null ? `''` : columnOfDim(query.dim)
  return tx.sql.unsafe<WaitingRow[]>(
    `select ${value} as val, currency, count(*)::int as n
     from (${relation.sql}) f where record_date between $4::date and $5::date and ($6::uuid is null or client_id = $6::uuid)
     group by 1, 2`,
    [tx.tenantId, entry.no, relation.filters, query.from, query.to, query.clientId],
  )
}
