import { createSignal, type JSX, lazy, onCleanup, Show, Suspense } from 'solid-js'

const Tooltip = lazy(() => import('../../ui/Tooltip.tsx').then((module) => ({ default: module.Tooltip })))
const wide = matchMedia('(min-width: 1280px), (max-width: 767px)')

/** Names an icon of the rail on hover and focus. Where the name stands beside the icon this is only its child. */
export function RailTip(props: { words: string; keys?: string; children: () => JSX.Element }): JSX.Element {
  const [isWide, setWide] = createSignal(wide.matches)
  const update = () => setWide(wide.matches)
  wide.addEventListener('change', update)
  onCleanup(() => wide.removeEventListener('change', update))
  return (
    <Show when={!isWide()} fallback={props.children()}>
      <Suspense fallback={props.children()}>
        <Tooltip words={props.words} keys={props.keys} placement="right" class="tip-seat">
          {props.children()}
        </Tooltip>
      </Suspense>
    </Show>
  )
}
