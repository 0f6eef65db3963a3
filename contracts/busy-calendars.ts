import { z } from 'zod'
import { BUSY_ADDRESS_CHARS_MAX } from './limits.ts'

/** Body of PUT /api/v1/artists/:id/busy-calendar: the secret address of a calendar elsewhere. It is never shown again. */
export const PutBusyCalendar = z.strictObject({
  address: z.string().trim().min(1).max(BUSY_ADDRESS_CHARS_MAX),
})
export type PutBusyCalendar = z.infer<typeof PutBusyCalendar>

/** Why a calendar could not be read. */
export const BusyFailureCode = z.enum([
  'no_answer',
  'gone',
  'forbidden',
  'refused',
  'throttled',
  'redirected',
  'not_calendar',
  'broken',
  'too_large',
  'not_allowed',
  'internal',
])
export type BusyFailureCode = z.infer<typeof BusyFailureCode>

/** A calendar elsewhere by which an artist is busy; of what stands in it only the times are kept. */
export const BusyCalendarView = z.object({
  /** The host of its address, which is all of it that is shown. */
  host: z.string(),
  createdAt: z.iso.datetime(),
  /** When it was read to its end last; null: not yet. */
  readAt: z.iso.datetime().nullable(),
  /** When it was tried last. */
  triedAt: z.iso.datetime().nullable(),
  nextReadAt: z.iso.datetime(),
  /** Stretches of busy time that are known. */
  blocks: z.int().nonnegative(),
  /** Entries that could not be understood and count as free. */
  skipped: z.int().nonnegative(),
  /** Null while it can be read. */
  failure: z.object({ code: BusyFailureCode, since: z.iso.datetime() }).nullable(),
})
export type BusyCalendarView = z.infer<typeof BusyCalendarView>

/** Lets a consumer read a calendar. The address is secret and kept nowhere but sealed. */
export interface BusyLease {
  v: 1
  address: string
  /** What the server is asked to compare with; null: it is read out whole. */
  etag: string | null
  lastModified: string | null
  timeZone: string
}

/** What a consumer has read: stretches of busy time as milliseconds since 1970, start and end by turns, in order and apart. */
export interface BusyRead {
  v: 1
  calendarId: string
  /** Null: nothing has changed. */
  read: {
    edges: number[]
    skipped: number
    etag: string | null
    lastModified: string | null
    timeZone: string
  } | null
}
