import { queryOptions } from '@tanstack/solid-query'
import type { BusyCalendarView, PutBusyCalendar } from '../../../contracts/busy-calendars.ts'
import { call } from '../../lib/api.ts'
import { key } from '../../lib/query.ts'

/** Whose calendar it is: an artist's, or that of the artist whose account one is. */
export type Whose = { artistId: string } | 'mine'

const pathOf = (whose: Whose) =>
  whose === 'mine'
    ? '/api/v1/my-bookings/busy-calendar'
    : `/api/v1/artists/${encodeURIComponent(whose.artistId)}/busy-calendar`

/** Of the area of artists, whose events tell that a calendar was read. */
export const busyQuery = (workspaceId: string, whose: Whose, refetchInterval: number | false) =>
  queryOptions({
    queryKey: key(workspaceId, 'artists', 'busy', whose),
    queryFn: ({ signal }) => call<BusyCalendarView | null>(pathOf(whose), { signal }),
    refetchInterval,
  })

export const putBusy = (whose: Whose, body: PutBusyCalendar) =>
  call<BusyCalendarView>(pathOf(whose), { method: 'PUT', body })

export const removeBusy = (whose: Whose) => call<null>(pathOf(whose), { method: 'DELETE' })

export const readBusyNow = (whose: Whose) =>
  call<BusyCalendarView>(`${pathOf(whose)}/read`, { method: 'POST', body: {} })
