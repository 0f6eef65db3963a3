import { useQueryClient } from '@tanstack/solid-query'
import KeySquare from 'lucide-solid/icons/key-square'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { PasskeyView } from '../../../contracts/passkeys.ts'
import type { ProveYourself, SecurityView } from '../../../contracts/session.ts'
import { call } from '../../lib/api.ts'
import { canUsePasskeys, createPasskey, PasskeyDismissed } from '../../lib/passkeys.ts'
import { useFormat } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { toast } from '../../ui/Toast.tsx'
import { deviceOf } from './device.ts'
import { ProveDialog } from './ProveDialog.tsx'
import { securityQuery } from './queries.ts'
import { RenamePasskeyDialog } from './RenamePasskeyDialog.tsx'
import { accountText } from './text.ts'

const words = accountText.passkeys
const post = <T,>(path: string, body: unknown) =>
  call<T>(`/api/v1/me/passkeys${path}`, { method: 'POST', body, workspaceId: null })

/** Keys of the person's devices: adding, naming, removing. */
export function PasskeysCard(props: { security: SecurityView }): JSX.Element {
  const client = useQueryClient()
  const format = useFormat()
  const [asking, setAsking] = createSignal<'add' | PasskeyView | null>(null)
  const [renaming, setRenaming] = createSignal<PasskeyView | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: securityQuery().queryKey })
  const removed = () => {
    const asked = asking()
    return asked === null || asked === 'add' ? null : asked
  }
  const add = async (proof: ProveYourself) => {
    const options = await post<PublicKeyCredentialCreationOptionsJSON>('/options', proof)
    try {
      const response = await createPasskey(options)
      await post('', { name: deviceOf(navigator.userAgent) ?? words.unnamed, response })
      toast(words.added)
    } catch (thrown) {
      // Closing the browser's window is an answer, too.
      if (!(thrown instanceof PasskeyDismissed)) throw thrown
    }
  }
  const proven = async (proof: ProveYourself) => {
    const key = removed()
    if (key) {
      await post(`/${key.id}/remove`, proof)
      toast(words.removed(key.name))
    } else await add(proof)
    setAsking(null)
    await refresh()
  }
  return (
    <Card title={words.title}>
      <div class="form">
        <p class="muted">{words.say}</p>
        <Show when={props.security.passkeys.length > 0}>
          <ul class="passkeys">
            <For each={props.security.passkeys}>
              {(key) => (
                <li class="row">
                  <KeySquare class="s" />
                  <span class="grow clip">
                    <span class="b">{key.name}</span>
                    <span class="second">{words.since(format().day(key.createdAt.slice(0, 10)))}</span>
                  </span>
                  <Button size="sm" aria-label={words.renameOf(key.name)} onClick={() => setRenaming(key)}>
                    {words.rename}
                  </Button>
                  <Button size="sm" aria-label={words.removeOf(key.name)} onClick={() => setAsking(key)}>
                    {words.remove}
                  </Button>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={canUsePasskeys()} fallback={<p class="sm muted">{words.notHere}</p>}>
          <div class="row">
            <Button onClick={() => setAsking('add')}>{words.add}</Button>
          </div>
        </Show>
      </div>
      <ProveDialog
        isOpen={asking() !== null}
        title={removed() ? words.removeTitle(removed()?.name ?? '') : words.add}
        say={removed() ? words.removeSay : words.addSay}
        action={removed() ? words.remove : words.goOn}
        isDanger={removed() !== null}
        hasPassword={props.security.hasPassword}
        onClose={() => setAsking(null)}
        onProven={proven}
      />
      <RenamePasskeyDialog passkey={renaming()} onClose={() => setRenaming(null)} onRenamed={refresh} />
    </Card>
  )
}
