import { ProfileSnapshot } from '../../contracts/artist-profiles.ts'
import type {
  ApplicantTold,
  ApplicationTransition,
  JobApplicationView,
  SentApplication,
} from '../../contracts/job-applications.ts'
import type { ApplicationStage } from '../../contracts/job-stages.ts'
import { APPLICATIONS_PER_JOB_MAX } from '../../contracts/limits.ts'
import type { PersonalFields, SealedPersonal } from '../../contracts/personal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { makerOf, matchFor, type OpenJobRefusal, readJob, requireOpenJob } from '../jobs/service.ts'
import { personOf, type Telling, tell } from '../notifications/service.ts'
import { applicationMoved, applicationNoted, applicationReceived } from './events.ts'
import { type HireRefusal, hire } from './hire.service.ts'
import * as rows from './repository.ts'
import {
  blindOf,
  decideStage,
  decideStageBack,
  isNameless,
  type StageRefusal,
  saidMoved,
  saidReceived,
} from './rules.ts'

export type { StoredApplication } from './repository.ts'

type Open = (sealed: readonly SealedPersonal[]) => Promise<(PersonalFields | null)[]>

/** What a command gives back: which application, for its answer is opened afterwards and stored nowhere. */
interface Changed {
  view: { id: string }
  events: NewEvent[]
}

const subjectOf = (id: string) => `application:${id}`

/** What an application says, as it is sealed for whoever sent it. */
export const toPersonal = ({
  profile,
  message,
}: Pick<SentApplication, 'profile' | 'message'>): PersonalFields => ({
  profile: JSON.stringify(profile),
  ...(message === null ? {} : { message }),
})

/** Stored applications opened, in their order. Of people who erased their account nothing is left but where it stood. */
export async function openApplications(
  stored: readonly rows.StoredApplication[],
  open: Open,
): Promise<JobApplicationView[]> {
  const opened = await open(stored.map(({ sealed }) => sealed))
  return stored.map((one, i) => {
    const said = opened[i]?.profile
    const profile = said === undefined ? null : ProfileSnapshot.parse(JSON.parse(said))
    const isHidden = isNameless(one.stage, one.isJobBlind)
    const { sealed: _sealed, personId: _person, profileId: _profile, profileTenantId: _place, ...rest } = one
    const { createdAt, isJobBlind: _blind, ...fields } = rest
    return {
      // Ids were checked when they were stored.
      ...(fields as unknown as Pick<JobApplicationView, 'id' | 'jobId' | 'artistId' | 'bookingId'> &
        typeof fields),
      profile: isHidden ? null : profile,
      blind: isHidden && profile !== null ? blindOf(profile) : null,
      message: isHidden ? null : (opened[i]?.message ?? null),
      // What was written about somebody goes with what they said.
      note: said === undefined ? null : one.note,
      appliedAt: createdAt,
    }
  })
}

/** Applications to a listing, the best match first; null when the workspace has no such listing. */
export async function readApplications(
  tx: TenantTx,
  jobId: string,
  stages: readonly ApplicationStage[] | null,
): Promise<rows.StoredApplication[] | null> {
  if ((await readJob(tx, jobId)) === null) return null
  return rows.listOfJob(tx, jobId, stages, APPLICATIONS_PER_JOB_MAX)
}

/** Whether an application at one stage may be given another one that it had. */
export const mayReturn = (from: ApplicationStage, to: ApplicationStage | undefined): boolean =>
  to !== undefined && decideStageBack(from, to).ok

export const readApplication = (tx: TenantTx, id: string): Promise<rows.StoredApplication | null> =>
  rows.findApplication(tx, id)

export type ReceiveRefusal =
  | OpenJobRefusal
  | { code: 'already_applied'; details: { applicationId: string } }
  | { code: 'already_exists'; details: { field: 'id' } }
  | { code: 'limit_reached'; details: { limit: number } }

/** Takes an application in while the listing is open, with the match as it is today. One that counts for each person and listing. */
export async function receiveApplication(
  tx: TenantTx,
  sent: Omit<SentApplication, 'v' | 'commandId'>,
  sealed: SealedPersonal,
  context: Telling & { dayIn: (timeZone: string) => string },
): Promise<Result<Changed, ReceiveRefusal>> {
  const job = await requireOpenJob(tx, sent.jobId)
  if (!job.ok) return job
  if ((await rows.countOfJob(tx, sent.jobId)) >= APPLICATIONS_PER_JOB_MAX)
    return err({ code: 'limit_reached', details: { limit: APPLICATIONS_PER_JOB_MAX } })
  const { id, jobId, personId, profileId, profileTenantId, profile, busy } = sent
  const today = context.dayIn(job.value.deadline.timeZone)
  const match = matchFor(job.value, { ...profile, busy: [...busy] }, today)
  const row = { id, jobId, personId, profileId, profileTenantId, sealed, match }
  if (!(await rows.insertApplication(tx, row, context.at))) {
    const standing = await rows.findStanding(tx, jobId, personId)
    return standing === null
      ? err({ code: 'already_exists', details: { field: 'id' } })
      : err({ code: 'already_applied', details: { applicationId: standing.id } })
  }
  const { title: jobTitle } = job.value
  const received = applicationReceived.of(subjectOf(id), { applicationId: id, jobId, jobTitle })
  const maker = personOf((await makerOf(tx, jobId)) ?? '')
  const notice = {
    kind: 'application.received',
    subject: `job:${jobId}`,
    dedupeKey: `application:${id}`,
  } as const
  const told =
    maker === null ? [] : await tell(tx, [{ ...notice, ...saidReceived(jobTitle), personId: maker }], context)
  return ok({ view: { id }, events: [received, ...told] })
}

type VersionRefusal = { code: 'not_found' } | { code: 'stale_version' }
export type MoveRefusal = VersionRefusal | StageRefusal | HireRefusal

/** Takes an application from one stage to another. Hiring makes the hold in the same transaction: there is never one without the other. */
export async function moveApplication(
  tx: TenantTx,
  id: string,
  asked: ApplicationTransition,
  context: { newId: () => string; at: Date; actor: string; profile: ProfileSnapshot | null },
): Promise<Result<Changed, MoveRefusal>> {
  const locked = await lockedAt(tx, id, asked.version)
  if (!locked.ok) return locked
  const before = locked.value
  if (before.stage === asked.to) return ok({ view: { id }, events: [] })
  const decided = decideStage(before.stage, asked.to, 'workspace')
  if (!decided.ok) return decided
  const job = await readJob(tx, before.jobId)
  if (job === null) throw new Error(`job ${before.jobId} of an application is gone`)
  const hired = asked.to === 'hired' ? await hire(tx, before, job, asked, context) : null
  if (hired !== null && !hired.ok) return hired
  const { artistId = before.artistId, bookingId = null, events = [] } = hired?.value ?? {}
  await rows.updateApplication(tx, id, { stage: asked.to, artistId, bookingId }, context.at)
  const moved = applicationMoved.of(subjectOf(id), {
    ...{ applicationId: id, jobId: job.id, jobTitle: job.title, from: before.stage, to: asked.to },
    ...{ artistId, bookingId },
  })
  return ok({ view: { id }, events: [...events, moved] })
}

/** Gives an application a stage it had, as a move like any other. Nobody is hired by that. */
export async function moveApplicationBack(
  tx: TenantTx,
  id: string,
  { to, version }: { to: ApplicationStage; version: number },
  at: Date,
): Promise<Result<Changed, VersionRefusal | StageRefusal>> {
  const locked = await lockedAt(tx, id, version)
  if (!locked.ok) return locked
  const before = locked.value
  if (before.stage === to) return ok({ view: { id }, events: [] })
  const decided = decideStageBack(before.stage, to)
  if (!decided.ok) return decided
  const { jobId, artistId } = before
  const jobTitle = (await readJob(tx, jobId))?.title ?? ''
  await rows.updateApplication(tx, id, { stage: to }, at)
  const moved = applicationMoved.of(subjectOf(id), {
    ...{ applicationId: id, jobId, jobTitle, from: before.stage, to, artistId, bookingId: null },
  })
  return ok({ view: { id }, events: [moved] })
}

/** Takes an application back, for whoever sent it; then they may send another one. */
export async function withdrawApplication(
  tx: TenantTx,
  asked: { id: string; personId: string; version: number },
  at: Date,
): Promise<Result<Changed, VersionRefusal | StageRefusal>> {
  const { id, personId, version } = asked
  const locked = await lockedAt(tx, id, version)
  if (!locked.ok) return locked
  const before = locked.value
  if (before.personId !== personId) return err({ code: 'not_found' })
  const decided = decideStage(before.stage, 'withdrawn', 'applicant')
  if (!decided.ok) return decided
  const jobTitle = (await readJob(tx, before.jobId))?.title ?? ''
  await rows.updateApplication(tx, id, { stage: 'withdrawn' }, at)
  const moved = applicationMoved.of(subjectOf(id), {
    ...{ applicationId: id, jobId: before.jobId, jobTitle, from: before.stage, to: 'withdrawn' },
    ...{ artistId: before.artistId, bookingId: null },
  })
  return ok({ view: { id }, events: [moved] })
}

/** Writes a note of the workspace beside an application. */
export async function noteApplication(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  note: string | null,
  at: Date,
): Promise<Result<Changed, VersionRefusal>> {
  const locked = await lockedAt(tx, id, seenVersion)
  if (!locked.ok) return locked
  const before = locked.value
  if (before.note === note) return ok({ view: { id }, events: [] })
  const jobTitle = (await readJob(tx, before.jobId))?.title ?? ''
  await rows.updateApplication(tx, id, { note }, at)
  const noted = applicationNoted.of(subjectOf(id), { applicationId: id, jobId: before.jobId, jobTitle })
  return ok({ view: { id }, events: [noted] })
}

/** Puts into the inbox of whoever sent an application what became of it; told of one stage they are once. */
export function tellApplicant(tx: TenantTx, asked: ApplicantTold, by: Telling): Promise<NewEvent[]> {
  const { id, personId, stage } = asked
  const said = saidMoved(asked)
  if (said === null) return Promise.resolve([])
  const about = { kind: 'application.moved', subject: `application:${id}` } as const
  return tell(tx, [{ ...about, ...said, personId, dedupeKey: `application:${id}:${stage}` }], by)
}

/** Applications of which their senders have an older copy. */
export const listUncopiedApplications = (tx: TenantTx, limit: number): Promise<rows.StoredApplication[]> =>
  rows.listUncopied(tx, limit)

export const markApplicationCopied = (tx: TenantTx, id: string, version: number): Promise<void> =>
  rows.markCopied(tx, id, version)

async function lockedAt(
  tx: TenantTx,
  id: string,
  seenVersion: number,
): Promise<Result<rows.StoredApplication, VersionRefusal>> {
  const found = await rows.lockApplication(tx, id)
  if (found === null) return err({ code: 'not_found' })
  return found.version === seenVersion ? ok(found) : err({ code: 'stale_version' })
}
