import { type JSX, Show } from 'solid-js'
import type { ProveYourself } from '../../../contracts/session.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { accountText } from './text.ts'

const words = accountText.security

interface ProveProps {
  title: string
  say: string
  action: string
  isDanger?: boolean
  /** Without a password the server judges by how long ago the person signed in. */
  hasPassword: boolean
  onClose: () => void
  onProven: (proof: ProveYourself) => Promise<void>
}

/** Asks for the password before something that protects the account is changed. */
export function ProveDialog(props: ProveProps & { isOpen: boolean }): JSX.Element {
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={props.title} say={props.say}>
      <ProveForm {...props} />
    </Dialog>
  )
}

function ProveForm(props: ProveProps): JSX.Element {
  const form = createForm({
    initial: { password: '' },
    schema: () =>
      import('../../../contracts/session.ts').then(({ ProveYourself }) => ({
        safeParse: (value: unknown) => ProveYourself.safeParse(props.hasPassword ? value : {}),
      })),
    messages: { password: words.passwordMissing },
    submit: props.onProven,
  })
  return (
    <Form form={form}>
      <Show when={props.hasPassword}>
        <TextField
          label={words.password}
          type="password"
          autocomplete="current-password"
          {...form.bind('password')}
        />
      </Show>
      <div class="row end">
        <Button onClick={props.onClose}>{text.form.cancel}</Button>
        <Button type="submit" kind={props.isDanger ? 'danger' : 'primary'} isBusy={form.isBusy()}>
          {props.action}
        </Button>
      </div>
    </Form>
  )
}
