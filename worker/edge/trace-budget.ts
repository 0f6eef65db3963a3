const MINUTE_MS = 60_000
/** Attempts of nobody in particular, of one kind and from one caller, are written together this often. */
const TOGETHER_MS = 10_000
const KINDS_MAX = 1000

/**
 * How many refused attempts one isolate writes down. Whoever is turned away must not make the database write without end: attempts that nobody
 * is known by are counted in memory between two notes, and there is an end to notes in a minute.
 */
export class TraceBudget {
  private minute = 0
  private taken = 0
  private readonly perMinute: number
  private readonly held = new Map<string, { at: number; times: number }>()

  constructor(perMinute: number) {
    this.perMinute = perMinute
  }

  /** False when this minute's notes are used up. */
  take(nowMs: number): boolean {
    const minute = Math.floor(nowMs / MINUTE_MS)
    if (minute !== this.minute) {
      this.minute = minute
      this.taken = 0
    }
    if (this.taken >= this.perMinute) return false
    this.taken += 1
    return true
  }

  /** How many attempts of this kind are to be written now, those held back before among them; 0: this one is held back as well. */
  together(kind: string, nowMs: number): number {
    const known = this.held.get(kind)
    if (known && nowMs - known.at < TOGETHER_MS) {
      known.times += 1
      return 0
    }
    if (!this.take(nowMs)) return 0
    this.held.delete(kind)
    if (this.held.size >= KINDS_MAX) {
      const [longestAgo] = this.held.keys()
      if (longestAgo !== undefined) this.held.delete(longestAgo)
    }
    this.held.set(kind, { at: nowMs, times: 0 })
    return 1 + (known?.times ?? 0)
  }
}
