import { createSignal, type JSX, Show } from 'solid-js'
import { call } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { authText } from './text.ts'

/** Leads to the identity provider of the company that an address belongs to. */
export function CompanyButton(props: {
  email: string
  next: string | null
  kind?: 'primary'
  /** Called when there is no address to go by. */
  onMissing?: () => void
}): JSX.Element {
  const [isBusy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string | null>(null)
  const go = async () => {
    const email = props.email.trim()
    if (!/^\S+@\S+\.\S+$/.test(email)) {
      setFailure(authText.emailForLink)
      props.onMissing?.()
      return
    }
    setBusy(true)
    setFailure(null)
    try {
      const body = props.next === null ? { email } : { email, next: props.next }
      const { url } = await call<{ url: string }>('/api/auth/sign-in/company', {
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
    <>
      <Button
        size="lg"
        isBlock
        {...(props.kind && { kind: props.kind })}
        isBusy={isBusy()}
        onClick={() => void go()}
      >
        {authText.company}
      </Button>
      <Show when={failure()}>
        {(sentence) => (
          <Notice tone="neg" isAlert>
            {sentence()}
          </Notice>
        )}
      </Show>
    </>
  )
}
