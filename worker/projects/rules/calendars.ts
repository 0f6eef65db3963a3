import type { CalendarView, WorkingCalendar } from '../../../contracts/project-plans.ts'
import type { Exception, Schedule } from '../../availability/rules/hours.ts'

const FIRST_DAY = '0001-01-01'

/** Monday to Friday, nine to five: where nobody has said anything else. */
export const defaultCalendar: WorkingCalendar = {
  weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00' })),
  exceptions: [],
}

/** What was said of working hours, from the narrowest to the widest. `artist` are the hours of whoever does the task. */
export interface SaidHours {
  task: WorkingCalendar | null
  artist: Schedule | null
  project: WorkingCalendar | null
  workspace: WorkingCalendar | null
}

const exceptionsOf = ({ exceptions }: WorkingCalendar): Exception[] =>
  exceptions.map(({ kind, title, days, hours }) => ({
    ...{ kind, title, hours, firstDay: days.from, lastDay: days.to },
  }))

/** Days on which the workspace does not work. */
export const daysOffOf = (calendar: WorkingCalendar | null): Exception[] =>
  calendar === null ? [] : exceptionsOf(calendar).filter(({ kind }) => kind === 'off')

function scheduleOf(calendar: WorkingCalendar, timeZone: string): Schedule {
  const patterns = [{ effectiveFrom: FIRST_DAY, weekly: calendar.weekly }]
  return { timeZone, patterns, exceptions: exceptionsOf(calendar) }
}

const hasHours = ({ patterns }: Schedule): boolean => patterns.some(({ weekly }) => weekly !== null)

/** Which calendar counts: of the task, else of its artist, of the project, of the workspace. */
export function inForce(said: SaidHours): Pick<CalendarView, 'from'> & { calendar: WorkingCalendar } {
  if (said.task !== null) return { from: 'task', calendar: said.task }
  if (said.project !== null) return { from: 'project', calendar: said.project }
  if (said.workspace !== null) return { from: 'workspace', calendar: said.workspace }
  return { from: 'default', calendar: defaultCalendar }
}

/**
 * The hours a task is worked in. Whoever has weekly hours works by them and their own time off; whoever has none, by those of the
 * project without their time off.
 */
export function hoursInForce(said: SaidHours, timeZone: string): Schedule {
  const { calendar } = inForce(said)
  const { task, artist } = said
  if (task !== null || artist === null) return scheduleOf(calendar, timeZone)
  const whole = scheduleOf(calendar, timeZone)
  if (!hasHours(artist)) return { ...whole, exceptions: [...whole.exceptions, ...artist.exceptions] }
  // Any time is no plan: nobody works day and night because nothing was said of them for a while.
  const patterns = artist.patterns.map((one) => ({ ...one, weekly: one.weekly ?? calendar.weekly }))
  return { ...artist, patterns: [...whole.patterns, ...patterns] }
}
