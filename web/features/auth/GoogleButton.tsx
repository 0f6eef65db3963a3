import { createSignal, type JSX, Show } from 'solid-js'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { hasProvider } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { authText } from './text.ts'

/** Leads to the provider; not there where none is set up. */
export function GoogleButton(props: { next: string | null }): JSX.Element {
  const [isBusy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string | null>(null)
  const go = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const body = props.next === null ? {} : { next: props.next }
      const { url } = await call<{ url: string }>('/api/auth/sign-in/google', {
        method: 'POST',
        body,
        workspaceId: null,
      })
      location.assign(url)
    } catch (thrown) {
      const error = asApiError(thrown)
      setFailure(`${error.message} ${error.next}`)
      setBusy(false)
    }
  }
  return (
    <Show when={hasProvider('google')}>
      <Button size="lg" isBlock isBusy={isBusy()} onClick={() => void go()}>
        {authText.google}
      </Button>
      <Show when={failure()}>
        {(sentence) => (
          <Notice tone="neg" isAlert>
            {sentence()}
          </Notice>
        )}
      </Show>
    </Show>
  )
}
