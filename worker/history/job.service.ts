import type { RecordHistory } from '../../contracts/history.ts'
import { UpdateJob } from '../../contracts/jobs.ts'
import { err } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { listStates, versionsOf } from '../audit/history.service.ts'
import { changeJob, readJob } from '../jobs/service.ts'

const subjectOf = (id: string) => `job:${id}`
const JOB_TYPES = ['job.posted', 'job.changed', 'job.closed'] as const

/** Whether it is closed is not part of a version: what is closed stays so. */
const jobSaid = ({ closedAt: _closed, version: _version, ...rest }: Record<string, unknown>) => rest
const comparable = (state: object): object => jobSaid(state as Record<string, unknown>)

/** What a listing of the workspace was. */
export async function readJobHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [job, states] = await Promise.all([readJob(tx, id), listStates(tx, subjectOf(id), JOB_TYPES)])
  if (job === null) return null
  return { version: job.version, versions: versionsOf(states, comparable) }
}

/** Gives a listing the words, skills, days and deadline it had, as a change like any other: refused where the deadline has passed by now. */
export async function restoreJobVersion(tx: TenantTx, id: string, seenVersion: number, seq: string) {
  const states = await listStates(tx, subjectOf(id), JOB_TYPES)
  const wanted = states.find(({ event }) => String(event.seq) === seq)
  if (wanted === undefined) return err({ code: 'not_found' })
  return changeJob(tx, id, seenVersion, UpdateJob.parse(comparable(wanted.after)))
}
