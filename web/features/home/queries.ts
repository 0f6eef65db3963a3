import { queryOptions } from '@tanstack/solid-query'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'
import { isWorthTelling, together } from './describe.ts'

/** Loads and syncs leave a step per batch or page in the log, so more is read than shown. */
const READ_ROWS = 500
const FEED_ROWS = 12

/** One fact of the log as the feed needs it. */
export interface EventView {
  seq: number
  at: string
  type: string
  actor: string
  subject: string
}

export const eventsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'events', 'newest', FEED_ROWS),
    queryFn: async ({ signal }) =>
      together(
        (await call<EventView[]>(`/api/v1/events?limit=${READ_ROWS}`, { signal })).filter(isWorthTelling),
      ).slice(0, FEED_ROWS),
  })

/** A thing that happened: one fact, or several of a kind in a row. */
export interface Told extends EventView {
  count: number
}

/** Names by subject of the log, such as `metric:revenue`: the log says what happened to what, not what it is called. */
export type NamesBySubject = Readonly<Record<string, string>>

/** The labels of the metrics; none of them: there is nothing to look at yet. */
export const metricNamesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'metrics', 'names'),
    queryFn: async ({ signal }): Promise<NamesBySubject> => {
      const metrics = await call<{ key: string; label: string }[]>('/api/v1/metrics', { signal })
      return Object.fromEntries(metrics.map((metric) => [`metric:${metric.key}`, metric.label]))
    },
  })

/** What the sources are called. */
export const connectionNamesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'connections', 'names'),
    queryFn: async ({ signal }): Promise<NamesBySubject> => {
      const connections = await call<{ id: string; label: string }[]>('/api/v1/connections', { signal })
      return Object.fromEntries(connections.map((one) => [`connection:${one.id}`, one.label]))
    },
  })

/** The file names of the newest imports. */
export const importNamesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'imports', 'names'),
    queryFn: async ({ signal }): Promise<NamesBySubject> => {
      const imports = await call<{ id: string; name: string }[]>('/api/v1/imports', { signal })
      return Object.fromEntries(imports.map((one) => [`import:${one.id}`, one.name]))
    },
  })
