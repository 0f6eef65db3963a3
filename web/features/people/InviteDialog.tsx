import { createSignal, For, type JSX, Show } from 'solid-js'
import type { ClientScope } from '../../../contracts/client-scope.ts'
import type { CreateInvitations, InvitationsSent, NotInvited } from '../../../contracts/invitations.ts'
import { call } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { useIsLimited } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import type { Option } from '../../ui/options.ts'
import { Select } from '../../ui/Select.tsx'
import { Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { addressesIn } from './addresses.ts'
import { ClientsField } from './ClientsField.tsx'
import { peopleText } from './text.ts'

const words = peopleText.invite
const schema = () =>
  import('../../../contracts/invitations.ts').then(({ CreateInvitations }) => ({
    safeParse: (value: { emails: string; role: string; clients: ClientScope }) =>
      CreateInvitations.safeParse({
        ...value,
        // Owners reach all clients, whatever was ticked before the role was chosen.
        clients: value.role === 'owner' ? 'all' : value.clients,
        emails: addressesIn(value.emails),
      }),
  }))

/** Invites several addresses at once. Those that could not be invited stay on screen with the reason. */
export function InviteDialog(props: {
  isOpen: boolean
  onClose: () => void
  roles: readonly Option[]
  onSent: () => Promise<void>
}): JSX.Element {
  const isLimited = useIsLimited()
  const [left, setLeft] = createSignal<readonly NotInvited[]>([])
  const form = createForm({
    initial: { emails: '', role: 'editor', clients: isLimited() ? [] : ('all' as ClientScope) },
    schema,
    messages: { emails: words.emailsWrong, clients: peopleText.clients.none },
    submit: async (value: CreateInvitations) => {
      setLeft([])
      const answer = await call<InvitationsSent>('/api/v1/invitations', { method: 'POST', body: value })
      await props.onSent()
      if (answer.sent.length > 0) toast(words.sent(answer.sent.length))
      setLeft(answer.left)
      form.reset({
        emails: answer.left.map(({ email }) => email).join('\n'),
        role: String(value.role),
        clients: value.clients,
      })
      if (answer.left.length === 0) props.onClose()
    },
  })
  const close = () => {
    setLeft([])
    props.onClose()
  }
  // A role that the person may not give is never preset.
  const role = () =>
    props.roles.some(({ value }) => value === form.values.role)
      ? form.values.role
      : (props.roles.at(-1)?.value ?? form.values.role)
  return (
    <Dialog isOpen={props.isOpen} onClose={close} title={words.open} say={words.say}>
      <Form form={form}>
        <Show when={left().length > 0}>
          <Notice tone="warn" isAlert>
            <b>{words.left}</b>
            <ul class="left-out">
              <For each={left()}>{(one) => <li>{words.leftLine(one)}</li>}</For>
            </ul>
          </Notice>
        </Show>
        <Field id="emails" label={words.emails} hint={words.emailsHint} error={form.errors.emails}>
          {(wiring) => (
            <textarea
              {...wiring()}
              class="in"
              rows="3"
              autocomplete="off"
              spellcheck={false}
              value={form.values.emails}
              onInput={(event) => form.set('emails', event.currentTarget.value)}
            />
          )}
        </Field>
        <Select
          id="role"
          label={peopleText.members.role}
          options={props.roles}
          value={role()}
          onChange={(next) => form.set('role', next)}
        />
        <Show when={role() !== 'owner'}>
          <ClientsField
            value={form.values.clients}
            onChange={(clients) => form.set('clients', clients)}
            error={form.errors.clients}
          />
        </Show>
        <div class="row end">
          <Button onClick={close}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.send}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
