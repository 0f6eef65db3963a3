import type { BusyFailureCode } from '../../../contracts/busy-calendars.ts'
import { plural } from '../../lib/i18n.ts'

/** Why a calendar cannot be read, and what helps. */
const failures: Readonly<Record<BusyFailureCode, string>> = {
  no_answer: 'Its server does not answer. It is tried again by itself; nothing has to be done.',
  gone: 'There is no calendar at the address any more. Copy the address from the calendar program again.',
  forbidden: 'Its server refuses the address. Copy the secret address, not the one that needs a login.',
  refused: 'Its server refuses to answer. Copy the address from the calendar program again.',
  throttled: 'Its server asks for a pause. It is tried again by itself; nothing has to be done.',
  redirected: 'The address leads on to another one. Give the address it leads to.',
  not_calendar:
    'There is a page at the address and no calendar. Copy the iCal address, which mostly ends in .ics.',
  broken: 'The calendar stops in the middle or has an error. Nothing has to be done if it comes back whole.',
  too_large: 'The calendar is too large to be read. Publish one that holds less.',
  not_allowed: 'The address may not be called any more. Give one on the public internet.',
  internal: 'It could not be read because of a mistake of ours. It is tried again by itself.',
}

/** Words of the card with the calendar elsewhere by which an artist is busy. */
export const words = {
  title: 'Busy by another calendar',
  what: 'The other calendar',
  say: (isMine: boolean) =>
    `Whoever books ${isMine ? 'you' : 'them'} is warned where this calendar is busy. Only times are kept: no titles, no people.`,
  address: 'Secret iCal address',
  addressHint: 'From Google, Apple, Outlook and others. It is read every 30 minutes and not shown again.',
  addressWrong: 'Give the https address of a calendar, without a login or a port in it',
  add: 'Add the calendar',
  change: 'Change the address',
  changeTitle: 'Another address',
  changeSay: 'The calendar that is there now is forgotten with its times, and the new one is read at once.',
  added: 'The calendar is being read',
  from: 'Calendar at',
  state: 'State',
  reading: 'Being read…',
  unknown: 'Nothing known yet',
  known: (count: number) =>
    count === 0
      ? 'Nothing busy in the year ahead'
      : `${plural(count, { one: 'One busy stretch', other: `${count} busy stretches` })} known`,
  read: 'Read',
  notYet: 'Not yet',
  next: 'Next time',
  skipped: (count: number) =>
    `${plural(count, { one: 'One entry', other: `${count} entries` })} could not be understood and ${count === 1 ? 'counts' : 'count'} as free.`,
  failing: (since: string) => `It cannot be read since ${since}. What is known of it stays until then.`,
  failures,
  readNow: 'Read now',
  remove: 'Remove',
  removeTitle: 'Remove this calendar?',
  removeSay: 'Its busy times no longer warn anybody. To have it back, its secret address is needed again.',
  keep: 'Keep it',
  removed: 'The calendar and its times are forgotten',
} as const
