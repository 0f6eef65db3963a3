import type { CreateJob, UpdateJob } from '../../contracts/jobs.ts'
import { JOBS_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { jobChanged, jobClosed, jobPosted } from './events.ts'
import * as rows from './repository.ts'
import { deadlineAt } from './rules/deadline.ts'
import { matchOf, type Offered, type Wanted } from './rules/match.ts'

export type { StoredJob } from './repository.ts'

/** What a command gives back: the listing to answer with and the events to store with it. */
interface Changed {
  view: rows.StoredJob
  events: NewEvent[]
}

/** A page of the workspace's own listings, and how many there are. */
export async function readOwnJobs(
  tx: TenantTx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const [found, total] = await Promise.all([rows.listJobs(tx, cursor ?? null, limit + 1), rows.countJobs(tx)])
  const page = found.slice(0, limit)
  return { page, nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null, total }
}

/** One listing of the workspace; null when it has none of that id. */
export const readJob = (tx: TenantTx, id: string): Promise<rows.StoredJob | null> => rows.findJob(tx, id)

/** `person:<id>` or `key:<id>` of whoever posted it. */
export const makerOf = (tx: TenantTx, id: string): Promise<string | null> => rows.findMaker(tx, id)

/** How a profile fits a listing on a day. */
export const matchFor = (wanted: Wanted, offered: Offered, today: string) => matchOf(wanted, offered, today)

export type PostJobRefusal =
  | { code: 'already_exists'; details: { field: 'id' } }
  | { code: 'limit_reached'; details: { limit: number } }
  | DeadlineRefusal

type DeadlineRefusal = { code: 'deadline_passed'; details: { deadlineAt: string } }

/** Posts a job. One can apply until its last day is over in its zone. */
export async function postJob(
  tx: TenantTx,
  input: CreateJob,
  context: { newId: () => string; at: Date; actor: string; timeZone: string },
): Promise<Result<Changed, PostJobRefusal>> {
  if ((await rows.countJobs(tx)) >= JOBS_MAX)
    return err({ code: 'limit_reached', details: { limit: JOBS_MAX } })
  const { id = context.newId(), deadline: said, ...fields } = input
  const deadline = { day: said.day, timeZone: said.timeZone ?? context.timeZone }
  const at = deadlineAt(deadline.day, deadline.timeZone)
  if (new Date(at) <= (await rows.readClock(tx)))
    return err({ code: 'deadline_passed', details: { deadlineAt: at } })
  const row = { ...fields, id, deadline, deadlineAt: at, closedAt: null, createdBy: context.actor }
  const view = await rows.insertJob(tx, row, context.at)
  if (view === null) return err({ code: 'already_exists', details: { field: 'id' } })
  return ok({ view, events: [jobPosted.of(subjectOf(id), { jobId: id, after: stateOf(view) })] })
}

type VersionRefusal = { code: 'not_found' } | { code: 'stale_version'; details: rows.StoredJob }
export type ChangeJobRefusal =
  | VersionRefusal
  | { code: 'job_closed'; details: { closedAt: string } }
  | DeadlineRefusal

/** Changes a listing at the version the caller saw. Applications keep the match they came with. */
export async function changeJob(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  change: UpdateJob,
): Promise<Result<Changed, ChangeJobRefusal>> {
  const locked = await lockedJob(tx, id, seenVersion)
  if (!locked.ok) return locked
  const before = locked.value
  if (before.closedAt !== null) return err({ code: 'job_closed', details: { closedAt: before.closedAt } })
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const fields: rows.JobFields = { ...fieldsOf(before), ...said }
  const at = deadlineAt(fields.deadline.day, fields.deadline.timeZone)
  if (at !== before.deadlineAt && new Date(at) <= (await rows.readClock(tx)))
    return err({ code: 'deadline_passed', details: { deadlineAt: at } })
  const after = { ...fields, deadlineAt: at }
  if (JSON.stringify(after) === JSON.stringify(fieldsOf(before))) return ok({ view: before, events: [] })
  const view = await rows.updateJob(tx, id, after)
  return ok({ view, events: [jobChanged.of(subjectOf(id), movedOf(before, view))] })
}

/** Closes a listing: it takes no applications any more, and those that came stay. Closing it again changes nothing. */
export async function closeJob(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  at: Date,
): Promise<Result<Changed, VersionRefusal>> {
  const locked = await lockedJob(tx, id, seenVersion)
  if (!locked.ok) return locked
  const before = locked.value
  if (before.closedAt !== null) return ok({ view: before, events: [] })
  const view = await rows.updateJob(tx, id, { ...fieldsOf(before), closedAt: at.toISOString() })
  return ok({ view, events: [jobClosed.of(subjectOf(id), movedOf(before, view))] })
}

export type OpenJobRefusal =
  | { code: 'not_found' }
  | { code: 'job_closed'; details: { closedAt: string } }
  | DeadlineRefusal

/** The listing, locked until the transaction ends, if one can apply to it now, by the clock of the database. */
export async function requireOpenJob(
  tx: TenantTx,
  id: string,
): Promise<Result<rows.StoredJob, OpenJobRefusal>> {
  const job = await rows.lockJob(tx, id)
  if (job === null) return err({ code: 'not_found' })
  if (job.closedAt !== null) return err({ code: 'job_closed', details: { closedAt: job.closedAt } })
  if (new Date(job.deadlineAt) <= (await rows.readClock(tx)))
    return err({ code: 'deadline_passed', details: { deadlineAt: job.deadlineAt } })
  return ok(job)
}

/** Listings that are not copied to the control plane as they are. */
export const listUncopiedJobs = (tx: TenantTx, limit: number): Promise<rows.StoredJob[]> =>
  rows.listUncopied(tx, limit)

export const markJobCopied = (tx: TenantTx, id: string, version: number): Promise<void> =>
  rows.markCopied(tx, id, version)

async function lockedJob(
  tx: TenantTx,
  id: string,
  seenVersion: number,
): Promise<Result<rows.StoredJob, VersionRefusal>> {
  const job = await rows.lockJob(tx, id)
  if (job === null) return err({ code: 'not_found' })
  return job.version === seenVersion ? ok(job) : err({ code: 'stale_version', details: job })
}

const subjectOf = (id: string) => `job:${id}`

function fieldsOf(job: rows.StoredJob): rows.JobFields {
  const { id: _id, version: _version, postedAt: _posted, ...fields } = job
  return fields
}

function stateOf({ id: _id, postedAt: _posted, deadlineAt: _at, ...state }: rows.StoredJob) {
  return state
}

function movedOf(before: rows.StoredJob, after: rows.StoredJob) {
  return { jobId: before.id, before: stateOf(before), after: stateOf(after) }
}
