/** The longest rest between two pages, ms. */
const REST_MS_MAX = 1_000

/** Of the time in which pages come in, a fourth goes into storing them. */
const REST_PER_STORED = 3

/**
 * How long a reader rests after a page that took so long to be stored, ms. Three times as long, so that three quarters of the
 * workspace's time are left for the people who look at it; a sync is in no hurry, because its provider counts the calls anyway.
 */
export function restAfter(storedInMs: number): number {
  return Math.min(Math.max(storedInMs, 0) * REST_PER_STORED, REST_MS_MAX)
}
