import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { Revocation, TenantSpec } from '../../contracts/workspaces.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { d1Outbox, ownershipOffers, tenants, workspaceRoles } from '../../db/d1/directory.ts'
import { organization } from '../../db/d1/identity.ts'
import { apiKeys } from '../../db/d1/tokens.ts'

/** What a row of the outbox asks for. */
const OutboxPayload = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('revoke'), revocation: Revocation }),
  z.object({ kind: z.literal('provision'), spec: TenantSpec }),
  z.object({ kind: z.literal('wipe') }),
  /** The settings may have changed: the directory's copy is taken anew. */
  z.object({ kind: z.literal('copy_settings') }),
])
export type OutboxPayload = z.infer<typeof OutboxPayload>

export interface OutboxRow {
  id: string
  tenantId: string
  attempts: number
  payload: OutboxPayload
}

/** Word for one tenant that is read at once. */
export const ROWS_PER_TENANT_MAX = 200

/** The statement that belongs into the batch of the change itself. */
export function outboxInsert(
  db: ControlDb,
  row: { id: string; tenantId: string; payload: OutboxPayload; now: Date },
) {
  return db.insert(d1Outbox).values({
    id: row.id,
    tenantId: row.tenantId,
    kind: row.payload.kind,
    payload: JSON.stringify(row.payload),
    createdAt: row.now,
    dueAt: row.now,
  })
}

/** What a tenant has not been told yet, oldest first. */
export async function unsentOf(db: ControlDb, tenantId: string): Promise<OutboxRow[]> {
  const rows = await db
    .select({
      id: d1Outbox.id,
      tenantId: d1Outbox.tenantId,
      attempts: d1Outbox.attempts,
      payload: d1Outbox.payload,
    })
    .from(d1Outbox)
    .where(and(eq(d1Outbox.tenantId, tenantId), isNull(d1Outbox.sentAt)))
    .orderBy(asc(d1Outbox.createdAt), asc(d1Outbox.id))
    .limit(ROWS_PER_TENANT_MAX)
  return rows.map((row) => ({ ...row, payload: OutboxPayload.parse(JSON.parse(row.payload)) }))
}

/** Tenants with word to send whose time has come. */
export async function dueTenants(db: ControlDb, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ tenantId: d1Outbox.tenantId })
    .from(d1Outbox)
    .where(and(isNull(d1Outbox.sentAt), lte(d1Outbox.dueAt, now)))
    .limit(limit)
  return rows.map((row) => row.tenantId)
}

export async function markSent(db: ControlDb, ids: string[], now: Date): Promise<void> {
  await db.update(d1Outbox).set({ sentAt: now }).where(inArray(d1Outbox.id, ids))
}

export async function markFailed(db: ControlDb, ids: string[], dueAt: Date): Promise<void> {
  await db
    .update(d1Outbox)
    .set({ attempts: sql`${d1Outbox.attempts} + 1`, dueAt })
    .where(inArray(d1Outbox.id, ids))
}

/** The object is ready: the state moves on and the word counts as sent, in one step. */
export async function finishProvision(db: ControlDb, row: OutboxRow, now: Date): Promise<void> {
  await db.batch([
    db
      .update(tenants)
      .set({ state: 'active' })
      .where(and(eq(tenants.id, row.tenantId), eq(tenants.state, 'provisioning'))),
    db.update(d1Outbox).set({ sentAt: now }).where(eq(d1Outbox.id, row.id)),
  ])
}

/** The facts are gone: members, keys and the name go too, a tombstone without content stays. */
export async function finishWipe(db: ControlDb, row: OutboxRow, now: Date): Promise<void> {
  await db.batch([
    db
      .update(tenants)
      .set({ state: 'deleted', slug: `deleted-${row.tenantId}`, name: '' })
      .where(and(eq(tenants.id, row.tenantId), eq(tenants.state, 'deleting'))),
    db.delete(apiKeys).where(eq(apiKeys.tenantId, row.tenantId)),
    db.delete(workspaceRoles).where(eq(workspaceRoles.tenantId, row.tenantId)),
    db.delete(ownershipOffers).where(eq(ownershipOffers.tenantId, row.tenantId)),
    db.delete(organization).where(eq(organization.id, row.tenantId)),
    db.update(d1Outbox).set({ sentAt: now }).where(eq(d1Outbox.tenantId, row.tenantId)),
  ])
}

export async function removeSentBefore(db: ControlDb, before: Date): Promise<void> {
  await db.delete(d1Outbox).where(and(isNotNull(d1Outbox.sentAt), lt(d1Outbox.sentAt, before)))
}
