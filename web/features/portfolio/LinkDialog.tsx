import type { JSX } from 'solid-js'
import type { CreatePortfolioLink, PortfolioOwner } from '../../../contracts/portfolio.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { addLink } from './queries.ts'
import { words } from './words.ts'

const schema = () => import('../../../contracts/portfolio.ts').then((module) => module.CreatePortfolioLink)

/** Asks for a video that is kept elsewhere. */
export function LinkDialog(props: {
  owner: PortfolioOwner
  refresh: () => Promise<unknown>
  onClose: () => void
}): JSX.Element {
  const form = createForm<{ title: string; url: string }, CreatePortfolioLink>({
    initial: { title: '', url: '' },
    schema,
    messages: { title: words.nameMissing, url: words.addressWrong },
    submit: async (body) => {
      await addLink(props.owner, body)
      toast(words.added(body.title))
      await props.refresh()
      props.onClose()
    },
  })
  return (
    <Dialog isOpen onClose={props.onClose} title={words.linkTitle}>
      <Form form={form}>
        <TextField label={words.name} autocomplete="off" {...form.bind('title')} />
        <TextField
          label={words.address}
          hint={words.addressHint}
          type="url"
          autocomplete="off"
          {...form.bind('url')}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.add}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
