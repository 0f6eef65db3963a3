import type { BookingSettings } from '../../../contracts/booking-settings.ts'
import type { PersonId } from '../../../contracts/ids.ts'

/** What the settings say, as the form holds it and as it is sent. */
export const saidIn = ({
  blocking,
  holdHours,
  challengeHours,
  unanswered,
  escalateTo,
  firstRefusalHours,
}: BookingSettings) => ({
  ...{ blocking, holdHours, challengeHours, unanswered, firstRefusalHours },
  // Ids of people are branded where they are checked; this one was.
  escalateTo: escalateTo as PersonId | null,
})
export type SettingsSaid = ReturnType<typeof saidIn>
