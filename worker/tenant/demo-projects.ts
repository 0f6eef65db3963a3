import { addDays } from '../../contracts/days.ts'
import {
  CreateDependency,
  CreateMilestone,
  CreatePhase,
  CreateProject,
  CreateTask,
  ProjectsQuery,
  type TaskView,
  UpdateTask,
} from '../../contracts/projects.ts'
import { ok, type Result } from '../../contracts/result.ts'
import type { TenantSpec } from '../../contracts/workspaces.ts'
import { type DemoTask, demoProject, demoTasks } from '../../db/seed/demo-projects.ts'
import { type TenantTx, WHOLE } from '../../db/tenant-tx.ts'
import { readArtists } from '../artists/service.ts'
import { listClients } from '../clients/service.ts'
import type { NewEvent } from '../events/define.ts'
import { addDependency } from '../projects/dependencies.service.ts'
import { createPhase } from '../projects/phases.service.ts'
import { readTask } from '../projects/plan.service.ts'
import { createProject, readProjects } from '../projects/service.ts'
import { changeTask, createTask } from '../projects/tasks.service.ts'
import { runCommand } from './commands.ts'
import type { Tenant } from './tenant.ts'

const ACTOR = 'system:demo'
const DAY_WORK_MIN = 480

/** The project of the demo, on its first day only: later it is whatever people have made of it. */
export async function seedProjects(tenant: Tenant, spec: TenantSpec, today: string): Promise<void> {
  const command = { ...WHOLE, id: `demo-projects-${today}`, actor: ACTOR, requestHash: today }
  await runCommand(tenant, command, 200, async (tx) => {
    const known = await readProjects(tx, ProjectsQuery.parse({ archived: 'all', limit: 1 }))
    const events = known.data.length > 0 ? [] : await makeProject(tx, tenant, spec, today)
    return ok({ view: null, events })
  })
}

async function makeProject(
  tx: TenantTx,
  tenant: Tenant,
  spec: TenantSpec,
  today: string,
): Promise<NewEvent[]> {
  const { newId, now } = tenant.deps
  const events: NewEvent[] = []
  const made = <T>(result: Result<{ view: T; events: NewEvent[] }, { code: string }>): T => {
    // Nothing of the demo is refused; if it were, the demo itself would be wrong.
    if (!result.ok) throw new Error(`the demo project was refused: ${result.error.code}`)
    events.push(...result.value.events)
    return result.value.view
  }
  const { name, notes, startsDaysAgo, dueInDays, phases: phaseNames } = demoProject
  const clients = await listClients(tx)
  const artists = await readArtists(tx, { archived: 'no', limit: 500 })
  const artistId = (wanted: string | undefined) =>
    artists.data.find((artist) => artist.name === wanted)?.id ?? null
  const project = made(
    await createProject(
      tx,
      CreateProject.parse({
        ...{ name, notes, status: 'active' },
        clientId: clients.find((client) => client.name === demoProject.client)?.id ?? null,
        startDay: addDays(today, -startsDaysAgo),
        dueDay: addDays(today, dueInDays),
      }),
      { newId, at: now(), actor: ACTOR, timeZone: spec.timeZone, todayIn: () => today },
    ),
  )
  const phases = new Map<string, string>()
  for (const phase of phaseNames)
    phases.set(phase, made(await createPhase(tx, project.id, CreatePhase.parse({ name: phase }), newId)).id)
  const tasks = new Map<string, TaskView>()
  for (const one of demoTasks) {
    const input = inputOf(one, phases.get(one.phase) ?? null, artistId(one.artist))
    tasks.set(one.name, made(await createTask(tx, project.id, input, { newId, at: now() })))
  }
  for (const { name: to, after, lagHours = 0 } of demoTasks)
    for (const from of after ?? [])
      made(
        await addDependency(
          tx,
          project.id,
          CreateDependency.parse({
            fromTaskId: tasks.get(from)?.id,
            toTaskId: tasks.get(to)?.id,
            lagMinutes: lagHours * 60,
          }),
          newId,
        ),
      )
  for (const { name: of, state } of demoTasks) {
    // A task that moved meanwhile has another version.
    const task = state === undefined ? null : await readTask(tx, tasks.get(of)?.id ?? '')
    if (task === null || state === undefined) continue
    const change = UpdateTask.parse(state === 'done' ? { isDone: true } : { progress: state })
    made(await changeTask(tx, task.id, task.version, change, now()))
  }
  return events
}

function inputOf({ name, days }: DemoTask, phaseId: string | null, artistId: string | null) {
  return days === 0
    ? CreateMilestone.parse({ name, phaseId })
    : CreateTask.parse({ name, phaseId, artistId, durationMinutes: days * DAY_WORK_MIN })
}
