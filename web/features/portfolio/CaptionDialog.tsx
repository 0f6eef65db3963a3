import type { JSX } from 'solid-js'
import type { PortfolioItem, PortfolioOwner } from '../../../contracts/portfolio.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { changeItem } from './queries.ts'
import { words } from './words.ts'

const schema = () => import('../../../contracts/portfolio.ts').then((module) => module.UpdatePortfolioItem)

/** Asks for another caption of a work. */
export function CaptionDialog(props: {
  owner: PortfolioOwner
  item: PortfolioItem
  refresh: () => Promise<unknown>
  onClose: () => void
}): JSX.Element {
  const form = createForm({
    initial: { title: props.item.title },
    schema,
    messages: { title: words.nameMissing },
    submit: async (body: { title?: string | undefined }) => {
      await changeItem(props.owner, props.item.id, body)
      toast(words.renamed)
      await props.refresh()
      props.onClose()
    },
  })
  return (
    <Dialog isOpen onClose={props.onClose} title={words.rename}>
      <Form form={form}>
        <TextField label={words.caption} autocomplete="off" {...form.bind('title')} />
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
