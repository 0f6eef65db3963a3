import { and, desc, eq, gt, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import { ProfileLinkState } from '../../contracts/profile-links.ts'
import { profileCards, profileLinks } from '../../db/d1/board.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { tenants } from '../../db/d1/directory.ts'
import { member } from '../../db/d1/identity.ts'
import { factInsert, goneLinkFacts, type NewFact } from './facts.repository.ts'

export interface ProfileLink {
  id: string
  tenantId: string
  artistId: string
  profileId: string
  profileTenantId: string
  personId: string
  askedBy: string
  state: ProfileLinkState
  askedAt: Date
  answeredAt: Date | null
  endedAt: Date | null
}

const STANDING = ['asked', 'linked'] as const

const toLink = ({ isRefused: _refused, ...row }: typeof profileLinks.$inferSelect): ProfileLink => ({
  ...row,
  state: ProfileLinkState.parse(row.state),
})

const ofTenant = (tenantId: string) => eq(profileLinks.tenantId, tenantId)

/** Whether somebody still keeps their profile where they kept it. */
const isKept = ({ profileTenantId, personId }: Pick<ProfileLink, 'profileTenantId' | 'personId'>) =>
  sql`exists (select 1 from ${member} where ${member.organizationId} = ${profileTenantId}
    and ${member.userId} = ${personId})`

/** Whose profile is on the board under an id, and where it is kept; null when none is. */
export async function findOnBoard(
  db: ControlDb,
  profileId: string,
): Promise<{ profileId: string; profileTenantId: string; personId: string } | null> {
  const [row] = await db
    .select({ profileTenantId: profileCards.tenantId, personId: profileCards.personId })
    .from(profileCards)
    .innerJoin(
      member,
      and(eq(member.organizationId, profileCards.tenantId), eq(member.userId, profileCards.personId)),
    )
    .where(and(eq(profileCards.id, profileId), isNotNull(profileCards.body)))
  return row === undefined ? null : { profileId, ...row }
}

export interface NewLink
  extends Pick<
    ProfileLink,
    'id' | 'tenantId' | 'artistId' | 'profileId' | 'profileTenantId' | 'personId' | 'askedBy' | 'askedAt'
  > {}

/**
 * Stores a request with word of it to both logs, in one batch. False when artist or profile has a link in the workspace that stands, or
 * the profile's owner is not there any more.
 */
export async function insertLink(db: ControlDb, made: NewLink, facts: readonly NewFact[]): Promise<boolean> {
  const took = sql`exists (select 1 from ${profileLinks} where ${profileLinks.id} = ${made.id})`
  const columns = {
    id: sql<string>`${made.id}`.as('id'),
    tenantId: tenants.id,
    artistId: sql<string>`${made.artistId}`.as('artist_id'),
    profileId: sql<string>`${made.profileId}`.as('profile_id'),
    profileTenantId: sql<string>`${made.profileTenantId}`.as('profile_tenant_id'),
    personId: sql<string>`${made.personId}`.as('person_id'),
    askedBy: sql<string>`${made.askedBy}`.as('asked_by'),
    state: sql<string>`'asked'`.as('state'),
    askedAt: sql<number>`${made.askedAt.getTime()}`.as('asked_at'),
    answeredAt: sql<null>`null`.as('answered_at'),
    endedAt: sql<null>`null`.as('ended_at'),
    isRefused: sql<number>`0`.as('is_refused'),
  }
  const [stored] = await db.batch([
    db
      .insert(profileLinks)
      .select(
        db
          .select(columns)
          .from(tenants)
          .where(and(eq(tenants.id, made.tenantId), isKept(made))),
      )
      .onConflictDoNothing()
      .returning({ id: profileLinks.id }),
    ...facts.map((fact) => factInsert(db, fact, took)),
  ])
  return stored.length === 1
}

/** Whether a profile's owner is still a member where they kept it. */
export async function isProfileKept(
  db: ControlDb,
  of: Pick<ProfileLink, 'profileTenantId' | 'personId'>,
): Promise<boolean> {
  const [row] = await db.select({ kept: sql<number>`${isKept(of)}` }).from(sql`(select 1)`)
  return row?.kept === 1
}

/** Takes a link from one state to another with word to both logs; false when it is not in that state any more. */
export async function moveLink(
  db: ControlDb,
  link: Pick<ProfileLink, 'id' | 'state'>,
  to: Pick<ProfileLink, 'state'> & { answeredAt?: Date; endedAt?: Date; isRefused?: boolean },
  facts: readonly NewFact[],
): Promise<boolean> {
  const isThere = and(eq(profileLinks.id, link.id), eq(profileLinks.state, link.state))
  const condition = sql`exists (select 1 from ${profileLinks} where ${isThere})`
  const [first, ...more] = facts.map((fact) => factInsert(db, fact, condition))
  const move = db.update(profileLinks).set(to).where(isThere).returning({ id: profileLinks.id })
  // Facts first: their condition is that of the change.
  const results = await db.batch(first === undefined ? [move] : [first, ...more, move])
  return (results.at(-1) as unknown[]).length === 1
}

/** Ends whatever stands of a profile, with word to the workspaces. */
export async function endOfProfile(db: ControlDb, profileId: string, now: Date): Promise<void> {
  const ofProfile = eq(profileLinks.profileId, profileId)
  await db.batch([
    goneLinkFacts(db, ofProfile, now),
    db
      .update(profileLinks)
      .set({ state: 'ended', endedAt: now })
      .where(and(ofProfile, inArray(profileLinks.state, [...STANDING]))),
  ])
}

/** The newest link of an artist; null when there never was one. */
export async function findOfArtist(
  db: ControlDb,
  tenantId: string,
  artistId: string,
): Promise<ProfileLink | null> {
  const [row] = await db
    .select()
    .from(profileLinks)
    .where(and(ofTenant(tenantId), eq(profileLinks.artistId, artistId)))
    // Uuids of one millisecond are in the order in which they were made.
    .orderBy(desc(profileLinks.askedAt), desc(profileLinks.id))
    .limit(1)
  return row === undefined ? null : toLink(row)
}

/** A link of a workspace; null when it has none of that id. */
export async function findOfStudio(db: ControlDb, tenantId: string, id: string): Promise<ProfileLink | null> {
  const [row] = await db
    .select()
    .from(profileLinks)
    .where(and(ofTenant(tenantId), eq(profileLinks.id, id)))
  return row === undefined ? null : toLink(row)
}

const ofOwner = ({ personId, tenantId }: { personId: string; tenantId: string }) =>
  and(eq(profileLinks.personId, personId), eq(profileLinks.profileTenantId, tenantId))

/** A link with the name of the workspace that asked. */
export interface OwnLink {
  link: ProfileLink
  workspaceName: string
}

async function selectOwn(db: ControlDb, where: SQL | undefined, limit: number): Promise<OwnLink[]> {
  const rows = await db
    .select({ link: profileLinks, workspaceName: tenants.name })
    .from(profileLinks)
    .innerJoin(tenants, and(eq(tenants.id, profileLinks.tenantId), eq(tenants.state, 'active')))
    .where(where)
    .orderBy(desc(profileLinks.askedAt), desc(profileLinks.id))
    .limit(limit)
  return rows.map(({ link, workspaceName }) => ({ link: toLink(link), workspaceName }))
}

/** Requests and links that stand, of somebody's profile in this workspace; the newest first. */
export const listOwn = (
  db: ControlDb,
  owner: { personId: string; tenantId: string },
  limit: number,
): Promise<OwnLink[]> => selectOwn(db, and(ofOwner(owner), inArray(profileLinks.state, [...STANDING])), limit)

export async function findOwn(
  db: ControlDb,
  owner: { personId: string; tenantId: string },
  id: string,
): Promise<OwnLink | null> {
  const [found] = await selectOwn(db, and(ofOwner(owner), eq(profileLinks.id, id)), 1)
  return found ?? null
}

export const countAsked = (db: ControlDb, tenantId: string): Promise<number> =>
  db.$count(profileLinks, and(ofTenant(tenantId), eq(profileLinks.state, 'asked')))

/** When the person last refused a link with this workspace after a moment; null when they did not. */
export async function findRefusal(
  db: ControlDb,
  of: { tenantId: string; personId: string },
  after: Date,
): Promise<Date | null> {
  const [row] = await db
    .select({ answeredAt: profileLinks.answeredAt, endedAt: profileLinks.endedAt })
    .from(profileLinks)
    .where(
      and(
        ofTenant(of.tenantId),
        eq(profileLinks.personId, of.personId),
        eq(profileLinks.isRefused, true),
        or(gt(profileLinks.answeredAt, after), gt(profileLinks.endedAt, after)),
      ),
    )
    .orderBy(desc(sql`coalesce(${profileLinks.endedAt}, ${profileLinks.answeredAt})`))
    .limit(1)
  return row === undefined ? null : (row.endedAt ?? row.answeredAt)
}

/** The name a workspace has in the directory. */
export async function findWorkspaceName(db: ControlDb, tenantId: string): Promise<string> {
  const [row] = await db.select({ name: tenants.name }).from(tenants).where(eq(tenants.id, tenantId))
  return row?.name ?? ''
}
