import { z } from 'zod'

/** The calendar of an artist as other programs read it. Whoever has the address reads it, so it is shown to those only who may change artists. */
export const CalendarFeedView = z.object({
  /** Null: there is none. */
  address: z.url().nullable(),
  createdAt: z.iso.datetime().nullable(),
})
export type CalendarFeedView = z.infer<typeof CalendarFeedView>
