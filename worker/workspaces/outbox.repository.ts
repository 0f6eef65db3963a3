import { and, asc, count, eq, inArray, isNotNull, isNull, lt, lte, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { RestoreSource } from '../../contracts/restore.ts'
import { Revocation, TenantSpec } from '../../contracts/workspaces.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { d1Outbox, ownershipOffers, tenants, workspaceRoles } from '../../db/d1/directory.ts'
import { organization } from '../../db/d1/identity.ts'
import { ssoDomains, ssoProviders } from '../../db/d1/sso.ts'
import { apiKeys } from '../../db/d1/tokens.ts'
import { boardRemovals } from './board.repository.ts'

/** What a row of the outbox asks for. */
const OutboxPayload = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('revoke'), revocation: Revocation }),
  /** `from`: with the rows of a copy of another workspace. */
  z.object({ kind: z.literal('provision'), spec: TenantSpec, from: RestoreSource.optional() }),
  z.object({ kind: z.literal('wipe') }),
  /** The settings may have changed: the directory's copy is taken anew. */
  z.object({ kind: z.literal('copy_settings') }),
  /** Something happened that belongs into the log of the workspace. */
  z.object({
    kind: z.literal('fact'),
    actor: z.string(),
    at: z.iso.datetime(),
    type: z.string(),
    subject: z.string(),
    data: z.unknown(),
  }),
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

/**
 * What a tenant has not been told yet, in the order in which it was stored. Facts go by themselves: they need Postgres, and an end of
 * authority must not wait for that. Those that are still being counted are not due. `broken` are facts that are none; anything else of
 * another form is a fault that must show.
 */
export async function unsentOf(
  db: ControlDb,
  tenantId: string,
  what: 'authority' | 'facts',
  now: Date,
): Promise<{ rows: OutboxRow[]; broken: { id: string; attempts: number }[] }> {
  const isWanted =
    what === 'facts'
      ? and(
          eq(d1Outbox.kind, 'fact'),
          // What failed goes along with what is due, in its place; what was set aside waits for its own time.
          sql`(${d1Outbox.dueAt} <= ${now.getTime()} or (${d1Outbox.attempts} > 0 and ${d1Outbox.setAsideAt} is null))`,
        )
      : ne(d1Outbox.kind, 'fact')
  const rows = await db
    .select({
      id: d1Outbox.id,
      tenantId: d1Outbox.tenantId,
      attempts: d1Outbox.attempts,
      payload: d1Outbox.payload,
    })
    .from(d1Outbox)
    .where(and(eq(d1Outbox.tenantId, tenantId), isNull(d1Outbox.sentAt), isWanted))
    // Clocks of isolates differ; the number of a row is where it stands among the commits.
    .orderBy(asc(sql`${d1Outbox}.rowid`))
    .limit(ROWS_PER_TENANT_MAX)
  const read: OutboxRow[] = []
  const broken: { id: string; attempts: number }[] = []
  for (const row of rows) {
    const payload = OutboxPayload.safeParse(JSON.parse(row.payload))
    if (payload.success) read.push({ ...row, payload: payload.data })
    else if (what === 'facts') broken.push({ id: row.id, attempts: row.attempts })
    else throw payload.error
  }
  return { rows: read, broken }
}

/** Facts that wait by themselves until then. */
export async function setAside(db: ControlDb, ids: string[], now: Date, dueAt: Date): Promise<void> {
  await db
    .update(d1Outbox)
    .set({
      attempts: sql`${d1Outbox.attempts} + 1`,
      setAsideAt: sql`coalesce(${d1Outbox.setAsideAt}, ${now.getTime()})`,
      dueAt,
    })
    .where(inArray(d1Outbox.id, ids))
}

/** How many facts of all workspaces wait so. */
export async function countAside(db: ControlDb): Promise<number> {
  const [row] = await db
    .select({ facts: count() })
    .from(d1Outbox)
    .where(and(isNotNull(d1Outbox.setAsideAt), isNull(d1Outbox.sentAt)))
  return row?.facts ?? 0
}

/** Tenants with word to send whose time has come; ends of authority before facts, then who waits longest. */
export async function dueTenants(db: ControlDb, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .select({ tenantId: d1Outbox.tenantId })
    .from(d1Outbox)
    .where(and(isNull(d1Outbox.sentAt), lte(d1Outbox.dueAt, now)))
    .groupBy(d1Outbox.tenantId)
    .orderBy(sql`min(${d1Outbox.kind} = 'fact')`, sql`min(${d1Outbox.dueAt})`)
    .limit(limit)
  return rows.map((row) => row.tenantId)
}

export async function markSent(db: ControlDb, ids: string[], now: Date): Promise<void> {
  await db.update(d1Outbox).set({ sentAt: now }).where(inArray(d1Outbox.id, ids))
}

/** Facts that the log has. What they say about people is sealed there, and stands nowhere else in the open any longer than it has to. */
export async function markFactsSent(db: ControlDb, ids: string[], now: Date): Promise<void> {
  await db
    .update(d1Outbox)
    .set({ sentAt: now, payload: sql`json_remove(${d1Outbox.payload}, '$.data.personal')` })
    .where(inArray(d1Outbox.id, ids))
}

export async function markFailed(db: ControlDb, ids: string[], dueAt: Date): Promise<void> {
  await db
    .update(d1Outbox)
    .set({ attempts: sql`${d1Outbox.attempts} + 1`, dueAt })
    .where(inArray(d1Outbox.id, ids))
}

/** Facts of a tenant wait at least as long as its ends of authority do. */
export async function postponeFacts(db: ControlDb, tenantId: string): Promise<void> {
  const waits = and(eq(d1Outbox.tenantId, tenantId), isNull(d1Outbox.sentAt))
  const soonest = sql`(select min(${d1Outbox.dueAt}) from ${d1Outbox} where ${and(waits, ne(d1Outbox.kind, 'fact'))})`
  await db
    .update(d1Outbox)
    .set({ dueAt: sql`max(${d1Outbox.dueAt}, coalesce(${soonest}, 0))` })
    .where(and(waits, eq(d1Outbox.kind, 'fact')))
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
    ...boardRemovals(db, row.tenantId, now),
    db.delete(ownershipOffers).where(eq(ownershipOffers.tenantId, row.tenantId)),
    db.delete(ssoProviders).where(eq(ssoProviders.tenantId, row.tenantId)),
    db.delete(ssoDomains).where(eq(ssoDomains.tenantId, row.tenantId)),
    db.delete(organization).where(eq(organization.id, row.tenantId)),
    db.update(d1Outbox).set({ sentAt: now }).where(eq(d1Outbox.tenantId, row.tenantId)),
  ])
}

export async function removeSentBefore(db: ControlDb, before: Date): Promise<void> {
  await db.delete(d1Outbox).where(and(isNotNull(d1Outbox.sentAt), lt(d1Outbox.sentAt, before)))
}
