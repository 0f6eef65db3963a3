import { type Accessor, createMemo, createSignal } from 'solid-js'

/**
 * The order of a list that does not change under the pointer or the focus: while a hand is on it the ids keep their places,
 * new ones come last, and gone ones leave. `bind` goes onto the element that holds the list.
 */
export function useCalmOrder<T extends { id: string }>(rows: Accessor<readonly T[]>) {
  const [isHeld, setHeld] = createSignal(false)
  const order = createMemo<readonly T[]>((before) => {
    const now = rows()
    if (!isHeld()) return now
    const place = new Map(before.map((row, at) => [row.id, at]))
    return now.toSorted((a, b) => (place.get(a.id) ?? now.length) - (place.get(b.id) ?? now.length))
  }, [])
  return {
    rows: order,
    bind: {
      onPointerEnter: () => setHeld(true),
      onPointerLeave: (event: PointerEvent & { currentTarget: HTMLElement }) =>
        setHeld(event.currentTarget.contains(document.activeElement)),
      onFocusIn: () => setHeld(true),
      onFocusOut: (event: FocusEvent & { currentTarget: HTMLElement }) =>
        setHeld(event.currentTarget.matches(':hover')),
    },
  }
}
