import { type JSX, Show } from 'solid-js'
import type { PutBusyCalendar } from '../../../contracts/busy-calendars.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { putBusy, type Whose } from './queries.ts'
import { words } from './words.ts'

/** The secret address of a calendar. It is a secret, so no browser is to remember it. */
export function AddressForm(props: {
  whose: Whose
  onSet: () => Promise<void>
  onCancel?: () => void
}): JSX.Element {
  const form = createForm<{ address: string }, PutBusyCalendar>({
    initial: { address: '' },
    schema: () => import('../../../contracts/busy-calendars.ts').then((contract) => contract.PutBusyCalendar),
    messages: { address: words.addressWrong },
    submit: async (body) => {
      await putBusy(props.whose, body)
      await props.onSet()
    },
  })
  return (
    <Form form={form}>
      <TextField
        label={words.address}
        hint={words.addressHint}
        inputMode="url"
        autocomplete="off"
        spellcheck={false}
        {...form.bind('address')}
      />
      <div class={props.onCancel ? 'row end' : 'row'}>
        <Show when={props.onCancel}>
          <Button onClick={() => props.onCancel?.()}>{text.form.cancel}</Button>
        </Show>
        <Button type="submit" {...(props.onCancel ? { kind: 'primary' } : {})} isBusy={form.isBusy()}>
          {words.add}
        </Button>
      </div>
    </Form>
  )
}
