import type { Query, QueryClient, QueryKey } from '@tanstack/solid-query'
import type { Clock } from './later.ts'

/** Frames that come within this time are one moment: a change sends several, and what its maker asks anew comes just behind them. */
const MOMENT_MS = 100

/** Asks again for what is said to have changed. */
export interface Refresher {
  /** What lies under this key was changed by somebody. */
  touch(queryKey: QueryKey): void
  stop(): void
}

/**
 * Gathers what changes within a moment and asks once for each answer that is old: not for one that was asked for after the change was
 * heard of, as whoever made the change does when it is answered. A change is heard of after it was made, so such an answer holds it.
 */
export function makeRefresher(client: QueryClient, clock: Clock): Refresher {
  const heard = new Map<string, { queryKey: QueryKey; atMs: number }>()
  const askedAtMs = new WeakMap<Query, number>()
  const stopWatching = client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'fetch') askedAtMs.set(event.query, clock.nowMs())
  })
  let callOff: (() => void) | null = null
  const refresh = () => {
    callOff = null
    const changes = [...heard.values()]
    heard.clear()
    for (const { queryKey, atMs } of changes) {
      const isOld = (query: Query) => (askedAtMs.get(query) ?? 0) < atMs
      void client.invalidateQueries({ queryKey, predicate: isOld })
    }
  }
  return {
    touch: (queryKey) => {
      heard.set(JSON.stringify(queryKey), { queryKey, atMs: clock.nowMs() })
      callOff ??= clock.after(MOMENT_MS, refresh)
    },
    stop: () => {
      callOff?.()
      stopWatching()
    },
  }
}
