import { queryOptions } from '@tanstack/solid-query'
import type { RecordHistory } from '../../../contracts/history.ts'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

/** A record whose versions can be read: the path of its history, and the area of the cache that its events touch. */
export interface HistoryOf {
  path: string
  area:
    | 'artists'
    | 'bookings'
    | 'clients'
    | 'connections'
    | 'dashboards'
    | 'jobs'
    | 'members'
    | 'metrics'
    | 'projects'
    | 'setup'
  name: string
  /** How its page says what its fields hold as a word of ours, such as `pencil`. */
  valueWords?: Readonly<Record<string, string>>
  /** The version a change of it has to name, where its history does not say it. */
  version?: number | null
}

const part = encodeURIComponent
export const historyOfClient = (id: string, name: string): HistoryOf => ({
  path: `clients/${part(id)}`,
  area: 'clients',
  name,
})
export const historyOfArtist = (id: string, name: string): HistoryOf => ({
  path: `artists/${part(id)}`,
  area: 'artists',
  name,
})
/** Hours and time off of an artist. */
export const historyOfHours = (id: string, name: string): HistoryOf => ({
  path: `availability/${part(id)}`,
  area: 'artists',
  name,
})
export const historyOfJob = (id: string, name: string): HistoryOf => ({
  path: `jobs/${part(id)}`,
  area: 'jobs',
  name,
})
export const historyOfApplication = (id: string, name: string): HistoryOf => ({
  path: `applications/${part(id)}`,
  area: 'jobs',
  name,
})
export const historyOfBooking = (id: string, name: string): HistoryOf => ({
  path: `bookings/${part(id)}`,
  area: 'bookings',
  name,
})
export const historyOfBookingSettings = (
  name: string,
  valueWords: Readonly<Record<string, string>>,
): HistoryOf => ({ path: 'booking-settings', area: 'bookings', name, valueWords })
export const historyOfConnection = (id: string, name: string): HistoryOf => ({
  path: `connections/${part(id)}`,
  area: 'connections',
  name,
})
/** Roles are kept by the front door: their version stands in the list of roles. */
export const historyOfRole = (id: string, name: string, version: number | null): HistoryOf => ({
  path: `roles/${part(id)}`,
  area: 'members',
  name,
  version,
})
export const historyOfSettings = (name: string): HistoryOf => ({ path: 'settings', area: 'setup', name })
export const historyOfProject = (id: string, name: string): HistoryOf => ({
  path: `projects/${part(id)}`,
  area: 'projects',
  name,
})
export const historyOfPhase = (id: string, name: string): HistoryOf => ({
  path: `phases/${part(id)}`,
  area: 'projects',
  name,
})
export const historyOfTask = (id: string, name: string): HistoryOf => ({
  path: `tasks/${part(id)}`,
  area: 'projects',
  name,
})
export const historyOfDashboard = (id: string, name: string): HistoryOf => ({
  path: `dashboards/${part(id)}`,
  area: 'dashboards',
  name,
})
/** A value by its metric and the id its row has in the drill-down. */
export const historyOfValue = (metric: string, id: string, name: string): HistoryOf => ({
  path: `values/${part(metric)}/${part(id)}`,
  area: 'metrics',
  name,
})

export const historyQuery = (workspaceId: string, of: HistoryOf) =>
  queryOptions({
    queryKey: key(workspaceId, of.area, 'history', of.path),
    queryFn: ({ signal }) => call<RecordHistory>(`/api/v1/history/${of.path}`, { signal }),
    // A version made a moment ago is what one comes here for.
    staleTime: 0,
  })

/** Brings a version back as a change like any other. Refused when today's rules refuse it. */
export const restoreVersion = (of: HistoryOf, id: string, version: number | null) =>
  call(`/api/v1/history/${of.path}/restore`, {
    method: 'POST',
    body: { id },
    ...(version === null ? {} : { ifMatch: version }),
  })

/** Brings back a record that was removed, as it was when it went. */
export async function restoreRemoved(of: HistoryOf): Promise<void> {
  const { version, versions } = await call<RecordHistory>(`/api/v1/history/${of.path}`)
  const [last] = versions
  if (last !== undefined) await restoreVersion(of, last.id, version)
}
