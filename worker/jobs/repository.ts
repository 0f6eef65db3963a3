import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { JobListing, type OfferedRate } from '../../contracts/jobs.ts'
import { jobs } from '../../db/schema/jobs.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** A listing as it is stored; the name of the workspace is the directory's. */
export const StoredJob = JobListing.omit({ workspaceName: true })
export type StoredJob = Omit<JobListing, 'workspaceName'>

const ofTenant = (tx: TenantTx) => eq(jobs.tenantId, tx.tenantId)
const ofId = (tx: TenantTx, id: string) => and(ofTenant(tx), eq(jobs.id, id))
const iso = (at: string) => new Date(at).toISOString()

/** An amount as it was typed: the column has four decimals whatever was said. */
const amountOf = (stored: string) => stored.replace(/\.?0+$/, (zeros) => (stored.includes('.') ? '' : zeros))

function toJob(row: typeof jobs.$inferSelect): StoredJob {
  const { rateAmount, rateCurrency, ratePer, closedAt } = row
  return StoredJob.parse({
    ...{ id: row.id, title: row.title, description: row.description, place: row.place },
    ...{ isRemote: row.isRemote, isBlind: row.isBlind, skills: row.skills, version: row.version },
    rate: rateAmount === null ? null : { amount: amountOf(rateAmount), currency: rateCurrency, per: ratePer },
    days: { from: row.firstDay, to: row.lastDay },
    deadline: { day: row.deadlineDay, timeZone: row.timeZone },
    deadlineAt: iso(row.deadlineAt),
    closedAt: closedAt === null ? null : iso(closedAt),
    postedAt: iso(row.createdAt),
  })
}

/** What is stored of a listing besides its id, its numbers and when it was made. */
export type JobFields = Pick<
  StoredJob,
  | 'title'
  | 'description'
  | 'place'
  | 'isRemote'
  | 'isBlind'
  | 'skills'
  | 'days'
  | 'deadline'
  | 'deadlineAt'
  | 'closedAt'
> & { rate: OfferedRate | null }

function toRow({ rate, days, deadline, skills, ...fields }: JobFields) {
  return {
    ...fields,
    skills: [...skills],
    rateAmount: rate?.amount ?? null,
    rateCurrency: rate?.currency ?? null,
    ratePer: rate?.per ?? null,
    firstDay: days.from,
    lastDay: days.to,
    deadlineDay: deadline.day,
    timeZone: deadline.timeZone,
  }
}

/** Listings of the workspace, the newest first. `after` is the id of the last one seen. */
export async function listJobs(tx: TenantTx, after: string | null, limit: number): Promise<StoredJob[]> {
  const seen = sql`(select j.created_at, j.id from jobs j where j.tenant_id = ${tx.tenantId} and j.id = ${after}::uuid)`
  const rows = await tx.db
    .select()
    .from(jobs)
    .where(and(ofTenant(tx), after === null ? undefined : sql`(${jobs.createdAt}, ${jobs.id}) < ${seen}`))
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit)
  return rows.map(toJob)
}

export const countJobs = (tx: TenantTx): Promise<number> => tx.db.$count(jobs, ofTenant(tx))

export async function findJob(tx: TenantTx, id: string): Promise<StoredJob | null> {
  const [row] = await tx.db.select().from(jobs).where(ofId(tx, id))
  return row === undefined ? null : toJob(row)
}

/** Listings of a few ids, in no order. */
export async function listJobsById(tx: TenantTx, ids: readonly string[]): Promise<StoredJob[]> {
  const rows = await tx.db
    .select()
    .from(jobs)
    .where(and(ofTenant(tx), inArray(jobs.id, [...ids])))
  return rows.map(toJob)
}

/** The listing, locked: it is closed and applied to one after another. */
export async function lockJob(tx: TenantTx, id: string): Promise<StoredJob | null> {
  const [row] = await tx.db.select().from(jobs).where(ofId(tx, id)).for('update')
  return row === undefined ? null : toJob(row)
}

/** Who posted a listing, as the log has it; null when there is none of that id. */
export async function findMaker(tx: TenantTx, id: string): Promise<string | null> {
  const [row] = await tx.db.select({ createdBy: jobs.createdBy }).from(jobs).where(ofId(tx, id))
  return row?.createdBy ?? null
}

/** The database's clock, which decides whether a deadline has passed. */
export async function readClock(tx: TenantTx): Promise<Date> {
  const [row] = await tx.db.execute<{ now: string }>(sql`select now() as now`)
  return new Date(row?.now ?? Number.NaN)
}

/** Stores a listing; null when the id is taken. */
export async function insertJob(
  tx: TenantTx,
  row: JobFields & { id: string; createdBy: string },
  at: Date,
): Promise<StoredJob | null> {
  const { id, createdBy, ...fields } = row
  const [made] = await tx.db
    .insert(jobs)
    .values({ id, createdBy, ...toRow(fields), tenantId: tx.tenantId, createdAt: at.toISOString() })
    .onConflictDoNothing()
    .returning()
  return made === undefined ? null : toJob(made)
}

/** Changes a listing and counts its version up. */
export async function updateJob(tx: TenantTx, id: string, fields: JobFields): Promise<StoredJob> {
  const [row] = await tx.db
    .update(jobs)
    .set({ ...toRow(fields), version: sql`${jobs.version} + 1` })
    .where(ofId(tx, id))
    .returning()
  if (row === undefined) throw new Error(`job ${id} is gone`)
  return toJob(row)
}

/** Listings whose newest version the control plane has not been given. */
export async function listUncopied(tx: TenantTx, limit: number): Promise<StoredJob[]> {
  const rows = await tx.db
    .select()
    .from(jobs)
    .where(and(ofTenant(tx), sql`${jobs.copiedVersion} < ${jobs.version}`))
    .limit(limit)
  return rows.map(toJob)
}

export async function markCopied(tx: TenantTx, id: string, version: number): Promise<void> {
  await tx.db.update(jobs).set({ copiedVersion: version }).where(ofId(tx, id))
}
