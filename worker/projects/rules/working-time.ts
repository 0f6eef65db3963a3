import { addDays, isoWeekday } from '../../../contracts/days.ts'
import type { Exception, Schedule } from '../../availability/rules/hours.ts'
import { type Span, united, within, without } from '../../availability/rules/spans.ts'
import type { ZoneDays } from '../../availability/rules/zone-days.ts'

const CHUNK_DAYS = 64
/** Hours are followed so far from the first day asked for; beyond it any time counts, so that every sum has an answer. */
const HORIZON_DAYS = 3660

/** Working time that follows each other: where it begins and ends, and how much of it was before. */
interface Worked extends Span {
  beforeMs: number
}

/**
 * The working time of a calendar as one line without gaps. A position on it is the working time since the anchor; adding working
 * time is adding to the position, whatever weekends, holidays and clocks do.
 */
export class WorkingTime {
  private readonly hours: Schedule
  private readonly days: ZoneDays
  private readonly anchorDay: string
  private spans: Worked[] = []
  private firstDay: string
  private lastDay: string
  private fromMs: number
  private toMs: number

  constructor(hours: Schedule, days: ZoneDays, anchorMs: number) {
    const patterns = [...hours.patterns].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
    this.hours = { ...hours, patterns }
    this.days = days
    this.anchorDay = days.dayAt(anchorMs)
    this.firstDay = this.anchorDay
    this.lastDay = this.anchorDay
    this.fromMs = days.edgeMs(this.anchorDay, '00:00')
    this.toMs = this.fromMs
    this.growForward()
  }

  /** Working time between the anchor and an instant, in milliseconds; negative before it. */
  positionOf(ms: number): number {
    this.cover(ms)
    if (ms >= this.toMs) return this.totalMs() + (ms - this.toMs)
    const at = this.indexOf((span) => span.fromMs <= ms)
    const span = this.spans[at]
    if (span === undefined) return (this.spans[0]?.beforeMs ?? 0) - (ms < this.fromMs ? this.fromMs - ms : 0)
    return span.beforeMs + Math.min(ms, span.toMs) - span.fromMs
  }

  /** The moment from which work goes on at a position: after a gap, its end. */
  startAt(position: number): number {
    this.reach(position, true)
    const span = this.spans[this.indexOf(({ beforeMs }) => beforeMs <= position)]
    if (span === undefined) return this.fromMs - ((this.spans[0]?.beforeMs ?? 0) - position)
    const found = span.fromMs + position - span.beforeMs
    return found < span.toMs ? found : this.toMs + (position - this.totalMs())
  }

  /** The moment at which work up to a position is done: before a gap, its beginning. */
  endAt(position: number): number {
    this.reach(position, false)
    const span = this.spans[this.indexOf(({ beforeMs }) => beforeMs < position)]
    if (span === undefined) return this.fromMs - ((this.spans[0]?.beforeMs ?? 0) - position)
    const found = span.fromMs + position - span.beforeMs
    return found <= span.toMs ? found : this.toMs + (position - this.totalMs())
  }

  /** Whole working minutes from one instant to another; negative when it is before. */
  minutesBetween(fromMs: number, toMs: number): number {
    return Math.round((this.positionOf(toMs) - this.positionOf(fromMs)) / 60_000)
  }

  /**
   * When work of the day of an instant is over, or of the next day on which anybody works after it. `isEnd`: the instant ends something, so that
   * midnight is of the day before.
   */
  endOfDay(ms: number, isEnd: boolean): number {
    const midnight = this.midnightAfter(isEnd ? ms - 1 : ms)
    this.cover(midnight)
    if (midnight >= this.toMs) return Math.max(ms, this.toMs)
    const end = this.lastWorkBefore(midnight)
    return end >= ms ? end : this.endOfDay(this.startAt(this.positionOf(midnight)), false)
  }

  /** The latest end of a day's work that is not after an instant. */
  lastEndOfDay(ms: number): number {
    const midnight = this.midnightAfter(ms)
    this.cover(midnight)
    const end = this.lastWorkBefore(midnight)
    return end <= ms ? end : this.lastWorkBefore(this.days.edgeMs(this.days.dayAt(ms), '00:00'))
  }

  private lastWorkBefore(midnight: number): number {
    this.cover(midnight - 1)
    const last = this.spans[this.indexOf((span) => span.fromMs < midnight)]
    return last === undefined ? Number.NEGATIVE_INFINITY : Math.min(last.toMs, midnight)
  }

  private midnightAfter(ms: number): number {
    return this.days.edgeMs(addDays(this.days.dayAt(ms), 1), '00:00')
  }

  private totalMs(): number {
    const last = this.spans.at(-1)
    return last === undefined ? 0 : last.beforeMs + last.toMs - last.fromMs
  }

  /** Index of the last span that fits; they are in order, and those that fit come first. -1: none. */
  private indexOf(fits: (span: Worked) => boolean): number {
    let [low, high] = [0, this.spans.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const span = this.spans[middle]
      if (span !== undefined && fits(span)) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  private cover(ms: number): void {
    while (ms >= this.toMs && this.growForward());
    while (ms < this.fromMs && this.growBack());
  }

  private reach(position: number, isStart: boolean): void {
    const isShort = () => (isStart ? this.totalMs() <= position : this.totalMs() < position)
    while (isShort() && this.growForward());
    const isEarly = () => (isStart ? position < this.firstMs() : position <= this.firstMs())
    while (isEarly() && this.growBack());
  }

  private firstMs(): number {
    return this.spans[0]?.beforeMs ?? 0
  }

  private growForward(): boolean {
    if (this.lastDay >= addDays(this.anchorDay, HORIZON_DAYS)) return false
    const next = addDays(this.lastDay, CHUNK_DAYS)
    const toMs = this.days.edgeMs(next, '00:00')
    let beforeMs = this.totalMs()
    for (const span of this.openIn(this.lastDay, CHUNK_DAYS, { fromMs: this.toMs, toMs })) {
      this.spans.push({ ...span, beforeMs })
      beforeMs += span.toMs - span.fromMs
    }
    this.lastDay = next
    this.toMs = toMs
    return true
  }

  private growBack(): boolean {
    if (this.firstDay <= addDays(this.anchorDay, -HORIZON_DAYS)) return false
    const first = addDays(this.firstDay, -CHUNK_DAYS)
    const fromMs = this.days.edgeMs(first, '00:00')
    let beforeMs = this.firstMs()
    const found: Worked[] = []
    for (const span of this.openIn(first, CHUNK_DAYS, { fromMs, toMs: this.fromMs }).reverse()) {
      beforeMs -= span.toMs - span.fromMs
      found.unshift({ ...span, beforeMs })
    }
    this.spans = [...found, ...this.spans]
    this.firstDay = first
    this.fromMs = fromMs
    return true
  }

  /** Open time of some days: the hours of the week without what was taken off, and what was opened. */
  private openIn(firstDay: string, count: number, window: Span): Span[] {
    // A shift of the day before may reach into the first one.
    const days = Array.from({ length: count + 1 }, (_, i) => addDays(firstDay, i - 1))
    const weekly = days.flatMap((day) => this.weeklyOn(day))
    const last = days.at(-1) ?? firstDay
    const near = this.hours.exceptions.filter((one) => one.firstDay <= last && (days[0] ?? '') <= one.lastDay)
    const of = (kind: Exception['kind']) =>
      near.filter((one) => one.kind === kind).flatMap((one) => this.exceptionIn(one, days))
    const open = near.length === 0 ? weekly : [...without(weekly, of('off')), ...of('open')]
    return within(united(open), window)
  }

  private weeklyOn(day: string): Span[] {
    const pattern = this.hours.patterns.findLast(({ effectiveFrom }) => effectiveFrom <= day)
    const weekly = pattern?.weekly ?? null
    if (weekly === null) return [this.hoursOn(day, null)]
    const weekday = isoWeekday(day)
    return weekly.filter((one) => one.weekday === weekday).map((one) => this.hoursOn(day, one))
  }

  private exceptionIn({ firstDay, lastDay, hours }: Exception, days: readonly string[]): Span[] {
    return days.filter((day) => firstDay <= day && day <= lastDay).map((day) => this.hoursOn(day, hours))
  }

  /** Hours of a day, or all of it; an end that is not after the start is on the next day. */
  private hoursOn(day: string, hours: { from: string; to: string } | null): Span {
    const { from, to } = hours ?? { from: '00:00', to: '00:00' }
    const lastDay = to > from ? day : addDays(day, 1)
    return { fromMs: this.days.edgeMs(day, from), toMs: this.days.edgeMs(lastDay, to) }
  }
}
