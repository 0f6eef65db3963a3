import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ProjectId } from '../../contracts/ids.ts'
import {
  CreateDependency,
  CreateMilestone,
  CreatePhase,
  CreatePhaseOf,
  CreateProject,
  CreateTask,
  DeleteTaskQuery,
  PhasesQuery,
  ProjectPhasesQuery,
  ProjectsQuery,
  TasksQuery,
  UpdatePhase,
  UpdateProject,
  UpdateTask,
} from '../../contracts/projects.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { actorText } from '../events/append.ts'
import { DayClock } from '../platform/clock.ts'
import {
  answerCommand,
  answerCreated,
  answerRead,
  needs,
  parseInput,
  readInput,
  readVersion,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { addDependency, readDependencies, removeDependency } from './dependencies.service.ts'
import {
  changePhase,
  createPhase,
  readPhase,
  readPhases,
  readPhasesOf,
  removePhase,
} from './phases.service.ts'
import { readPlan, readTask } from './plan.service.ts'
import {
  archiveProject,
  changeProject,
  createProject,
  readProject,
  readProjects,
  restoreProject,
} from './service.ts'
import { changeTask, createTask, readTasks, removeTask } from './tasks.service.ts'

export type RouteContext = Context<TenantEnv>
const IdParam = z.object({ id: z.uuid() })
/** Parts of a project have one address each, whatever list they were made in. */
const PHASES_PATH = '/api/v1/project-phases'
const TASKS_PATH = '/api/v1/project-tasks'

/** Runs a route with the id of its address; what is no id is not there. */
export async function withId(c: RouteContext, work: (id: string) => Promise<Response>): Promise<Response> {
  const param = parseInput(c.req.param(), IdParam)
  return param.ok ? work(param.value.id) : refuseWith({ code: 'not_found' }, c.var.requestId)
}

/** The same for a change, with the version that its caller saw. */
function withVersion(
  c: RouteContext,
  work: (id: string, version: number) => Promise<Response>,
): Promise<Response> {
  return withId(c, async (id) => {
    const version = readVersion(c.req.header('if-match'))
    return version.ok ? work(id, version.value) : refuseWith(version.error, c.var.requestId)
  })
}

/** Reads the body of a route; `work` answers where it has the right form. */
export async function withInput<S extends z.ZodType>(
  c: RouteContext,
  schema: S,
  work: (input: z.infer<S>) => Promise<Response>,
): Promise<Response> {
  const input = await readInput(c.req.raw, schema)
  return input.ok ? work(input.value) : refuseWith(input.error, c.var.requestId)
}

/** What a reading route answers with: nothing where there is none. */
export const found = <T>(data: T | null) => (data === null ? null : { data })

/** Projects, and what is listed below one of them. */
export const projectRoutes = new Hono<TenantEnv>()
  .get('/', needs('projects.read'), async (c) => {
    const query = parseInput(c.req.query(), ProjectsQuery)
    if (!query.ok) return refuseWith(query.error, c.var.requestId)
    return answerRead(c, (tx) => readProjects(tx, query.value))
  })
  .post('/', needs('projects.write'), (c) =>
    withInput(c, CreateProject, async (input) => {
      const facts = await c.var.tenant.facts()
      if (facts === null) return refuseWith({ code: 'workspace_provisioning' }, c.var.requestId)
      const { newId, now } = c.var.tenant.deps
      const at = now()
      const clock = new DayClock()
      const todayIn = (timeZone: string) => clock.dayIn(timeZone, at)
      const { timeZone } = facts.settings
      const context = { newId, at, actor: actorText(c.var.principal), timeZone, todayIn }
      return answerCreated(c, input, (tx) => createProject(tx, input, context))
    }),
  )
  .get('/:id', needs('projects.read'), (c) =>
    withId(c, (id) => answerRead(c, async (tx) => found(await readProject(tx, id)))),
  )
  .patch('/:id', needs('projects.write'), (c) =>
    withVersion(c, (id, version) =>
      withInput(c, UpdateProject, (change) =>
        answerCommand(c, { version, ...change }, 200, (tx) => changeProject(tx, id, version, change)),
      ),
    ),
  )
  .delete('/:id', needs('projects.write'), (c) =>
    withVersion(c, (id, version) =>
      answerCommand(c, { version }, 200, (tx) => archiveProject(tx, id, version, c.var.tenant.deps.now())),
    ),
  )
  .post('/:id/restore', needs('projects.write'), (c) =>
    withId(c, (id) => answerCommand(c, null, 200, (tx) => restoreProject(tx, id))),
  )
  .get('/:id/plan', needs('projects.read'), (c) =>
    withId(c, (id) => answerRead(c, async (tx) => found(await readPlan(tx, id)))),
  )
  .get('/:id/phases', needs('projects.read'), (c) =>
    withId(c, async (id) => {
      const query = parseInput(c.req.query(), ProjectPhasesQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerRead(c, (tx) => readPhasesOf(tx, ProjectId.parse(id), query.value))
    }),
  )
  .post('/:id/phases', needs('projects.write'), (c) =>
    withId(c, (id) =>
      withInput(c, CreatePhase, (input) =>
        answerCreated(c, input, (tx) => createPhase(tx, id, input, c.var.tenant.deps.newId), PHASES_PATH),
      ),
    ),
  )
  .get('/:id/tasks', needs('projects.read'), (c) => listOf(c, 'task'))
  .post('/:id/tasks', needs('projects.write'), (c) => makeIn(c, CreateTask))
  .get('/:id/milestones', needs('projects.read'), (c) => listOf(c, 'milestone'))
  .post('/:id/milestones', needs('projects.write'), (c) => makeIn(c, CreateMilestone))
  .get('/:id/dependencies', needs('projects.read'), (c) =>
    withId(c, (id) => answerRead(c, async (tx) => found(await readDependencies(tx, id)))),
  )
  .post('/:id/dependencies', needs('projects.write'), (c) =>
    withId(c, (id) =>
      withInput(c, CreateDependency, (input) =>
        answerCommand(c, input, 201, (tx) => addDependency(tx, id, input, c.var.tenant.deps.newId)),
      ),
    ),
  )

function listOf(c: RouteContext, kind: 'task' | 'milestone'): Promise<Response> {
  return withId(c, async (id) => {
    const query = parseInput(c.req.query(), TasksQuery)
    if (!query.ok) return refuseWith(query.error, c.var.requestId)
    return answerRead(c, (tx) => readTasks(tx, id, kind, query.value))
  })
}

function makeIn(c: RouteContext, schema: typeof CreateTask | typeof CreateMilestone): Promise<Response> {
  return withId(c, (id) =>
    withInput(c, schema, (input) => {
      const { newId, now } = c.var.tenant.deps
      const work = (tx: TenantTx) => createTask(tx, id, input, { newId, at: now() })
      return answerCreated(c, input, work, TASKS_PATH)
    }),
  )
}

/** Phases of all projects, and by their own id. */
export const phaseRoutes = new Hono<TenantEnv>()
  .get('/', needs('projects.read'), async (c) => {
    const query = parseInput(c.req.query(), PhasesQuery)
    if (!query.ok) return refuseWith(query.error, c.var.requestId)
    return answerRead(c, (tx) => readPhases(tx, query.value))
  })
  .post('/', needs('projects.write'), (c) =>
    withInput(c, CreatePhaseOf, ({ projectId, ...input }) =>
      answerCreated(c, { projectId, ...input }, (tx) =>
        createPhase(tx, projectId, input, c.var.tenant.deps.newId),
      ),
    ),
  )
  .get('/:id', needs('projects.read'), (c) =>
    withId(c, (id) => answerRead(c, async (tx) => found(await readPhase(tx, id)))),
  )
  .patch('/:id', needs('projects.write'), (c) =>
    withVersion(c, (id, version) =>
      withInput(c, UpdatePhase, (change) =>
        answerCommand(c, { version, ...change }, 200, (tx) => changePhase(tx, id, version, change)),
      ),
    ),
  )
  .delete('/:id', needs('projects.write'), (c) =>
    withVersion(c, (id, version) => answerCommand(c, { version }, 200, (tx) => removePhase(tx, id, version))),
  )

/** Tasks and milestones by their own id. */
export const taskRoutes = new Hono<TenantEnv>()
  .get('/:id', needs('projects.read'), (c) =>
    withId(c, (id) => answerRead(c, async (tx) => found(await readTask(tx, id)))),
  )
  .patch('/:id', needs('projects.write'), (c) =>
    withVersion(c, (id, version) =>
      withInput(c, UpdateTask, (change) =>
        answerCommand(c, { version, ...change }, 200, (tx) =>
          changeTask(tx, id, version, change, c.var.tenant.deps.now()),
        ),
      ),
    ),
  )
  .delete('/:id', needs('projects.write'), (c) =>
    withVersion(c, async (id, version) => {
      const query = parseInput(c.req.query(), DeleteTaskQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerCommand(c, { version, ...query.value }, 200, (tx) =>
        removeTask(tx, id, version, query.value, c.var.tenant.deps.newId),
      )
    }),
  )

/** Dependencies by their own id. */
export const dependencyRoutes = new Hono<TenantEnv>().delete('/:id', needs('projects.write'), (c) =>
  withId(c, (id) => answerCommand(c, null, 200, (tx) => removeDependency(tx, id))),
)
