import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { BackupKind, BackupPart, BackupStatus } from '../../contracts/backups.ts'
import { BACKUPS_LISTED_MAX } from '../../contracts/limits.ts'
import { backups } from '../../db/schema/backups.ts'
import { tenantHeads } from '../../db/schema/core.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** Where a run is: the table it reads (null: all were read) and the key of the last row. */
const Position = z.object({ table: z.string().nullable(), after: z.array(z.string()).nullable() })
export type Position = z.infer<typeof Position>
const HeadPlace = z.object({ seq: z.int(), hash: z.string(), era: z.int() })
export type HeadPlace = z.infer<typeof HeadPlace>

/** One copy of the workspace, running or done. */
export interface Backup {
  id: string
  kind: BackupKind
  status: BackupStatus
  requestedBy: string
  startedAt: string
  finishedAt: string | null
  checkedAt: string | null
  position: Position
  parts: BackupPart[]
  seqFrom: number
  seqTo: number | null
  head: HeadPlace
  rowsTotal: number
  keyId: string
  problem: string | null
  provedAt: string | null
  isProofGood: boolean | null
  scratchId: string | null
}

const iso = (text: string | null) => (text === null ? null : new Date(text).toISOString())

function toBackup(row: typeof backups.$inferSelect): Backup {
  const { tenantId: _tenant, ...fields } = row
  return {
    ...fields,
    kind: BackupKind.parse(row.kind),
    status: BackupStatus.parse(row.status),
    startedAt: new Date(row.startedAt).toISOString(),
    finishedAt: iso(row.finishedAt),
    checkedAt: iso(row.checkedAt),
    provedAt: iso(row.provedAt),
    position: Position.parse(row.position),
    parts: z.array(BackupPart).parse(row.parts),
    head: HeadPlace.parse(row.head),
  }
}

const ofId = (tx: TenantTx, id: string) => and(eq(backups.tenantId, tx.tenantId), eq(backups.id, id))

/** Copies, newest first. */
export async function listBackups(tx: TenantTx): Promise<Backup[]> {
  const rows = await tx.db
    .select()
    .from(backups)
    .where(eq(backups.tenantId, tx.tenantId))
    .orderBy(desc(backups.startedAt))
    .limit(BACKUPS_LISTED_MAX)
  return rows.map(toBackup)
}

export async function findBackup(tx: TenantTx, id: string): Promise<Backup | null> {
  const [row] = await tx.db.select().from(backups).where(ofId(tx, id))
  return row === undefined ? null : toBackup(row)
}

export async function insertBackup(tx: TenantTx, backup: Backup): Promise<void> {
  await tx.db.insert(backups).values({ ...backup, tenantId: tx.tenantId })
}

export async function updateBackup(
  tx: TenantTx,
  id: string,
  set: Partial<Omit<Backup, 'id'>>,
): Promise<void> {
  await tx.db.update(backups).set(set).where(ofId(tx, id))
}

export async function deleteBackups(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.db.delete(backups).where(and(eq(backups.tenantId, tx.tenantId), inArray(backups.id, [...ids])))
}

/** Where the log stands: what a copy that begins now holds at least. Throws when the workspace has no head. */
export async function readHeadPlace(tx: TenantTx): Promise<HeadPlace> {
  const [row] = await tx.db
    .select({
      seq: tenantHeads.seq,
      hash: sql<string>`encode(${tenantHeads.hash}, 'hex')`,
      era: tenantHeads.era,
    })
    .from(tenantHeads)
    .where(eq(tenantHeads.tenantId, tx.tenantId))
  return HeadPlace.parse(row)
}

/** When the workspace was made: the time of its first event that is still there, milliseconds since 1970; null without events. */
export async function readMadeAt(tx: TenantTx): Promise<number | null> {
  const [row] = await tx.sql<{ at: string | null }[]>`
    select (extract(epoch from min(at)) * 1000)::bigint::text as at from events where tenant_id = ${tx.tenantId}`
  return row?.at == null ? null : Number(row.at)
}

/** True when anything but copies, proofs and notes of access happened after one number up to another. */
export async function hasOtherEvents(tx: TenantTx, after: number, upTo: number): Promise<boolean> {
  const [row] = await tx.sql<{ other: boolean }[]>`
    select exists (select 1 from events where tenant_id = ${tx.tenantId} and seq > ${after} and seq <= ${upTo}
      and type not like 'backup.%' and type <> 'access.noted') as other`
  return row?.other === true
}
