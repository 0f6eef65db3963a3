import { useQueryClient } from '@tanstack/solid-query'
import MailWarning from 'lucide-solid/icons/mail-warning'
import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { callAuth } from '../../lib/api.ts'
import { asApiError } from '../../lib/errors.ts'
import { sessionQuery, useSession } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { toast } from '../../ui/Toast.tsx'
import { peopleText } from './text.ts'

const words = peopleText.confirm

/** Stands on every page until the person has shown that the address is theirs. */
export default function ConfirmStrip(): JSX.Element {
  const session = useSession()
  const client = useQueryClient()
  const [isBusy, setBusy] = createSignal(false)
  // The link is opened in another tab; coming back here is when it may have been.
  const look = () => void client.invalidateQueries({ queryKey: sessionQuery().queryKey })
  onMount(() => addEventListener('focus', look))
  onCleanup(() => removeEventListener('focus', look))
  const again = async (email: string) => {
    setBusy(true)
    try {
      await callAuth('send-verification-email', { email })
      toast(words.sent(email))
    } catch (thrown) {
      toast(`${asApiError(thrown).message} ${asApiError(thrown).next}`, { isError: true })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Show when={session.data?.person.emailVerified === false && session.data.person.email}>
      {(email) => (
        <section class="strip sample" aria-label={words.strip}>
          <MailWarning />
          <span class="grow">
            <b>{words.strip}.</b> {words.say(email())}
          </span>
          <Button size="sm" isBusy={isBusy()} onClick={() => void again(email())}>
            {words.again}
          </Button>
        </section>
      )}
    </Show>
  )
}
