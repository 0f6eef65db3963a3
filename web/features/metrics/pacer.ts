import type { Clock } from '../../lib/later.ts'

export interface Pacer {
  /** Something changed: run soon, but no more often than the gap allows. */
  poke: () => void
  stop: () => void
}

/**
 * Runs `work` after pokes: at once when it is quiet, at most once per `gapMs`, never twice at a time. A poke during a
 * run brings one more run, because the answer on its way may be older than the change.
 */
export function makePacer(work: () => Promise<unknown>, gapMs: number, clock: Clock): Pacer {
  let startedAtMs = Number.NEGATIVE_INFINITY
  let isRunning = false
  let isDirty = false
  let cancel: (() => void) | null = null

  const plan = () => {
    if (isRunning || cancel) return
    const waitMs = Math.max(0, startedAtMs + gapMs - clock.nowMs())
    cancel = clock.after(waitMs, () => {
      cancel = null
      void run()
    })
  }
  const run = async () => {
    isRunning = true
    isDirty = false
    startedAtMs = clock.nowMs()
    try {
      await work()
    } finally {
      isRunning = false
      if (isDirty) plan()
    }
  }
  return {
    poke() {
      isDirty = true
      plan()
    },
    stop() {
      isDirty = false
      cancel?.()
      cancel = null
    },
  }
}
