import type { BookingSettings } from '../../../contracts/booking-settings.ts'
import type { PersonId } from '../../../contracts/ids.ts'

/** The settings whose change makes no clash, as the form holds them. */
export const otherOf = ({
  holdHours,
  challengeHours,
  unanswered,
  escalateTo,
  firstRefusalHours,
}: BookingSettings) => ({
  ...{ holdHours, challengeHours, unanswered, firstRefusalHours },
  // Ids of people are branded where they are checked; this one was.
  escalateTo: escalateTo as PersonId | null,
})
export type OtherSettings = ReturnType<typeof otherOf>
