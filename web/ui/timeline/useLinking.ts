import { createSignal } from 'solid-js'
import { announce } from '../../lib/announce.ts'
import { type LinkKind, type NewLink, nearerEnd } from './links.ts'
import type { TimelineBar } from './parts.ts'
import { words } from './words.ts'

/** A link on its way: where it begins, and what it would join if it were let go now. */
export interface Linking {
  from: TimelineBar
  end: 'S' | 'F'
  to: TimelineBar | null
  kind: LinkKind
  /** The pointer in the window; null while it is made with keys. */
  at: { x: number; y: number } | null
  verdict: string | null
}

interface LinkingParts {
  barOf: (id: string | undefined) => TimelineBar | undefined
  scroller: () => HTMLElement | undefined
  verdict: (link: NewLink) => string | null
  onLink: (link: NewLink) => void
}

// Two letters out of S and F are a kind.
const kindOf = (end: 'S' | 'F', other: 'S' | 'F') => `${end}${other}` as LinkKind

/** Making a link: from the handle of a bar with a pointer, or with keys from the bar that has the cursor. */
export function useLinking(parts: LinkingParts) {
  const [linking, setLinking] = createSignal<Linking | null>(null)

  const aim = (now: Linking, to: TimelineBar | null, other: 'S' | 'F', at: Linking['at']) => {
    const kind = kindOf(now.end, other)
    const isOther = to !== null && to.id !== now.from.id
    const verdict = isOther ? parts.verdict({ fromId: now.from.id, toId: to.id, kind }) : null
    setLinking({ ...now, to: isOther ? to : null, kind, at, verdict })
  }
  const end = () => {
    removeEventListener('keydown', onKey, true)
    setLinking(null)
  }
  const cancel = () => {
    if (linking() !== null) announce(words.linkEnded)
    end()
  }
  function onKey(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    cancel()
  }
  const finish = () => {
    const now = linking()
    end()
    if (!now?.to) return
    if (now.verdict !== null) announce(now.verdict)
    parts.onLink({ fromId: now.from.id, toId: now.to.id, kind: now.kind })
  }
  return {
    linking,
    cancel,
    finish,
    /** With keys a link joins an end to a start, as most do; the panel knows the others. */
    begin(bar: TimelineBar) {
      setLinking({ from: bar, end: 'F', to: null, kind: 'FS', at: null, verdict: null })
      announce(words.linkBegun(bar.label))
    },
    /** The keys have reached a bar, or nothing. */
    reach(bar: TimelineBar | null) {
      const now = linking()
      if (now === null) return
      aim(now, bar, 'S', null)
      const reached = linking()
      if (reached?.to) announce(reached.verdict ?? words.linkTo(reached.to.label))
    },
    /** A press on a handle; false when it was none. */
    down(event: PointerEvent): boolean {
      const handle = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-link]') : null
      const bar = parts.barOf(handle?.closest<HTMLElement>('[data-bar]')?.dataset.bar)
      if (!handle || !bar || event.button !== 0) return false
      const side = handle.dataset.link === 'start' ? 'S' : 'F'
      const at = { x: event.clientX, y: event.clientY }
      setLinking({ from: bar, end: side, to: null, kind: kindOf(side, 'S'), at, verdict: null })
      parts.scroller()?.setPointerCapture(event.pointerId)
      addEventListener('keydown', onKey, true)
      event.preventDefault()
      return true
    },
    move(event: PointerEvent) {
      const now = linking()
      if (!now?.at) return
      const found = document
        .elementFromPoint(event.clientX, event.clientY)
        ?.closest<HTMLElement>('[data-bar]')
      const to = parts.barOf(found?.dataset.bar) ?? null
      const other = found ? nearerEnd(event.clientX, found.getBoundingClientRect()) : 'S'
      aim(now, to, other, { x: event.clientX, y: event.clientY })
    },
    up(event: PointerEvent): boolean {
      if (!linking()?.at) return false
      const scroller = parts.scroller()
      if (scroller?.hasPointerCapture(event.pointerId)) scroller.releasePointerCapture(event.pointerId)
      finish()
      return true
    },
  }
}

export type Linker = ReturnType<typeof useLinking>
