import { addDays } from '../../../contracts/days.ts'
import type { Day } from '../../../contracts/ids.ts'
import type { LoadDay } from '../../../contracts/project-plans.ts'
import type { Span } from '../../availability/rules/spans.ts'
import type { ZoneDays } from '../../availability/rules/zone-days.ts'
import type { WorkingTime } from './working-time.ts'

const MINUTE_MS = 60_000

/** A task in the hours it is worked in, and the project it is of. */
export interface PlannedTask extends Span {
  projectId: string
  time: WorkingTime
}

/** A booking that keeps time; whole days of it are as long as somebody works on them. */
export interface BookedSpan extends Span {
  areDays: boolean
}

/** One person's hours, and what they have to do. */
export interface Workload {
  hours: WorkingTime
  days: ZoneDays
  tasks: readonly PlannedTask[]
  bookings: readonly BookedSpan[]
}

const within = ({ fromMs, toMs }: Span, day: Span): Span => ({
  fromMs: Math.max(fromMs, day.fromMs),
  toMs: Math.min(toMs, day.toMs),
})
const worked = (time: WorkingTime, { fromMs, toMs }: Span): number =>
  fromMs < toMs ? time.minutesBetween(fromMs, toMs) : 0

function bookedIn({ areDays, ...span }: BookedSpan, day: Span, hours: WorkingTime): number {
  const part = within(span, day)
  return areDays ? worked(hours, part) : Math.max(0, Math.round((part.toMs - part.fromMs) / MINUTE_MS))
}

/** Minutes of each day on which there is anything to do, and of each project. */
export function loadOf(
  { hours, days, tasks, bookings }: Workload,
  from: Day,
  to: Day,
): { days: LoadDay[]; projects: Map<string, number> } {
  const found: LoadDay[] = []
  const projects = new Map<string, number>()
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const span = { fromMs: days.edgeMs(day, '00:00'), toMs: days.edgeMs(addDays(day, 1), '00:00') }
    let [plannedMinutes, bookedMinutes] = [0, 0]
    for (const task of tasks) {
      const minutes = worked(task.time, within(task, span))
      plannedMinutes += minutes
      if (minutes > 0) projects.set(task.projectId, (projects.get(task.projectId) ?? 0) + minutes)
    }
    for (const booking of bookings) bookedMinutes += bookedIn(booking, span, hours)
    if (plannedMinutes > 0 || bookedMinutes > 0) {
      found.push({ day, availableMinutes: worked(hours, span), plannedMinutes, bookedMinutes })
    }
  }
  return { days: found, projects }
}
