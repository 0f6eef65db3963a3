import { and, asc, eq, gt, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { JobSearchFilter } from '../../contracts/job-searches.ts'
import { JobListing } from '../../contracts/jobs.ts'
import { jobListings, newListings, savedJobs, savedSearches, sentApplications } from '../../db/d1/board.ts'
import type { ControlDb } from '../../db/d1/client.ts'
import { tenants } from '../../db/d1/directory.ts'
import { member } from '../../db/d1/identity.ts'

/** A listing that is still to be held against searches after an id. */
export interface NewListing {
  listing: JobListing
  tenantId: string
  after: string
}

/** Takes away those that nobody can apply to any more, whatever they said. */
export async function dropEnded(db: ControlDb, now: Date): Promise<void> {
  const open = sql`(select l.id from ${jobListings} l join ${tenants} t on t.id = l.tenant_id and t.state = 'active'
    where l.is_closed = 0 and l.deadline_at > ${now.getTime()})`
  await db.delete(newListings).where(sql`${newListings.jobId} not in ${open}`)
}

/** New listings, the one that waits longest first. */
export async function listNew(db: ControlDb, limit: number): Promise<NewListing[]> {
  const rows = await db
    .select({
      after: newListings.after,
      body: jobListings.body,
      tenantId: jobListings.tenantId,
      workspaceName: tenants.name,
    })
    .from(newListings)
    .innerJoin(jobListings, eq(jobListings.id, newListings.jobId))
    .innerJoin(tenants, eq(tenants.id, jobListings.tenantId))
    .orderBy(asc(sql`${newListings}.rowid`))
    .limit(limit)
  return rows.map(({ after, body, tenantId, workspaceName }) => ({
    after,
    tenantId,
    listing: JobListing.parse({ ...JSON.parse(body), workspaceName }),
  }))
}

/** A search with who is to be told, and where. */
export interface KeptSearch {
  id: string
  personId: string
  tenantId: string
  filter: JobSearchFilter
}

/** Searches of members of other workspaces that were kept before a listing was posted, by id. */
export async function listSearchesAfter(
  db: ControlDb,
  { after, tenantId, listing }: NewListing,
  limit: number,
): Promise<KeptSearch[]> {
  const rows = await db
    .select({ search: savedSearches })
    .from(savedSearches)
    .innerJoin(
      member,
      and(eq(member.organizationId, savedSearches.tenantId), eq(member.userId, savedSearches.personId)),
    )
    .where(
      and(
        gt(savedSearches.id, after),
        ne(savedSearches.tenantId, tenantId),
        lte(savedSearches.savedAt, new Date(listing.postedAt)),
      ),
    )
    .orderBy(asc(savedSearches.id))
    .limit(limit)
  return rows.map(({ search: { id, personId, tenantId: place, body } }) => ({
    ...{ id, personId, tenantId: place },
    filter: JobSearchFilter.parse(JSON.parse(body)),
  }))
}

/** Searches up to an id have been looked at; null: all of them. */
export async function noteLooked(db: ControlDb, jobId: string, after: string | null): Promise<void> {
  const row = eq(newListings.jobId, jobId)
  if (after === null) await db.delete(newListings).where(row)
  else await db.update(newListings).set({ after }).where(row)
}

/** Somebody who saved a job whose deadline is near, and where they are told. */
export interface NearDeadline {
  personId: string
  tenantId: string
  jobId: string
  deadlineAt: Date
}

/** Deadlines up to a moment that members were not told of, the next one first. Whoever has applied needs no word. */
export function listNearDeadlines(
  db: ControlDb,
  now: Date,
  until: Date,
  limit: number,
): Promise<NearDeadline[]> {
  const applied = db
    .select({ one: sql`1` })
    .from(sentApplications)
    .where(
      and(
        eq(sentApplications.personId, savedJobs.personId),
        eq(sentApplications.jobId, savedJobs.jobId),
        ne(sentApplications.stage, 'withdrawn'),
      ),
    )
  return db
    .select({
      personId: savedJobs.personId,
      tenantId: member.organizationId,
      jobId: savedJobs.jobId,
      deadlineAt: jobListings.deadlineAt,
    })
    .from(jobListings)
    .innerJoin(savedJobs, eq(savedJobs.jobId, jobListings.id))
    .innerJoin(
      member,
      and(eq(member.organizationId, savedJobs.tenantId), eq(member.userId, savedJobs.personId)),
    )
    .innerJoin(tenants, and(eq(tenants.id, jobListings.tenantId), eq(tenants.state, 'active')))
    .where(
      and(
        eq(jobListings.isClosed, false),
        gt(jobListings.deadlineAt, now),
        lte(jobListings.deadlineAt, until),
        or(isNull(savedJobs.toldDeadlineAt), ne(savedJobs.toldDeadlineAt, jobListings.deadlineAt)),
        sql`not exists ${applied}`,
      ),
    )
    .orderBy(asc(jobListings.deadlineAt), asc(savedJobs.jobId), asc(savedJobs.personId))
    .limit(limit)
}

/** These people are told of the deadline of a job as it is. */
export async function markDeadlineTold(
  db: ControlDb,
  of: { jobId: string; deadlineAt: Date; personIds: readonly string[] },
): Promise<void> {
  await db
    .update(savedJobs)
    .set({ toldDeadlineAt: of.deadlineAt })
    .where(and(eq(savedJobs.jobId, of.jobId), inArray(savedJobs.personId, [...of.personIds])))
}
