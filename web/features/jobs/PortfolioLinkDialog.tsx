import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { CreatePortfolioLink } from '../../../contracts/portfolio.ts'
import { createForm } from '../../lib/form.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { portfolioWords as words } from './portfolioWords.ts'
import { addPortfolioLink, jobsKey } from './queries.ts'

const schema = () => import('../../../contracts/portfolio.ts').then((module) => module.CreatePortfolioLink)

/** Asks for a video that is kept elsewhere. */
export function PortfolioLinkDialog(props: { profileId: string; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const form = createForm<{ title: string; url: string }, CreatePortfolioLink>({
    initial: { title: '', url: '' },
    schema,
    messages: { title: words.nameMissing, url: words.addressWrong },
    submit: async (body) => {
      await addPortfolioLink(props.profileId, body)
      toast(words.added(body.title))
      await client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
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
