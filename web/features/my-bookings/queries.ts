import { queryOptions } from '@tanstack/solid-query'
import type { AnswerBooking, MyBookingView } from '../../../contracts/bookings.ts'
import { call, callFull } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

const PAGE = '200'

export interface MyBookings {
  bookings: MyBookingView[]
  /** Whether an artist stands for the reader. */
  isLinked: boolean
}

export const myBookingsKey = (workspaceId: string) => [workspaceId, 'my-bookings'] as const

/** What is not over at the beginning of a day. */
export const myBookingsQuery = (workspaceId: string, day: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'my-bookings', 'from', day),
    queryFn: async ({ signal }): Promise<MyBookings> => {
      const query = new URLSearchParams({ from: `${day}T00:00:00Z`, limit: PAGE })
      const { data, meta } = await callFull<MyBookingView[]>(`/api/v1/my-bookings?${query}`, { signal })
      return { bookings: data, isLinked: meta.isLinked === true }
    },
  })

/** Refused with `stale_version` when the booking was changed since it was read. */
export const answerBooking = (id: string, body: AnswerBooking) =>
  call<MyBookingView>(`/api/v1/my-bookings/${encodeURIComponent(id)}/answer`, { method: 'POST', body })
