import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { CreateJobApplication } from '../../../contracts/job-applications.ts'
import type { JobView } from '../../../contracts/jobs.ts'
import { createForm } from '../../lib/form.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { apply, jobsKey } from './queries.ts'
import { TextArea } from './TextArea.tsx'
import { words } from './words.ts'

interface Values extends Record<string, unknown> {
  message: string
}

const schema = () =>
  import('../../../contracts/job-applications.ts').then(({ CreateJobApplication: Create }) => ({
    safeParse: (value: unknown) => Create.safeParse({ message: (value as Values).message.trim() || null }),
  }))

/** Sends the profile and a message to the workspace of a job. */
export function ApplyDialog(props: { job: JobView; onClose: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const form = createForm<Values, CreateJobApplication>({
    initial: { message: '' },
    schema,
    submit: async ({ message }) => {
      await apply(props.job.id, message)
      toast(words.sent)
      await client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
      props.onClose()
    },
  })
  return (
    <Dialog isOpen onClose={props.onClose} title={words.applyTitle(props.job.title)} say={words.applySay}>
      <Form form={form}>
        <TextArea
          id="message"
          label={words.message}
          hint={words.messageHint}
          isOptional
          rows={5}
          value={form.values.message}
          error={form.errors.message ?? null}
          onInput={(value) => form.set('message', value)}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.send}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
