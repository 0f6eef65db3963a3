import { z } from 'zod'
import {
  CreateDependency,
  CreateMilestone,
  CreatePhase,
  CreatePhaseOf,
  CreateProject,
  CreateTask,
  DeleteTaskQuery,
  DependencyView,
  PhasesQuery,
  PhaseView,
  ProjectPhasesQuery,
  ProjectPlan,
  ProjectsQuery,
  ProjectView,
  RemovedTask,
  TasksQuery,
  TaskView,
  UpdatePhase,
  UpdateProject,
  UpdateTask,
} from '../projects.ts'
import { ListMeta } from '../records.ts'
import { type Operation, SeqMeta } from './operation.ts'

const one = (data: z.ZodType) => [{ status: 200, data, meta: SeqMeta }] as const
const made = (data: z.ZodType) => [{ status: 201, data, meta: SeqMeta }] as const
const all = (data: z.ZodType) => one(z.array(data))
const list = (data: z.ZodType) => [{ status: 200, data: z.array(data), meta: ListMeta }] as const

const reads = { method: 'GET', access: 'projects.read' } as const
const makes = { method: 'POST', access: 'projects.write' } as const
const changes = { method: 'PATCH', access: 'projects.write', ifMatch: true } as const
const removes = { method: 'DELETE', access: 'projects.write' } as const

const projects: Omit<Operation, 'tag'>[] = [
  {
    ...reads,
    path: '/api/v1/projects',
    summary: 'Projects by name, with start, end and progress of their plans',
    query: ProjectsQuery,
    answers: list(ProjectView),
  },
  {
    ...makes,
    path: '/api/v1/projects',
    summary: 'Makes a project',
    body: CreateProject,
    answers: made(ProjectView),
  },
  { ...reads, path: '/api/v1/projects/{id}', summary: 'One project', answers: one(ProjectView) },
  {
    ...changes,
    path: '/api/v1/projects/{id}',
    summary: 'Changes a project; another first day moves its plan',
    body: UpdateProject,
    answers: one(ProjectView),
  },
  {
    ...removes,
    path: '/api/v1/projects/{id}',
    summary: 'Archives a project',
    ifMatch: true,
    answers: one(ProjectView),
  },
  {
    ...makes,
    path: '/api/v1/projects/{id}/restore',
    summary: 'Brings a project back from the archive',
    answers: one(ProjectView),
  },
  {
    ...reads,
    path: '/api/v1/projects/{id}/plan',
    summary: 'All of a project at once: phases, tasks with slack and critical path, dependencies',
    answers: one(ProjectPlan),
  },
  {
    ...reads,
    path: '/api/v1/projects/{id}/phases',
    summary: 'Phases of a project, with what follows from their tasks',
    query: ProjectPhasesQuery,
    answers: list(PhaseView),
  },
  {
    ...makes,
    path: '/api/v1/projects/{id}/phases',
    summary: 'Adds a phase',
    body: CreatePhase,
    answers: made(PhaseView),
  },
  {
    ...reads,
    path: '/api/v1/projects/{id}/removed-tasks',
    summary: 'Tasks that were removed, newest first; their history brings them back',
    answers: all(RemovedTask),
  },
  {
    ...reads,
    path: '/api/v1/projects/{id}/tasks',
    summary: 'Tasks of a project, by start',
    query: TasksQuery,
    answers: list(TaskView),
  },
  {
    ...makes,
    path: '/api/v1/projects/{id}/tasks',
    summary: 'Adds a task, as early as it can be',
    body: CreateTask,
    answers: made(TaskView),
  },
  {
    ...reads,
    path: '/api/v1/projects/{id}/milestones',
    summary: 'Milestones of a project, by time',
    query: TasksQuery,
    answers: list(TaskView),
  },
  {
    ...makes,
    path: '/api/v1/projects/{id}/milestones',
    summary: 'Adds a milestone, at the end of its day',
    body: CreateMilestone,
    answers: made(TaskView),
  },
  {
    ...reads,
    path: '/api/v1/projects/{id}/dependencies',
    summary: 'What waits for what',
    answers: all(DependencyView),
  },
  {
    ...makes,
    path: '/api/v1/projects/{id}/dependencies',
    summary: 'Makes a task wait for another; a loop is refused and named',
    body: CreateDependency,
    answers: made(DependencyView),
  },
]

const parts: Omit<Operation, 'tag'>[] = [
  {
    ...reads,
    path: '/api/v1/project-phases',
    summary: 'Phases of all projects, project by project',
    query: PhasesQuery,
    answers: list(PhaseView),
  },
  {
    ...makes,
    path: '/api/v1/project-phases',
    summary: 'Adds a phase to a project',
    body: CreatePhaseOf,
    answers: made(PhaseView),
  },
  { ...reads, path: '/api/v1/project-phases/{id}', summary: 'One phase', answers: one(PhaseView) },
  {
    ...changes,
    path: '/api/v1/project-phases/{id}',
    summary: 'Renames a phase, or gives it another place',
    body: UpdatePhase,
    answers: one(PhaseView),
  },
  {
    ...removes,
    path: '/api/v1/project-phases/{id}',
    summary: 'Removes a phase; its tasks stay',
    ifMatch: true,
    answers: one(PhaseView),
  },
  {
    ...reads,
    path: '/api/v1/project-tasks/{id}',
    summary: 'One task or milestone',
    answers: one(TaskView),
  },
  {
    ...changes,
    path: '/api/v1/project-tasks/{id}',
    summary: 'Changes a task; what waits for it moves along',
    body: UpdateTask,
    answers: one(TaskView),
  },
  {
    ...removes,
    path: '/api/v1/project-tasks/{id}',
    summary: 'Removes a task, and links those it stands between where that is wanted',
    query: DeleteTaskQuery,
    ifMatch: true,
    answers: one(TaskView),
  },
  {
    ...removes,
    path: '/api/v1/task-dependencies/{id}',
    summary: 'Lets a task wait no longer for another',
    answers: one(DependencyView),
  },
]

/** Projects and the plans of them. */
export const projectOperations: readonly Operation[] = [...projects, ...parts].map((each) => ({
  ...each,
  tag: 'Projects' as const,
}))
