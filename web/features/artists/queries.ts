import { queryOptions } from '@tanstack/solid-query'
import type { ArtistView, CreateArtist, UpdateArtist } from '../../../contracts/artists.ts'
import type { BookingView } from '../../../contracts/bookings.ts'
import type { CalendarFeedView } from '../../../contracts/calendar-feeds.ts'
import { call, callFull } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'
import type { ArtistsShown } from './filter.ts'

const ARTISTS_PER_PAGE = 100
const BOOKINGS_SHOWN = 20
/** Bookings that the figures of an artist are counted from. */
const BOOKINGS_COUNTED = 500

export interface Page<T> {
  rows: T[]
  nextCursor: string | null
  total: number
}

/** Area of everything about artists; an event of an artist makes it ask again. */
export const artistsKey = (workspaceId: string) => [workspaceId, 'artists'] as const

async function page<T>(path: string, query: URLSearchParams, signal: AbortSignal): Promise<Page<T>> {
  const reply = await callFull<T[]>(`${path}?${query}`, { signal })
  // Shape vouched for by the contract of the route, as `call` does for data.
  const meta = reply.meta as unknown as { nextCursor: string | null; total: number }
  return { rows: reply.data, nextCursor: meta.nextCursor, total: meta.total }
}

export const artistsPageQuery = (workspaceId: string, shown: ArtistsShown) =>
  queryOptions({
    queryKey: key(workspaceId, 'artists', 'page', shown),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ archived: shown.archived, limit: String(ARTISTS_PER_PAGE) })
      if (shown.text) query.set('q', shown.text)
      if (shown.kind) query.set('kind', shown.kind)
      if (shown.cursor) query.set('cursor', shown.cursor)
      return page<ArtistView>('/api/v1/artists', query, signal)
    },
    ...keepPrevious,
  })

const one = (id: string) => `/api/v1/artists/${encodeURIComponent(id)}`

export const artistQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'artists', 'one', id),
    queryFn: ({ signal }) => call<ArtistView>(one(id), { signal }),
  })

/** Bookings of an artist that are not over at a moment, soonest first. */
export const nextBookingsQuery = (workspaceId: string, id: string, from: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', 'next', { id, from }),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({
        from,
        status: 'hold,pencil,confirmed',
        limit: String(BOOKINGS_SHOWN),
      })
      return page<BookingView>(`${one(id)}/bookings`, query, signal)
    },
  })

/** Bookings of an artist that touch a stretch of time, as they ended. */
export const pastBookingsQuery = (workspaceId: string, id: string, from: string, to: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', 'past', { id, from, to }),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ from, to, limit: String(BOOKINGS_COUNTED) })
      return page<BookingView>(`${one(id)}/bookings`, query, signal)
    },
  })

export const makeArtist = (body: CreateArtist) =>
  call<ArtistView>('/api/v1/artists', { method: 'POST', body })

/** Refused with `stale_version` and the artist as it is now when somebody changed it since `version`. */
export const changeArtist = (id: string, version: number, body: UpdateArtist) =>
  call<ArtistView>(one(id), { method: 'PATCH', body, ifMatch: version })

export const setArchived = (id: string, isArchived: boolean) =>
  call<ArtistView>(`${one(id)}/${isArchived ? 'archive' : 'restore'}`, { method: 'POST' })

/** Erases what is personal about an artist, who is named once more. */
export const eraseArtist = ({ id, name, version }: ArtistView) =>
  call<ArtistView>(`${one(id)}/erase`, { method: 'POST', body: { name }, ifMatch: version })

const feedOf = (id: string) => `/api/v1/artists/${encodeURIComponent(id)}/calendar-feed`

export const feedQuery = (workspaceId: string, id: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'artists', 'feed', id),
    queryFn: ({ signal }) => call<CalendarFeedView>(feedOf(id), { signal }),
  })

/** A new address; one that was there leads nowhere from then on. */
export const makeFeed = (id: string) => call<CalendarFeedView>(feedOf(id), { method: 'POST', body: {} })

export const endFeed = (id: string) => call<CalendarFeedView>(feedOf(id), { method: 'DELETE' })
