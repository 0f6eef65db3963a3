import { plural } from '../../../lib/i18n.ts'

const bookings = (count: number) => plural(count, { one: '1 booking', other: `${count} bookings` })
const times = (count: number) => plural(count, { one: 'once', other: `${count} times` })

/** Sentences about bookings of several, and about those that repeat. */
export const planWords = {
  addMember: 'Add people or rooms',
  more: 'More people or rooms',
  moreHint: 'All are booked together, or none. Hours are the first one’s.',
  remove: (name: string) => `Take ${name} out`,
  noMore: 'At most ten are booked together',
  repeat: 'Repeat',
  repeats: {
    none: 'Does not repeat',
    day: 'By days',
    week: 'By weeks',
    monthDay: (day: number) =>
      day > 28 ? `By months, on day ${day} or the last` : `By months, on day ${day}`,
    monthWeekday: (nth: string, weekday: string) => `By months, on the ${nth} ${weekday}`,
  },
  interval: { day: 'Days apart', week: 'Weeks apart', month: 'Months apart' },
  weekdays: 'On',
  ends: 'Ends',
  endsBy: { count: 'After', until: 'On a day' },
  count: 'Times',
  until: 'Last day it may be',
  intervalWrong: 'A whole number from 1 to 99',
  countWrong: 'A whole number from 1 to 366',
  untilWrong: 'Choose a day after the first one',

  checking: 'Checking every time',
  report: 'Every time it would be',
  allFree: (count: number) => `All free: ${bookings(count)}.`,
  someTaken: (clashing: number, count: number) =>
    `${plural(clashing, { one: '1 time is', other: `${clashing} times are` })} taken, of ${count}. Leave them out or give them another day.`,
  someTakenHold: (clashing: number, count: number) =>
    `${plural(clashing, { one: '1 time is', other: `${clashing} times are` })} taken, of ${count}. Holds may wait in line there.`,
  membersTaken: (names: string) =>
    `${names} cannot be had at this time. Take them out, choose another time, or make it a hold.`,
  membersTakenHold: (names: string) => `${names} cannot be had at this time yet. Holds may wait in line.`,
  leaveOutAll: (count: number) => plural(count, { one: 'Leave it out', other: `Leave out all ${count}` }),
  include: (day: string) => `Book ${day}`,
  isFree: 'Free',
  isLeftOut: 'Left out',
  movedTo: (day: string) => `moved to ${day}`,
  has: (name: string, rival: string) => `${name}: ${rival} has the time`,
  waits: (name: string, rival: string, place: string) => `${name}: ${rival} has the time, ${place} in line`,
  firstRefusal: (name: string, rival: string) => `${name}: ${rival} is asked first`,
  archived: (name: string) => `${name} takes no new bookings`,
  outside: (name: string) => `${name} is not there then`,
  outsideWhy: (name: string, why: string) => `${name} is not there: ${why}`,
  anotherDay: 'Another day',
  anotherDayFor: (day: string) => `Another day for ${day}`,
  backToDay: 'Keep the day',
  made: (title: string, count: number) => `${title}: ${bookings(count)} made`,
  undone: (title: string) => `${title} is taken back`,
  conflict: (what: string) => `Nothing was booked. ${what}`,
  stays: (title: string, what: string) => `${title} stays as it was. ${what}`,
  changedMeanwhile: 'Somebody changed one of these bookings. Look again and repeat it.',
  save: (count: number) => plural(count, { one: 'Book', other: `Book ${count} times` }),

  extend: 'Make it longer',
  extendTitle: (title: string) => `Make ${title} longer`,
  extendSay: (rule: string) =>
    `${rule}. New times are at the time of day of this booking, for whoever it is booked with.`,
  moreTimes: 'More times',

  // The panel and changes
  group: 'Booked together with',
  series: 'Repeats',
  seriesLoading: 'The other times',
  memberOf: (name: string, status: string) => `${name}, ${status}`,
  showAll: (count: number) => `Show all ${count} times`,
  who: 'For',
  whoOne: (name: string) => `${name} only`,
  whoGroup: (count: number) => `All ${count}`,
  times: 'Times',
  timesOf: { this: 'This', following: 'This and later', all: 'All' },
  concerns: (count: number) => `Concerns ${bookings(count)}.`,
  changed: (title: string, count: number) => `${title}: ${bookings(count)} changed`,
  stepped: (title: string, count: number, status: string) => `${title}: ${bookings(count)} ${status}`,
  endTitle: (step: string, count: number) => `${step}: ${bookings(count)}?`,
  endSay: 'What has ended stays as it ended. Booking it again starts at the end of the line.',
  endLoss: 'Bookings',
  keep: 'Keep them',
  inGroup: 'with others',
  inSeries: 'repeats',
  /** The same on a bar, which has no room for words. */
  groupSign: '+',
  seriesSign: '↻',

  every: {
    day: (n: number) => (n === 1 ? 'Every day' : `Every ${n} days`),
    week: (n: number) => (n === 1 ? 'Every week' : `Every ${n} weeks`),
    month: (n: number) => (n === 1 ? 'Every month' : `Every ${n} months`),
  },
  on: (what: string) => `on ${what}`,
  onDay: (day: number) => (day > 28 ? `on day ${day} or the last` : `on day ${day}`),
  onThe: (nth: string, weekday: string) => `on the ${nth} ${weekday}`,
  last: 'last',
  weekdayNames: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  weekdayShort: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  untilDay: (day: string) => `until ${day}`,
  so: (count: number) => times(count),
} as const
