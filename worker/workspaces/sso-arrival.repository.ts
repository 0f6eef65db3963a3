import { and, eq, sql } from 'drizzle-orm'
import type { RoleId } from '../../contracts/roles.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { tenants } from '../../db/d1/directory.ts'
import { account, member, user } from '../../db/d1/identity.ts'
import { factInsert, type NewFact } from './facts.repository.ts'
import { bumpVersion } from './revoked.repository.ts'

export interface KnownPerson {
  id: string
  isConfirmed: boolean
}

/** Whom a provider has named before. */
export async function findByAccount(
  db: ControlDb,
  providerId: string,
  subject: string,
): Promise<KnownPerson | null> {
  const [row] = await db
    .select({ id: user.id, isConfirmed: user.emailVerified })
    .from(account)
    .innerJoin(user, eq(user.id, account.userId))
    .where(and(eq(account.providerId, providerId), eq(account.accountId, subject)))
  return row ?? null
}

export interface Arrival {
  tenantId: string
  person: { id: string; email: string; name: string; isNew: boolean }
  account: { id: string; providerId: string; subject: string }
  memberId: string
  role: RoleId
  now: Date
  fact: NewFact
}

/**
 * One batch: the person where there is none yet, the account at the provider, the membership while a seat is free, and the fact. Where
 * no seat is free and they are no member, nothing of it happens.
 * @returns true when they are a member now.
 */
export async function arrive(db: ControlDb, made: Arrival): Promise<boolean> {
  const { tenantId, person, now } = made
  const isMember = sql`exists (select 1 from ${member} where ${member.organizationId} = ${tenantId} and ${member.userId} = ${person.id})`
  const hasSeat = sql`exists (select 1 from ${tenants} where ${tenants.id} = ${tenantId} and ${tenants.state} = 'active'
    and ${tenants.seats} > (select count(*) from ${member} where ${member.organizationId} = ${tenantId}))`
  const took = sql`exists (select 1 from ${member} where ${member.id} = ${made.memberId})`
  const there = (when: ReturnType<typeof sql>) => and(eq(user.id, person.id), when)
  await db.batch([
    newPerson(db, person, tenantId, hasSeat, now),
    db
      .insert(account)
      .select(
        db
          .select({
            id: sql<string>`${made.account.id}`.as('id'),
            accountId: sql<string>`${made.account.subject}`.as('account_id'),
            providerId: sql<string>`${made.account.providerId}`.as('provider_id'),
            userId: user.id,
            accessToken: sql<null>`null`.as('access_token'),
            refreshToken: sql<null>`null`.as('refresh_token'),
            idToken: sql<null>`null`.as('id_token'),
            accessTokenExpiresAt: sql<null>`null`.as('access_token_expires_at'),
            refreshTokenExpiresAt: sql<null>`null`.as('refresh_token_expires_at'),
            scope: sql<null>`null`.as('scope'),
            password: sql<null>`null`.as('password'),
            createdAt: sql<Date>`${now.getTime()}`.as('created_at'),
            updatedAt: sql<Date>`${now.getTime()}`.as('updated_at'),
          })
          .from(user)
          .where(there(sql`(${isMember} or ${hasSeat})`)),
      )
      .onConflictDoNothing(),
    db
      .insert(member)
      .select(
        db
          .select({
            id: sql<string>`${made.memberId}`.as('id'),
            organizationId: sql<string>`${tenantId}`.as('organization_id'),
            userId: user.id,
            role: sql<string>`${made.role}`.as('role'),
            clients: sql<null>`null`.as('clients'),
            createdAt: sql<Date>`${now.getTime()}`.as('created_at'),
          })
          .from(user)
          .where(there(hasSeat)),
      )
      .onConflictDoNothing(),
    bumpVersion(db, tenantId, took),
    factInsert(db, made.fact, took),
  ])
  const [row] = await db
    .select({ id: member.id })
    .from(member)
    .where(and(eq(member.organizationId, tenantId), eq(member.userId, person.id)))
  return row !== undefined
}

/** The provider answers for the address, so it counts as confirmed. */
const newPerson = (
  db: ControlDb,
  { id, email, name, isNew }: Arrival['person'],
  tenantId: string,
  hasSeat: ReturnType<typeof sql>,
  now: Date,
) =>
  db
    .insert(user)
    .select(
      db
        .select({
          id: sql<string>`${id}`.as('id'),
          name: sql<string>`${name}`.as('name'),
          email: sql<string>`${email}`.as('email'),
          emailVerified: sql<boolean>`1`.as('email_verified'),
          image: sql<null>`null`.as('image'),
          twoFactorEnabled: sql<boolean>`0`.as('two_factor_enabled'),
          createdAt: sql<Date>`${now.getTime()}`.as('created_at'),
          updatedAt: sql<Date>`${now.getTime()}`.as('updated_at'),
        })
        .from(tenants)
        .where(and(eq(tenants.id, tenantId), isNew ? hasSeat : sql`0`)),
    )
    .onConflictDoNothing()
