import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { JobSearchId } from '../../../contracts/ids.ts'
import type { CreateJobSearch, JobSearchFilter } from '../../../contracts/job-searches.ts'
import { createForm } from '../../lib/form.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { jobsKey, keepSearch } from './queries.ts'
import { words } from './words.ts'

const schema = () => import('../../../contracts/job-searches.ts').then((module) => module.CreateJobSearch)

/** Asks for the name under which the board's search is kept. */
export function KeepSearchDialog(props: {
  filter: JobSearchFilter
  name: string
  onClose: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  // One id for the whole form: sending it twice keeps one search.
  const id = crypto.randomUUID() as JobSearchId
  const form = createForm<{ id: JobSearchId; name: string; filter: JobSearchFilter }, CreateJobSearch>({
    initial: { id, name: props.name, filter: props.filter },
    schema,
    messages: { name: words.searchNameMissing },
    submit: async (body) => {
      await keepSearch(body)
      toast(words.searchKept(body.name))
      await client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
      props.onClose()
    },
  })
  return (
    <Dialog isOpen onClose={props.onClose} title={words.keepSearch} say={words.keepSearchSay}>
      <Form form={form}>
        <TextField label={words.searchName} autocomplete="off" {...form.bind('name')} />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.keep}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
