import { plural } from '../../lib/i18n.ts'
import type { Level } from './load.ts'

const days = (n: number) => `${n} ${plural(n, { one: 'day', other: 'days' })}`
const people = (n: number) => `${n} ${plural(n, { one: 'person is', other: 'people are' })}`

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Minutes as hours: `12 h`, `7.5 h`. */
export const hoursText = (minutes: number): string => `${Math.round(minutes / 6) / 10} h`

/** Sentences about the load of people over all projects. */
export const words = {
  title: 'Load',
  sub: 'Who has how much to do in which week, of all projects and bookings.',
  grid: 'Load by person and week',
  person: 'Person',
  earlier: 'Earlier weeks',
  later: 'Later weeks',
  today: 'This week',
  who: 'Whom to show',
  all: 'Everybody',
  over: 'Overbooked',
  summary: (n: number, weeks: number) =>
    n === 0
      ? `Nobody is overbooked in these ${weeks} weeks.`
      : `${people(n)} overbooked in these ${weeks} weeks.`,
  none: 'Nothing to do in these weeks',
  noneSay: 'Tasks that somebody does and bookings that keep time free are counted here.',
  nobodyOver: 'Nobody is overbooked',
  nobodyOverSay: 'In the weeks shown everybody has the hours for what is planned and booked.',
  showAll: 'Show everybody',
  levels: {
    free: 'Free',
    some: 'Up to half',
    much: 'Up to 85%',
    full: 'Nearly full',
    over: 'Overbooked',
  } satisfies Record<Level, string>,
  overDay: 'A day with too much',
  cell: (who: string, week: string, percent: number | null, busy: string, available: string, over: number) =>
    [
      `${who}, ${week}`,
      percent === null ? `${busy}, and no hours` : `${percent}%, ${busy} of ${available}`,
      over > 0 ? `${days(over)} with too much` : null,
    ]
      .filter(Boolean)
      .join(', '),
  weekTitle: (who: string, week: string) => `${who}, ${week}`,
  dayName: (isoWeekday: number, day: string) => `${weekdays[isoWeekday - 1]} ${day}`,
  ofHours: (busy: string, available: string) => `${busy} of ${available}`,
  noHours: (busy: string) => `${busy}, and no hours`,
  free: 'free',
  tooMuch: (minutes: number) => `${hoursText(minutes)} too much`,
  planned: 'Planned',
  booked: 'Booked',
  projects: 'From these projects',
  noProjects: 'No task of a project falls in this week.',
  bookings: 'Bookings',
  noBookings: 'No booking falls in this week.',
  gone: 'Nothing to do in this week',
  goneSay: 'It may have been moved, or is over.',
  toArtist: 'Hours and time off',
  what: 'The load',
} as const
