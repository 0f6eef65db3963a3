import { and, asc, count, eq, gt, isNotNull, isNull, lt, ne, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { RoleId } from '../../contracts/roles.ts'
import { SSO_RECHECK_MS } from '../../contracts/sso.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { tenants } from '../../db/d1/directory.ts'
import { account, member, session } from '../../db/d1/identity.ts'
import { ssoAssertions, ssoAttempts, ssoDomains, ssoProviders } from '../../db/d1/sso.ts'
import { factInsert, type NewFact } from './facts.repository.ts'
import { bumpVersion, revokedMembers } from './revoked.repository.ts'

const OidcRow = z.object({ kind: z.literal('oidc'), issuer: z.string(), clientId: z.string() })
const SamlRow = z.object({
  kind: z.literal('saml'),
  entityId: z.string(),
  entryPoint: z.string(),
  certificates: z.array(z.string()).min(1),
})
const Settings = z.discriminatedUnion('kind', [OidcRow, SamlRow])
export type ProviderSettings = z.infer<typeof Settings>

export interface StoredProvider {
  id: string
  tenantId: string
  settings: ProviderSettings
  /** Base64. */
  sealedSecret: string | null
  defaultRole: RoleId
  isRequired: boolean
}

/** How an account that came by a provider is told from one of Google. */
export const accountProvider = (providerId: string): string => `sso:${providerId}`

function toProvider(row: typeof ssoProviders.$inferSelect): StoredProvider {
  return {
    id: row.id,
    tenantId: row.tenantId,
    settings: Settings.parse(JSON.parse(row.settings)),
    sealedSecret: row.sealedSecret,
    defaultRole: RoleId.parse(row.defaultRole),
    isRequired: row.isRequired,
  }
}

async function findOne(db: ControlDb, where: SQL): Promise<StoredProvider | null> {
  const [row] = await db.select().from(ssoProviders).where(where)
  return row ? toProvider(row) : null
}

export const findProvider = (db: ControlDb, tenantId: string): Promise<StoredProvider | null> =>
  findOne(db, eq(ssoProviders.tenantId, tenantId))

export const findProviderById = (db: ControlDb, id: string): Promise<StoredProvider | null> =>
  findOne(db, eq(ssoProviders.id, id))

/** The provider of the workspace that a mail domain was shown to belong to. */
export async function findProviderOfDomain(db: ControlDb, domain: string): Promise<StoredProvider | null> {
  const [row] = await db
    .select({ provider: ssoProviders })
    .from(ssoDomains)
    .innerJoin(ssoProviders, eq(ssoProviders.tenantId, ssoDomains.tenantId))
    .innerJoin(tenants, and(eq(tenants.id, ssoDomains.tenantId), eq(tenants.state, 'active')))
    .where(and(eq(ssoDomains.domain, domain), isNotNull(ssoDomains.verifiedAt)))
  return row ? toProvider(row.provider) : null
}

interface Told {
  outboxId: string
  fact: NewFact
}

/** Sessions and accounts that a provider vouched for go with it, with word to the object about those who held them. */
const forgotten = (db: ControlDb, tenantId: string, providerId: string, { outboxId, fact }: Told) => {
  const theirs = sql`${member.userId} in (select ${session.userId} from ${session} where ${session.ssoProviderId} = ${providerId})`
  return [
    bumpVersion(db, tenantId),
    revokedMembers(db, { tenantId, outboxId, now: fact.at }, theirs),
    db.delete(session).where(eq(session.ssoProviderId, providerId)),
    db.delete(account).where(eq(account.providerId, accountProvider(providerId))),
    db.delete(ssoAttempts).where(eq(ssoAttempts.providerId, providerId)),
  ] as const
}

/** @param replaced id of the provider before, where this is another one: then nothing that came by the old one counts any more. */
export async function saveProvider(
  db: ControlDb,
  provider: StoredProvider,
  replaced: string | null,
  told: Told,
): Promise<void> {
  const { fact } = told
  const { id, tenantId, sealedSecret, defaultRole, isRequired } = provider
  const { kind } = provider.settings
  const values = {
    id,
    kind,
    settings: JSON.stringify(provider.settings),
    sealedSecret,
    defaultRole,
    isRequired,
  }
  await db.batch([
    db
      .insert(ssoProviders)
      .values({ ...values, tenantId, createdAt: fact.at, changedAt: fact.at })
      .onConflictDoUpdate({ target: ssoProviders.tenantId, set: { ...values, changedAt: fact.at } }),
    factInsert(db, fact),
    ...(replaced === null ? [] : forgotten(db, tenantId, replaced, told)),
  ])
}

/** Whether members must come in by it. Everybody but owners comes in anew. */
export async function saveRequired(
  db: ControlDb,
  tenantId: string,
  isRequired: boolean,
  { outboxId, fact }: Told,
): Promise<void> {
  await db.batch([
    db
      .update(ssoProviders)
      .set({ isRequired, changedAt: fact.at })
      .where(eq(ssoProviders.tenantId, tenantId)),
    factInsert(db, fact),
    bumpVersion(db, tenantId),
    revokedMembers(db, { tenantId, outboxId, now: fact.at }, ne(member.role, 'owner')),
  ])
}

export async function removeProvider(db: ControlDb, provider: StoredProvider, told: Told): Promise<void> {
  const { tenantId, id } = provider
  await db.batch([
    db.delete(ssoProviders).where(eq(ssoProviders.tenantId, tenantId)),
    factInsert(db, told.fact),
    ...forgotten(db, tenantId, id, told),
  ])
}

export interface StoredDomain {
  domain: string
  token: string
  verifiedAt: Date | null
  missingSince: Date | null
}

export const listDomains = (db: ControlDb, tenantId: string, limit: number): Promise<StoredDomain[]> =>
  db
    .select({
      domain: ssoDomains.domain,
      token: ssoDomains.token,
      verifiedAt: ssoDomains.verifiedAt,
      missingSince: ssoDomains.missingSince,
    })
    .from(ssoDomains)
    .where(eq(ssoDomains.tenantId, tenantId))
    .orderBy(asc(ssoDomains.domain))
    .limit(limit)

/** @returns false when there are `max` already. A domain that is there stays as it is. */
export async function addDomain(
  db: ControlDb,
  tenantId: string,
  made: { domain: string; token: string },
  max: number,
  fact: NewFact,
): Promise<boolean> {
  const isNew = sql`not exists (select 1 from ${ssoDomains} where ${thisDomain(tenantId, made.domain)})`
  const [has] = await db
    .select({ domains: count() })
    .from(ssoDomains)
    .where(and(eq(ssoDomains.tenantId, tenantId), ne(ssoDomains.domain, made.domain)))
  if ((has?.domains ?? 0) >= max) return false
  await db.batch([
    factInsert(db, fact, isNew),
    db
      .insert(ssoDomains)
      .values({ tenantId, ...made, createdAt: fact.at })
      .onConflictDoNothing(),
  ])
  return true
}

const thisDomain = (tenantId: string, domain: string) =>
  and(eq(ssoDomains.tenantId, tenantId), eq(ssoDomains.domain, domain))

/** @returns false when it is another workspace's. */
export async function markVerified(
  db: ControlDb,
  tenantId: string,
  domain: string,
  fact: NewFact,
): Promise<boolean> {
  const isFree = sql`not exists (select 1 from sso_domains as other where other.domain = ${domain}
    and other.tenant_id <> ${tenantId} and other.verified_at is not null)`
  const isOpen = sql`exists (select 1 from ${ssoDomains} where ${thisDomain(tenantId, domain)} and ${ssoDomains.verifiedAt} is null)`
  const [, changed] = await db.batch([
    factInsert(db, fact, sql`${isOpen} and ${isFree}`),
    db
      .update(ssoDomains)
      .set({
        verifiedAt: fact.at,
        missingSince: null,
        nextCheckAt: new Date(fact.at.getTime() + SSO_RECHECK_MS),
      })
      .where(and(thisDomain(tenantId, domain), isFree))
      .returning({ domain: ssoDomains.domain }),
  ])
  return changed.length === 1
}

/** @returns false when there is none of that name. */
export async function removeDomain(
  db: ControlDb,
  tenantId: string,
  domain: string,
  fact: NewFact,
): Promise<boolean> {
  const isThere = sql`exists (select 1 from ${ssoDomains} where ${thisDomain(tenantId, domain)})`
  const [, removed] = await db.batch([
    factInsert(db, fact, isThere),
    db.delete(ssoDomains).where(thisDomain(tenantId, domain)).returning({ domain: ssoDomains.domain }),
  ])
  return removed.length === 1
}

export async function isOwnDomain(db: ControlDb, tenantId: string, domain: string): Promise<boolean> {
  const [row] = await db
    .select({ domain: ssoDomains.domain })
    .from(ssoDomains)
    .where(and(thisDomain(tenantId, domain), isNotNull(ssoDomains.verifiedAt)))
  return row !== undefined
}

export type NewAttempt = Omit<typeof ssoAttempts.$inferSelect, 'sealedIdentity'>

export async function insertAttempt(db: ControlDb, attempt: NewAttempt): Promise<void> {
  await db.insert(ssoAttempts).values(attempt)
}

/** Uses an attempt up, in the browser that began it. Null when it is another one's, over, or was used. */
export async function takeAttempt(
  db: ControlDb,
  at: { id: string; browserHash: string; now: Date },
): Promise<typeof ssoAttempts.$inferSelect | null> {
  const [row] = await db
    .delete(ssoAttempts)
    .where(
      and(
        eq(ssoAttempts.id, at.id),
        eq(ssoAttempts.browserHash, at.browserHash),
        gt(ssoAttempts.expiresAt, at.now),
      ),
    )
    .returning()
  return row ?? null
}

/** An attempt at a SAML provider that waits for its answer. */
export async function findWaiting(
  db: ControlDb,
  id: string,
  now: Date,
): Promise<{ providerId: string; requestId: string } | null> {
  const [row] = await db
    .select({ providerId: ssoAttempts.providerId, requestId: ssoAttempts.requestId })
    .from(ssoAttempts)
    .where(and(eq(ssoAttempts.id, id), isNull(ssoAttempts.sealedIdentity), gt(ssoAttempts.expiresAt, now)))
  return row && row.requestId !== null ? { providerId: row.providerId, requestId: row.requestId } : null
}

/** Keeps whom the provider has named, once for each attempt and once for each assertion. @returns false when either was used. */
export async function keepIdentity(
  db: ControlDb,
  kept: { attemptId: string; sealedIdentity: string; assertion: { id: string; expiresAt: Date } },
): Promise<boolean> {
  const fresh = await db
    .insert(ssoAssertions)
    .values(kept.assertion)
    .onConflictDoNothing()
    .returning({ id: ssoAssertions.id })
  if (fresh.length === 0) return false
  const changed = await db
    .update(ssoAttempts)
    .set({ sealedIdentity: kept.sealedIdentity })
    .where(and(eq(ssoAttempts.id, kept.attemptId), isNull(ssoAttempts.sealedIdentity)))
    .returning({ id: ssoAttempts.id })
  return changed.length === 1
}

/** Cron: what nobody came back for. */
export async function removeOldAttempts(db: ControlDb, now: Date): Promise<void> {
  await db.batch([
    db.delete(ssoAttempts).where(lt(ssoAttempts.expiresAt, now)),
    db.delete(ssoAssertions).where(lt(ssoAssertions.expiresAt, now)),
  ])
}
