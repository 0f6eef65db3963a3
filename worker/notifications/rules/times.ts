import { Temporal } from 'temporal-polyfill'
import { edgeMs } from '../../availability/rules/edges.ts'

/** Hours of each day on the clock of a zone; an end that is not after the start is on the next day. */
export interface QuietHours {
  from: string
  to: string
}

const dayAt = (ms: number, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate()

/** When something may be mailed that is due at a moment: then, or when the quiet hours it falls into are over. */
export function afterQuiet(ms: number, quiet: QuietHours | null, timeZone: string): number {
  if (quiet === null) return ms
  const today = dayAt(ms, timeZone)
  const { from, to } = quiet
  for (const day of [today.subtract({ days: 1 }), today]) {
    const startMs = edgeMs(day.toString(), from, timeZone)
    const endMs = edgeMs((to > from ? day : day.add({ days: 1 })).toString(), to, timeZone)
    if (startMs <= ms && ms < endMs) return endMs
  }
  return ms
}

/** The next time the clock of a zone shows a time, after a moment; where that is quiet, when it is quiet no more. */
export function nextDigestMs(
  afterMs: number,
  at: string,
  quiet: QuietHours | null,
  timeZone: string,
): number {
  const today = dayAt(afterMs, timeZone)
  for (let days = 0; ; days += 1) {
    const ms = afterQuiet(edgeMs(today.add({ days }).toString(), at, timeZone), quiet, timeZone)
    if (ms > afterMs) return ms
  }
}
