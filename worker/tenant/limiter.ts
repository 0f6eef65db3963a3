import {
  CALLER_HEAVY_BURST,
  CALLER_HEAVY_PER_MINUTE,
  CALLER_PARTS_BURST,
  CALLER_PARTS_PER_MINUTE,
  CALLER_WRITES_BURST,
  CALLER_WRITES_PER_MINUTE,
  PERSON_BURST,
  PERSON_CALLS_PER_MINUTE,
  PROGRAM_CALLS_PER_MINUTE,
  TENANT_HEAVY_BURST,
  TENANT_HEAVY_PER_MINUTE,
  TENANT_PARTS_BURST,
  TENANT_PARTS_PER_MINUTE,
  TENANT_READS_BURST,
  TENANT_READS_PER_MINUTE,
  TENANT_WRITES_BURST,
  TENANT_WRITES_PER_MINUTE,
} from '../../contracts/limits.ts'
import type { RouteClass } from './rules/route-class.ts'

const MINUTE_MS = 60_000

/** What a caller is told about its limit, whether the call passed or not. Seconds are whole and rounded up. */
export interface LimitDecision {
  allowed: boolean
  limit: number
  remaining: number
  resetSeconds: number
}

/** One limit: whether a call would pass, that it passed, and what is left. */
interface Meter {
  allows(nowMs: number): boolean
  count(nowMs: number): void
  /** What is left, and how long until the next call passes. */
  state(nowMs: number): Omit<LimitDecision, 'allowed'>
  take(nowMs: number): LimitDecision
}

function taken(meter: Meter, nowMs: number): LimitDecision {
  const allowed = meter.allows(nowMs)
  if (allowed) meter.count(nowMs)
  return { allowed, ...meter.state(nowMs) }
}

/** Exactly so many calls in any 60 s: the times of the last calls are kept, so call limit + 1 within the minute is refused. */
export class SlidingLog implements Meter {
  private readonly times: Float64Array
  private next = 0
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
    this.times = new Float64Array(limit).fill(Number.NEGATIVE_INFINITY)
  }

  allows(nowMs: number): boolean {
    return nowMs - (this.times[this.next] ?? Number.NEGATIVE_INFINITY) >= MINUTE_MS
  }

  count(nowMs: number): void {
    this.times[this.next] = nowMs
    this.next = (this.next + 1) % this.limit
  }

  state(nowMs: number): Omit<LimitDecision, 'allowed'> {
    let used = 0
    for (const time of this.times) if (nowMs - time < MINUTE_MS) used += 1
    const nextFree = this.times[this.next] ?? Number.NEGATIVE_INFINITY
    const resetSeconds = Number.isFinite(nextFree)
      ? Math.max(0, Math.ceil((nextFree + MINUTE_MS - nowMs) / 1000))
      : 0
    return { limit: this.limit, remaining: this.limit - used, resetSeconds }
  }

  take(nowMs: number): LimitDecision {
    return taken(this, nowMs)
  }
}

const MICROS = 1000

/** The generic cell rate algorithm: a steady rate with a burst on top, one number of state. In whole microseconds, so that it is exact. */
export class SteadyRate implements Meter {
  private readyAtMicros = Number.NEGATIVE_INFINITY
  private readonly spacingMicros: number
  private readonly burst: number
  private readonly perMinute: number

  constructor(perMinute: number, burst: number) {
    this.perMinute = perMinute
    this.burst = burst
    this.spacingMicros = Math.round((MINUTE_MS * MICROS) / perMinute)
  }

  private waitMicros(nowMs: number): number {
    return Math.max(0, this.readyAtMicros - nowMs * MICROS) - this.spacingMicros * (this.burst - 1)
  }

  allows(nowMs: number): boolean {
    return this.waitMicros(nowMs) <= 0
  }

  count(nowMs: number): void {
    this.readyAtMicros = Math.max(this.readyAtMicros, nowMs * MICROS) + this.spacingMicros
  }

  state(nowMs: number): Omit<LimitDecision, 'allowed'> {
    const backlog = Math.max(0, this.readyAtMicros - nowMs * MICROS)
    const remaining = Math.max(0, Math.floor(this.burst - backlog / this.spacingMicros))
    const waitMicros = remaining > 0 ? 0 : Math.max(0, this.waitMicros(nowMs))
    return { limit: this.perMinute, remaining, resetSeconds: Math.ceil(waitMicros / MICROS / 1000) }
  }

  take(nowMs: number): LimitDecision {
    return taken(this, nowMs)
  }
}

/** How many callers a limiter remembers; the one that called longest ago is forgotten first, and had its minute. */
const CALLERS_MAX = 5000

type CallerKind = 'person' | 'key' | 'system'

const ownClasses = {
  write: { perMinute: CALLER_WRITES_PER_MINUTE, burst: CALLER_WRITES_BURST },
  heavy: { perMinute: CALLER_HEAVY_PER_MINUTE, burst: CALLER_HEAVY_BURST },
  part: { perMinute: CALLER_PARTS_PER_MINUTE, burst: CALLER_PARTS_BURST },
} as const satisfies Partial<Record<RouteClass, object>>

/** All calls of one caller, and those of its calls that cost more. */
class CallerLimits {
  private readonly all: Meter
  private readonly byClass = new Map<RouteClass, Meter>()

  constructor(kind: CallerKind, personPerMinute: number) {
    this.all =
      kind === 'key'
        ? new SlidingLog(PROGRAM_CALLS_PER_MINUTE)
        : new SteadyRate(personPerMinute, (personPerMinute * PERSON_BURST) / PERSON_CALLS_PER_MINUTE)
  }

  /** What a call of a class counts against. Parts of a file count among themselves: a large file has more of them than a key has calls. */
  of(routeClass: RouteClass): readonly [Meter, ...Meter[]] {
    if (routeClass === 'read') return [this.all]
    const own = this.byClass.get(routeClass) ?? this.open(routeClass)
    return routeClass === 'part' ? [own] : [this.all, own]
  }

  private open(routeClass: keyof typeof ownClasses): Meter {
    const { perMinute, burst } = ownClasses[routeClass]
    const meter = new SteadyRate(perMinute, burst)
    this.byClass.set(routeClass, meter)
    return meter
  }
}

/** Whose limit a call met: its caller's, or that of the workspace. */
export interface CallDecision extends LimitDecision {
  of: 'caller' | 'workspace'
}

/**
 * Limits of one workspace: one for each caller, one for each caller's changes and heavy work, and one for all of the workspace by class of
 * route. A call counts against all of them or, refused by one, against none. In memory: the object is the only place its calls pass.
 */
export class Limiter {
  private readonly callers = new Map<string, CallerLimits>()
  private readonly personPerMinute: number
  private readonly workspace: Readonly<Record<RouteClass, Meter>> = {
    read: new SteadyRate(TENANT_READS_PER_MINUTE, TENANT_READS_BURST),
    write: new SteadyRate(TENANT_WRITES_PER_MINUTE, TENANT_WRITES_BURST),
    heavy: new SteadyRate(TENANT_HEAVY_PER_MINUTE, TENANT_HEAVY_BURST),
    part: new SteadyRate(TENANT_PARTS_PER_MINUTE, TENANT_PARTS_BURST),
  }

  /** @param personPerMinute calls of a person; a fifth of them may come at once. */
  constructor(personPerMinute: number = PERSON_CALLS_PER_MINUTE) {
    this.personPerMinute = personPerMinute
  }

  take(kind: CallerKind, id: string, routeClass: RouteClass, nowMs: number): CallDecision {
    const own = this.callerOf(kind, id).of(routeClass)
    const whole = this.workspace[routeClass]
    const meters = [...own, whole]
    const refusing = meters.find((meter) => !meter.allows(nowMs))
    if (refusing) {
      return {
        allowed: false,
        ...refusing.state(nowMs),
        of: refusing === whole ? 'workspace' : 'caller',
      }
    }
    for (const meter of meters) meter.count(nowMs)
    return { allowed: true, ...tightest(nowMs, own, whole) }
  }

  private callerOf(kind: CallerKind, id: string): CallerLimits {
    const name = `${kind}:${id}`
    const known = this.callers.get(name) ?? new CallerLimits(kind, this.personPerMinute)
    this.callers.delete(name)
    this.callers.set(name, known)
    if (this.callers.size > CALLERS_MAX) {
      const [longestAgo] = this.callers.keys()
      if (longestAgo !== undefined) this.callers.delete(longestAgo)
    }
    return known
  }
}

/** The limit of which least is left is the one a caller has to know. */
function tightest(
  nowMs: number,
  [first, second]: readonly [Meter, ...Meter[]],
  whole: Meter,
): Omit<CallDecision, 'allowed'> {
  const caller = first.state(nowMs)
  const own = second?.state(nowMs)
  const least = own && own.remaining < caller.remaining ? own : caller
  const workspace = whole.state(nowMs)
  return workspace.remaining < least.remaining
    ? { ...workspace, of: 'workspace' }
    : { ...least, of: 'caller' }
}

/** The limit as response headers. */
export function limitHeaders(decision: LimitDecision): Record<string, string> {
  return {
    'ratelimit-limit': String(decision.limit),
    'ratelimit-remaining': String(decision.remaining),
    'ratelimit-reset': String(decision.resetSeconds),
    ...(decision.allowed ? {} : { 'retry-after': String(Math.max(1, decision.resetSeconds)) }),
  }
}
