import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { z } from 'zod'
import { ErasureProof } from '../../contracts/privacy.ts'
import {
  boardWords,
  profileCards,
  profileLinks,
  savedJobs,
  savedSearches,
  sentApplications,
} from '../../db/d1/board.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { mail, ownershipOffers, tenants, workspaceDeletions } from '../../db/d1/directory.ts'
import {
  account,
  invitation,
  member,
  passkey,
  session,
  twoFactor,
  user,
  verification,
} from '../../db/d1/identity.ts'
import { erasures, personKeys } from '../../db/d1/privacy.ts'
import { orphans, securityLog, supportStaff } from '../../db/d1/security.ts'
import { refreshTokens } from '../../db/d1/tokens.ts'
import { accountErased } from './events.ts'
import { goneLinkFacts, personFactInsert } from './facts.repository.ts'
import { bumpVersions, revokedEverywhere } from './revoked.repository.ts'

export interface Erased {
  personId: string
  email: string
}

interface Holding {
  name: string
  table: SQLiteTable
  where: SQL | undefined
}

/**
 * Every place in which the control plane knows somebody, in an order in which rows can go; keys of invitations before the invitations
 * that name them. A test holds the list against the schema.
 */
const holdingsOf = ({ personId, email }: Erased): readonly Holding[] => {
  const ownSessions = sql`(select id from ${session} where user_id = ${personId})`
  const theirInvitations = or(eq(invitation.inviterId, personId), eq(invitation.email, email))
  const invitedKeys = sql`(select 'invitation:' || id from ${invitation} where email = ${email})`
  return [
    {
      name: 'person_keys',
      table: personKeys,
      where: or(eq(personKeys.ownerId, personId), inArray(personKeys.ownerId, invitedKeys)),
    },
    {
      name: 'refresh_tokens',
      table: refreshTokens,
      where: inArray(refreshTokens.sessionId, ownSessions),
    },
    { name: 'session', table: session, where: eq(session.userId, personId) },
    { name: 'account', table: account, where: eq(account.userId, personId) },
    { name: 'passkey', table: passkey, where: eq(passkey.userId, personId) },
    { name: 'two_factor', table: twoFactor, where: eq(twoFactor.userId, personId) },
    { name: 'verification', table: verification, where: eq(verification.value, personId) },
    { name: 'invitation', table: invitation, where: theirInvitations },
    {
      name: 'ownership_offers',
      table: ownershipOffers,
      where: or(eq(ownershipOffers.fromId, personId), eq(ownershipOffers.toId, personId)),
    },
    { name: 'mail', table: mail, where: eq(mail.toAddress, email) },
    { name: 'security_log', table: securityLog, where: eq(securityLog.personId, personId) },
    { name: 'orphans', table: orphans, where: eq(orphans.subject, `person:${personId}`) },
    { name: 'support_staff', table: supportStaff, where: eq(supportStaff.personId, personId) },
    {
      name: 'board_words',
      table: boardWords,
      where: inArray(boardWords.id, sql`(select id from ${profileCards} where person_id = ${personId})`),
    },
    { name: 'profile_cards', table: profileCards, where: eq(profileCards.personId, personId) },
    { name: 'profile_links', table: profileLinks, where: eq(profileLinks.personId, personId) },
    { name: 'saved_jobs', table: savedJobs, where: eq(savedJobs.personId, personId) },
    { name: 'saved_searches', table: savedSearches, where: eq(savedSearches.personId, personId) },
    { name: 'sent_applications', table: sentApplications, where: eq(sentApplications.personId, personId) },
    { name: 'member', table: member, where: eq(member.userId, personId) },
    { name: 'user', table: user, where: eq(user.id, personId) },
  ]
}

/** Names of the tables that {@link eraseRows} empties of a person. */
export const erasedTables: readonly string[] = holdingsOf({ personId: '', email: '' }).map(({ name }) => name)

const countIn = ({ table, where }: Holding) => sql`(select count(*) from ${table} where ${where})`

/** `json_object('session', (select count(*) …), …)` */
const countAll = (held: readonly Holding[]) =>
  sql`json_object(${sql.join(
    held.flatMap((one) => [sql`${one.name}`, countIn(one)]),
    sql`, `,
  )})`

/** Workspaces that nobody else owns. One whose end was asked for ends without them. */
const ownedAlone = (personId: string) => sql`
  select m.organization_id from ${member} m join ${tenants} t on t.id = m.organization_id
  where m.user_id = ${personId} and m.role = 'owner' and t.state not in ('deleting', 'deleted')
    and not exists (select 1 from ${workspaceDeletions} d where d.tenant_id = m.organization_id)
    and not exists (select 1 from ${member} o where o.organization_id = m.organization_id and o.role = 'owner' and o.user_id <> ${personId})`

/** Workspaces whose only owner a person is, by name. */
export function listOwnedAlone(db: ControlDb, personId: string): Promise<{ name: string; slug: string }[]> {
  return db
    .select({ name: tenants.name, slug: tenants.slug })
    .from(tenants)
    .where(inArray(tenants.id, sql`(${ownedAlone(personId)})`))
    .orderBy(tenants.name)
}

/**
 * Removes everything the control plane knows about a person, in one batch: every workspace of theirs gets its word, the number of rows is
 * noted, the key of their personal fields goes. Owners are counted inside the batch.
 * @returns false when they are the only owner of a workspace; then nothing happened.
 */
export async function eraseRows(db: ControlDb, who: Erased, requestId: string, now: Date): Promise<boolean> {
  const { personId } = who
  const held = holdingsOf(who)
  const erased = accountErased.of(`person:${personId}`, { personId })
  const took = sql`exists (select 1 from ${erasures} e where e.person_id = ${personId} and e.request_id = ${requestId})`
  await db.batch([
    db
      .insert(erasures)
      .select(
        db
          .select({
            personId: user.id,
            requestId: sql<string>`${requestId}`.as('request_id'),
            erasedAt: sql<number>`${now.getTime()}`.as('erased_at'),
            removed: sql<string>`${countAll(held)}`.as('removed'),
            found: sql<null>`null`.as('found'),
          })
          .from(user)
          .where(and(eq(user.id, personId), sql`not exists (${ownedAlone(personId)})`)),
      )
      .onConflictDoNothing(),
    personFactInsert(
      db,
      { id: `erased:${requestId}`, personId, actor: `person:${personId}`, at: now, event: erased },
      took,
    ),
    goneLinkFacts(db, and(eq(profileLinks.personId, personId), took), now),
    bumpVersions(db, personId, took),
    revokedEverywhere(db, { outboxId: requestId, personId, now }, took),
    // Links that they asked for are their workspace's, and stand; nobody is told of them in their place.
    db
      .update(profileLinks)
      .set({ askedBy: '' })
      .where(and(eq(profileLinks.askedBy, personId), took)),
    ...held.map(({ table, where }) => db.delete(table).where(and(where, took))),
    // Looked for by the same conditions once everything went.
    db
      .update(erasures)
      .set({ found: sql`${countAll(held)}` })
      .where(eq(erasures.requestId, requestId)),
  ])
  const [done] = await db
    .select({ id: erasures.requestId })
    .from(erasures)
    .where(and(eq(erasures.personId, personId), eq(erasures.requestId, requestId)))
  return done !== undefined
}

const Counts = z.record(z.string(), z.int())

/** What an erasure removed and what was found afterwards; null when there was none. */
export async function findErasure(db: ControlDb, personId: string): Promise<ErasureProof | null> {
  const [row] = await db.select().from(erasures).where(eq(erasures.personId, personId))
  if (row === undefined) return null
  const removed = Counts.parse(JSON.parse(row.removed))
  const found = Counts.parse(JSON.parse(row.found ?? '{}'))
  return ErasureProof.parse({
    personId,
    erasedAt: row.erasedAt.toISOString(),
    tables: Object.entries(removed).map(([name, count]) => ({
      name,
      removed: count,
      left: found[name] ?? 0,
    })),
  })
}
