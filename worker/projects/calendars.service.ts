import type { CalendarView, PutCalendar } from '../../contracts/project-plans.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { type CalendarOwner, type Calendars, putCalendar, readCalendars } from './calendars.repository.ts'
import { calendarChanged } from './events.ts'
import { loadPlan, storeRollUp } from './plan.service.ts'
import * as rows from './repository.ts'
import { inForce } from './rules/calendars.ts'
import { type Changed, type OpenProjectRefusal, requireOpenProject, subjectOf } from './service.ts'
import * as taskRows from './tasks.repository.ts'

function viewOf({ workspace, project, tasks }: Calendars, owner: CalendarOwner): CalendarView {
  const task = owner.scope === 'task' ? (tasks.get(owner.taskId) ?? null) : null
  const said = { task, artist: null, workspace, project: owner.scope === 'workspace' ? null : project }
  const { calendar, from } = inForce(said)
  return { own: from === owner.scope ? calendar : null, inForce: calendar, from }
}

/** Working hours of the workspace. */
export async function readWorkspaceCalendar(tx: TenantTx): Promise<CalendarView> {
  return viewOf(await readCalendars(tx, null), { scope: 'workspace' })
}

/** Working hours of a project; null when there is none of that id. */
export async function readProjectCalendar(tx: TenantTx, projectId: string): Promise<CalendarView | null> {
  if ((await rows.findProject(tx, projectId)) === null) return null
  return viewOf(await readCalendars(tx, projectId), { scope: 'project', projectId })
}

/** Working hours of a task; null when there is none of that id. */
export async function readTaskCalendar(tx: TenantTx, taskId: string): Promise<CalendarView | null> {
  const task = await taskRows.findTask(tx, taskId)
  if (task === null) return null
  const { projectId } = task
  return viewOf(await readCalendars(tx, projectId), { scope: 'task', projectId, taskId })
}

type PutResult = Promise<Result<Changed<CalendarView>, OpenProjectRefusal>>

/** Says the working hours of the workspace. No plan moves by that: each is worked out by them when it changes next, or is asked what would. */
export async function changeWorkspaceCalendar(tx: TenantTx, { calendar }: PutCalendar): PutResult {
  return put(tx, { scope: 'workspace' }, calendar, { projectId: null, taskId: null, name: null })
}

/** The same of a project. A cascade that was shown before is not carried out after it. */
export async function changeProjectCalendar(
  tx: TenantTx,
  projectId: string,
  { calendar }: PutCalendar,
): PutResult {
  const open = await requireOpenProject(tx, projectId)
  if (!open.ok) return open
  const { name } = open.value
  const changed = await put(tx, { scope: 'project', projectId }, calendar, { projectId, taskId: null, name })
  await storeRollUp(tx, await loadPlan(tx, open.value))
  return changed
}

/** The same of a task. */
export async function changeTaskCalendar(tx: TenantTx, taskId: string, { calendar }: PutCalendar): PutResult {
  const task = await taskRows.findTask(tx, taskId)
  if (task === null) return err({ code: 'not_found' })
  const { projectId, name } = task
  const open = await requireOpenProject(tx, projectId)
  if (!open.ok) return open
  if ((await taskRows.findTask(tx, taskId)) === null) return err({ code: 'not_found' })
  const changed = await put(tx, { scope: 'task', projectId, taskId }, calendar, { projectId, taskId, name })
  await storeRollUp(tx, await loadPlan(tx, open.value))
  return changed
}

async function put(
  tx: TenantTx,
  owner: CalendarOwner,
  after: PutCalendar['calendar'],
  named: { projectId: string | null; taskId: string | null; name: string | null },
): PutResult {
  const before = viewOf(await readCalendars(tx, named.projectId), owner).own
  if (JSON.stringify(before) === JSON.stringify(after)) {
    return ok({ view: viewOf(await readCalendars(tx, named.projectId), owner), events: [] })
  }
  await putCalendar(tx, owner, after)
  const subject = named.projectId === null ? 'workspace' : subjectOf(named.projectId)
  const event = calendarChanged.of(subject, {
    ...{ ...named, before: { calendar: before }, after: { calendar: after } },
  })
  return ok({ view: viewOf(await readCalendars(tx, named.projectId), owner), events: [event] })
}
