/** One look at running work. `done` is counted in whatever its whole is known in: bytes of a file, pages of a source. */
export interface RateSample {
  /** Epoch milliseconds. */
  atMs: number
  rows: number
  done: number
}

const WINDOW_MS = 8_000
const TELLING_MS = 1_500

/** Adds a look and forgets those older than the window, so that the speed shown is that of the last seconds. */
export function withSample(samples: readonly RateSample[], next: RateSample): RateSample[] {
  const last = samples.at(-1)
  // Less done than before: another run of the same thing. Its speed starts anew.
  const kept =
    last && next.done < last.done ? [] : samples.filter((sample) => next.atMs - sample.atMs <= WINDOW_MS)
  return [...kept, next]
}

/** Rows per second over the window; null while there is too little to tell. */
export function rowsPerSecond(samples: readonly RateSample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.atMs - first.atMs < TELLING_MS) return null
  return ((last.rows - first.rows) * 1_000) / (last.atMs - first.atMs)
}

/** Seconds until all is done at the speed of the window; null while that cannot be told. */
export function secondsLeft(samples: readonly RateSample[], total: number): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.atMs - first.atMs < TELLING_MS) return null
  const perMs = (last.done - first.done) / (last.atMs - first.atMs)
  return perMs <= 0 ? null : Math.max(0, (total - last.done) / perMs / 1_000)
}

const STEADY_STEPS: readonly [belowS: number, stepS: number][] = [
  [10, 1],
  [60, 5],
  [600, 30],
  [Number.POSITIVE_INFINITY, 60],
]

/** A time left, rounded up to a step that does not flicker: 37 s is 40, 95 s is 120. At least a second. */
export function steadySeconds(seconds: number): number {
  const step = STEADY_STEPS.find(([below]) => seconds < below)?.[1] ?? 60
  return Math.max(1, Math.ceil(seconds / step) * step)
}
