import { z } from 'zod'
import { ArtistView } from '../../contracts/artists.ts'
import { BookedDays, BookingView } from '../../contracts/bookings.ts'
import type { RecordHistory, RecordVersion } from '../../contracts/history.ts'
import { type PhaseView, ProjectView, type TaskView } from '../../contracts/projects.ts'
import { err, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { ArtistSeal } from '../artists/seal.service.ts'
import { type ChangeArtistRefusal, changeArtist, readArtist } from '../artists/service.ts'
import { listOfType, listStates, type Stated, versionsOf } from '../audit/history.service.ts'
import { readBooking } from '../bookings/line.service.ts'
import { type ChangeBookingRefusal, changeBooking } from '../bookings/service.ts'
import type { Telling } from '../notifications/service.ts'
import { type ChangePhaseRefusal, changePhase, readPhase } from '../projects/phases.service.ts'
import { readTask } from '../projects/plan.service.ts'
import {
  type BringBackRefusal,
  bringTaskBack,
  type GoneRefusal,
  restoreTaskState,
} from '../projects/restore.service.ts'
import { type Changed, type ChangeProjectRefusal, changeProject, readProject } from '../projects/service.ts'
import type { ChangeTaskRefusal } from '../projects/tasks.service.ts'
import { withoutArchive } from './records.service.ts'

const projectSubject = (id: string) => `project:${id}`
const taskSubject = (id: string) => `task:${id}`
const artistSubject = (id: string) => `artist:${id}`
const bookingSubject = (id: string) => `booking:${id}`

const PROJECT_TYPES = ['project.created', 'project.changed', 'project.archived', 'project.restored'] as const
const PHASE_TYPES = ['phase.created', 'phase.changed'] as const

/** What a project was: name, dates and the like. Its phases and tasks have versions of their own. */
export async function readProjectHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [project, states] = await Promise.all([
    readProject(tx, id),
    listStates(tx, projectSubject(id), PROJECT_TYPES),
  ])
  if (project === null) return null
  return { version: project.version, versions: versionsOf(states, withoutArchive) }
}

const ProjectSaid = ProjectView.pick({
  ...{ name: true, notes: true, clientId: true, status: true, startDay: true, dueDay: true },
  ...{ timeZone: true, weighting: true },
})

/** Gives a project the name, dates and settings it had, as a change like any other. */
export async function restoreProjectVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
): Promise<Result<Changed<ProjectView>, ChangeProjectRefusal>> {
  const wanted = stateAt(await listStates(tx, projectSubject(id), PROJECT_TYPES), seq)
  if (wanted === undefined) return err({ code: 'not_found' })
  return changeProject(tx, id, seenVersion, ProjectSaid.parse(wanted.after))
}

/** What a phase was called and where it stood. Phases are told of under their project. */
export async function readPhaseHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const phase = await readPhase(tx, id)
  if (phase === null) return null
  return { version: phase.version, versions: versionsOf(await phaseStates(tx, phase), withoutArchive) }
}

/** Gives a phase the name and place it had. */
export async function restorePhaseVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
): Promise<Result<Changed<PhaseView>, ChangePhaseRefusal>> {
  const phase = await readPhase(tx, id)
  const wanted = phase === null ? undefined : stateAt(await phaseStates(tx, phase), seq)
  if (wanted === undefined) return err({ code: 'not_found' })
  return changePhase(tx, id, seenVersion, PhaseSaid.parse(wanted.after))
}

const PhaseSaid = z.object({ name: z.string(), position: z.number().int() })

async function phaseStates(tx: TenantTx, { id, projectId }: PhaseView): Promise<Stated[]> {
  const states = await listStates(tx, projectSubject(projectId), PHASE_TYPES)
  return states.filter(({ event }) => 'phaseId' in event.data && event.data.phaseId === id)
}

const stateAt = (states: readonly Stated[], seq: string) =>
  states.find(({ event }) => String(event.seq) === seq)

/**
 * What a task was, as somebody changed it; where it moved along with others is told under its project. One that was removed has its
 * versions, too, as long as its project can be read.
 */
export async function readTaskHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [task, states] = await Promise.all([readTask(tx, id), listStates(tx, taskSubject(id))])
  const removed = task === null ? await removalOf(tx, id) : null
  if (task === null && removed === null) return null
  const names = await namesOfTasks(tx, states)
  const said = states.map(({ event, before, after }) => ({
    event,
    before: before === undefined ? undefined : taskSaid(before, names),
    after: taskSaid(after, names),
  }))
  const versions = versionsOf(said, comparableTask)
  if (removed === null) return { version: task?.version ?? null, versions }
  // Nothing stands any more, so every version is one to come back.
  const gone = (one: RecordVersion): RecordVersion => ({ ...one, isCurrent: false, canRestore: true })
  return { version: removed.data.before.version, versions: versions.map(gone) }
}

/** The removal of a task that is not there; null where its project is out of reach. */
async function removalOf(tx: TenantTx, id: string) {
  const [removed] = await listOfType(tx, taskSubject(id), 'task.removed')
  if (removed === undefined || (await readProject(tx, removed.data.projectId)) === null) return null
  return removed
}

/** Gives a task what it was, by the plan of today; one that was removed comes back with its links. */
export async function restoreTaskVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
  context: { newId: () => string; at: Date },
): Promise<Result<Changed<TaskView>, ChangeTaskRefusal | BringBackRefusal | GoneRefusal>> {
  const [task, states] = await Promise.all([readTask(tx, id), listStates(tx, taskSubject(id))])
  const wanted = stateAt(states, seq)?.event
  if (wanted?.type !== 'task.created' && wanted?.type !== 'task.changed' && wanted?.type !== 'task.restored')
    return err({ code: 'not_found' })
  const { after } = wanted.data
  if (task !== null) return restoreTaskState(tx, id, seenVersion, after, context.at)
  const removed = await removalOf(tx, id)
  if (removed === null) return err({ code: 'not_found' })
  const { version } = removed.data.before
  return bringTaskBack(tx, { ...removed.data, before: { ...after, version } }, context)
}

const TaskSaid = z.looseObject({ phaseId: z.string().nullable(), artistId: z.string().nullable() })

/** Names of the phases and artists that states of tasks speak of. */
async function namesOfTasks(tx: TenantTx, states: readonly Stated[]): Promise<ReadonlyMap<string, string>> {
  const said = states.flatMap(({ before, after }) =>
    [before, after].flatMap((state) => TaskSaid.safeParse(state).data ?? []),
  )
  const phaseIds = new Set(said.flatMap(({ phaseId }) => phaseId ?? []))
  const artistIds = new Set(said.flatMap(({ artistId }) => artistId ?? []))
  const found = await Promise.all([
    ...[...phaseIds].map((id) => readPhase(tx, id)),
    ...[...artistIds].map((id) => readArtist(tx, id)),
  ])
  return new Map(found.flatMap((one) => (one === null ? [] : [[one.id as string, one.name]])))
}

/** A state in the words people use: phase and artist by name. */
function taskSaid(state: unknown, names: ReadonlyMap<string, string>): object {
  const { phaseId, artistId, version: _version, position: _position, ...rest } = TaskSaid.parse(state)
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id))
  return { phase: nameOf(phaseId), artist: nameOf(artistId), ...rest }
}

/** What a restore brings back: the times follow from the plan of today. */
function comparableTask(state: object): object {
  const { startTime: _start, endTime: _end, ...rest } = state as Record<string, unknown>
  return rest
}

const ARTIST_TYPES = ['artist.created', 'artist.changed', 'artist.archived', 'artist.restored'] as const

/** What an artist was: name, zone, skills and the like. Hours, portfolio and bookings have ways of their own. */
export async function readArtistHistory(
  tx: TenantTx,
  id: string,
  seal: ArtistSeal,
): Promise<RecordHistory | null> {
  const [artist, states] = await Promise.all([readArtist(tx, id), artistStates(tx, id, seal)])
  if (artist === null) return null
  return { version: artist.version, versions: versionsOf(states, artistSaid) }
}

/** Whose account an artist is, is asked and answered by people: a version leaves that, and being archived, as it is. */
const ArtistSaid = ArtistView.pick({
  ...{ name: true, headline: true, timeZone: true, skills: true, rate: true },
})
const artistSaid = (state: object): object => ArtistSaid.partial().parse(state)

/** What an artist was, opened in the same transaction. */
const artistStates = (tx: TenantTx, id: string, seal: ArtistSeal) =>
  listStates(tx, artistSubject(id), ARTIST_TYPES, (rows) => seal.open(tx, rows))

/** Gives an artist what it was, as a change like any other. */
export async function restoreArtistVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
  seal: ArtistSeal,
): Promise<Result<Changed<ArtistView>, ChangeArtistRefusal>> {
  const wanted = stateAt(await artistStates(tx, id, seal), seq)
  if (wanted === undefined) return err({ code: 'not_found' })
  // It names no account, so there is none to be looked up.
  return changeArtist(tx, id, seenVersion, ArtistSaid.partial().parse(wanted.after), true)
}

/** What a booking was, in the words people use. */
export async function readBookingHistory(tx: TenantTx, id: string): Promise<RecordHistory | null> {
  const [booking, states] = await Promise.all([readBooking(tx, id), listStates(tx, bookingSubject(id))])
  if (booking === null) return null
  const names = await namesIn(tx, states)
  const said = states.map(({ event, before, after }) => ({
    event,
    before: before === undefined ? undefined : bookingSaid(before, names),
    after: bookingSaid(after, names),
  }))
  return { version: booking.version, versions: versionsOf(said, withoutStatus) }
}

/** Where a booking stands has transitions of its own, which only go forward: a restore leaves it. */
function withoutStatus(state: object): object {
  const { artist, project, startTime, endTime, firstDay, lastDay, title, notes } = state as Record<
    string,
    unknown
  >
  return { artist, project, startTime, endTime, firstDay, lastDay, title, notes }
}

const BookingBack = BookingView.pick({
  artistId: true,
  title: true,
  notes: true,
  startTime: true,
  endTime: true,
  days: true,
}).extend({
  projectId: BookingView.shape.projectId.optional(),
  share: BookingView.shape.share.optional(),
})

/** Gives a booking the time, artist, project and words it had, as a change like any other: refused where the time is taken by now. */
export async function restoreBookingVersion(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  seq: string,
  by: Telling,
): Promise<Result<Changed<BookingView>, ChangeBookingRefusal>> {
  const wanted = stateAt(await listStates(tx, bookingSubject(id)), seq)
  const state = wanted === undefined ? null : BookingBack.safeParse(wanted.after)
  if (state === null || !state.success) return err({ code: 'not_found' })
  const { startTime, endTime, days, ...fields } = state.data
  const when = days === null ? { startTime, endTime } : { days }
  return changeBooking(tx, id, seenVersion, { ...fields, ...when }, by)
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
