import { z } from 'zod'
import { defineEvent } from '../events/define.ts'

const Weekly = z.array(z.object({ weekday: z.number().int(), from: z.string(), to: z.string() })).nullable()
const TimeOffState = z.object({
  kind: z.enum(['off', 'open']),
  title: z.string(),
  days: z.object({ from: z.string(), to: z.string() }),
  hours: z.object({ from: z.string(), to: z.string() }).nullable(),
})

/** Weekly hours from a day on. */
export const artistHoursChanged = defineEvent(
  'artist.hours_changed',
  1,
  z.object({ artistId: z.uuid(), name: z.string(), effectiveFrom: z.string(), weekly: Weekly }),
)
export const artistTimeOffAdded = defineEvent(
  'artist.time_off_added',
  1,
  z.object({ artistId: z.uuid(), name: z.string(), timeOffId: z.uuid(), added: TimeOffState }),
)
export const artistTimeOffRemoved = defineEvent(
  'artist.time_off_removed',
  1,
  z.object({ artistId: z.uuid(), name: z.string(), timeOffId: z.uuid(), removed: TimeOffState }),
)
