import { createSignal } from 'solid-js'
import { announce } from '../../lib/announce.ts'
import type { Draft } from './moves.ts'
import type { Drop, TimelineBar } from './parts.ts'
import type { Held } from './TimelineRowView.tsx'
import { words } from './words.ts'

interface HoldingParts {
  describe: (draft: Draft) => string
  verdict?: (draft: Draft) => string | null
  onCreate?: (draft: Draft) => void
  onDrop?: (drop: Drop) => void
}

/** What is held over the grid, by pointer or by keys: where it is, and what would come of it. What others change leaves it alone. */
export function useHolding(parts: HoldingParts) {
  const [held, setHeld] = createSignal<Held | null>(null)
  return {
    held,
    hold(draft: Draft, bar: TimelineBar | null, isSaid: boolean) {
      const say = parts.describe(draft)
      const verdict = parts.verdict?.(draft) ?? null
      setHeld({ draft, bar, say, verdict })
      if (isSaid) announce(verdict ?? say)
    },
    letGo() {
      const now = held()
      setHeld(null)
      if (!now) return
      const { draft, bar } = now
      if (!bar) return parts.onCreate?.(draft)
      if (draft.from === bar.from && draft.to === bar.to && draft.rowId === bar.rowId) return
      announce(words.dropped(now.say))
      parts.onDrop?.({ bar, draft })
    },
    putBack() {
      setHeld(null)
      announce(words.putBack)
    },
  }
}

export type Holding = ReturnType<typeof useHolding>
