import { queryOptions } from '@tanstack/solid-query'
import type {
  AppliedCascade,
  BaselineComparison,
  BaselineView,
  CascadeChange,
  CascadeView,
} from '../../../contracts/project-plans.ts'
import type {
  CreateDependency,
  CreateMilestone,
  CreateProject,
  CreateTask,
  DependencyView,
  PhaseView,
  ProjectPlan,
  ProjectView,
  RemovedTask,
  TaskView,
  UpdateProject,
  UpdateTask,
} from '../../../contracts/projects.ts'
import { call, callFull } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'
import type { ProjectsShown } from './shown.ts'

const PROJECTS_PER_PAGE = '50'

/** Area of everything about projects; an event of one makes it ask again. */
export const projectsKey = (workspaceId: string) => [workspaceId, 'projects'] as const

/** One page of the list; `total` counts all pages. */
export interface ProjectsPage {
  projects: ProjectView[]
  nextCursor: string | null
  total: number
}

export const projectsPageQuery = (workspaceId: string, shown: ProjectsShown) =>
  queryOptions({
    queryKey: key(workspaceId, 'projects', 'page', shown),
    queryFn: async ({ signal }): Promise<ProjectsPage> => {
      const query = new URLSearchParams({ archived: shown.archived, limit: PROJECTS_PER_PAGE })
      if (shown.text) query.set('q', shown.text)
      if (shown.status) query.set('status', shown.status)
      if (shown.cursor) query.set('cursor', shown.cursor)
      const reply = await callFull<ProjectView[]>(`/api/v1/projects?${query}`, { signal })
      // Shape vouched for by the contract of the route, as `call` does for data.
      const meta = reply.meta as unknown as { nextCursor: string | null; total: number }
      return { projects: reply.data, ...meta }
    },
    ...keepPrevious,
  })

const project = (id: string) => `/api/v1/projects/${encodeURIComponent(id)}`
const task = (id: string) => `/api/v1/project-tasks/${encodeURIComponent(id)}`
const phase = (id: string) => `/api/v1/project-phases/${encodeURIComponent(id)}`

/** All of a project at once, as the chart draws it. */
export const planQuery = (workspaceId: string, projectId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'projects', 'plan', projectId),
    queryFn: ({ signal }) => call<ProjectPlan>(`${project(projectId)}/plan`, { signal }),
  })

export const removedTasksQuery = (workspaceId: string, projectId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'projects', 'removed', projectId),
    queryFn: ({ signal }) => call<RemovedTask[]>(`${project(projectId)}/removed-tasks`, { signal }),
    // What was removed a moment ago is what one comes here for.
    staleTime: 0,
  })

export const baselinesQuery = (workspaceId: string, projectId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'projects', 'baselines', projectId),
    queryFn: ({ signal }) => call<BaselineView[]>(`${project(projectId)}/baselines`, { signal }),
  })

export const comparisonQuery = (workspaceId: string, projectId: string, baselineId: string | null) =>
  queryOptions({
    queryKey: key(workspaceId, 'projects', 'baseline', { projectId, baselineId }),
    queryFn: ({ signal }) =>
      call<BaselineComparison>(`${project(projectId)}/baselines/${encodeURIComponent(baselineId ?? '')}`, {
        signal,
      }),
    enabled: baselineId !== null,
  })

export const makeProject = (body: CreateProject) =>
  call<ProjectView>('/api/v1/projects', { method: 'POST', body })
/** Refused with `stale_version` and the project as it is now when somebody changed it since `version`. */
export const changeProject = (id: string, version: number, body: UpdateProject) =>
  call<ProjectView>(project(id), { method: 'PATCH', body, ifMatch: version })
export const archiveProject = (id: string, version: number) =>
  call<ProjectView>(project(id), { method: 'DELETE', ifMatch: version })
export const restoreProject = (id: string) => call<ProjectView>(`${project(id)}/restore`, { method: 'POST' })

export const makePhase = (projectId: string, name: string) =>
  call<PhaseView>(`${project(projectId)}/phases`, { method: 'POST', body: { name } })
export const renamePhase = (id: string, version: number, name: string) =>
  call<PhaseView>(phase(id), { method: 'PATCH', body: { name }, ifMatch: version })
export const removePhase = (id: string, version: number) =>
  call<PhaseView>(phase(id), { method: 'DELETE', ifMatch: version })

export const makeTask = (projectId: string, body: CreateTask) =>
  call<TaskView>(`${project(projectId)}/tasks`, { method: 'POST', body })
export const makeMilestone = (projectId: string, body: CreateMilestone) =>
  call<TaskView>(`${project(projectId)}/milestones`, { method: 'POST', body })
/** Refused with `stale_version` and the task as it is now when somebody changed it since `version`. */
export const changeTask = (id: string, version: number, body: UpdateTask) =>
  call<TaskView>(task(id), { method: 'PATCH', body, ifMatch: version })
/** Refused with `links_choice` where it stands between others and nothing is said about those. */
export const removeTask = (id: string, version: number, links: 'bridge' | 'drop' | null) =>
  call<TaskView>(`${task(id)}${links === null ? '' : `?links=${links}`}`, {
    method: 'DELETE',
    ifMatch: version,
  })

export const makeDependency = (projectId: string, body: CreateDependency) =>
  call<DependencyView>(`${project(projectId)}/dependencies`, { method: 'POST', body })
export const removeDependency = (id: string) =>
  call<DependencyView>(`/api/v1/task-dependencies/${encodeURIComponent(id)}`, { method: 'DELETE' })

export const previewCascade = (projectId: string, changes: readonly CascadeChange[]) =>
  call<CascadeView>(`${project(projectId)}/cascade/preview`, { method: 'POST', body: { changes } })
export const applyCascade = (projectId: string, changes: readonly CascadeChange[], planVersion: number) =>
  call<AppliedCascade>(`${project(projectId)}/cascade`, { method: 'POST', body: { changes, planVersion } })
export const undoCascade = (projectId: string, cascadeId: string) =>
  call<AppliedCascade>(`${project(projectId)}/cascade/undo`, { method: 'POST', body: { cascadeId } })
export const keepBaseline = (projectId: string, name: string) =>
  call<BaselineView>(`${project(projectId)}/baselines`, { method: 'POST', body: { name } })
