import { nextDailyAt } from './due.ts'

/** When a stream is read: every so many seconds, or once a day at a minute of the workspace's day. */
export interface Schedule {
  everySeconds: number | null
  dailyAtMinute: number | null
}

/** When a stream that begins now is read next; null when it has no schedule. */
export function nextDue(schedule: Schedule, now: Date, timeZone: string): Date | null {
  if (schedule.everySeconds !== null) return new Date(now.getTime() + schedule.everySeconds * 1000)
  if (schedule.dailyAtMinute !== null) return nextDailyAt(now, timeZone, schedule.dailyAtMinute)
  return null
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Milliseconds between two runs, as far as people may rely on it. */
export function intervalMs(schedule: Schedule): number | null {
  if (schedule.everySeconds !== null) return schedule.everySeconds * 1000
  return schedule.dailyAtMinute === null ? null : DAY_MS
}

/** True when a stream should have been read by now and is over its time by more than its interval. */
export function isLate(
  stream: Schedule & { isEnabled: boolean; checkedAt: string | null },
  since: string,
  now: Date,
): boolean {
  const interval = intervalMs(stream)
  if (!stream.isEnabled || interval === null) return false
  const last = new Date(stream.checkedAt ?? since).getTime()
  return now.getTime() - last > 2 * interval
}

/** `HH:MM` of a minute of the day. */
export function clockOf(minuteOfDay: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`
}

/** The minute of the day of `HH:MM`. */
export function minuteOf(clock: string): number {
  const [hours = '', minutes = ''] = clock.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** How a stream is read, as the log says it. */
export function scheduleText({
  isEnabled,
  everySeconds,
  dailyAtMinute,
}: Schedule & { isEnabled: boolean }): string {
  if (!isEnabled) return 'off'
  return dailyAtMinute === null ? `every ${everySeconds ?? 0} seconds` : `daily at ${clockOf(dailyAtMinute)}`
}

/** What has to be asked for to have a stream read as the log says it was. */
export function scheduleOf(text: string): { isEnabled: boolean; everySeconds?: number; dailyAt?: string } {
  const every = Number(/^every (\d+) seconds$/.exec(text)?.[1] ?? 0)
  const dailyAt = /^daily at (\d\d:\d\d)$/.exec(text)?.[1]
  return {
    isEnabled: text !== 'off',
    ...(every > 0 && { everySeconds: every }),
    ...(dailyAt !== undefined && { dailyAt }),
  }
}
