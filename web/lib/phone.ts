import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** Whether the window is as narrow as a phone's. */
export function useIsPhone(): Accessor<boolean> {
  const query = matchMedia('(max-width: 767px)')
  const [isPhone, setPhone] = createSignal(query.matches)
  const listen = (event: MediaQueryListEvent) => setPhone(event.matches)
  query.addEventListener('change', listen)
  onCleanup(() => query.removeEventListener('change', listen))
  return isPhone
}
