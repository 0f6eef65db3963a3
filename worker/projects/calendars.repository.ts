import { and, eq, isNull, or } from 'drizzle-orm'
import { WorkingCalendar } from '../../contracts/project-plans.ts'
import { workingCalendars } from '../../db/schema/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'

/** Whose hours a calendar says. The workspace has one, which needs no id. */
export type CalendarOwner =
  | { scope: 'workspace' }
  | { scope: 'project'; projectId: string }
  | { scope: 'task'; projectId: string; taskId: string }

const NO_ID = '00000000-0000-0000-0000-000000000000'

const keyOf = (owner: CalendarOwner) =>
  owner.scope === 'workspace' ? NO_ID : owner.scope === 'project' ? owner.projectId : owner.taskId

/** Calendars that count in a project: of the workspace, its own, and those of its tasks by their ids. */
export interface Calendars {
  workspace: WorkingCalendar | null
  project: WorkingCalendar | null
  tasks: ReadonlyMap<string, WorkingCalendar>
}

/** Those of a project; null: of the workspace alone. */
export async function readCalendars(tx: TenantTx, projectId: string | null): Promise<Calendars> {
  const rows = await tx.db
    .select()
    .from(workingCalendars)
    .where(
      and(
        eq(workingCalendars.tenantId, tx.tenantId),
        projectId === null
          ? isNull(workingCalendars.projectId)
          : or(isNull(workingCalendars.projectId), eq(workingCalendars.projectId, projectId)),
      ),
    )
  const tasks = new Map<string, WorkingCalendar>()
  const found: { workspace: WorkingCalendar | null; project: WorkingCalendar | null } = {
    workspace: null,
    project: null,
  }
  for (const { scope, scopeId, weekly, exceptions } of rows) {
    const calendar = WorkingCalendar.parse({ weekly, exceptions })
    if (scope === 'task') tasks.set(scopeId, calendar)
    else if (scope === 'project') found.project = calendar
    else found.workspace = calendar
  }
  return { ...found, tasks }
}

/** That of the workspace alone. */
export async function findWorkspaceCalendar(tx: TenantTx): Promise<WorkingCalendar | null> {
  const [row] = await tx.sql<{ calendar: unknown }[]>`
    select json_build_object('weekly', weekly, 'exceptions', exceptions) as calendar from working_calendars
    where tenant_id = ${tx.tenantId} and scope = 'workspace'`
  return row === undefined ? null : WorkingCalendar.parse(row.calendar)
}

/** Stores a calendar in place of the one before; null takes it away. */
export async function putCalendar(
  tx: TenantTx,
  owner: CalendarOwner,
  calendar: WorkingCalendar | null,
): Promise<void> {
  const { scope } = owner
  const scopeId = keyOf(owner)
  if (calendar === null) {
    await tx.db
      .delete(workingCalendars)
      .where(
        and(
          eq(workingCalendars.tenantId, tx.tenantId),
          eq(workingCalendars.scope, scope),
          eq(workingCalendars.scopeId, scopeId),
        ),
      )
    return
  }
  const projectId = owner.scope === 'workspace' ? null : owner.projectId
  await tx.db
    .insert(workingCalendars)
    .values({ tenantId: tx.tenantId, scope, scopeId, projectId, ...calendar })
    .onConflictDoUpdate({
      target: [workingCalendars.tenantId, workingCalendars.scope, workingCalendars.scopeId],
      set: calendar,
    })
}
