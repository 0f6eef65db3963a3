import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { AuditFilter } from '../../contracts/audit.ts'
import type { ChainLink } from '../../contracts/chain.ts'
import { AUDIT_ACTORS_MAX } from '../../contracts/limits.ts'
import { eventBodies, events } from '../../db/schema/core.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { EventRow } from '../events/registry.ts'
import { deleteStretchesUpTo } from './cold.repository.ts'

/** A filter with the kinds of events it lets through; null: all. */
export interface EventFilter extends Pick<AuditFilter, 'actor' | 'record' | 'from' | 'to'> {
  types: readonly string[] | null
}

const withBody = and(eq(eventBodies.tenantId, events.tenantId), eq(eventBodies.seq, events.seq))
/** Time of an event as the chain writes it: UTC with microseconds. */
const chainTime = sql<string>`to_char(${events.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Midnight at which a day of the workspace begins, some days later. */
const startOf = (tx: TenantTx, day: string, daysLater: number) => sql`
  ((${day}::date + ${daysLater}::int)::timestamp at time zone
    (select s.time_zone from workspace_settings s where s.tenant_id = ${tx.tenantId}))`

function matches(tx: TenantTx, filter: EventFilter): SQL | undefined {
  const { actor, record, from, to, types } = filter
  return and(
    eq(events.tenantId, tx.tenantId),
    actor === undefined ? undefined : eq(events.actor, actor),
    record === undefined ? undefined : eq(events.subject, record),
    types === null ? undefined : inArray(events.type, [...types]),
    from === undefined ? undefined : sql`${events.at} >= ${startOf(tx, from, 0)}`,
    to === undefined ? undefined : sql`${events.at} < ${startOf(tx, to, 1)}`,
  )
}

/** Events with their contents, as far as those are still there. */
const withBodies = (tx: TenantTx) =>
  tx.db
    .select({
      seq: events.seq,
      at: events.at,
      type: events.type,
      actor: events.actor,
      subject: events.subject,
      body: eventBodies.body,
    })
    .from(events)
    .leftJoin(eventBodies, withBody)
    .$dynamic()

const toRow = (row: Awaited<ReturnType<typeof withBodies>>[number]): EventRow => ({
  ...row,
  at: new Date(row.at).toISOString(),
})

/** Events that a filter finds, newest first, before a number. */
export async function listFiltered(
  tx: TenantTx,
  filter: EventFilter,
  before: number | null,
  limit: number,
): Promise<EventRow[]> {
  const rows = await withBodies(tx)
    .where(and(matches(tx, filter), before === null ? undefined : lt(events.seq, before)))
    .orderBy(desc(events.seq))
    .limit(limit)
  return rows.map(toRow)
}

/** What somebody did, and what was done to them, oldest first, after a number. */
export async function listOfPerson(
  tx: TenantTx,
  personId: string,
  after: number,
  limit: number,
): Promise<EventRow[]> {
  const rows = await withBodies(tx)
    .where(
      and(
        eq(events.tenantId, tx.tenantId),
        sql`${events.seq} > ${after}`,
        sql`(${events.actor} = ${`person:${personId}`} or ${events.subject} in (${`person:${personId}`}, ${`member:${personId}`}))`,
      ),
    )
    .orderBy(events.seq)
    .limit(limit)
  return rows.map(toRow)
}

/** Events as the chain sees them, oldest first, after a number; a filter leaves gaps. */
export async function listLinks(
  tx: TenantTx,
  filter: EventFilter | null,
  after: number,
  limit: number,
): Promise<ChainLink[]> {
  return tx.db
    .select({
      seq: events.seq,
      at: chainTime,
      type: events.type,
      actor: events.actor,
      subject: events.subject,
      digest: sql<string>`encode(${events.digest}, 'hex')`,
      hash: sql<string>`encode(${events.hash}, 'hex')`,
      salt: sql<string | null>`encode(${eventBodies.salt}, 'hex')`,
      body: eventBodies.body,
    })
    .from(events)
    .leftJoin(eventBodies, withBody)
    .where(
      and(
        filter === null ? eq(events.tenantId, tx.tenantId) : matches(tx, filter),
        sql`${events.seq} > ${after}`,
      ),
    )
    .orderBy(events.seq)
    .limit(limit)
}

/** Who appears in the log, those who did something last first. */
export async function listActors(tx: TenantTx): Promise<string[]> {
  const rows = await tx.db
    .select({ actor: events.actor })
    .from(events)
    .where(eq(events.tenantId, tx.tenantId))
    .groupBy(events.actor)
    .orderBy(sql`max(${events.seq}) desc`)
    .limit(AUDIT_ACTORS_MAX)
  return rows.map(({ actor }) => actor)
}

/** Number, hash and era of the log's head; null when the workspace has none. */
export async function readChainHead(
  tx: TenantTx,
): Promise<{ seq: number; hash: string; era: number } | null> {
  const [row] = await tx.sql<{ seq: string; hash: string; era: number }[]>`
    select seq::text, encode(hash, 'hex') as hash, era from tenant_heads where tenant_id = ${tx.tenantId}`
  return row === undefined ? null : { ...row, seq: Number(row.seq) }
}

/** Hashes of events by number, of those that are there. */
export async function readHashes(tx: TenantTx, seqs: readonly number[]): Promise<Map<number, string>> {
  const rows = await tx.sql<{ seq: string; hash: string }[]>`
    select seq::text, encode(hash, 'hex') as hash from events
    where tenant_id = ${tx.tenantId} and seq in (select jsonb_array_elements_text(${JSON.stringify(seqs)}::text::jsonb)::bigint)`
  return new Map(rows.map(({ seq, hash }) => [Number(seq), hash]))
}

/** The newest event before a time, at most so many after a number; null when there is none. */
export async function findLastBefore(
  tx: TenantTx,
  after: number,
  before: Date,
  most: number,
): Promise<{ seq: number; hash: string } | null> {
  const [row] = await tx.sql<{ seq: string; hash: string }[]>`
    select seq::text, encode(hash, 'hex') as hash from events
    where tenant_id = ${tx.tenantId} and seq > ${after} and seq <= ${after + most} and at < ${before.toISOString()}
    order by seq desc limit 1`
  return row === undefined ? null : { seq: Number(row.seq), hash: row.hash }
}

/** Deletes events up to a number, bodies and headers; gives how many headers went. */
export async function deleteEventsUpTo(tx: TenantTx, seq: number): Promise<number> {
  await tx.sql`delete from event_bodies where tenant_id = ${tx.tenantId} and seq <= ${seq}`
  await deleteStretchesUpTo(tx, seq)
  const gone = await tx.sql`delete from events where tenant_id = ${tx.tenantId} and seq <= ${seq}`
  return gone.count
}

/** The last word of the log about each person who joined or went, since the workspace was made or made of a copy. */
export async function listMembershipWords(
  tx: TenantTx,
  types: readonly string[],
): Promise<{ subject: string; type: string; at: Date }[]> {
  const rows = await tx.sql.unsafe<{ subject: string; type: string; at: string }[]>(
    `select distinct on (subject) subject, type, at::text as at from events
     where tenant_id = $1::uuid and type = any($2::text[])
       and seq > (select coalesce(max(seq), 0) from events where tenant_id = $1::uuid and type = 'workspace.restored')
     order by subject, seq desc`,
    [tx.tenantId, [...types]],
  )
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}
