import { and, asc, count, desc, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type ClientScope, sharedClients } from '../../contracts/client-scope.ts'
import { KEYS_PER_WORKSPACE_MAX, type KeyTrouble, type KeyView } from '../../contracts/keys.ts'
import { type Permission, permissions } from '../../contracts/permissions.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { d1Outbox, tenants, workspaceRoles } from '../../db/d1/directory.ts'
import { member, user } from '../../db/d1/identity.ts'
import { apiKeys } from '../../db/d1/tokens.ts'
import type { TenantRevocation } from './authority.repository.ts'
import { factInsert, type NewFact } from './facts.repository.ts'
import { outboxInsert } from './outbox.repository.ts'
import {
  clientsText,
  type HeldPlace,
  ownRole,
  roleOfMember,
  toClients,
  toHeldPlace,
} from './roles.repository.ts'

const Scopes = z.array(z.enum(permissions))

/** A key as it is stored. The secret is not. */
export interface NewKey {
  id: string
  tenantId: string
  name: string
  start: string
  hash: string
  scopes: readonly Permission[]
  clients: ClientScope
  sponsorId: string
  createdAt: Date
  expiresAt: Date | null
  lifeDays: number | null
}

/** A key that was presented, and what its sponsor is in the workspace now; null when they left. */
export interface PresentedKey {
  id: string
  name: string
  tenantId: string
  scopes: Permission[]
  /** What it was narrowed to. */
  clients: ClientScope
  sponsorId: string
  sponsorRole: HeldPlace | null
  /** Read together with the role: a change between two reads would give an old role a new number. */
  memberVersion: number
  expiresAt: Date | null
  lastUsedAt: Date | null
}

const ofTenant = (tenantId: string, keyId: string) =>
  and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, keyId), isNull(apiKeys.endedAt))

const isMemberOfKey = and(eq(member.organizationId, apiKeys.tenantId), eq(member.userId, apiKeys.sponsorId))

/** The key with this hash unless it was ended; expiry is the caller's to judge. */
export async function findKeyByHash(db: ControlDb, hash: string): Promise<PresentedKey | null> {
  const [row] = await db
    .select({
      key: apiKeys,
      role: member.role,
      clients: member.clients,
      own: ownRole,
      memberVersion: tenants.memberVersion,
    })
    .from(apiKeys)
    .innerJoin(tenants, eq(tenants.id, apiKeys.tenantId))
    .leftJoin(member, isMemberOfKey)
    .leftJoin(workspaceRoles, roleOfMember)
    .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.endedAt)))
  if (!row) return null
  const { id, name, tenantId, sponsorId, expiresAt, lastUsedAt } = row.key
  const scopes = Scopes.parse(JSON.parse(row.key.scopes))
  const sponsorRole = row.role === null ? null : toHeldPlace(row.role, row.own, row.clients)
  const { memberVersion } = row
  const clients = toClients(row.key.clients)
  return { id, name, tenantId, scopes, clients, sponsorId, sponsorRole, memberVersion, expiresAt, lastUsedAt }
}

/** Notes that a key was used, unless that was noted since `before`. */
export async function noteKeyUse(db: ControlDb, keyId: string, now: Date, before: Date): Promise<void> {
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, keyId), or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, before))))
}

/** A key of the list, with its clients as they are stored. */
type ListedKey = Omit<KeyView, 'clients'> & { clients: ClientScope }

/** Keys that were not ended. One that was replaced is gone once its time is over; others stay, to be rolled or ended. */
export async function listKeys(db: ControlDb, tenantId: string, now: Date): Promise<ListedKey[]> {
  const rows = await db
    .select({ key: apiKeys, role: member.role, reached: member.clients, sponsorName: user.name })
    .from(apiKeys)
    .leftJoin(member, isMemberOfKey)
    .leftJoin(user, eq(user.id, apiKeys.sponsorId))
    .where(
      and(
        eq(apiKeys.tenantId, tenantId),
        isNull(apiKeys.endedAt),
        or(isNull(apiKeys.replacedBy), gt(apiKeys.expiresAt, now)),
      ),
    )
    .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
    // Each may have predecessors whose overlap still runs.
    .limit(KEYS_PER_WORKSPACE_MAX * 2)
  return rows.map(({ key, role, reached, sponsorName }) => ({
    id: key.id,
    name: key.name,
    start: key.start,
    scopes: Scopes.parse(JSON.parse(key.scopes)),
    clients: toClients(key.clients),
    sponsorId: key.sponsorId,
    sponsorName: sponsorName ?? '',
    trouble: troubleOf(role, sharedClients(toClients(reached), toClients(key.clients))),
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    replacedBy: key.replacedBy,
  }))
}

function troubleOf(role: string | null, clients: ClientScope): KeyTrouble | null {
  if (role === null) return 'sponsor_left'
  return clients.length === 0 ? 'clients_out_of_reach' : null
}

/** Keys that were neither ended nor replaced. */
export async function countKeys(db: ControlDb, tenantId: string): Promise<number> {
  const [row] = await db
    .select({ keys: count() })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, tenantId), isNull(apiKeys.endedAt), isNull(apiKeys.replacedBy)))
  return row?.keys ?? 0
}

const valuesOf = ({ scopes, clients, ...key }: NewKey) => ({
  ...key,
  scopes: JSON.stringify(scopes),
  clients: clientsText(clients),
})

export async function insertKey(db: ControlDb, key: NewKey, fact: NewFact): Promise<void> {
  await db.batch([db.insert(apiKeys).values(valuesOf(key)), factInsert(db, fact)])
}

interface OpenKey {
  name: string
  scopes: Permission[]
  clients: ClientScope
  expiresAt: Date | null
  lifeDays: number | null
}

async function findKeyWhere(db: ControlDb, where: SQL | undefined): Promise<OpenKey | null> {
  const [row] = await db.select().from(apiKeys).where(where)
  return row
    ? { ...row, scopes: Scopes.parse(JSON.parse(row.scopes)), clients: toClients(row.clients) }
    : null
}

/** A key of this workspace that was not ended. */
export const findOpenKey = (db: ControlDb, tenantId: string, keyId: string) =>
  findKeyWhere(db, ofTenant(tenantId, keyId))

/** A key of this workspace that can be rolled: not ended, not replaced yet. */
export const findRollableKey = (db: ControlDb, tenantId: string, keyId: string) =>
  findKeyWhere(db, and(ofTenant(tenantId, keyId), isNull(apiKeys.replacedBy)))

/** Whose key has this hash, ended or not: what the log says of a key that is refused. */
export async function findOwnerOfHash(
  db: ControlDb,
  hash: string,
): Promise<{ id: string; tenantId: string } | null> {
  const [row] = await db
    .select({ id: apiKeys.id, tenantId: apiKeys.tenantId })
    .from(apiKeys)
    .where(eq(apiKeys.hash, hash))
  return row ?? null
}

/**
 * Puts a new key in the place of an old one in one batch. The old one ends at `oldEndsAt`; with word to the object, at once.
 * @returns false when somebody else was faster; then nothing was stored.
 */
export async function replaceKey(
  db: ControlDb,
  oldId: string,
  key: NewKey,
  old: { endsAt: Date; told: TenantRevocation | null },
  fact: NewFact,
): Promise<boolean> {
  const replaced = db
    .update(apiKeys)
    .set({
      replacedBy: key.id,
      expiresAt: sql`min(coalesce(${apiKeys.expiresAt}, ${old.endsAt.getTime()}), ${old.endsAt.getTime()})`,
      ...(old.told ? { endedAt: key.createdAt } : {}),
    })
    .where(and(ofTenant(key.tenantId, oldId), isNull(apiKeys.replacedBy)))
    .returning({ id: apiKeys.id })
  // Both read the row that was just marked: where the mark is another's, there is nothing to insert.
  const took = and(eq(apiKeys.id, oldId), eq(apiKeys.replacedBy, key.id))
  const inserted = db.insert(apiKeys).select(db.select(literals(key)).from(apiKeys).where(took))
  const noted = factInsert(db, fact, sql`exists (select 1 from ${apiKeys} where ${eq(apiKeys.id, key.id)})`)
  const [changed] = old.told
    ? await db.batch([replaced, inserted, noted, revocationWhere(db, old.told, key.createdAt, took)])
    : await db.batch([replaced, inserted, noted])
  return changed.length === 1
}

/** The columns of a new key as values of a select, in the order of the table. */
const literals = (key: NewKey) => ({
  id: sql<string>`${key.id}`.as('id'),
  tenantId: sql<string>`${key.tenantId}`.as('tenant_id'),
  name: sql<string>`${key.name}`.as('name'),
  start: sql<string>`${key.start}`.as('start'),
  hash: sql<string>`${key.hash}`.as('hash'),
  scopes: sql<string>`${JSON.stringify(key.scopes)}`.as('scopes'),
  clients: sql<string | null>`${clientsText(key.clients)}`.as('clients'),
  sponsorId: sql<string>`${key.sponsorId}`.as('sponsor_id'),
  createdAt: sql<number>`${key.createdAt.getTime()}`.as('created_at'),
  expiresAt: sql<number | null>`${key.expiresAt?.getTime() ?? null}`.as('expires_at'),
  lifeDays: sql<number | null>`${key.lifeDays}`.as('life_days'),
  lastUsedAt: sql<null>`null`.as('last_used_at'),
  endedAt: sql<null>`null`.as('ended_at'),
  replacedBy: sql<null>`null`.as('replaced_by'),
})

const revocationWhere = (db: ControlDb, told: TenantRevocation, now: Date, when: SQL | undefined) =>
  db.insert(d1Outbox).select(
    db
      .select({
        id: sql<string>`${told.outboxId}`.as('id'),
        tenantId: sql<string>`${told.tenantId}`.as('tenant_id'),
        kind: sql<string>`'revoke'`.as('kind'),
        payload: sql<string>`${JSON.stringify({ kind: 'revoke', revocation: told.revocation })}`.as(
          'payload',
        ),
        createdAt: sql<number>`${now.getTime()}`.as('created_at'),
        sentAt: sql<null>`null`.as('sent_at'),
        attempts: sql<number>`0`.as('attempts'),
        dueAt: sql<number>`${now.getTime()}`.as('due_at'),
        setAsideAt: sql<null>`null`.as('set_aside_at'),
      })
      .from(apiKeys)
      .where(when),
  )

/** Ends a key for good, with word to the object. @returns false when there is no such key. */
export async function endKey(db: ControlDb, told: TenantRevocation, fact: NewFact): Promise<boolean> {
  const isOpen = ofTenant(told.tenantId, told.revocation.subjectId)
  const [, ended] = await db.batch([
    factInsert(db, fact, sql`exists (select 1 from ${apiKeys} where ${isOpen})`),
    db.update(apiKeys).set({ endedAt: fact.at }).where(isOpen).returning({ id: apiKeys.id }),
    outboxInsert(db, {
      id: told.outboxId,
      tenantId: told.tenantId,
      payload: { kind: 'revoke', revocation: told.revocation },
      now: fact.at,
    }),
  ])
  return ended.length === 1
}

/** Names of keys, ended ones too, newest first. */
export async function listKeyNames(
  db: ControlDb,
  tenantId: string,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: apiKeys.id, name: apiKeys.name })
    .from(apiKeys)
    .where(eq(apiKeys.tenantId, tenantId))
    .orderBy(desc(apiKeys.createdAt))
    .limit(limit)
}
