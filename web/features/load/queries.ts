import { queryOptions } from '@tanstack/solid-query'
import type { BookingView } from '../../../contracts/bookings.ts'
import type { ArtistLoad } from '../../../contracts/project-plans.ts'
import { call } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'

/** Both projects and bookings make load; events of either are heard under the area they are kept in. */
export const loadQuery = (workspaceId: string, from: string, to: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'load', 'weeks', { from, to }),
    queryFn: ({ signal }) =>
      call<ArtistLoad[]>(`/api/v1/resource-load?${new URLSearchParams({ from, to })}`, { signal }),
    ...keepPrevious,
  })

/** The load of one person in a stretch of days, with the projects it comes from. */
export const personLoadQuery = (workspaceId: string, artistId: string, from: string, to: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'load', 'person', { artistId, from, to }),
    queryFn: ({ signal }) =>
      call<ArtistLoad[]>(`/api/v1/resource-load?${new URLSearchParams({ from, to, artistId })}`, { signal }),
  })

const STATES = 'hold,pencil,confirmed,completed'
const BOOKINGS_SHOWN = '50'

/** Bookings of one person that touch a stretch of time. */
export const personBookingsQuery = (workspaceId: string, artistId: string, from: string, to: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'load', 'bookings', { artistId, from, to }),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ from, to, status: STATES, limit: BOOKINGS_SHOWN })
      return call<BookingView[]>(`/api/v1/artists/${encodeURIComponent(artistId)}/bookings?${query}`, {
        signal,
      })
    },
  })
