import { and, asc, eq, getTableColumns, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { PROJECT_PHASES_MAX } from '../../contracts/limits.ts'
import {
  type PhasesQuery,
  type ProjectStatus,
  type ProjectsQuery,
  ProjectView,
  type Weighting,
} from '../../contracts/projects.ts'
import { projectPhases, projects, projectTasks } from '../../db/schema/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { lateDays, type RolledUp } from './rules/rollup.ts'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOf = (text: string | null): string | null => (text === null ? null : iso(Date.parse(text)))

function toProject(row: typeof projects.$inferSelect): ProjectView {
  const { tenantId: _tenant, startsAt, endsAt, archivedAt, createdAt, ...fields } = row
  return ProjectView.parse({
    ...fields,
    startTime: isoOf(startsAt),
    endTime: isoOf(endsAt),
    lateDays:
      endsAt === null || row.dueDay === null ? 0 : lateDays(Date.parse(endsAt), row.dueDay, row.timeZone),
    archivedAt: isoOf(archivedAt),
    createdAt: isoOf(createdAt),
  })
}

const ofProjectId = (tx: TenantTx, id: string) => and(eq(projects.tenantId, tx.tenantId), eq(projects.id, id))

/** A page of projects by name. `after` is the id of the last one seen. */
export async function listProjects(
  tx: TenantTx,
  query: ProjectsQuery,
  limit: number,
): Promise<ProjectView[]> {
  const seen = sql`(select p.name, p.id from projects p where p.tenant_id = ${tx.tenantId} and p.id = ${query.cursor ?? null}::uuid)`
  const isAfter = query.cursor === undefined ? undefined : sql`(${projects.name}, ${projects.id}) > ${seen}`
  const rows = await tx.db
    .select()
    .from(projects)
    .where(and(matches(tx, query), isAfter))
    .orderBy(asc(projects.name), asc(projects.id))
    .limit(limit)
  return rows.map(toProject)
}

type Filter = Pick<ProjectsQuery, 'q' | 'clientId' | 'status' | 'archived'>

export function countProjects(tx: TenantTx, filter: Filter): Promise<number> {
  return tx.db.$count(projects, matches(tx, filter))
}

/** A pattern for whatever has `q` in it, as it stands there. */
const containing = (q: string | undefined): string | undefined =>
  q === undefined || q === '' ? undefined : `%${q.replace(/[\\%_]/g, '\\$&')}%`

function matches(tx: TenantTx, { q, clientId, status, archived }: Filter): SQL | undefined {
  const part = containing(q)
  return and(
    eq(projects.tenantId, tx.tenantId),
    clientId === undefined ? undefined : eq(projects.clientId, clientId),
    status === undefined ? undefined : inArray(projects.status, status),
    archived === 'no' ? isNull(projects.archivedAt) : undefined,
    archived === 'yes' ? isNotNull(projects.archivedAt) : undefined,
    part === undefined ? undefined : sql`${projects.name} ilike ${part}`,
  )
}

export async function findProject(tx: TenantTx, id: string): Promise<ProjectView | null> {
  const [row] = await tx.db.select().from(projects).where(ofProjectId(tx, id))
  return row === undefined ? null : toProject(row)
}

export async function listProjectsById(tx: TenantTx, ids: readonly string[]): Promise<ProjectView[]> {
  const rows = await tx.db
    .select()
    .from(projects)
    .where(and(eq(projects.tenantId, tx.tenantId), inArray(projects.id, [...ids])))
    .limit(ids.length)
  return rows.map(toProject)
}

/** Projects with their clients, and nothing else of them. */
export async function listProjectClients(tx: TenantTx, ids: readonly string[]) {
  return tx.db
    .select({ id: projects.id, clientId: projects.clientId })
    .from(projects)
    .where(and(eq(projects.tenantId, tx.tenantId), inArray(projects.id, [...ids])))
    .limit(ids.length)
}

/** The project, locked: its plan is changed by one after another, so that two edits cannot form a loop together. */
export async function lockProject(tx: TenantTx, id: string): Promise<ProjectView | null> {
  const [row] = await tx.db.select().from(projects).where(ofProjectId(tx, id)).for('update')
  return row === undefined ? null : toProject(row)
}

/** What people say of a project. */
export interface ProjectFields {
  name: string
  notes: string | null
  clientId: string | null
  status: ProjectStatus
  startDay: string
  dueDay: string | null
  timeZone: string
  weighting: Weighting
}

/** Stores a project; null when the id is taken. */
export async function insertProject(
  tx: TenantTx,
  row: ProjectFields & { id: string; createdBy: string },
  at: Date,
): Promise<ProjectView | null> {
  const [made] = await tx.db
    .insert(projects)
    .values({ ...row, tenantId: tx.tenantId, createdAt: at.toISOString() })
    .onConflictDoNothing()
    .returning()
  return made === undefined ? null : toProject(made)
}

/** Changes a project and counts its version up. */
export async function updateProject(
  tx: TenantTx,
  id: string,
  set: ProjectFields | { archivedAt: string | null },
): Promise<ProjectView> {
  return updated(tx, id, { ...set, version: sql`${projects.version} + 1` })
}

/** Stores what follows from the tasks, and counts the version of the plan up. */
export function updateRollUp(tx: TenantTx, id: string, rolled: RolledUp): Promise<ProjectView> {
  const { fromMs, toMs, ...counts } = rolled
  const times = {
    startsAt: fromMs === null ? null : iso(fromMs),
    endsAt: toMs === null ? null : iso(toMs),
  }
  return updated(tx, id, { ...counts, ...times, planVersion: sql`${projects.planVersion} + 1` })
}

async function updated(
  tx: TenantTx,
  id: string,
  set: Parameters<ReturnType<typeof tx.db.update<typeof projects>>['set']>[0],
): Promise<ProjectView> {
  const [row] = await tx.db.update(projects).set(set).where(ofProjectId(tx, id)).returning()
  if (row === undefined) throw new Error(`project ${id} is gone`)
  return toProject(row)
}

/** A phase as it is stored; its times and progress follow from its tasks. */
export type Phase = Omit<typeof projectPhases.$inferSelect, 'tenantId'>
const { tenantId: _ofPhase, ...phaseColumns } = getTableColumns(projectPhases)
const ofPhaseId = (tx: TenantTx, id: string) =>
  and(eq(projectPhases.tenantId, tx.tenantId), eq(projectPhases.id, id))

export async function listPhases(tx: TenantTx, projectId: string): Promise<Phase[]> {
  return tx.db
    .select(phaseColumns)
    .from(projectPhases)
    .where(and(eq(projectPhases.tenantId, tx.tenantId), eq(projectPhases.projectId, projectId)))
    .orderBy(asc(projectPhases.position), asc(projectPhases.id))
    .limit(PROJECT_PHASES_MAX)
}

/** A page of phases over all projects, project by project; `after` is the id of the last one seen. */
export async function listPhasesOver(tx: TenantTx, query: PhasesQuery, limit: number): Promise<Phase[]> {
  const seen = sql`(select h.project_id, h.position, h.id from project_phases h
    where h.tenant_id = ${tx.tenantId} and h.id = ${query.cursor ?? null}::uuid)`
  const { projectId, position, id } = projectPhases
  const isAfter = query.cursor === undefined ? undefined : sql`(${projectId}, ${position}, ${id}) > ${seen}`
  return tx.db
    .select(phaseColumns)
    .from(projectPhases)
    .where(and(matchesPhase(tx, query), isAfter))
    .orderBy(asc(projectId), asc(position), asc(id))
    .limit(limit)
}

export function countPhases(tx: TenantTx, query: PhasesQuery): Promise<number> {
  return tx.db.$count(projectPhases, matchesPhase(tx, query))
}

function matchesPhase(tx: TenantTx, { projectId, q, archived }: PhasesQuery): SQL | undefined {
  const part = containing(q)
  const isArchived = sql`exists (select 1 from projects p where p.tenant_id = ${tx.tenantId}
    and p.id = ${projectPhases.projectId} and p.archived_at is not null)`
  return and(
    eq(projectPhases.tenantId, tx.tenantId),
    projectId === undefined ? undefined : eq(projectPhases.projectId, projectId),
    archived === 'yes' ? isArchived : undefined,
    archived === 'no' ? sql`not ${isArchived}` : undefined,
    part === undefined ? undefined : sql`${projectPhases.name} ilike ${part}`,
  )
}

export async function findPhase(tx: TenantTx, id: string): Promise<Phase | null> {
  const [row] = await tx.db.select(phaseColumns).from(projectPhases).where(ofPhaseId(tx, id))
  return row ?? null
}

/** Stores a phase; null when the id is taken. */
export async function insertPhase(tx: TenantTx, row: Omit<Phase, 'version'>): Promise<Phase | null> {
  const [made] = await tx.db
    .insert(projectPhases)
    .values({ ...row, tenantId: tx.tenantId })
    .onConflictDoNothing()
    .returning(phaseColumns)
  return made ?? null
}

export async function updatePhase(
  tx: TenantTx,
  id: string,
  set: Pick<Phase, 'name' | 'position'>,
): Promise<Phase> {
  const [row] = await tx.db
    .update(projectPhases)
    .set({ ...set, version: sql`${projectPhases.version} + 1` })
    .where(ofPhaseId(tx, id))
    .returning(phaseColumns)
  if (row === undefined) throw new Error(`phase ${id} is gone`)
  return row
}

/** Takes a phase away; its tasks stay without one. */
export async function deletePhase(tx: TenantTx, id: string): Promise<void> {
  await tx.db
    .update(projectTasks)
    .set({ phaseId: null, version: sql`${projectTasks.version} + 1` })
    .where(and(eq(projectTasks.tenantId, tx.tenantId), eq(projectTasks.phaseId, id)))
  await tx.db.delete(projectPhases).where(ofPhaseId(tx, id))
}
