import Hourglass from 'lucide-solid/icons/hourglass'
import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { text } from '../lib/text.ts'
import { Button } from './Button.tsx'
import { Skeleton, useSkeleton } from './Skeleton.tsx'
import { EmptyState } from './States.tsx'

const LONG_MS = 10_000

/** In place of a page that waits for something: nothing, then a skeleton, and a way out where it takes long. */
export function PageWait(): JSX.Element {
  const isShown = useSkeleton(() => true)
  return (
    <WayOut>
      <Show when={isShown()}>
        <Skeleton label={text.state.page} />
      </Show>
    </WayOut>
  )
}

/** What is shown while something is waited for, and a way out once that takes long: nobody is left with a blank page. */
export function WayOut(props: { children?: JSX.Element }): JSX.Element {
  const [isLong, setLong] = createSignal(false)
  const timer = setTimeout(() => setLong(true), LONG_MS)
  onCleanup(() => clearTimeout(timer))
  return (
    <Show when={isLong()} fallback={props.children}>
      <EmptyState
        icon={Hourglass}
        level={1}
        title={text.state.takesLong}
        actions={
          <>
            <Button kind="primary" onClick={() => window.location.reload()}>
              {text.state.reload}
            </Button>
            <a class="btn quiet" href="/">
              {text.state.home}
            </a>
          </>
        }
      >
        {text.state.takesLongWhy}
      </EmptyState>
    </Show>
  )
}
