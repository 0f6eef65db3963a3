import { queryOptions } from '@tanstack/solid-query'
import type {
  BookingSeriesView,
  ChangeTogether,
  ExtendSeries,
  PlanBookings,
  PlanReport,
  TogetherView,
  TransitionTogether,
} from '../../../../contracts/booking-plans.ts'
import type { BookingView } from '../../../../contracts/bookings.ts'
import { call } from '../../../lib/api.ts'
import { keepPrevious, key } from '../../../lib/query.ts'

/** As many as one command makes at most. */
const TOGETHER = '500'

/** What stands in the way of a plan. Asked anew each time; the last report stays while the next one is worked out. */
export const planQuery = (workspaceId: string, plan: PlanBookings | null) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', 'plan', plan),
    queryFn: ({ signal }) =>
      call<PlanReport>('/api/v1/booking-plans/check', { method: 'POST', body: plan, signal }),
    enabled: plan !== null,
    staleTime: 0,
    ...keepPrevious,
  })

/** The same of a series that goes on. */
export const extensionQuery = (workspaceId: string, id: string, asked: ExtendSeries | null) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', 'extension', { id, asked }),
    queryFn: ({ signal }) =>
      call<PlanReport>(`${together(id)}/extension/check`, { method: 'POST', body: asked, signal }),
    enabled: asked !== null,
    staleTime: 0,
    ...keepPrevious,
  })

export const makePlan = (body: PlanBookings) =>
  call<TogetherView>('/api/v1/booking-plans', { method: 'POST', body })

const listOf = (workspaceId: string, name: 'groupId' | 'seriesId', id: string | null) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', name, id),
    queryFn: ({ signal }) =>
      call<BookingView[]>(`/api/v1/bookings?${new URLSearchParams({ [name]: id ?? '', limit: TOGETHER })}`, {
        signal,
      }),
    enabled: id !== null,
  })

export const groupQuery = (workspaceId: string, id: string | null) => listOf(workspaceId, 'groupId', id)
export const occurrencesQuery = (workspaceId: string, id: string | null) =>
  listOf(workspaceId, 'seriesId', id)

export const seriesQuery = (workspaceId: string, id: string | null) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', 'series', id),
    queryFn: ({ signal }) => call<BookingSeriesView>(`/api/v1/booking-series/${id}`, { signal }),
    enabled: id !== null,
  })

const together = (id: string) => `/api/v1/bookings/${encodeURIComponent(id)}/together`

export const changeTogether = (id: string, body: ChangeTogether) =>
  call<TogetherView>(`${together(id)}/changes`, { method: 'POST', body })

export const transitionTogether = (id: string, body: TransitionTogether) =>
  call<TogetherView>(`${together(id)}/transitions`, { method: 'POST', body })

export const extendSeries = (id: string, body: ExtendSeries) =>
  call<TogetherView>(`${together(id)}/extension`, { method: 'POST', body })
