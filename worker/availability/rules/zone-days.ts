import { Temporal } from 'temporal-polyfill'
import { edgeMs } from './edges.ts'

const DAY_MS = 86_400_000
const UNBOUND_MS = 8.64e15

/** A stretch in which the clocks of a zone differ from UTC by one and the same time. */
interface Even {
  fromMs: number
  toMs: number
  offsetMs: number
}

/**
 * Days and edges of one zone, many of them. Between two changes of the clocks it is plain arithmetic; within a day of a change `edgeMs`
 * decides, so that both always agree.
 */
export class ZoneDays {
  readonly timeZone: string
  private readonly known: Even[] = []

  constructor(timeZone: string) {
    this.timeZone = timeZone
  }

  /** The instant of a time of a day, as `edgeMs` says it. */
  edgeMs(day: string, time: string): number {
    const plainMs = Date.parse(`${day}T${time}Z`)
    const { fromMs, toMs, offsetMs } = this.evenAt(plainMs)
    const found = plainMs - offsetMs
    const isFarFromChange = found > fromMs + DAY_MS && found < toMs - DAY_MS
    return isFarFromChange ? found : edgeMs(day, time, this.timeZone)
  }

  /** The calendar day of an instant. */
  dayAt(ms: number): string {
    return new Date(ms + this.evenAt(ms).offsetMs).toISOString().slice(0, 10)
  }

  private evenAt(ms: number): Even {
    const known = this.known.find(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)
    if (known !== undefined) return known
    const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(this.timeZone)
    const made = {
      // A change at this very moment began what is going on, and is not the one before it.
      fromMs: at.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? -UNBOUND_MS,
      toMs: at.getTimeZoneTransition('next')?.epochMilliseconds ?? UNBOUND_MS,
      offsetMs: at.offsetNanoseconds / 1e6,
    }
    this.known.push(made)
    return made
  }
}

/** Those of a zone, known from before: there are some hundreds of zones, and between its changes of the clocks one is plain arithmetic. */
export function zoneDaysOf(timeZone: string): ZoneDays {
  const zone = zones.get(timeZone) ?? new ZoneDays(timeZone)
  zones.set(timeZone, zone)
  return zone
}

const zones = new Map<string, ZoneDays>()
