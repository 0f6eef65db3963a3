import { and, asc, desc, eq, isNotNull, or } from 'drizzle-orm'
import { KeptOfMember, KeptOfPerson } from '../../contracts/privacy.ts'
import { profileCards, profileLinks, savedJobs, savedSearches, sentApplications } from '../../db/d1/board.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { tenants, workspaceDeletions, workspaceRoles } from '../../db/d1/directory.ts'
import { account, invitation, member, passkey, session, user } from '../../db/d1/identity.ts'
import { securityLog } from '../../db/d1/security.ts'
import { apiKeys } from '../../db/d1/tokens.ts'
import { ownRole, roleOfMember, toHeldRole } from './roles.repository.ts'

/** Of one kind of thing so many are listed; nobody has as many. */
const LISTED_MAX = 1000

const iso = (at: Date) => at.toISOString()

/** Memberships of a person; of one workspace only where one is named. */
async function listPlaces(db: ControlDb, personId: string, tenantId?: string) {
  const rows = await db
    .select({ tenant: tenants, role: member.role, own: ownRole, since: member.createdAt })
    .from(member)
    .innerJoin(tenants, eq(tenants.id, member.organizationId))
    .leftJoin(workspaceRoles, roleOfMember)
    .where(and(eq(member.userId, personId), tenantId === undefined ? undefined : eq(tenants.id, tenantId)))
    .orderBy(asc(tenants.name))
    .limit(LISTED_MAX)
  return rows.map(({ tenant, role, own, since }) => ({
    workspaceId: tenant.id,
    workspace: tenant.name,
    role: toHeldRole(role, own).name,
    since: iso(since),
  }))
}

async function listOwnKeys(db: ControlDb, personId: string, tenantId?: string) {
  const rows = await db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.sponsorId, personId),
        tenantId === undefined ? undefined : eq(apiKeys.tenantId, tenantId),
      ),
    )
    .limit(LISTED_MAX)
  return rows.map((row) => ({
    workspaceId: row.tenantId,
    name: row.name,
    start: row.start,
    since: iso(row.createdAt),
    lastUsedAt: row.lastUsedAt === null ? null : iso(row.lastUsedAt),
  }))
}

/** What somebody put on the job board, sent and saved. */
async function listOnBoard(db: ControlDb, personId: string) {
  const [cards, sent, saved, links, searches] = await Promise.all([
    db
      .select({ body: profileCards.body })
      .from(profileCards)
      .where(and(eq(profileCards.personId, personId), isNotNull(profileCards.body)))
      .limit(LISTED_MAX),
    db.select().from(sentApplications).where(eq(sentApplications.personId, personId)).limit(LISTED_MAX),
    db.select().from(savedJobs).where(eq(savedJobs.personId, personId)).limit(LISTED_MAX),
    db
      .select({ link: profileLinks, workspace: tenants.name })
      .from(profileLinks)
      .innerJoin(tenants, eq(tenants.id, profileLinks.tenantId))
      .where(eq(profileLinks.personId, personId))
      .limit(LISTED_MAX),
    db.select().from(savedSearches).where(eq(savedSearches.personId, personId)).limit(LISTED_MAX),
  ])
  return {
    cards: cards.map(({ body }) => body ?? ''),
    applications: sent.map((row) => ({
      workspaceId: row.tenantId,
      workspace: row.workspaceName,
      job: row.jobTitle,
      stage: row.stage,
      since: iso(row.appliedAt),
    })),
    savedJobs: saved.map((row) => ({ jobId: row.jobId, since: iso(row.savedAt) })),
    profileLinks: links.map(({ link, workspace }) => ({
      workspaceId: link.tenantId,
      workspace,
      state: link.state,
      since: iso(link.askedAt),
    })),
    savedSearches: searches.map((row) => ({ name: row.name, filter: row.body, since: iso(row.savedAt) })),
  }
}

/** Everything the control plane keeps about a person; null when there is nobody of that id. */
export async function readKept(db: ControlDb, personId: string): Promise<KeptOfPerson | null> {
  const [person] = await db.select().from(user).where(eq(user.id, personId))
  if (person === undefined) return null
  const [ways, passkeys, sessions, signIns, memberships, keys, invitations, deletions, board] =
    await Promise.all([
      db.select().from(account).where(eq(account.userId, personId)).limit(LISTED_MAX),
      db.select().from(passkey).where(eq(passkey.userId, personId)).limit(LISTED_MAX),
      db.select().from(session).where(eq(session.userId, personId)).limit(LISTED_MAX),
      db
        .select()
        .from(securityLog)
        .where(eq(securityLog.personId, personId))
        .orderBy(desc(securityLog.at))
        .limit(LISTED_MAX),
      listPlaces(db, personId),
      listOwnKeys(db, personId),
      db
        .select()
        .from(invitation)
        .where(or(eq(invitation.inviterId, personId), eq(invitation.email, person.email)))
        .limit(LISTED_MAX),
      db
        .select()
        .from(workspaceDeletions)
        .where(eq(workspaceDeletions.requestedBy, personId))
        .limit(LISTED_MAX),
      listOnBoard(db, personId),
    ])
  return KeptOfPerson.parse({
    person: {
      id: person.id,
      name: person.name,
      email: person.email,
      isAddressConfirmed: person.emailVerified,
      isTwoFactorOn: person.twoFactorEnabled,
      since: iso(person.createdAt),
    },
    waysToSignIn: ways.map((row) => ({ provider: row.providerId, since: iso(row.createdAt) })),
    passkeys: passkeys.map((row) => ({ name: row.name ?? '', since: iso(row.createdAt) })),
    sessions: sessions.map((row) => ({
      device: row.userAgent,
      address: row.ipAddress,
      country: row.country,
      city: row.city,
      since: iso(row.createdAt),
      lastSeenAt: iso(row.updatedAt),
    })),
    signIns: signIns.map((row) => ({
      at: iso(row.at),
      kind: row.kind,
      detail: row.detail,
      device: row.userAgent,
      country: row.country,
      city: row.city,
      times: row.times,
    })),
    memberships,
    keys,
    invitations: invitations.map((row) => ({
      workspaceId: row.organizationId,
      email: row.email,
      status: row.status,
      isByThem: row.inviterId === personId,
      since: iso(row.createdAt),
    })),
    ...board,
    deletionsAsked: deletions.map((row) => ({ workspaceId: row.tenantId, at: iso(row.requestedAt) })),
  })
}

/** What one workspace knows of a member: their place in it and their keys; null when they are no member. */
export async function readKeptInWorkspace(
  db: ControlDb,
  tenantId: string,
  personId: string,
): Promise<KeptOfMember | null> {
  const [membership] = await listPlaces(db, personId, tenantId)
  if (membership === undefined) return null
  const [person] = await db
    .select({ id: user.id, name: user.name, email: user.email })
    .from(user)
    .where(eq(user.id, personId))
  return KeptOfMember.parse({ person, membership, keys: await listOwnKeys(db, personId, tenantId) })
}
