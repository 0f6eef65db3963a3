import { z } from 'zod'
import { BookedDays } from '../../contracts/bookings.ts'
import type { ClientView } from '../../contracts/clients.ts'
import type { DashboardView } from '../../contracts/dashboards.ts'
import type { RecordHistory } from '../../contracts/history.ts'
import { err, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { readArtist } from '../artists/service.ts'
import { listStates, type Stated, versionsOf } from '../audit/history.service.ts'
import { readBooking } from '../bookings/line.service.ts'
import { type ChangeClientRefusal, changeClient, readClient } from '../clients/service.ts'
import { listDashboards, type SaveRefusal, saveDashboard } from '../dashboards/service.ts'
import type { NewEvent } from '../events/define.ts'
import { readTask } from '../projects/plan.service.ts'
import { readProject } from '../projects/service.ts'

const clientSubject = (id: string) => `client:${id}`
const bookingSubject = (id: string) => `booking:${id}`
const dashboardSubject = (id: string) => `dashboard:${id}`

/** Being archived is not part of a version: archiving and restoring are changes of their own. */
function withoutArchive(state: object): object {
  const { archivedAt: _archived, version: _version, ...rest } = state as Record<string, unknown>
  return rest
}

export async function readClientHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [client, states] = await Promise.all([readClient(tx, id), listStates(tx, clientSubject(id))])
  if (client === null) return null
  return { version: client.version, versions: versionsOf(states, withoutArchive) }
}

/** Gives a client the name, external id and industry it had, as a change like any other. */
export async function restoreClientVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
): Promise<Result<{ view: ClientView; events: NewEvent[] }, ChangeClientRefusal>> {
  const wanted = (await listStates(tx, clientSubject(id))).find(({ event }) => String(event.seq) === seq)
  if (wanted === undefined || !('clientId' in wanted.event.data) || !('after' in wanted.event.data))
    return err({ code: 'not_found' })
  const { name, externalId, industry } = wanted.event.data.after
  return changeClient(tx, id, seenVersion, { name, externalId, industry })
}

export async function readDashboardHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [dashboards, states] = await Promise.all([listDashboards(tx), listStates(tx, dashboardSubject(id))])
  const dashboard = dashboards.find((one) => one.id === id)
  if (dashboard === undefined) return null
  return { version: dashboard.version, versions: versionsOf(states, (state) => state) }
}

/** Gives a dashboard the name and layout it had, as a change like any other. */
export async function restoreDashboardVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
): Promise<Result<{ view: DashboardView; events: NewEvent[] }, SaveRefusal>> {
  const wanted = (await listStates(tx, dashboardSubject(id))).find(({ event }) => String(event.seq) === seq)
  if (wanted?.event.type !== 'dashboard.saved' || wanted.event.data.after === undefined)
    return err({ code: 'not_found' })
  return saveDashboard(tx, id, seenVersion, wanted.event.data.after)
}

/** What a project was: name, dates and the like. Its tasks have versions of their own. */
export async function readProjectHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [project, states] = await Promise.all([readProject(tx, id), listStates(tx, `project:${id}`)])
  if (project === null) return null
  // Phases are told of under their project, too.
  const own = states.filter(({ event }) => event.type.startsWith('project.'))
  const versions = versionsOf(own, withoutArchive)
  return { version: project.version, versions: versions.map((one) => ({ ...one, canRestore: false })) }
}

/** What a task was, as somebody changed it; where it moved along with others is told under its project. */
export async function readTaskHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [task, states] = await Promise.all([readTask(tx, id), listStates(tx, `task:${id}`)])
  if (task === null) return null
  const versions = versionsOf(states, withoutArchive)
  return { version: task.version, versions: versions.map((one) => ({ ...one, canRestore: false })) }
}

/** What a booking was. It is changed, not brought back: its old time may be somebody else's by now. */
export async function readBookingHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [booking, states] = await Promise.all([readBooking(tx, id), listStates(tx, bookingSubject(id))])
  if (booking === null) return null
  const names = await namesIn(tx, states)
  const said = states.map(({ event, before, after }) => ({
    event,
    before: before === undefined ? undefined : bookingSaid(before, names),
    after: bookingSaid(after, names),
  }))
  const versions = versionsOf(said, (state) => state)
  return { version: booking.version, versions: versions.map((one) => ({ ...one, canRestore: false })) }
}

const BookingSaid = z.looseObject({
  artistId: z.string(),
  projectId: z.string().nullable().optional(),
  days: BookedDays.nullable(),
  startTime: z.string(),
  endTime: z.string(),
})

/** Names of the artists and projects that states of bookings speak of. */
async function namesIn(tx: TenantTx, states: readonly Stated[]): Promise<ReadonlyMap<string, string>> {
  const said = states.flatMap(({ before, after }) =>
    [before, after].flatMap((state) => BookingSaid.safeParse(state).data ?? []),
  )
  const artistIds = new Set(said.map(({ artistId }) => artistId))
  const projectIds = new Set(said.flatMap(({ projectId }) => projectId ?? []))
  const found = await Promise.all([
    ...[...artistIds].map((id) => readArtist(tx, id)),
    ...[...projectIds].map((id) => readProject(tx, id)),
  ])
  return new Map(found.flatMap((one) => (one === null ? [] : [[one.id, one.name]])))
}

/** A state in the words people use: the artist by name, and whole days instead of the instants that follow from them. */
function bookingSaid(state: unknown, names: ReadonlyMap<string, string>): object {
  const said = BookingSaid.parse(state)
  const { artistId, projectId = null, days, startTime, endTime, version: _version, ...rest } = said
  const when = days === null ? { startTime, endTime } : { firstDay: days.from, lastDay: days.to }
  const project = projectId === null ? null : (names.get(projectId) ?? projectId)
  return { artist: names.get(artistId) ?? artistId, project, ...when, ...rest }
}
