import { PROJECTS_MAX } from '../../contracts/limits.ts'
import type { CreateProject, ProjectsQuery, ProjectView, UpdateProject } from '../../contracts/projects.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type OpenClientRefusal, readDefaultClientId, requireOpenClient } from '../clients/service.ts'
import type { NewEvent } from '../events/define.ts'
import { projectArchived, projectChanged, projectCreated, projectRestored } from './events.ts'
import { loadPlan, replan } from './plan.service.ts'
import * as rows from './repository.ts'

/** What a command gives back: the view to answer with and the events to store with it. */
export interface Changed<T> {
  view: T
  events: NewEvent[]
}

export const subjectOf = (projectId: string) => `project:${projectId}`

/** One project; null when the workspace has none of that id. */
export const readProject = (tx: TenantTx, id: string): Promise<ProjectView | null> => rows.findProject(tx, id)

/** A page of projects, with how many there are on all pages. */
export async function readProjects(tx: TenantTx, query: ProjectsQuery) {
  const [found, total] = await Promise.all([
    rows.listProjects(tx, query, query.limit + 1),
    rows.countProjects(tx, query),
  ])
  const data = found.slice(0, query.limit)
  return { data, meta: { nextCursor: found.length > data.length ? (data.at(-1)?.id ?? null) : null, total } }
}

export type OpenProjectRefusal =
  | { code: 'not_found' }
  | { code: 'project_archived'; details: { projectId: string } }

/** The project, locked until the transaction ends, so that its plan changes one edit after another. An archived one stays as it is. */
export async function requireOpenProject(
  tx: TenantTx,
  id: string,
): Promise<Result<ProjectView, OpenProjectRefusal>> {
  const project = await rows.lockProject(tx, id)
  if (project === null) return err({ code: 'not_found' })
  return project.archivedAt === null
    ? ok(project)
    : err({ code: 'project_archived', details: { projectId: id } })
}

/** The client a project may have. Who is limited to some clients makes it for the first they reach, when they name none. */
async function clientFor(
  tx: TenantTx,
  asked: string | null,
): Promise<Result<string | null, OpenClientRefusal>> {
  const isLimited = tx.reader.clients !== 'all'
  const id = asked ?? (isLimited ? await readDefaultClientId(tx) : null)
  if (id === null) return isLimited ? err({ code: 'not_found' }) : ok(null)
  const client = await requireOpenClient(tx, id)
  return client.ok ? ok(client.value.id) : client
}

export type CreateProjectRefusal =
  | OpenClientRefusal
  | { code: 'already_exists'; details: { field: 'id' } }
  | { code: 'limit_reached'; details: { limit: number } }

/** Makes a project without tasks. Without a time zone it is in the workspace's, and without a first day it begins today. */
export async function createProject(
  tx: TenantTx,
  input: CreateProject,
  context: {
    newId: () => string
    at: Date
    actor: string
    timeZone: string
    todayIn: (timeZone: string) => string
  },
): Promise<Result<Changed<ProjectView>, CreateProjectRefusal>> {
  if ((await rows.countProjects(tx, { archived: 'all' })) >= PROJECTS_MAX) {
    return err({ code: 'limit_reached', details: { limit: PROJECTS_MAX } })
  }
  const client = await clientFor(tx, input.clientId)
  if (!client.ok) return client
  const { id = context.newId(), timeZone = context.timeZone, ...fields } = input
  const { startDay = context.todayIn(timeZone) } = input
  const row = { ...fields, id, timeZone, startDay, clientId: client.value, createdBy: context.actor }
  const view = await rows.insertProject(tx, row, context.at)
  if (view === null) return err({ code: 'already_exists', details: { field: 'id' } })
  const created = projectCreated.of(subjectOf(id), { projectId: id, after: stateOf(view) })
  return ok({ view, events: [created] })
}

export type ChangeProjectRefusal =
  | OpenProjectRefusal
  | OpenClientRefusal
  | { code: 'stale_version'; details: ProjectView }
  | { code: 'limited_to_clients' }

/** Changes a project when it is still at the version the caller saw. Another first day, zone or weighting is worked into the plan at once. */
export async function changeProject(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  change: UpdateProject,
): Promise<Result<Changed<ProjectView>, ChangeProjectRefusal>> {
  const open = await requireOpenProject(tx, id)
  if (!open.ok) return open
  const before = open.value
  if (before.version !== seenVersion) return err({ code: 'stale_version', details: before })
  const old = fieldsOf(before)
  const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const fields = { ...old, ...said }
  if (JSON.stringify(fields) === JSON.stringify(old)) return ok({ view: before, events: [] })
  if (fields.clientId !== old.clientId) {
    // Without a client it would be out of reach of who gives it away.
    if (fields.clientId === null && tx.reader.clients !== 'all') return err({ code: 'limited_to_clients' })
    const client = await clientFor(tx, fields.clientId)
    if (!client.ok) return client
  }
  const after = await rows.updateProject(tx, id, fields)
  const changed = projectChanged.of(subjectOf(id), movedOf(before, after))
  const isPlanned =
    fields.startDay === old.startDay && fields.timeZone === old.timeZone && fields.weighting === old.weighting
  if (isPlanned) return ok({ view: after, events: [changed] })
  const planned = await replan(tx, await loadPlan(tx, after))
  return ok({ view: planned.loaded.project, events: [changed, ...planned.events] })
}

/** Takes a project out of the lists; nothing of it is lost. Archiving it again changes nothing. */
export async function archiveProject(
  tx: TenantTx,
  id: string,
  seenVersion: number,
  at: Date,
): Promise<Result<Changed<ProjectView>, ChangeProjectRefusal>> {
  const before = await rows.lockProject(tx, id)
  if (before === null) return err({ code: 'not_found' })
  if (before.archivedAt !== null) return ok({ view: before, events: [] })
  if (before.version !== seenVersion) return err({ code: 'stale_version', details: before })
  const view = await rows.updateProject(tx, id, { archivedAt: at.toISOString() })
  return ok({ view, events: [projectArchived.of(subjectOf(id), movedOf(before, view))] })
}

/** Brings a project back. Restoring one that is not archived changes nothing. */
export async function restoreProject(
  tx: TenantTx,
  id: string,
): Promise<Result<Changed<ProjectView>, { code: 'not_found' }>> {
  const before = await rows.lockProject(tx, id)
  if (before === null) return err({ code: 'not_found' })
  if (before.archivedAt === null) return ok({ view: before, events: [] })
  const view = await rows.updateProject(tx, id, { archivedAt: null })
  return ok({ view, events: [projectRestored.of(subjectOf(id), movedOf(before, view))] })
}

function fieldsOf(project: ProjectView): rows.ProjectFields {
  const { name, notes, clientId, status, startDay, dueDay, timeZone, weighting } = project
  return { name, notes, clientId, status, startDay, dueDay, timeZone, weighting }
}

function stateOf(project: ProjectView) {
  const { archivedAt, version } = project
  return { ...fieldsOf(project), archivedAt, version }
}

function movedOf(before: ProjectView, after: ProjectView) {
  return { projectId: before.id, before: stateOf(before), after: stateOf(after) }
}
