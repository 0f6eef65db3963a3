import { BUSY_FAILS_LONG_MS, BUSY_READ_EVERY_MS, BUSY_READ_SELDOM_MS } from '../../../contracts/limits.ts'

/** The address of a calendar as it is called: `webcal:` is what calendar programs write for `https:`. Null for what is no address. */
export function calledAddress(typed: string): string | null {
  const text = typed.trim().replace(/^webcals?:/i, 'https:')
  return URL.canParse(text) ? new URL(text).href : null
}

/** When a calendar is read next: one that has failed for a day is left alone for longer. `retryAfterMs` is what its server asks for. */
export function nextReadMs(nowMs: number, failingSinceMs: number | null, retryAfterMs = 0): number {
  const failsLong = failingSinceMs !== null && nowMs - failingSinceMs >= BUSY_FAILS_LONG_MS
  return nowMs + Math.max(failsLong ? BUSY_READ_SELDOM_MS : BUSY_READ_EVERY_MS, retryAfterMs)
}
