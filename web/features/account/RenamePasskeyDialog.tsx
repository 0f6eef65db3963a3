import { type JSX, Show } from 'solid-js'
import type { PasskeyView, RenamePasskey } from '../../../contracts/passkeys.ts'
import { call } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { accountText } from './text.ts'

const words = accountText.passkeys

interface RenameProps {
  onClose: () => void
  onRenamed: () => Promise<void>
}

export function RenamePasskeyDialog(props: RenameProps & { passkey: PasskeyView | null }): JSX.Element {
  return (
    <Dialog isOpen={props.passkey !== null} onClose={props.onClose} title={words.renameTitle}>
      <Show when={props.passkey}>{(key) => <RenameForm {...props} passkey={key()} />}</Show>
    </Dialog>
  )
}

function RenameForm(props: RenameProps & { passkey: PasskeyView }): JSX.Element {
  const form = createForm({
    initial: { name: props.passkey.name },
    schema: () => import('../../../contracts/passkeys.ts').then((module) => module.RenamePasskey),
    messages: { name: words.nameMissing },
    submit: async (value: RenamePasskey) => {
      const path = `/api/v1/me/passkeys/${props.passkey.id}`
      await call(path, { method: 'PATCH', body: value, workspaceId: null })
      props.onClose()
      await props.onRenamed()
    },
  })
  return (
    <Form form={form}>
      <TextField label={words.name} autocomplete="off" maxlength="60" {...form.bind('name')} />
      <div class="row end">
        <Button onClick={props.onClose}>{text.form.cancel}</Button>
        <Button type="submit" kind="primary" isBusy={form.isBusy()}>
          {text.form.save}
        </Button>
      </div>
    </Form>
  )
}
