import { PERSON_BURST, PERSON_CALLS_PER_MINUTE, PROGRAM_CALLS_PER_MINUTE } from '../../contracts/limits.ts'

const MINUTE_MS = 60_000

/** What a caller is told about its limit, whether the call passed or not. Seconds are whole and rounded up. */
export interface LimitDecision {
  allowed: boolean
  limit: number
  remaining: number
  resetSeconds: number
}

/** Exactly so many calls in any 60 s: the times of the last calls are kept, so call limit + 1 within the minute is refused. */
export class SlidingLog {
  private readonly times: Float64Array
  private next = 0
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
    this.times = new Float64Array(limit).fill(Number.NEGATIVE_INFINITY)
  }

  take(nowMs: number): LimitDecision {
    const oldest = this.times[this.next] ?? Number.NEGATIVE_INFINITY
    const allowed = nowMs - oldest >= MINUTE_MS
    if (allowed) {
      this.times[this.next] = nowMs
      this.next = (this.next + 1) % this.limit
    }
    let used = 0
    for (const time of this.times) if (nowMs - time < MINUTE_MS) used += 1
    const nextFree = this.times[this.next] ?? Number.NEGATIVE_INFINITY
    const resetSeconds = Number.isFinite(nextFree)
      ? Math.max(0, Math.ceil((nextFree + MINUTE_MS - nowMs) / 1000))
      : 0
    return { allowed, limit: this.limit, remaining: this.limit - used, resetSeconds }
  }
}

/** The generic cell rate algorithm: a steady rate with a burst on top, one number of state. */
export class SteadyRate {
  private readyAt = Number.NEGATIVE_INFINITY
  private readonly spacingMs: number
  private readonly burst: number
  private readonly perMinute: number

  constructor(perMinute: number, burst: number) {
    this.perMinute = perMinute
    this.burst = burst
    this.spacingMs = MINUTE_MS / perMinute
  }

  take(nowMs: number): LimitDecision {
    const start = Math.max(this.readyAt, nowMs)
    const allowed = start - nowMs <= this.spacingMs * (this.burst - 1)
    if (allowed) this.readyAt = start + this.spacingMs
    const backlog = Math.max(0, this.readyAt - nowMs)
    const remaining = Math.max(0, Math.floor(this.burst - backlog / this.spacingMs))
    const wait = allowed ? 0 : start - nowMs - this.spacingMs * (this.burst - 1)
    return { allowed, limit: this.perMinute, remaining, resetSeconds: Math.ceil(wait / 1000) }
  }
}

/** How many callers a limiter remembers; the one that called longest ago is forgotten first, and had its minute. */
const CALLERS_MAX = 5000

/** Limits of one workspace, one entry per key or person. In memory: the object is the only place its calls pass. */
export class Limiter {
  private readonly callers = new Map<string, SlidingLog | SteadyRate>()

  take(kind: 'person' | 'key' | 'system', id: string, nowMs: number): LimitDecision {
    const name = `${kind}:${id}`
    const known = this.callers.get(name) ?? open(kind)
    this.callers.delete(name)
    this.callers.set(name, known)
    if (this.callers.size > CALLERS_MAX) {
      const [longestAgo] = this.callers.keys()
      if (longestAgo !== undefined) this.callers.delete(longestAgo)
    }
    return known.take(nowMs)
  }
}

function open(kind: 'person' | 'key' | 'system'): SlidingLog | SteadyRate {
  return kind === 'key'
    ? new SlidingLog(PROGRAM_CALLS_PER_MINUTE)
    : new SteadyRate(PERSON_CALLS_PER_MINUTE, PERSON_BURST)
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
