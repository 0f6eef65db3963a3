/** The longest rest between two pages, ms. */
const REST_MS_MAX = 1_000

/**
 * How long a reader rests after a page that took so long to be stored, ms. As long as the page took, so that at least half of the
 * workspace's time is left for the people who look at it; a sync is in no hurry, because its provider counts the calls anyway.
 */
export function restAfter(storedInMs: number): number {
  return Math.min(Math.max(storedInMs, 0), REST_MS_MAX)
}
