import type { BlockingChoice } from '../../../contracts/booking-states.ts'
import { plural } from '../../lib/i18n.ts'

const statuses: Readonly<Record<BlockingChoice, string>> = { hold: 'Holds', pencil: 'Pencils' }
const hints: Readonly<Record<BlockingChoice, string>> = {
  hold: 'Nobody else can hold, pencil or confirm the same time while the hold waits.',
  pencil: 'Others can still hold the same time, and stand in line behind it.',
}
const HOURS_A_DAY = 24

/** Words of the settings of bookings. */
export const words = {
  title: 'Bookings',
  sub: 'What keeps a time free, and how long people wait for each other.',
  what: 'The settings of bookings',
  /** In a sentence, as a record that has versions. */
  record: 'the settings of bookings',
  blocking: 'What keeps its time free',
  always: 'Confirmed bookings always do. Say here what else does.',
  statuses,
  hints,
  holds: 'Holds',
  holdHours: 'A hold runs out after',
  holdSay: 'It counts for new holds. Each can be extended once, by as long again.',
  challenges: 'Who waits for whom',
  challengeHours: 'A challenge is to be answered within',
  challengeSay: 'Working hours of the artist. Outside their hours and in time off they stand still.',
  workingHours: (hours: number) => plural(hours, { one: '1 working hour', other: `${hours} working hours` }),
  unanswered: 'When nobody answers',
  unansweredOptions: { release: 'The time is released', escalate: 'Somebody is told to decide' },
  escalateTo: 'Who is told',
  nobodyTold: 'Say who is told first',
  firstRefusal: 'Whoever becomes first in line is asked before others for',
  firstRefusalSay: 'So long those behind cannot pencil or confirm the same time.',
  noRefusal: 'No time at all',
  hours: (hours: number) =>
    hours % HOURS_A_DAY === 0
      ? plural(hours / HOURS_A_DAY, { one: '1 day', other: `${hours / HOURS_A_DAY} days` })
      : plural(hours, { one: '1 hour', other: `${hours} hours` }),
  clashes: (total: number) =>
    plural(total, {
      one: '1 clash has to be settled first',
      other: `${total} clashes have to be settled first`,
    }),
  clashesSay: 'These bookings would keep the same time free. Move, end or confirm one of each.',
  more: (count: number) => `and ${count} more`,
  blocked: 'Settle the clashes first',
  saved: 'Saved',
  fields: {
    blocking: 'what keeps its time free',
    holdHours: 'when a hold runs out',
    challengeHours: 'when a challenge is to be answered',
    unanswered: 'what happens when nobody answers',
    escalateTo: 'who is told',
    firstRefusalHours: 'how long whoever is first is asked before others',
  },
} as const
