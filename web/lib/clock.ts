import { type Accessor, createSignal, onCleanup } from 'solid-js'

const TICK_MS = 60_000

/** The time now in epoch milliseconds, moving once a minute: for "2 min ago" and for what "today" is. */
export function useNow(): Accessor<number> {
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), TICK_MS)
  onCleanup(() => clearInterval(timer))
  return now
}
