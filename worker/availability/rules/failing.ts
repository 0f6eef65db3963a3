import type { BusyFailureCode } from '../../../contracts/busy-calendars.ts'
import { BUSY_FAILURES_TOLD_AFTER } from '../../../contracts/limits.ts'

/** Whether people are to be told that a calendar cannot be read: one read may fail by chance, and one that is gone does not. */
export const isToldOf = (failure: { code: BusyFailureCode; inARow: number }): boolean =>
  failure.code === 'gone' || failure.inARow >= BUSY_FAILURES_TOLD_AFTER

/** Why it fails, and what is to be done. */
const causes: Readonly<Record<BusyFailureCode, string>> = {
  no_answer: 'Its server does not answer. It is tried again by itself.',
  gone: 'There is no calendar at its address any more. Copy the address from the calendar program again.',
  forbidden: 'Its server refuses the address. Give the secret address, not the one that needs a login.',
  refused: 'Its server refuses to answer. Copy the address from the calendar program again.',
  throttled: 'Its server asks for a pause. It is tried again by itself.',
  redirected: 'Its address leads on to another one. Give the address it leads to.',
  not_calendar:
    'There is a page at its address and no calendar. Give the iCal address, which mostly ends in .ics.',
  broken: 'The calendar stops in the middle or has an error. It is tried again by itself.',
  too_large: 'The calendar is too large to be read. Publish one that holds less.',
  not_allowed: 'Its address may not be called any more. Give one on the public internet.',
  internal: 'It could not be read because of a mistake of ours. It is tried again by itself.',
}

/** What people are told of a calendar that cannot be read. */
export const saidFailing = (artistName: string, code: BusyFailureCode) => ({
  title: `Calendar cannot be read: ${artistName}`,
  body: `${causes[code]} Until then the busy times known last count.`,
})
