import type { TenantTx } from '../../db/tenant-tx.ts'
import { isOpenMonth, type LoadMetric } from './load-sql.ts'
import type { ColumnBatch } from './parsing/batch.ts'

/** Clients that rows of a batch name and that are not simply there. */
export interface NamedClients {
  unknown: string[]
  archived: string[]
}

/** Of the clients a batch names (a Postgres array of names), those the workspace does not have yet, and those that are archived. */
export async function listNamedClients(tx: TenantTx, names: string): Promise<NamedClients> {
  const rows = await tx.sql<{ name: string; isKnown: boolean }[]>`
    select distinct n.name, c.id is not null as "isKnown" from unnest(${names}::text[]) as n(name)
    left join clients c on c.tenant_id = ${tx.tenantId} and c.external_id = n.name
    where n.name is not null and (c.id is null or c.archived_at is not null)`
  const namesOf = (isKnown: boolean) => rows.filter((row) => row.isKnown === isKnown).map((row) => row.name)
  return { unknown: namesOf(false), archived: namesOf(true) }
}

/** The lines of a batch with the client each names; only those that name one of `clients`, unless that is null. */
export function listLines(
  tx: TenantTx,
  batch: Pick<ColumnBatch, 'lines' | 'clients'>,
  clients: readonly string[] | null,
): Promise<{ line: number; client: string | null }[]> {
  const wanted = clients === null ? null : JSON.stringify(clients)
  return tx.sql<{ line: number; client: string | null }[]>`
    select t.line, t.client from unnest(${batch.lines}::int[], ${batch.clients}::text[]) as t(line, client)
    where ${wanted}::text is null or t.client in (select jsonb_array_elements_text(${wanted}::text::jsonb))`
}

/** The lines of a batch whose month is archived for one of the metrics, with their days. */
export function listArchivedLines(
  tx: TenantTx,
  metrics: readonly Pick<LoadMetric, 'no'>[],
  batch: Pick<ColumnBatch, 'lines' | 'days'>,
): Promise<{ line: number; day: string }[]> {
  return tx.sql.unsafe<{ line: number; day: string }[]>(
    `select t.line, t.day::text as day from unnest($2::int[], $3::date[]) as t(line, day) where not ${isOpenMonth(metrics, 't.day')}`,
    [tx.tenantId, batch.lines, batch.days],
  )
}
