import { queryOptions } from '@tanstack/solid-query'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { ClosedTimes } from '../../../contracts/availability.ts'
import type {
  AvailabilityView,
  BookingTransition,
  BookingView,
  ChallengeView,
  CheckAvailability,
  CreateBooking,
  UpdateBooking,
} from '../../../contracts/bookings.ts'
import { call, callFull } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'

const PAGE = '500'
/** Artists there can be in a workspace, and bookings that one view draws; more are cut off, and the page says so. */
const PAGES_MAX = 4

/** Pages of a list, one after the other, until there are no more or as many as are drawn at once. */
async function everyPage<T>(path: string, query: URLSearchParams, signal: AbortSignal) {
  const found: T[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES_MAX; page += 1) {
    query.set('limit', PAGE)
    if (cursor !== null) query.set('cursor', cursor)
    const reply = await callFull<T[]>(`${path}?${query}`, { signal })
    found.push(...reply.data)
    // Shape vouched for by the contract of the route, as `call` does for data.
    cursor = reply.meta.nextCursor as string | null
    if (cursor === null) break
  }
  return { found, isCut: cursor !== null }
}

/** Everybody and everything that can be booked, archived ones too: their bookings stay. */
export const artistsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'artists', 'all'),
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ archived: 'all' })
      return (await everyPage<ArtistView>('/api/v1/artists', query, signal)).found
    },
  })

/** What the grid draws: bookings that touch a stretch of time. */
export interface BookingsWindow {
  bookings: BookingView[]
  isCut: boolean
}

export const windowKey = (workspaceId: string) => [workspaceId, 'bookings', 'window'] as const
export const bookingsKey = (workspaceId: string) => [workspaceId, 'bookings'] as const

export const windowQuery = (workspaceId: string, from: string, to: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', 'window', { from, to }),
    queryFn: async ({ signal }): Promise<BookingsWindow> => {
      const query = new URLSearchParams({ from, to })
      const { found, isCut } = await everyPage<BookingView>('/api/v1/bookings', query, signal)
      return { bookings: found, isCut }
    },
    ...keepPrevious,
  })

/** When those are closed who are not open all the time; an event of an artist makes it ask again. */
export const closedQuery = (workspaceId: string, from: string, to: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'artists', 'closed', { from, to }),
    queryFn: ({ signal }) =>
      call<ClosedTimes[]>(`/api/v1/availability?${new URLSearchParams({ from, to })}`, { signal }),
    ...keepPrevious,
  })

const one = (id: string) => `/api/v1/bookings/${encodeURIComponent(id)}`

export const bookingQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', 'one', id),
    queryFn: ({ signal }) => call<BookingView>(one(id), { signal }),
  })

export const makeBooking = (body: CreateBooking) =>
  call<BookingView>('/api/v1/bookings', { method: 'POST', body })

/** Refused with `stale_version` and the booking as it is now when somebody changed it since `version`. */
export const changeBooking = (id: string, version: number, body: UpdateBooking) =>
  call<BookingView>(one(id), { method: 'PATCH', body, ifMatch: version })

export const moveStatus = (id: string, body: BookingTransition) =>
  call<BookingView>(`${one(id)}/transitions`, { method: 'POST', body })

export const extendHold = (id: string, version: number) =>
  call<BookingView>(`${one(id)}/extend`, { method: 'POST', ifMatch: version })

/** Whether a time is free. Asked anew each time: an answer of a minute ago is worth nothing here. */
export const availabilityQuery = (workspaceId: string, asked: CheckAvailability | null) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', 'check', asked),
    queryFn: ({ signal }) =>
      call<AvailabilityView>('/api/v1/bookings/check-availability', { method: 'POST', body: asked, signal }),
    enabled: asked !== null,
    staleTime: 0,
  })

/** Challenges that a booking made or met, newest first. */
export const challengesQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', 'challenges', id),
    queryFn: ({ signal }) => call<ChallengeView[]>(`${one(id)}/challenges`, { signal }),
  })

export const challenge = (id: string) =>
  call<ChallengeView>(`${one(id)}/challenges`, { method: 'POST', body: {} })

/** Puts one that waits before all others that do. */
export const putFirst = ({ id, version }: Pick<BookingView, 'id' | 'version'>, reason: string) =>
  call<BookingView>(`${one(id)}/rank`, { method: 'POST', body: { version, reason } })

export const withdrawChallenge = (id: string) =>
  call<ChallengeView>(`${one(id)}/challenges`, { method: 'DELETE' })
