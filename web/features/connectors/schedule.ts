import type { ConnectionView, StreamView, UpdateConnection } from '../../../contracts/connections.ts'
import { SYNC_EVERY_SECONDS_MAX, SYNC_EVERY_SECONDS_MIN } from '../../../contracts/limits.ts'

const MINUTE_S = 60
export const MINUTES_MIN = SYNC_EVERY_SECONDS_MIN / MINUTE_S
export const MINUTES_MAX = SYNC_EVERY_SECONDS_MAX / MINUTE_S

/** A timetable as it is typed. */
export interface TimetableDraft {
  way: 'every' | 'daily'
  /** Minutes between two runs. */
  minutes: string
  /** `HH:MM` of the workspace. */
  dailyAt: string
}

const EVERY_DEFAULT = '60'
const DAILY_DEFAULT = '02:00'

/** What the form of a stream starts with. */
export function draftOf(stream: StreamView): TimetableDraft {
  return {
    way: stream.everySeconds === null ? 'daily' : 'every',
    minutes:
      stream.everySeconds === null ? EVERY_DEFAULT : String(Math.round(stream.everySeconds / MINUTE_S)),
    dailyAt: stream.dailyAt ?? DAILY_DEFAULT,
  }
}

type StreamChange = NonNullable<UpdateConnection['streams']>[number]

/** The change a draft asks for, or which field of it makes no sense. */
export function timetableOf(
  stream: string,
  draft: TimetableDraft,
): { ok: true; change: StreamChange } | { ok: false; field: 'minutes' | 'dailyAt' } {
  if (draft.way === 'daily') {
    return /^([01]\d|2[0-3]):[0-5]\d$/.test(draft.dailyAt)
      ? { ok: true, change: { stream, dailyAt: draft.dailyAt } }
      : { ok: false, field: 'dailyAt' }
  }
  const minutes = Number(draft.minutes.trim())
  return draft.minutes.trim() !== '' &&
    Number.isInteger(minutes) &&
    minutes >= MINUTES_MIN &&
    minutes <= MINUTES_MAX
    ? { ok: true, change: { stream, everySeconds: minutes * MINUTE_S } }
    : { ok: false, field: 'minutes' }
}

/** The change that brings a stream's timetable back to what it was. */
export function backTo(stream: StreamView): StreamChange {
  const { everySeconds, dailyAt } = stream
  return {
    stream: stream.stream,
    isEnabled: stream.isEnabled,
    ...(everySeconds === null ? (dailyAt === null ? {} : { dailyAt }) : { everySeconds }),
  }
}

const timetableIs = (stream: StreamView | undefined) => `${stream?.everySeconds}|${stream?.dailyAt}`

/**
 * True when `now` differs from `base` in something that `change` wants to change: then both changes collide and a person
 * has to say which one counts. All else can be put together without asking.
 */
export function collides(base: ConnectionView, now: ConnectionView, change: UpdateConnection): boolean {
  if (change.label !== undefined && base.label !== now.label) return true
  if (change.isPaused !== undefined && (base.status === 'disabled') !== (now.status === 'disabled'))
    return true
  return (change.streams ?? []).some((one) => {
    const [before, after] = [base, now].map((view) => view.streams.find((each) => each.stream === one.stream))
    if (one.isEnabled !== undefined && before?.isEnabled !== after?.isEnabled) return true
    const isTimetable = one.everySeconds !== undefined || one.dailyAt !== undefined
    return isTimetable && timetableIs(before) !== timetableIs(after)
  })
}
