import type { JSX } from 'solid-js'
import type { OfferOwnership, OwnershipOfferView } from '../../../contracts/ownership.ts'
import type { MemberView } from '../../../contracts/workspaces.ts'
import { call } from '../../lib/api.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/Form.tsx'
import type { Option } from '../../ui/options.ts'
import { Select } from '../../ui/Select.tsx'
import { toast } from '../../ui/Toast.tsx'
import { peopleText } from './text.ts'

const words = peopleText.offer
const schema = () => import('../../../contracts/ownership.ts').then((module) => module.OfferOwnership)

/** Offers ownership to one member, and asks what the offering owner is afterwards. */
export function OfferDialog(props: {
  member: MemberView
  roles: readonly Option[]
  onClose: () => void
  onMade: () => Promise<void>
}): JSX.Element {
  const form = createForm({
    initial: { personId: props.member.personId, thenRole: 'admin' },
    schema,
    submit: async (body: OfferOwnership) => {
      await call<OwnershipOfferView>('/api/v1/ownership-offers', { method: 'POST', body })
      await props.onMade()
      toast(words.made(props.member.name))
      props.onClose()
    },
  })
  return (
    <Dialog isOpen onClose={props.onClose} title={words.title(props.member.name)} say={words.say}>
      <Form form={form}>
        <Select
          id="then"
          label={words.afterwards}
          options={props.roles}
          value={form.values.thenRole}
          onChange={(role) => form.set('thenRole', role)}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.make}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
