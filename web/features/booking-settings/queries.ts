import { queryOptions } from '@tanstack/solid-query'
import type {
  BlockingClashes,
  BookingSettings,
  UpdateBookingSettings,
} from '../../../contracts/booking-settings.ts'
import type { BlockingChoice } from '../../../contracts/booking-states.ts'
import { call } from '../../lib/api.ts'
import { keepPrevious, key } from '../../lib/query.ts'

const ROUTE = '/api/v1/booking-settings'

export const settingsKey = (workspaceId: string) => key(workspaceId, 'bookings', 'settings')

export const settingsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: settingsKey(workspaceId),
    queryFn: ({ signal }) => call<BookingSettings>(ROUTE, { signal }),
  })

/** What would clash if these kept their time free; asked only where that differs from what does now. */
export const previewQuery = (workspaceId: string, blocking: readonly BlockingChoice[] | null) =>
  queryOptions({
    queryKey: key(workspaceId, 'bookings', 'clashes', blocking),
    queryFn: ({ signal }) =>
      call<BlockingClashes>(`${ROUTE}/preview`, { method: 'POST', body: { blocking }, signal }),
    enabled: blocking !== null,
    ...keepPrevious,
  })

/** Refused with `stale_version` when somebody changed them since, and with `bookings_clash` while bookings would clash. */
export const saveSettings = (version: number, body: UpdateBookingSettings) =>
  call<BookingSettings>(ROUTE, { method: 'PATCH', body, ifMatch: version })
