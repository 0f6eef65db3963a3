import { z } from 'zod'
import { SealedPersonal } from '../../contracts/personal.ts'
import { defineEvent, TouchedMetrics } from '../events/define.ts'

const Weekly = z.array(z.object({ weekday: z.number().int(), from: z.string(), to: z.string() })).nullable()
const TimeOffState = z.object({
  kind: z.enum(['off', 'open']),
  title: z.string().optional(),
  days: z.object({ from: z.string(), to: z.string() }),
  hours: z.object({ from: z.string(), to: z.string() }).nullable(),
})

/** Which numbers it moved: what an artist is there for is counted day by day. */
const touched = TouchedMetrics.optional()
/** What it says about the artist, sealed; not there in events that were written in the open, and in opened ones. */
const personal = SealedPersonal.optional()

/** Weekly hours from a day on. */
export const artistHoursChanged = defineEvent(
  'artist.hours_changed',
  1,
  z.object({ artistId: z.uuid(), effectiveFrom: z.string(), weekly: Weekly, touched }),
)
export const artistTimeOffAdded = defineEvent(
  'artist.time_off_added',
  1,
  z.object({ artistId: z.uuid(), timeOffId: z.uuid(), added: TimeOffState, touched, personal }),
  ['/added/title'],
)
export const artistTimeOffRemoved = defineEvent(
  'artist.time_off_removed',
  1,
  z.object({ artistId: z.uuid(), timeOffId: z.uuid(), removed: TimeOffState, touched, personal }),
  ['/removed/title'],
)

const CalendarOfArtist = z.object({ artistId: z.uuid(), calendarId: z.uuid() })

/** An artist is busy by a calendar elsewhere from now on. Its address is a secret and no part of this. */
export const artistBusyCalendarSet = defineEvent(
  'artist.busy_calendar_set',
  1,
  CalendarOfArtist.extend({ host: z.string().optional(), personal }),
  ['/host'],
)
export const artistBusyCalendarRemoved = defineEvent('artist.busy_calendar_removed', 1, CalendarOfArtist)
/** What was read differs from what was known, or is known again after failures. */
export const artistBusyTimesChanged = defineEvent(
  'artist.busy_times_changed',
  1,
  CalendarOfArtist.extend({ blocks: z.int() }),
)
/** A calendar that could be read cannot be any more. */
export const artistBusyCalendarFailed = defineEvent(
  'artist.busy_calendar_failed',
  1,
  CalendarOfArtist.extend({ code: z.string() }),
)
