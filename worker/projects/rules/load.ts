import { addDays } from '../../../contracts/days.ts'
import type { Day } from '../../../contracts/ids.ts'
import { WHOLE_SHARE } from '../../../contracts/limits.ts'
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
  projectId: string | null
  areDays: boolean
  /** Percent of the person's time. */
  share: number
}

/** One person's hours, and what they have to do. */
export interface Workload {
  hours: WorkingTime
  days: ZoneDays
  /** What can be booked several times at once has its hours as often. */
  capacity: number
  tasks: readonly PlannedTask[]
  bookings: readonly BookedSpan[]
}

const within = ({ fromMs, toMs }: Span, day: Span): Span => ({
  fromMs: Math.max(fromMs, day.fromMs),
  toMs: Math.min(toMs, day.toMs),
})
const worked = (time: WorkingTime, { fromMs, toMs }: Span): number =>
  fromMs < toMs ? time.minutesBetween(fromMs, toMs) : 0

function bookedIn({ areDays, share, ...span }: BookedSpan, day: Span, hours: WorkingTime): number {
  const part = within(span, day)
  const minutes = areDays ? worked(hours, part) : Math.max(0, (part.toMs - part.fromMs) / MINUTE_MS)
  return Math.round((minutes * share) / WHOLE_SHARE)
}

function add<K>(sums: Map<K, number>, name: K, minutes: number): void {
  sums.set(name, (sums.get(name) ?? 0) + minutes)
}

const sumOf = (sums: ReadonlyMap<unknown, number>): number =>
  [...sums.values()].reduce((sum, minutes) => sum + minutes, 0)

/** Minutes of each day on which somebody works or has anything to do, and of each project. */
export function loadOf(
  { hours, days, capacity, tasks, bookings }: Workload,
  from: Day,
  to: Day,
): { days: LoadDay[]; projects: Map<string, number> } {
  const found: LoadDay[] = []
  const projects = new Map<string, number>()
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const span = { fromMs: days.edgeMs(day, '00:00'), toMs: days.edgeMs(addDays(day, 1), '00:00') }
    const [planned, booked] = [new Map<string, number>(), new Map<string | null, number>()]
    for (const task of tasks) add(planned, task.projectId, worked(task.time, within(task, span)))
    for (const booking of bookings) add(booked, booking.projectId, bookedIn(booking, span, hours))
    for (const [projectId, minutes] of planned) if (minutes > 0) add(projects, projectId, minutes)
    const [plannedMinutes, bookedMinutes] = [sumOf(planned), sumOf(booked)]
    const shared = [...planned].map(([projectId, minutes]) => Math.min(minutes, booked.get(projectId) ?? 0))
    const busyMinutes = plannedMinutes + bookedMinutes - shared.reduce((sum, minutes) => sum + minutes, 0)
    const availableMinutes = worked(hours, span) * capacity
    if (availableMinutes > 0 || busyMinutes > 0)
      found.push({ day, availableMinutes, plannedMinutes, bookedMinutes, busyMinutes })
  }
  return { days: found, projects }
}
