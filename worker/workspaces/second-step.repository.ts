import { and, eq, exists, ne, notExists, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import type { ControlDb } from '../../db/d1/client.ts'
import { member, twoFactor, user, verification } from '../../db/d1/identity.ts'
import { type NewFact, personFactInsert } from './facts.repository.ts'
import { personById, type Seen, securityInsert } from './security-log.repository.ts'

/** A member as far as their second step goes. */
export interface SteppedMember {
  email: string
  isOn: boolean
  /** They belong to a workspace that is not the asker's: what protects it is not the asker's to take off. */
  isElsewhere: boolean
}

/** The person belongs to a workspace that this one does not own. */
function belongsElsewhere(db: ControlDb, personId: string, ownerId: string): SQL {
  const owned = alias(member, 'owned')
  return exists(
    db
      .select({ one: sql`1` })
      .from(member)
      .where(
        and(
          eq(member.userId, personId),
          notExists(
            db
              .select({ one: sql`1` })
              .from(owned)
              .where(
                and(
                  eq(owned.organizationId, member.organizationId),
                  eq(owned.userId, ownerId),
                  eq(owned.role, 'owner'),
                ),
              ),
          ),
        ),
      ),
  )
}

/** Null when the workspace has no such member. */
export async function findSteppedMember(
  db: ControlDb,
  tenantId: string,
  personId: string,
  ownerId: string,
): Promise<SteppedMember | null> {
  const [row] = await db
    .select({
      email: user.email,
      isOn: user.twoFactorEnabled,
      isElsewhere: sql<number>`${belongsElsewhere(db, personId, ownerId)}`,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .where(and(eq(member.organizationId, tenantId), eq(member.userId, personId), ne(member.userId, ownerId)))
  return row ? { ...row, isElsewhere: Boolean(row.isElsewhere) } : null
}

/**
 * Takes the second step off an account, with trusted devices and links under way, in one batch with word to the person's workspaces.
 * @returns false when there is none any more, or the person joined another workspace meanwhile; then nothing was changed.
 */
export async function removeSecondStep(
  db: ControlDb,
  { personId, ownerId }: { personId: string; ownerId: string },
  fact: Omit<NewFact, 'tenantId'> & { personId: string },
  seen: Seen,
): Promise<boolean> {
  const isTheirs = sql`not ${belongsElsewhere(db, personId, ownerId)}`
  const isOn = sql`exists (select 1 from ${user} where ${and(eq(user.id, personId), eq(user.twoFactorEnabled, true))})`
  const noted = personFactInsert(db, fact, and(isTheirs, isOn))
  const [, , , off] = await db.batch([
    noted,
    db.delete(twoFactor).where(and(eq(twoFactor.userId, personId), isTheirs)),
    db.delete(verification).where(and(eq(verification.value, personId), isTheirs)),
    db
      .update(user)
      .set({ twoFactorEnabled: false, updatedAt: fact.at })
      .where(and(eq(user.id, personId), eq(user.twoFactorEnabled, true), isTheirs))
      .returning({ id: user.id }),
  ])
  if (off.length === 0) return false
  const entry = { kind: 'account_changed', detail: 'second_step_reset', tenantId: null, seen } as const
  await securityInsert(db, { ...entry, person: personById(personId) })
  return true
}
