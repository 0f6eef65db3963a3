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

/** A read takes seconds; it is looked for as often until it is over. */
const LOOK_EVERY_MS = 1500

/** Of the area of artists, whose events tell that a calendar was read. */
export const busyQuery = (
  workspaceId: string,
  whose: Whose,
  isBeingRead: (calendar: BusyCalendarView | null | undefined) => boolean,
) =>
  queryOptions({
    queryKey: key(workspaceId, 'artists', 'busy', whose),
    queryFn: ({ signal }) => call<BusyCalendarView | null>(pathOf(whose), { signal }),
    refetchInterval: (query) => (isBeingRead(query.state.data) ? LOOK_EVERY_MS : false),
  })

export const putBusy = (whose: Whose, body: PutBusyCalendar) =>
  call<BusyCalendarView>(pathOf(whose), { method: 'PUT', body })

export const removeBusy = (whose: Whose) => call<null>(pathOf(whose), { method: 'DELETE' })

export const readBusyNow = (whose: Whose) =>
  call<BusyCalendarView>(`${pathOf(whose)}/read`, { method: 'POST', body: {} })
