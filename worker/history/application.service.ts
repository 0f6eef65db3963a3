import type { RecordHistory } from '../../contracts/history.ts'
import { ApplicationStage } from '../../contracts/job-stages.ts'
import { err } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { mayReturn, moveApplicationBack, readApplication } from '../applications/service.ts'
import { listOfType, type Stated, versionsOf } from '../audit/history.service.ts'

/** Stages an application had, newest first. What somebody sent is no version of anything, and notes about people are not kept in the log. */
async function listStages(
  tx: TenantTx,
  id: string,
): Promise<(Stated & { after: { stage: ApplicationStage } })[]> {
  const subject = `application:${id}`
  const [received, moved] = await Promise.all([
    listOfType(tx, subject, 'application.received'),
    listOfType(tx, subject, 'application.moved'),
  ])
  return [
    ...moved.map((event) => ({
      ...{ event, before: { stage: event.data.from }, after: { stage: event.data.to } },
    })),
    ...received.map((event) => ({ event, before: undefined, after: { stage: ApplicationStage.enum.new } })),
  ]
}

/** Where an application of the workspace stood, and which stages it may be given again today. */
export async function readApplicationHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [application, states] = await Promise.all([readApplication(tx, id), listStages(tx, id)])
  if (application === null) return null
  const stageOf = new Map(states.map(({ event, after }) => [String(event.seq), after.stage]))
  const versions = versionsOf(states, (state) => state).map((version) => ({
    ...version,
    canRestore: version.canRestore && mayReturn(application.stage, stageOf.get(version.id)),
  }))
  return { version: application.version, versions }
}

/** Gives an application a stage it had: refused where it may not stand there today. */
export async function restoreApplicationVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
  at: Date,
) {
  const states = await listStages(tx, id)
  const wanted = states.find(({ event }) => String(event.seq) === seq)
  if (wanted === undefined) return err({ code: 'not_found' })
  return moveApplicationBack(tx, id, { to: wanted.after.stage, version: seenVersion }, at)
}
