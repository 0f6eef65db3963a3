import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { SignInWay } from '../../contracts/security-kinds.ts'
import { profileLinks } from '../../db/d1/board.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { d1Outbox, tenants } from '../../db/d1/directory.ts'
import { member, user } from '../../db/d1/identity.ts'
import { callRefused, type NewEvent, profileLinkEnded, signInNoted, supportRead } from './events.ts'

/** A fact for the log of one workspace, before it is stored. `id` names it: twice the same is written once. */
export interface NewFact {
  id: string
  tenantId: string
  actor: string
  at: Date
  event: NewEvent
}

const MINUTE_MS = 60_000
/** Facts that are counted by the minute are sent when it is over, whatever clock an isolate has. */
const BATCH_GRACE_MS = 5000

const payloadOf = (actor: string, at: Date, { type, subject, data }: NewEvent): string =>
  JSON.stringify({ kind: 'fact', actor, at: at.toISOString(), type, subject, data })

const columns = (of: { id: SQL; tenantId: SQL; payload: SQL; at: Date; dueAt: Date }) => ({
  id: sql<string>`${of.id}`.as('id'),
  tenantId: sql<string>`${of.tenantId}`.as('tenant_id'),
  kind: sql<string>`'fact'`.as('kind'),
  payload: sql<string>`${of.payload}`.as('payload'),
  createdAt: sql<number>`${of.at.getTime()}`.as('created_at'),
  sentAt: sql<null>`null`.as('sent_at'),
  attempts: sql<number>`0`.as('attempts'),
  dueAt: sql<number>`${of.dueAt.getTime()}`.as('due_at'),
  setAsideAt: sql<null>`null`.as('set_aside_at'),
})

/**
 * The statement that belongs into the batch of the change itself.
 * @param when holds if the change takes place: before its statement, the condition of the change; after it, the trace it left.
 */
export const factInsert = (db: ControlDb, fact: NewFact, when?: SQL) =>
  db
    .insert(d1Outbox)
    .select(
      db
        .select(
          columns({
            id: sql`${fact.id}`,
            tenantId: sql`${tenants.id}`,
            payload: sql`${payloadOf(fact.actor, fact.at, fact.event)}`,
            at: fact.at,
            dueAt: fact.at,
          }),
        )
        .from(tenants)
        .where(and(eq(tenants.id, fact.tenantId), when)),
    )
    .onConflictDoNothing()

/** The same fact about a person for every workspace that they are a member of. */
export const personFactInsert = (
  db: ControlDb,
  fact: Omit<NewFact, 'tenantId'> & { personId: string },
  when?: SQL,
) =>
  db
    .insert(d1Outbox)
    .select(
      db
        .select(
          columns({
            id: sql`(${fact.id} || ':' || ${member.organizationId})`,
            tenantId: sql`${member.organizationId}`,
            payload: sql`${payloadOf(fact.actor, fact.at, fact.event)}`,
            at: fact.at,
            dueAt: fact.at,
          }),
        )
        .from(member)
        .innerJoin(tenants, and(eq(tenants.id, member.organizationId), eq(tenants.state, 'active')))
        .where(and(eq(member.userId, fact.personId), when)),
    )
    .onConflictDoNothing()

/**
 * Tells every workspace with a link to profiles that their owner is gone with them, or that they were removed. The subject is the artist's,
 * whose view ends.
 */
export const goneLinkFacts = (db: ControlDb, where: SQL | undefined, at: Date) => {
  const stands = sql`${profileLinks.state} in ('asked', 'linked')`
  const data = sql`json_object('linkId', ${profileLinks.id}, 'profileId', ${profileLinks.profileId},
    'artistId', ${profileLinks.artistId}, 'tellId', ${profileLinks.askedBy}, 'how', 'gone')`
  return db
    .insert(d1Outbox)
    .select(
      db
        .select(
          columns({
            id: sql`('link-gone:' || ${profileLinks.id})`,
            tenantId: sql`${profileLinks.tenantId}`,
            payload: sql`json_object('kind', 'fact', 'actor', 'system:profile_links', 'at', ${at.toISOString()},
              'type', ${profileLinkEnded.name}, 'subject', 'artist:' || ${profileLinks.artistId}, 'data', json(${data}))`,
            at,
            dueAt: at,
          }),
        )
        .from(profileLinks)
        .where(and(stands, where)),
    )
    .onConflictDoNothing()
}

const startOfMinute = (at: Date) => new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS)
const endOfBatch = (minute: Date) => new Date(minute.getTime() + MINUTE_MS + BATCH_GRACE_MS)
const countedUp = {
  payload: sql`json_set(${d1Outbox.payload}, '$.data.times', json_extract(${d1Outbox.payload}, '$.data.times') + 1)`,
}

export interface SignInNote {
  outcome: 'done' | 'refused'
  way: SignInWay
  at: Date
}

/**
 * Notes a sign-in, or one that was refused, for every workspace of the person: one row for each person, minute, way and outcome, counted
 * up. The statement is the same for an address that nobody has, so its answer tells nothing.
 */
export const signInFactInsert = (
  db: ControlDb,
  who: { personId: string } | { email: string },
  { outcome, way, at }: SignInNote,
) => {
  const minute = startOfMinute(at)
  const actor = outcome === 'done' ? sql`('person:' || ${user.id})` : sql`'system:front_door'`
  // Made once with a stand-in, so that the shape is the event's own; the person is filled in by the statement.
  const { type, data } = signInNoted.of('person', {
    personId: '',
    minute: minute.toISOString(),
    outcome,
    way,
    times: 1,
  })
  return db
    .insert(d1Outbox)
    .select(
      db
        .select(
          columns({
            id: sql`('sign-in:' || ${member.organizationId} || ':' || ${user.id} || ${`:${minute.getTime()}:${way}:${outcome}`})`,
            tenantId: sql`${member.organizationId}`,
            payload: sql`json_object('kind', 'fact', 'actor', ${actor}, 'at', ${at.toISOString()}, 'type', ${type},
              'subject', 'person:' || ${user.id}, 'data', json_set(${JSON.stringify(data)}, '$.personId', ${user.id}))`,
            at,
            dueAt: endOfBatch(minute),
          }),
        )
        .from(user)
        .innerJoin(member, eq(member.userId, user.id))
        .innerJoin(tenants, and(eq(tenants.id, member.organizationId), eq(tenants.state, 'active')))
        .where('email' in who ? eq(user.email, who.email.toLowerCase()) : eq(user.id, who.personId)),
    )
    .onConflictDoUpdate({ target: d1Outbox.id, set: countedUp })
}

export interface RefusedCall {
  tenantId: string
  personId?: string
  keyId?: string
  isSupport?: true
  reason: Parameters<typeof callRefused.of>[1]['reason']
  at: Date
}

/** Notes a call that was turned away for a workspace that is known, counted by minute as above. A person has to be a member of it, or of support. */
export const refusedCallInsert = (db: ControlDb, { tenantId, at, ...call }: RefusedCall) => {
  const minute = startOfMinute(at)
  const who = call.personId ?? call.keyId ?? 'nobody'
  const subject = call.personId === undefined ? `key:${call.keyId ?? 'unknown'}` : `person:${call.personId}`
  const event = callRefused.of(subject, { ...call, minute: minute.toISOString(), times: 1 })
  const isMember = sql`exists (select 1 from ${member} where ${member.organizationId} = ${tenantId}
    and ${member.userId} = ${call.personId ?? ''})`
  return db
    .insert(d1Outbox)
    .select(
      db
        .select(
          columns({
            id: sql`${`refused:${tenantId}:${who}:${minute.getTime()}:${call.reason}`}`,
            tenantId: sql`${tenants.id}`,
            payload: sql`${payloadOf('system:front_door', at, event)}`,
            at,
            dueAt: endOfBatch(minute),
          }),
        )
        .from(tenants)
        .where(
          and(
            eq(tenants.id, tenantId),
            eq(tenants.state, 'active'),
            call.personId === undefined || call.isSupport ? undefined : isMember,
          ),
        ),
    )
    .onConflictDoUpdate({ target: d1Outbox.id, set: countedUp })
}

/** Notes that somebody of support looked at something, counted by minute as above. */
export const supportReadInsert = (
  db: ControlDb,
  { tenantId, personId, what, at }: { tenantId: string; personId: string; what: string; at: Date },
) => {
  const minute = startOfMinute(at)
  const event = supportRead.of(`person:${personId}`, { minute: minute.toISOString(), what, times: 1 })
  return db
    .insert(d1Outbox)
    .select(
      db
        .select(
          columns({
            id: sql`${`support:${tenantId}:${personId}:${minute.getTime()}:${what}`}`,
            tenantId: sql`${tenants.id}`,
            payload: sql`${payloadOf(`support:${personId}`, at, event)}`,
            at,
            dueAt: endOfBatch(minute),
          }),
        )
        .from(tenants)
        .where(eq(tenants.id, tenantId)),
    )
    .onConflictDoUpdate({ target: d1Outbox.id, set: countedUp })
}
