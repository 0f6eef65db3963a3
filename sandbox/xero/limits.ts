/** How much one organisation, and the whole app, may ask. */
export interface Limits {
  perMinute: number
  perDay: number
  concurrent: number
  appPerMinute: number
}

export const XERO_LIMITS: Limits = { perMinute: 60, perDay: 5000, concurrent: 5, appPerMinute: 10_000 }

export type LimitProblem = 'minute' | 'day' | 'concurrent' | 'appminute'

export type Admission =
  | { admitted: true; remaining: { day: number; minute: number; appMinute: number }; leave: () => void }
  | { admitted: false; problem: LimitProblem; retryAfterSeconds: number }

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export interface RateLimits {
  limits: Limits
  /** Takes one call off the budget; a refused call costs nothing. `leave` must be called once it is answered. */
  enter(tenantId: string, nowMs: number): Admission
  reset(limits: Limits): void
}

/** Sliding windows: a call counts for exactly a minute and a day. */
export function openLimits(initial: Limits): RateLimits {
  const calls = new Map<string, number[]>()
  const running = new Map<string, number>()
  const rates: RateLimits = {
    limits: initial,
    enter(tenantId, nowMs) {
      const { limits } = rates
      const own = windowOf(calls, tenantId, nowMs - DAY_MS)
      const app = windowOf(calls, 'app', nowMs - MINUTE_MS)
      const lastMinute = own.filter((at) => at > nowMs - MINUTE_MS)
      const inFlight = running.get(tenantId) ?? 0
      const refused = (problem: LimitProblem, freeAtMs: number): Admission => ({
        admitted: false,
        problem,
        retryAfterSeconds: Math.max(1, Math.ceil((freeAtMs - nowMs) / 1000)),
      })
      if (inFlight >= limits.concurrent) return refused('concurrent', nowMs)
      if (own.length >= limits.perDay) return refused('day', freeAt(own, limits.perDay, DAY_MS, nowMs))
      if (lastMinute.length >= limits.perMinute)
        return refused('minute', freeAt(lastMinute, limits.perMinute, MINUTE_MS, nowMs))
      if (app.length >= limits.appPerMinute)
        return refused('appminute', freeAt(app, limits.appPerMinute, MINUTE_MS, nowMs))
      own.push(nowMs)
      app.push(nowMs)
      running.set(tenantId, inFlight + 1)
      const remaining = {
        day: limits.perDay - own.length,
        minute: limits.perMinute - lastMinute.length - 1,
        appMinute: limits.appPerMinute - app.length,
      }
      const leave = (): void => void running.set(tenantId, (running.get(tenantId) ?? 1) - 1)
      return { admitted: true, remaining, leave }
    },
    reset(limits) {
      rates.limits = limits
      calls.clear()
    },
  }
  return rates
}

function windowOf(calls: Map<string, number[]>, key: string, afterMs: number): number[] {
  const kept = (calls.get(key) ?? []).filter((at) => at > afterMs)
  calls.set(key, kept)
  return kept
}

/** When so many calls have left the window that one more fits. */
function freeAt(calls: readonly number[], limit: number, windowMs: number, nowMs: number): number {
  const leaves = calls[calls.length - limit]
  return leaves === undefined ? nowMs + windowMs : leaves + windowMs
}
