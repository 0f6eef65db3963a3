import { queryOptions } from '@tanstack/solid-query'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'
import { isWorthTelling } from './describe.ts'

/** A load leaves one step per batch in the log, so more is read than shown. */
const READ_ROWS = 200
const FEED_ROWS = 12

/** One fact of the log as the feed needs it. */
export interface EventView {
  seq: number
  at: string
  type: string
  actor: string
  subject: string
  data?: Record<string, unknown> | null
}

export const eventsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'events', 'newest', FEED_ROWS),
    queryFn: async ({ signal }) =>
      (await call<EventView[]>(`/api/v1/events?limit=${READ_ROWS}`, { signal }))
        .filter(isWorthTelling)
        .slice(0, FEED_ROWS),
  })

/** How many metrics the workspace has: whether there is anything to look at yet. */
export const metricCountQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'metrics', 'count'),
    queryFn: async ({ signal }) => (await call<unknown[]>('/api/v1/metrics', { signal })).length,
  })
