/** Time as it passes, handed to what waits, so that tests need not. */
export interface Clock {
  nowMs: () => number
  /** Calls back once; gives the way to call it off. */
  after: (delayMs: number, run: () => void) => () => void
}

/** The browser's own. */
export const browserClock: Clock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
