import { useLocation } from '@solidjs/router'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import WifiOff from 'lucide-solid/icons/wifi-off'
import { createEffect, type JSX, on, Show } from 'solid-js'
import { asApiError } from '../../lib/errors.ts'
import { connection } from '../../lib/stores/live.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/States.tsx'

/** How browsers, and the build for style sheets, say that a part of the app could not be fetched; there is no code for it. */
const NOT_FETCHED = /dynamically imported module|importing a module script failed|unable to preload css/i

/** In place of a page that threw, or that could not be fetched. Leaving for another page takes it away. */
export function PageError(props: { error: unknown; onRetry: () => void }): JSX.Element {
  const location = useLocation()
  createEffect(
    on(
      () => location.pathname,
      () => props.onRetry(),
      { defer: true },
    ),
  )
  const isNotFetched = () => NOT_FETCHED.test(String(props.error))
  return (
    <Show when={isNotFetched()} fallback={<Broken {...props} />}>
      <NotFetched />
    </Show>
  )
}

function Broken(props: { error: unknown; onRetry: () => void }): JSX.Element {
  const error = () => asApiError(props.error)
  return (
    <EmptyState
      icon={CircleAlert}
      tone="neg"
      level={1}
      title={text.state.pageBroke}
      isAlert
      actions={
        <>
          <Button kind="primary" onClick={() => props.onRetry()}>
            {text.state.retry}
          </Button>
          <Button onClick={() => window.location.reload()}>{text.state.reload}</Button>
          <a class="btn quiet" href="/">
            {text.state.home}
          </a>
        </>
      }
    >
      {text.state.pageBrokeWhy} {error().requestId}
    </EmptyState>
  )
}

/** The page is not here yet: without a connection, or because a newer version has taken the place of ours. */
function NotFetched(): JSX.Element {
  const isOffline = () => connection() !== 'live'
  // What failed to load once is remembered as failed, so the whole app is fetched again.
  createEffect(
    on(isOffline, (is, was) => {
      if (was && !is) window.location.reload()
    }),
  )
  return (
    <EmptyState
      icon={isOffline() ? WifiOff : CircleAlert}
      level={1}
      title={isOffline() ? text.state.notHere : text.state.newerVersion}
      isAlert
      actions={
        <Button kind="primary" onClick={() => window.location.reload()}>
          {text.state.reload}
        </Button>
      }
    >
      {isOffline() ? text.state.notHereWhy : text.state.newerVersionWhy}
    </EmptyState>
  )
}
