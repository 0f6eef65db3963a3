import { Temporal } from 'temporal-polyfill'
import type { BookedDays, BookingStatus, ChallengeState } from '../../../contracts/bookings.ts'
import type { NotificationKind } from '../../../contracts/notification-kinds.ts'

/** What is said of a booking to people who have to do with it. */
export interface ToldBooking {
  id: string
  title: string
  artistName: string
  fromMs: number
  toMs: number
  days: BookedDays | null
  timeZone: string
  version: number
}

/** What people are told, whoever they are. */
export interface Told {
  kind: NotificationKind
  subject: string
  title: string
  body: string
  dedupeKey: string
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function sayDay(day: string): string {
  const { day: number, month, year } = Temporal.PlainDate.from(day)
  return `${number} ${months[month - 1]} ${year}`
}

function sayInstant(ms: number, timeZone: string): { day: string; time: string } {
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone)
  return { day: sayDay(at.toPlainDate().toString()), time: at.toPlainTime().toString().slice(0, 5) }
}

/** When a booking is, on the wall clock of its artist. */
export function sayWhen({ fromMs, toMs, days, timeZone }: Omit<ToldBooking, 'id' | 'title'>): string {
  if (days !== null)
    return days.from === days.to ? sayDay(days.from) : `${sayDay(days.from)} to ${sayDay(days.to)}`
  const [from, to] = [sayInstant(fromMs, timeZone), sayInstant(toMs, timeZone)]
  const end = from.day === to.day ? to.time : `${to.day}, ${to.time}`
  return `${from.day}, ${from.time} to ${end} (${timeZone})`
}

const what = (booking: ToldBooking) => `“${booking.title}” with ${booking.artistName}, ${sayWhen(booking)}`
const about = ({ id }: ToldBooking) => `booking:${id}`

/** Somebody else ended a booking. `after` is what it has become. */
export function toldEnded(booking: ToldBooking, after: BookingStatus, reason: string | null): Told {
  const because = reason === null ? '' : ` They said: ${reason}`
  return {
    kind: 'booking.cancelled',
    subject: about(booking),
    title: `“${booking.title}” was ${after}`,
    body: `${what(booking)}, was ${after}. Its time is free for others.${because}`,
    dedupeKey: `ended ${booking.id} ${booking.version}`,
  }
}

/** An artist is asked for a time, or is booked for it. */
export function toldAsked(booking: ToldBooking, status: BookingStatus): Told {
  return {
    kind: 'booking.asked',
    subject: about(booking),
    title:
      status === 'hold' ? `You are held for “${booking.title}”` : `You are booked for “${booking.title}”`,
    body: `${what(booking)}: ${status}. Say whether you can.`,
    dedupeKey: `asked ${booking.id}`,
  }
}

/** The time of a booking was moved. */
export function toldMoved(booking: ToldBooking): Told {
  return {
    kind: 'booking.moved',
    subject: about(booking),
    title: `“${booking.title}” was moved`,
    body: `It is on ${sayWhen(booking)} now, with ${booking.artistName}. Say whether you can.`,
    dedupeKey: `moved ${booking.id} ${booking.version}`,
  }
}

/** Time off was laid over a booking that is certain. */
export function toldTimeOff(booking: ToldBooking, timeOffId: string): Told {
  return {
    kind: 'booking.time_off',
    subject: about(booking),
    title: `${booking.artistName} has time off during “${booking.title}”`,
    body: `${what(booking)}, is confirmed and stays so until somebody decides: move it, book somebody else, or take the time off back.`,
    dedupeKey: `time off ${timeOffId} ${booking.id}`,
  }
}

/** The same of several bookings at once, told by the first of them. */
export function toldOfMany(told: Told, count: number): Told {
  if (count === 1) return told
  return {
    ...told,
    title: `${told.title}, ${count} times`,
    body: `${told.body} There are ${count} of these in all; look at each.`,
  }
}

/** The artist said yes. */
export function toldAccepted(booking: ToldBooking): Told {
  return {
    kind: 'booking.accepted',
    subject: about(booking),
    title: `${booking.artistName} said yes to “${booking.title}”`,
    body: `${what(booking)}, was accepted.`,
    dedupeKey: `accepted ${booking.id} ${booking.version}`,
  }
}

/** A hold ran out. */
export function toldExpired(booking: ToldBooking): Told {
  return {
    kind: 'booking.expired',
    subject: about(booking),
    title: `Your hold “${booking.title}” ran out`,
    body: `${what(booking)}, was not confirmed in time. Book it again to join the line at its end.`,
    dedupeKey: `expired ${booking.id}`,
  }
}

/** Others have left the line before it. `cause` names what they did, so that a later move up is told again. */
export function toldPromoted(booking: ToldBooking, rank: number, cause: string): Told {
  const isFirst = rank === 1
  return {
    kind: 'booking.promoted',
    subject: about(booking),
    title: isFirst
      ? `“${booking.title}” is first in line now`
      : `“${booking.title}” is number ${rank} in line now`,
    body: `${what(booking)}, moved up. ${isFirst ? 'Nobody stands before it: confirm it or let it go.' : 'Others still stand before it.'}`,
    dedupeKey: `promoted ${booking.id} ${rank} ${cause}`,
  }
}

/** Somebody put another booking before it. */
export function toldOvertaken(booking: ToldBooking, other: ToldBooking, why: string): Told {
  return {
    kind: 'booking.overtaken',
    subject: about(booking),
    title: `“${other.title}” was put before “${booking.title}”`,
    body: `${what(booking)}, stands behind it where they share time. They said: ${why}`,
    dedupeKey: `overtaken ${booking.id} ${other.id} ${other.version}`,
  }
}

/** A hold is about to run out. */
export function toldExpiring(booking: ToldBooking, hours: number, expiresAt: string): Told {
  return {
    kind: 'booking.expiring',
    subject: about(booking),
    title: `Your hold “${booking.title}” runs out within ${hours} hours`,
    body: `${what(booking)}, is held no longer then. Confirm, extend or release it before.`,
    dedupeKey: `expiring ${booking.id} ${hours} ${expiresAt}`,
  }
}

/** Somebody who stands behind wants the time. `due` is on the wall clock of the artist. */
export function toldChallenged(booking: ToldBooking, challengeId: string, dueMs: number): Told {
  const { day, time } = sayInstant(dueMs, booking.timeZone)
  return {
    kind: 'booking.challenged',
    subject: about(booking),
    title: `Somebody wants the time of “${booking.title}”`,
    body: `${what(booking)}: confirm or release it by ${day}, ${time} (${booking.timeZone}).`,
    dedupeKey: `challenged ${challengeId}`,
  }
}

/** What came of a challenge, told to whoever made it. */
export function toldChallengeEnded(booking: ToldBooking, challengeId: string, state: ChallengeState): Told {
  const said: Readonly<Record<ChallengeState, string>> = {
    open: 'is still open',
    kept: 'was answered: the time is confirmed for the other booking',
    released: 'was answered: the time was let go',
    lapsed: 'was not answered in time: the other booking was released',
    escalated: 'was not answered in time: somebody has to decide now',
    withdrawn: 'was withdrawn',
  }
  return {
    kind: 'booking.challenge_ended',
    subject: about(booking),
    title: `The challenge for “${booking.title}” ${said[state]}`,
    body: `${what(booking)}. Look at it and say how it goes on.`,
    dedupeKey: `challenge ${challengeId} ${state}`,
  }
}
