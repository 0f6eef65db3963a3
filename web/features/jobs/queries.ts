import { queryOptions } from '@tanstack/solid-query'
import type {
  ArtistProfileView,
  CreateArtistProfile,
  UpdateArtistProfile,
} from '../../../contracts/artist-profiles.ts'
import type {
  ApplicationTransition,
  JobApplicationView,
  OwnApplicationView,
} from '../../../contracts/job-applications.ts'
import type { CreateJobSearch, JobSearchView } from '../../../contracts/job-searches.ts'
import type { CreateJob, JobView, UpdateJob } from '../../../contracts/jobs.ts'
import { call, callFull, failureOfText, fetched } from '../../lib/api.ts'
import { keepPrevious, key, rowsInPlace } from '../../lib/query.ts'
import type { JobsShown } from './filter.ts'

const JOBS_PER_PAGE = 50

export interface Page<T> {
  rows: T[]
  nextCursor: string | null
  total: number
}

/** Area of everything about jobs, profiles and applications. */
export const jobsKey = (workspaceId: string) => [workspaceId, 'jobs'] as const

async function page<T>(path: string, query: URLSearchParams, signal: AbortSignal): Promise<Page<T>> {
  const reply = await callFull<T[]>(`${path}?${query}`, { signal })
  // Shape vouched for by the contract of the route, as `call` does for data.
  const meta = reply.meta as unknown as { nextCursor: string | null; total: number }
  return { rows: reply.data, nextCursor: meta.nextCursor, total: meta.total }
}

export const jobsPageQuery = (workspaceId: string, shown: JobsShown, currency: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'jobs', 'page', shown),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: String(JOBS_PER_PAGE) })
      if (shown.cursor) query.set('cursor', shown.cursor)
      if (shown.show !== 'board') {
        query.set(shown.show, 'true')
        return page<JobView>('/api/v1/jobs', query, signal)
      }
      if (shown.text) query.set('q', shown.text)
      if (shown.place) query.set('remote', shown.place === 'remote' ? 'true' : 'false')
      if (shown.from) query.set('from', shown.from)
      if (shown.to) query.set('to', shown.to)
      if (shown.minRate) {
        query.set('minRate', shown.minRate)
        query.set('currency', currency)
        query.set('per', 'day')
      }
      return page<JobView>('/api/v1/jobs', query, signal)
    },
    ...keepPrevious,
    ...rowsInPlace,
  })

const one = (id: string) => `/api/v1/jobs/${encodeURIComponent(id)}`
const application = (id: string) => `/api/v1/job-applications/${encodeURIComponent(id)}`
const profile = (id: string) => `/api/v1/artist-profiles/${encodeURIComponent(id)}`

export const jobQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'jobs', 'one', id),
    queryFn: ({ signal }) => call<JobView>(one(id), { signal }),
  })

export const applicationsQuery = (workspaceId: string, jobId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'jobs', 'applications', jobId),
    queryFn: ({ signal }) => call<JobApplicationView[]>(`${one(jobId)}/applications`, { signal }),
  })

export const sentQuery = (workspaceId: string, cursor: string | null) =>
  queryOptions({
    queryKey: key(workspaceId, 'jobs', 'sent', cursor),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ limit: String(JOBS_PER_PAGE) })
      if (cursor) query.set('cursor', cursor)
      return page<OwnApplicationView>('/api/v1/job-applications', query, signal)
    },
    ...keepPrevious,
  })

/** The caller's profile in this workspace; null when there is none. */
export const profileQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'jobs', 'profile'),
    queryFn: async ({ signal }) =>
      (await call<ArtistProfileView[]>('/api/v1/artist-profiles?own=true', { signal }))[0] ?? null,
  })

export const searchesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'jobs', 'searches'),
    queryFn: ({ signal }) => call<JobSearchView[]>('/api/v1/job-searches', { signal }),
  })

export const keepSearch = (body: CreateJobSearch) =>
  call<JobSearchView>('/api/v1/job-searches', { method: 'POST', body })

export const forgetSearch = (id: string) =>
  call<{ id: string }>(`/api/v1/job-searches/${encodeURIComponent(id)}`, { method: 'DELETE' })

export const postJob = (body: CreateJob) => call<JobView>('/api/v1/jobs', { method: 'POST', body })

export const changeJob = (id: string, version: number, body: UpdateJob) =>
  call<JobView>(one(id), { method: 'PATCH', body, ifMatch: version })

export const closeJob = (id: string, version: number) =>
  call<JobView>(one(id), { method: 'DELETE', ifMatch: version })

export const setSaved = (id: string, isSaved: boolean) =>
  call<JobView>(`${one(id)}/save`, { method: isSaved ? 'PUT' : 'DELETE' })

export const apply = (id: string, message: string | null) =>
  call<OwnApplicationView>(`${one(id)}/applications`, { method: 'POST', body: { message } })

export const moveApplication = (id: string, body: ApplicationTransition) =>
  call<JobApplicationView>(`${application(id)}/transitions`, { method: 'POST', body })

export const noteApplication = (id: string, version: number, note: string | null) =>
  call<JobApplicationView>(application(id), { method: 'PATCH', body: { note }, ifMatch: version })

export const withdraw = (id: string, version: number) =>
  call<OwnApplicationView>(application(id), { method: 'DELETE', ifMatch: version })

export const makeProfile = (body: CreateArtistProfile) =>
  call<ArtistProfileView>('/api/v1/artist-profiles', { method: 'POST', body })

export const changeProfile = (id: string, version: number, body: UpdateArtistProfile) =>
  call<ArtistProfileView>(profile(id), { method: 'PATCH', body, ifMatch: version })

export const removeProfile = (id: string, version: number) =>
  call<{ id: string }>(profile(id), { method: 'DELETE', ifMatch: version })

/** Fetches the profile with what was sent and hands it to the browser as a file. */
export async function downloadProfile(workspaceId: string, id: string): Promise<void> {
  const response = await fetched(`${profile(id)}/export`, { workspaceId })
  const text = await response.text()
  if (!response.ok) throw failureOfText(response, text)
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = 'orrery-my-profile.json'
  link.click()
  URL.revokeObjectURL(address)
}
