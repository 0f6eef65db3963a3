import KeySquare from 'lucide-solid/icons/key-square'
import { createSignal, type JSX, Show } from 'solid-js'
import type { SignInAnswer } from '../../../contracts/session.ts'
import { call, callAuth } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { answerWithPasskey, canUsePasskeys, PasskeyDismissed } from '../../lib/passkeys.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { authText } from './text.ts'

/** Signing in with a key of this device; not there where the browser has none. */
export function PasskeyButton(props: { onSignedIn: (answer: SignInAnswer) => Promise<void> }): JSX.Element {
  const [isBusy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string | null>(null)
  const signIn = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const options = await call<PublicKeyCredentialRequestOptionsJSON>('/api/auth/passkey/options', {
        method: 'POST',
        body: {},
        workspaceId: null,
      })
      await props.onSignedIn(await callAuth('passkey', { response: await answerWithPasskey(options) }))
    } catch (thrown) {
      if (!(thrown instanceof PasskeyDismissed)) {
        const error = asApiError(thrown)
        setFailure(`${error.message} ${error.next}`)
      }
    } finally {
      setBusy(false)
    }
  }
  return (
    <Show when={canUsePasskeys()}>
      <Button size="lg" isBlock icon={KeySquare} isBusy={isBusy()} onClick={() => void signIn()}>
        {authText.passkey}
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
