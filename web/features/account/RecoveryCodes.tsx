import { For, type JSX } from 'solid-js'
import { announce } from '../../lib/announce.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { toast } from '../../ui/Toast.tsx'
import { accountText } from './text.ts'

const words = accountText.security

/** The recovery codes, this once. */
export function RecoveryCodes(props: { codes: readonly string[] | null; onClose: () => void }): JSX.Element {
  const copy = async () => {
    await navigator.clipboard.writeText(props.codes?.join('\n') ?? '')
    announce(words.copied)
    toast(words.copied)
  }
  return (
    <Dialog
      isOpen={props.codes !== null}
      onClose={props.onClose}
      title={words.codesTitle}
      say={words.codesSay}
    >
      <ul class="codes mono">
        <For each={props.codes}>{(code) => <li>{code}</li>}</For>
      </ul>
      <div class="row end">
        <Button onClick={() => void copy()}>{words.copyCodes}</Button>
        <Button kind="primary" onClick={props.onClose}>
          {words.keptThem}
        </Button>
      </div>
    </Dialog>
  )
}
