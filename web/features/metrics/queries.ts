import { queryOptions } from '@tanstack/solid-query'
import type { ClientView } from '../../../contracts/clients.ts'
import type { DashboardView } from '../../../contracts/dashboards.ts'
import { addDays, addMonths, startOfMonth } from '../../../contracts/days.ts'
import type { Answer, MetricDefinition, Question, RecordView } from '../../../contracts/metrics.ts'
import { call, callFull } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'
import type { Days } from './buckets.ts'
import type { OpenRecords } from './open.ts'

/** Area of everything whose values move with the facts; `useLiveFigures` asks it again when they do. */
export const FIGURES = 'figures'
const FIRST_MONTH_ASKED = '1990-01-01'
const RECORDS_PER_PAGE = 25
/** One page of the list of clients, the largest the route gives. */
const CLIENTS_SHOWN_MAX = 500

/** The catalogue of a workspace. */
export const metricsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'metrics', 'list'),
    queryFn: ({ signal }) => call<MetricDefinition[]>('/api/v1/metrics', { signal }),
  })

/** The clients that are not archived, for the pickers. */
export const clientsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'clients', 'open'),
    queryFn: ({ signal }) => call<ClientView[]>(`/api/v1/clients?limit=${CLIENTS_SHOWN_MAX}`, { signal }),
  })

/** One client, archived or not. */
export const clientQuery = (workspaceId: string, id: string | undefined, isEnabled: boolean) =>
  queryOptions({
    queryKey: key(workspaceId, 'clients', 'one', { id }),
    queryFn: ({ signal }) => call<ClientView>(`/api/v1/clients/${encodeURIComponent(id ?? '')}`, { signal }),
    enabled: id !== undefined && isEnabled,
  })

export const dashboardsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'dashboards', 'list'),
    queryFn: ({ signal }) => call<DashboardView[]>('/api/v1/dashboards', { signal }),
  })

/** Several questions in one call, answered from one state of the facts. Old answers stay while new ones come. */
export const answersQuery = (workspaceId: string, questions: readonly Question[]) =>
  queryOptions({
    queryKey: key(workspaceId, FIGURES, 'answers', questions),
    queryFn: ({ signal }) =>
      call<Answer[]>('/api/v1/metrics/query', { method: 'POST', body: { questions }, signal }),
    enabled: questions.length > 0,
    // Facts may have moved while no page was there to hear it.
    refetchOnMount: 'always' as const,
    ...keepPrevious,
  })

/** First and last month with any recorded value, of one client when it is named, as days; null when nothing was ever recorded. */
export const recordedDaysQuery = (
  workspaceId: string,
  metrics: readonly string[],
  clientId: string | undefined,
  today: string,
  isEnabled: boolean,
) =>
  queryOptions({
    queryKey: key(workspaceId, FIGURES, 'recorded-days', { metrics, clientId, today }),
    queryFn: async ({ signal }): Promise<Days | null> => {
      // Whole months, so that the monthly rows of the read model answer.
      const to = addDays(addMonths(startOfMonth(today), 1), -1)
      const body = { metrics, clientId, from: FIRST_MONTH_ASKED, to, grain: 'month' }
      const answer = await call<Answer>('/api/v1/metrics/query', { method: 'POST', body, signal })
      return recordedDays(answer, today)
    },
    enabled: isEnabled && metrics.length > 0,
    refetchOnMount: 'always' as const,
  })

/** The months of an answer that hold a value, as one range that ends today at the latest. */
export function recordedDays(answer: Pick<Answer, 'series'>, today: string): Days | null {
  const months = answer.series.flatMap((series) =>
    series.points.filter((point) => point.value !== null).map((point) => point.date),
  )
  const sorted = months.toSorted()
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last) return null
  const end = addDays(addMonths(last, 1), -1)
  return { from: first, to: end > today ? today : end }
}

/** One page of the rows behind a number; `sum` and `total` are over all pages. */
export interface RecordsAnswer {
  rows: RecordView[]
  nextCursor: string | null
  total: number
  sum: string
}

export const recordsQuery = (
  workspaceId: string,
  asked: OpenRecords,
  clientId: string | undefined,
  cursor: string | undefined,
) =>
  queryOptions({
    queryKey: key(workspaceId, FIGURES, 'records', [asked, clientId ?? null, cursor ?? null]),
    queryFn: async ({ signal }): Promise<RecordsAnswer> => {
      const query = new URLSearchParams({ from: asked.from, to: asked.to, limit: String(RECORDS_PER_PAGE) })
      if (clientId) query.set('clientId', clientId)
      if (asked.slice) {
        query.set('dimension', asked.slice.dimension)
        query.set('value', asked.slice.value)
      }
      if (cursor) query.set('cursor', cursor)
      const reply = await callFull<RecordView[]>(
        `/api/v1/metrics/${encodeURIComponent(asked.metric)}/records?${query}`,
        { signal },
      )
      // Shape vouched for by the contract of the route, as `call` does for data.
      const meta = reply.meta as unknown as { nextCursor: string | null; total: number; sum: string }
      return { rows: reply.data, ...meta }
    },
    refetchOnMount: 'always' as const,
    ...keepPrevious,
  })
