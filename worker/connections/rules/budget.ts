/** What a provider allows one account: calls in any minute. */
export interface CallLimit {
  callsPerMinute: number
}

const MINUTE_MS = 60_000

/**
 * The calls one connection may still make, shared by its streams: exact over any minute, as providers count. Kept in memory;
 * when it is lost, the provider's own answer (429) is what holds us back.
 */
export class CallBudget {
  private readonly limit: CallLimit
  private granted: number[] = []
  private blockedUntilMs = 0

  constructor(limit: CallLimit) {
    this.limit = limit
  }

  /** Takes one call if there is one. Gives the milliseconds to wait before asking again; 0 when it was taken. */
  take(nowMs: number): number {
    if (nowMs < this.blockedUntilMs) return this.blockedUntilMs - nowMs
    this.granted = this.granted.filter((atMs) => atMs > nowMs - MINUTE_MS)
    // With more granted than allowed (noted afterwards), so many have to leave the window that one fits again.
    const blocking = this.granted[this.granted.length - this.limit.callsPerMinute]
    if (blocking !== undefined) return blocking + MINUTE_MS - nowMs
    this.note(1, nowMs)
    return 0
  }

  /** Further calls that were made under one that was taken. */
  note(calls: number, nowMs: number): void {
    if (Number.isFinite(this.limit.callsPerMinute))
      for (let i = 0; i < calls; i += 1) this.granted.push(nowMs)
  }

  /** The provider asked for a pause: nobody calls before it is over. */
  block(untilMs: number): void {
    this.blockedUntilMs = Math.max(this.blockedUntilMs, untilMs)
  }
}
