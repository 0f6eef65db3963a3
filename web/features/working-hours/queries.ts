import { queryOptions } from '@tanstack/solid-query'
import type { CalendarView, WorkingCalendar } from '../../../contracts/project-plans.ts'
import type { ProjectView } from '../../../contracts/projects.ts'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

/** Whose hours they are. */
export type Owner = { scope: 'workspace' } | { scope: 'project' | 'task'; id: string }

const pathOf = (owner: Owner): string => {
  if (owner.scope === 'workspace') return '/api/v1/working-calendar'
  const noun = owner.scope === 'project' ? 'projects' : 'project-tasks'
  return `/api/v1/${noun}/${encodeURIComponent(owner.id)}/calendar`
}

export const calendarQuery = (workspaceId: string, owner: Owner) =>
  queryOptions({
    queryKey: key(workspaceId, 'projects', 'calendar', owner),
    queryFn: ({ signal }) => call<CalendarView>(pathOf(owner), { signal }),
  })

/** Null takes the own hours away: those of what is wider count then. */
export const putCalendar = (owner: Owner, calendar: WorkingCalendar | null) =>
  call<CalendarView>(pathOf(owner), { method: 'PUT', body: { calendar } })

const PROJECTS_LISTED = '200'

/** Projects to choose from, by name. */
export const projectsToChooseQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'projects', 'to-choose'),
    queryFn: ({ signal }) => call<ProjectView[]>(`/api/v1/projects?limit=${PROJECTS_LISTED}`, { signal }),
  })
