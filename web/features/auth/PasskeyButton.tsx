import KeySquare from 'lucide-solid/icons/key-square'
import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import type { SignInAnswer } from '../../../contracts/session.ts'
import { call, callAuth } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import {
  answerWithPasskey,
  canOfferPasskeys,
  canUsePasskeys,
  offerPasskey,
  PasskeyDismissed,
} from '../../lib/passkeys.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/States.tsx'
import { authText } from './text.ts'

/** A challenge is good for five minutes; who leaves the page open gets another one before. */
const CHALLENGE_MS = 4 * 60 * 1000

const askForChallenge = () =>
  call<PublicKeyCredentialRequestOptionsJSON>('/api/auth/passkey/options', {
    method: 'POST',
    body: {},
    workspaceId: null,
  })

/**
 * Signing in with a key of this device: by a button, and among what the browser fills into the field for the address. Not there where the
 * browser has no keys.
 */
export function PasskeyButton(props: { onSignedIn: (answer: SignInAnswer) => Promise<void> }): JSX.Element {
  const [isBusy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<string | null>(null)
  /** The offer that waits; a browser answers one request at a time. */
  let offer: AbortController | null = null
  let isGone = false

  const enter = async (response: object) => props.onSignedIn(await callAuth('passkey', { response }))
  const tell = (thrown: unknown) => {
    if (thrown instanceof PasskeyDismissed) return
    const error = asApiError(thrown)
    setFailure(`${error.message} ${error.next}`)
  }
  /** Offers keys while the page is open, with a new challenge now and then. Where there are none, nobody is told. */
  const offerAlong = async () => {
    if (!(await canOfferPasskeys())) return
    while (!isGone && offer === null) {
      const options = await askForChallenge().catch(() => null)
      if (options === null || isGone || offer !== null) return
      const own = new AbortController()
      offer = own
      const renewal = setTimeout(() => own.abort(), CHALLENGE_MS)
      const response = await offerPasskey(options, own.signal).catch(() => null)
      clearTimeout(renewal)
      if (offer === own) offer = null
      else return
      if (response !== null) return enter(response).catch(tell)
      if (!own.signal.aborted) return
    }
  }
  const signIn = async () => {
    const waiting = offer
    offer = new AbortController()
    waiting?.abort()
    setBusy(true)
    setFailure(null)
    try {
      await enter(await answerWithPasskey(await askForChallenge()))
    } catch (thrown) {
      tell(thrown)
    } finally {
      setBusy(false)
      offer = null
      void offerAlong()
    }
  }
  onMount(() => void offerAlong())
  onCleanup(() => {
    isGone = true
    offer?.abort()
  })
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
