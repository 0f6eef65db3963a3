import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { SupportGrantView } from '../../contracts/support.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { tenants } from '../../db/d1/directory.ts'
import { user } from '../../db/d1/identity.ts'
import { supportGrants, supportStaff } from '../../db/d1/security.ts'
import { factInsert, type NewFact } from './facts.repository.ts'
import { bumpVersion, revokedStaff } from './revoked.repository.ts'

const openOf = (tenantId: string, now: Date) =>
  and(eq(supportGrants.tenantId, tenantId), isNull(supportGrants.endedAt), gt(supportGrants.endsAt, now))

/** The access that support has now; null when it has none. */
export async function findGrant(
  db: ControlDb,
  tenantId: string,
  now: Date,
): Promise<SupportGrantView | null> {
  const [row] = await db
    .select({ grant: supportGrants, name: user.name })
    .from(supportGrants)
    .leftJoin(user, eq(user.id, supportGrants.grantedBy))
    .where(openOf(tenantId, now))
  if (!row) return null
  const { id, reason, grantedAt, endsAt } = row.grant
  return {
    id,
    reason,
    grantedBy: row.name ?? '',
    grantedAt: grantedAt.toISOString(),
    endsAt: endsAt.toISOString(),
  }
}

export interface NewGrant {
  id: string
  tenantId: string
  grantedBy: string
  reason: string
  grantedAt: Date
  endsAt: Date
}

interface Told {
  outboxId: string
  fact: NewFact
}

/** Allows access in place of what was allowed before. Who looked under the old one has to come in anew. */
export async function insertGrant(db: ControlDb, grant: NewGrant, { outboxId, fact }: Told): Promise<void> {
  const now = grant.grantedAt
  await db.batch([
    factInsert(db, fact),
    // One whose time is over has ended then, and no later.
    db
      .update(supportGrants)
      .set({ endedAt: sql`min(${supportGrants.endsAt}, ${now.getTime()})` })
      .where(and(eq(supportGrants.tenantId, grant.tenantId), isNull(supportGrants.endedAt))),
    db.insert(supportGrants).values(grant),
    bumpVersion(db, grant.tenantId),
    revokedStaff(db, { tenantId: grant.tenantId, outboxId, now }, sql`true`),
  ])
}

/** Ends access, with word to the object. @returns false when there was none. */
export async function endGrants(db: ControlDb, tenantId: string, { outboxId, fact }: Told): Promise<boolean> {
  const isOpen = sql`exists (select 1 from ${supportGrants} where ${openOf(tenantId, fact.at)})`
  const results = await db.batch([
    factInsert(db, fact, isOpen),
    bumpVersion(db, tenantId, isOpen),
    revokedStaff(db, { tenantId, outboxId, now: fact.at }, isOpen),
    db
      .update(supportGrants)
      .set({ endedAt: fact.at })
      .where(openOf(tenantId, fact.at))
      .returning({ id: supportGrants.id }),
  ])
  return results[3].length > 0
}

/** Somebody of support who may look into a workspace now. */
export interface Supporter {
  tenant: typeof tenants.$inferSelect
  personName: string
  endsAt: Date
}

const selectSupporters = (db: ControlDb, personId: string, now: Date, tenantId?: string) =>
  db
    .select({ tenant: tenants, personName: user.name, endsAt: supportGrants.endsAt })
    .from(supportStaff)
    .innerJoin(user, eq(user.id, supportStaff.personId))
    .innerJoin(supportGrants, and(isNull(supportGrants.endedAt), gt(supportGrants.endsAt, now)))
    .innerJoin(tenants, and(eq(tenants.id, supportGrants.tenantId), eq(tenants.state, 'active')))
    .where(
      and(
        eq(supportStaff.personId, personId),
        tenantId === undefined ? undefined : eq(supportGrants.tenantId, tenantId),
      ),
    )

export async function findSupporter(
  db: ControlDb,
  tenantId: string,
  personId: string,
  now: Date,
): Promise<Supporter | null> {
  return (await selectSupporters(db, personId, now, tenantId))[0] ?? null
}

/** Workspaces that somebody of support may look into now. */
export const listSupported = (db: ControlDb, personId: string, now: Date): Promise<Supporter[]> =>
  selectSupporters(db, personId, now)
