import { and, asc, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { ControlDb } from '../../db/d1/client.ts'
import { tenants } from '../../db/d1/directory.ts'
import { member, user } from '../../db/d1/identity.ts'
import { ssoDomains } from '../../db/d1/sso.ts'
import { factInsert, type NewFact } from './facts.repository.ts'
import type { DomainChecked } from './rules.ts'

/** A domain that counts, and is to be asked about again. */
export interface DueDomain {
  tenantId: string
  workspaceName: string
  domain: string
  token: string
  missingSince: Date | null
}

/** Domains whose time to be asked about has come, those that wait longest first. */
export const listDueDomains = (db: ControlDb, now: Date, limit: number): Promise<DueDomain[]> =>
  db
    .select({
      tenantId: ssoDomains.tenantId,
      workspaceName: tenants.name,
      domain: ssoDomains.domain,
      token: ssoDomains.token,
      missingSince: ssoDomains.missingSince,
    })
    .from(ssoDomains)
    .innerJoin(tenants, and(eq(tenants.id, ssoDomains.tenantId), eq(tenants.state, 'active')))
    .where(
      and(
        isNotNull(ssoDomains.verifiedAt),
        or(isNull(ssoDomains.nextCheckAt), lte(ssoDomains.nextCheckAt, now)),
      ),
    )
    .orderBy(asc(ssoDomains.nextCheckAt))
    .limit(limit)

/**
 * Stores what was decided, if the domain still stands as it was read.
 * @returns false when somebody changed it meanwhile; then nothing is told either.
 */
export async function saveChecked(
  db: ControlDb,
  due: DueDomain,
  checked: DomainChecked,
  fact: NewFact | null,
): Promise<boolean> {
  const asRead = and(
    eq(ssoDomains.tenantId, due.tenantId),
    eq(ssoDomains.domain, due.domain),
    eq(ssoDomains.token, due.token),
    isNotNull(ssoDomains.verifiedAt),
    sql`${ssoDomains.missingSince} is ${due.missingSince?.getTime() ?? null}`,
  )
  const isLapsed = checked.what === 'lapsed'
  const change = db
    .update(ssoDomains)
    .set({
      nextCheckAt: checked.nextCheckAt,
      missingSince: isLapsed ? null : checked.missingSince,
      ...(isLapsed ? { verifiedAt: null } : {}),
    })
    .where(asRead)
    .returning({ domain: ssoDomains.domain })
  if (fact === null) return (await change).length === 1
  const there = sql`exists (select 1 from ${ssoDomains} where ${asRead})`
  const [, changed] = await db.batch([factInsert(db, fact, there), change])
  return changed.length === 1
}

/** Addresses of the owners of a workspace. */
export async function listOwnerAddresses(db: ControlDb, tenantId: string): Promise<string[]> {
  const rows = await db
    .select({ email: user.email })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(and(eq(member.organizationId, tenantId), eq(member.role, 'owner')))
  return rows.map(({ email }) => email)
}
