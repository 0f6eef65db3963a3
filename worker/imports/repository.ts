import { and, desc, eq, getTableColumns, lt, sql } from 'drizzle-orm'
import {
  CommitImport,
  ImportDetection,
  ImportFailure,
  ImportStatus,
  RejectCode,
  type RejectedRow,
} from '../../contracts/imports.ts'
import { preferLookups } from '../../db/planner.ts'
import { importRejects, imports } from '../../db/schema/imports.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { LoadShape } from './load-sql.ts'
import { insertSql, occurrencesSql, retireChangedSql } from './load-sql.ts'
import { arrayElement, type ColumnBatch } from './parsing/batch.ts'
import { ImportPlan } from './parsing/plan.ts'

/** An import as stored. */
export interface StoredImport {
  id: string
  name: string
  status: ImportStatus
  fileKey: string
  fileHash: string
  bytesTotal: number
  nextByte: number
  nextLine: number
  detection: ImportDetection
  mapping: CommitImport | null
  plan: ImportPlan | null
  /** The client of all its rows; null while nobody has said it, and where a column says it of each row. */
  clientId: string | null
  clientName: string | null
  rowsRead: number
  rowsLoaded: number
  rowsSame: number
  rowsRejected: number
  failure: ImportFailure | null
  createdAt: string
  finishedAt: string | null
}

/** The columns of an import, and what its client is called now. */
const columnsOf = (tx: TenantTx) => ({
  ...getTableColumns(imports),
  clientName: sql<
    string | null
  >`(select c.name from clients c where c.tenant_id = ${tx.tenantId} and c.id = imports.client_id)`,
})

function toImport(row: typeof imports.$inferSelect & { clientName: string | null }): StoredImport {
  return {
    ...row,
    status: ImportStatus.parse(row.status),
    detection: ImportDetection.parse(row.detection),
    mapping: row.mapping === null ? null : CommitImport.parse(row.mapping),
    plan: row.plan === null ? null : ImportPlan.parse(row.plan),
    failure: row.failure === null ? null : ImportFailure.parse(row.failure),
    createdAt: new Date(row.createdAt).toISOString(),
    finishedAt: row.finishedAt === null ? null : new Date(row.finishedAt).toISOString(),
  }
}

const ofId = (tx: TenantTx, id: string) => and(eq(imports.tenantId, tx.tenantId), eq(imports.id, id))

export async function insertImport(
  tx: TenantTx,
  row: Omit<typeof imports.$inferInsert, 'tenantId'>,
): Promise<void> {
  await tx.db.insert(imports).values({ ...row, tenantId: tx.tenantId })
}

export async function findImport(tx: TenantTx, id: string): Promise<StoredImport | null> {
  const [row] = await tx.db.select(columnsOf(tx)).from(imports).where(ofId(tx, id))
  return row ? toImport(row) : null
}

export async function lockImport(tx: TenantTx, id: string): Promise<StoredImport | null> {
  const [row] = await tx.db.select(columnsOf(tx)).from(imports).where(ofId(tx, id)).for('update')
  return row ? toImport(row) : null
}

/** Imports newest first; `before` is the id of the last one seen. */
export async function listImports(
  tx: TenantTx,
  before: string | null,
  limit: number,
): Promise<StoredImport[]> {
  const rows = await tx.db
    .select(columnsOf(tx))
    .from(imports)
    .where(and(eq(imports.tenantId, tx.tenantId), before === null ? undefined : lt(imports.id, before)))
    .orderBy(desc(imports.id))
    .limit(limit)
  return rows.map(toImport)
}

/** How many imports there are. */
export function countImports(tx: TenantTx): Promise<number> {
  return tx.db.$count(imports, eq(imports.tenantId, tx.tenantId))
}

/** Ids of imports that are being loaded, for when their messages were lost. */
export async function listLoadingImports(tx: TenantTx): Promise<string[]> {
  const rows = await tx.db
    .select({ id: imports.id })
    .from(imports)
    .where(and(eq(imports.tenantId, tx.tenantId), eq(imports.status, 'loading')))
    .limit(LOADING_MAX)
  return rows.map((row) => row.id)
}
const LOADING_MAX = 100

/** A finished import of the same bytes with the same mapping, if there is one. */
export async function findFinishedTwin(
  tx: TenantTx,
  fileHash: string,
  mappingHash: string,
): Promise<StoredImport | null> {
  const [row] = await tx.db
    .select(columnsOf(tx))
    .from(imports)
    .where(
      and(
        eq(imports.tenantId, tx.tenantId),
        eq(imports.fileHash, fileHash),
        eq(imports.mappingHash, mappingHash),
        eq(imports.status, 'done'),
        // What was set aside for the client's sake may be loaded now.
        sql`not exists (select from import_rejects r where r.tenant_id = ${tx.tenantId} and r.import_id = ${imports.id}
          and r.reason = ${RejectCode.enum.client_archived})`,
      ),
    )
    .limit(1)
  return row ? toImport(row) : null
}

export async function updateImport(
  tx: TenantTx,
  id: string,
  set: Partial<typeof imports.$inferInsert>,
): Promise<void> {
  await tx.db.update(imports).set(set).where(ofId(tx, id))
}

/** A file that fed metrics. */
export interface FinishedPlan {
  id: string
  name: string
  clientId: string | null
  metrics: string[]
  finishedAt: string
}

/** Names of the files that fed metrics, newest first, with when they were finished. */
export async function listFinishedPlans(tx: TenantTx, limit: number): Promise<FinishedPlan[]> {
  const rows = await tx.sql<FinishedPlan[]>`
    select id::text, name, client_id::text as "clientId", (select coalesce(json_agg(v ->> 'metric'), '[]') from jsonb_array_elements(plan -> 'values') v) as metrics,
      coalesce(finished_at, created_at)::text as "finishedAt"
    from imports where tenant_id = ${tx.tenantId} and plan is not null and rows_loaded > 0
    order by created_at desc limit ${limit}`
  return rows.map((row) => ({ ...row, finishedAt: new Date(row.finishedAt).toISOString() }))
}

/** What a batch did. Line counts; `touched` are the days whose numbers moved. */
export interface LoadCounts {
  attempted: number
  linesAttempted: number
  inserted: number
  linesInserted: number
  touched: [metricNo: number, days: string[]][]
  delta: string
}

interface LoadRow {
  attempted: number
  lines_attempted: number
  inserted: number
  lines_inserted: number
  touched: string
  delta: string
}

type Columns = Pick<
  ColumnBatch,
  'lines' | 'days' | 'keys' | 'occurrences' | 'clients' | 'contents' | 'dimensions' | 'values'
>

/** Whom the rows of a batch are about: one client, or those they name less some whose rows are left out. */
export type RowClients = { kind: 'one'; id: string } | { kind: 'named'; leftOut: readonly string[] }

function loadParams(tx: TenantTx, importId: string, about: RowClients, batch: Columns): (string | null)[] {
  const { lines, days, keys, occurrences, contents, dimensions, values } = batch
  return [
    tx.tenantId,
    importId,
    lines,
    days,
    keys,
    occurrences,
    about.kind === 'one' ? about.id : batch.clients,
    contents,
    ...dimensions,
    ...values,
    ...(about.kind === 'one' ? [] : [`{${about.leftOut.map(arrayElement).join(',')}}`]),
  ]
}

async function runLoad(tx: TenantTx, text: string, params: (string | null)[]): Promise<LoadCounts> {
  const [row] = await tx.sql.unsafe<LoadRow[]>(text, params, { prepare: true })
  if (row === undefined) throw new Error('a load statement gave no row')
  return {
    attempted: row.attempted,
    linesAttempted: row.lines_attempted,
    inserted: row.inserted,
    linesInserted: row.lines_inserted,
    touched: JSON.parse(row.touched),
    delta: row.delta,
  }
}

/** Stores the new rows of a batch and counts what they add to the buckets. */
export function insertBatch(
  tx: TenantTx,
  importId: string,
  shape: LoadShape,
  about: RowClients,
  batch: Columns,
): Promise<LoadCounts> {
  return runLoad(tx, insertSql(shape), loadParams(tx, importId, about, batch))
}

/** Gives copies of rows that were there already their own occurrence, or counts them as the same. */
export function insertOccurrences(
  tx: TenantTx,
  importId: string,
  shape: LoadShape,
  about: RowClients,
  batch: Columns,
): Promise<LoadCounts> {
  preferLookups(tx)
  return runLoad(tx, occurrencesSql(shape), loadParams(tx, importId, about, batch))
}

/** Moves rows whose content changed to the history. Gives the days they were on, per metric. */
export async function retireChanged(
  tx: TenantTx,
  importId: string,
  shape: LoadShape,
  about: RowClients,
  batch: Columns,
): Promise<{ metricNo: number; day: string }[]> {
  preferLookups(tx)
  const rows = await tx.sql.unsafe<{ metric_no: number; day: string }[]>(
    retireChangedSql(shape),
    loadParams(tx, importId, about, batch),
    { prepare: true },
  )
  return rows.map((row) => ({ metricNo: row.metric_no, day: row.day }))
}

/** Moves the place the import has come to; false when another delivery was here first. */
export async function advanceImport(
  tx: TenantTx,
  id: string,
  batch: Pick<ColumnBatch, 'fromByte' | 'nextByte' | 'nextLine' | 'rowsRead'>,
): Promise<boolean> {
  const rows = await tx.sql`
    update imports set next_byte = ${batch.nextByte}::bigint, next_line = ${batch.nextLine}::int, rows_read = rows_read + ${batch.rowsRead}::bigint
    where tenant_id = ${tx.tenantId} and id = ${id} and status = 'loading' and next_byte = ${batch.fromByte}::bigint returning 1 as moved`
  return rows.length > 0
}

/** Adds what a batch did to the counts of its import and ends it when the file is through. */
export async function countBatch(
  tx: TenantTx,
  id: string,
  counts: { loaded: number; same: number; rejected: number; finishedAt: string | null },
): Promise<StoredImport> {
  const [row] = await tx.db
    .update(imports)
    .set({
      rowsLoaded: sql`${imports.rowsLoaded} + ${counts.loaded}`,
      rowsSame: sql`${imports.rowsSame} + ${counts.same}`,
      rowsRejected: sql`${imports.rowsRejected} + ${counts.rejected}`,
      ...(counts.finishedAt === null ? {} : { status: 'done', finishedAt: counts.finishedAt }),
    })
    .where(ofId(tx, id))
    .returning(columnsOf(tx))
  if (row === undefined) throw new Error(`import ${id} is gone`)
  return toImport(row)
}

export async function insertRejects(
  tx: TenantTx,
  id: string,
  rejects: readonly RejectedRow[],
): Promise<void> {
  if (rejects.length === 0) return
  await tx.sql`
    insert into import_rejects (tenant_id, import_id, line, reason, column_name, value, message)
    select ${tx.tenantId}, ${id}, r.line, r.code, r."column", r.value, r.message
    from jsonb_to_recordset(${JSON.stringify(rejects)}::text::jsonb) as r(line int, code text, "column" text, value text, message text)
    on conflict do nothing`
}

/** Rejected rows in order of line, after a line. */
export async function listRejects(
  tx: TenantTx,
  id: string,
  afterLine: number,
  limit: number,
): Promise<RejectedRow[]> {
  const rows = await tx.db
    .select()
    .from(importRejects)
    .where(
      and(
        eq(importRejects.tenantId, tx.tenantId),
        eq(importRejects.importId, id),
        sql`${importRejects.line} > ${afterLine}`,
      ),
    )
    .orderBy(importRejects.line)
    .limit(limit)
  return rows.map((row) => ({
    line: row.line,
    code: RejectCode.parse(row.reason),
    column: row.columnName,
    value: row.value ?? '',
    message: row.message,
  }))
}
