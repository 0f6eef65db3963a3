import type { JSX } from 'solid-js'
import type { ClientScope } from '../../../contracts/client-scope.ts'
import type { ChangeMember, MemberView } from '../../../contracts/workspaces.ts'
import { call } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { ClientsField } from './ClientsField.tsx'
import { peopleText } from './text.ts'

const words = peopleText.clients
const schema = () => import('../../../contracts/workspaces.ts').then((module) => module.ChangeMember)

/** Chooses the clients a member is limited to. */
export function ClientsDialog(props: {
  member: MemberView
  onClose: () => void
  onSaved: () => Promise<void>
}): JSX.Element {
  const form = createForm({
    initial: { clients: props.member.clients as ClientScope },
    schema,
    messages: { clients: words.none },
    submit: async (body: ChangeMember) => {
      await call(`/api/v1/members/${props.member.personId}`, { method: 'PATCH', body })
      await props.onSaved()
      toast(words.changed(props.member.name))
      props.onClose()
    },
  })
  return (
    <Dialog isOpen onClose={props.onClose} title={words.title(props.member.name)} say={words.say}>
      <Form form={form}>
        <ClientsField
          value={form.values.clients}
          onChange={(clients) => form.set('clients', clients)}
          error={form.errors.clients}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.save}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
