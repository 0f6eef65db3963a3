import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import type { ApplicationTransition, JobApplicationView } from '../../../contracts/job-applications.ts'
import type { JobView } from '../../../contracts/jobs.ts'
import { createForm } from '../../lib/form.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import { jobsKey, moveApplication } from './queries.ts'
import { words } from './words.ts'

interface Values extends Record<string, unknown> {
  firstDay: string
  lastDay: string
}

/** Asks before somebody is hired, because a hold is made with it; its days may be others than those of the job. */
export function HireDialog(props: {
  job: JobView
  application: JobApplicationView
  name: string
  onClose: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const schema = () =>
    import('../../../contracts/job-applications.ts').then(({ ApplicationTransition: Transition }) => ({
      safeParse: (value: unknown) => {
        const { firstDay, lastDay } = value as Values
        const { version } = props.application
        const checked = Transition.safeParse({
          ...{ to: 'hired', version },
          days: { from: firstDay, to: lastDay },
        })
        if (checked.success && firstDay <= lastDay) return checked
        return { success: false as const, error: { issues: [{ path: ['lastDay'], message: '' }] } }
      },
    }))
  const form = createForm<Values, ApplicationTransition>({
    initial: { firstDay: props.job.days.from, lastDay: props.job.days.to },
    schema,
    messages: { lastDay: words.daysWrong },
    submit: async (body) => {
      await moveApplication(props.application.id, body)
      toast(words.hired(props.name))
      await client.invalidateQueries({ queryKey: jobsKey(workspace().id) })
      props.onClose()
    },
  })
  return (
    <Dialog isOpen onClose={props.onClose} title={words.hireTitle(props.name)} say={words.hireSay}>
      <Form form={form}>
        <div class="job-two">
          <TextField label={words.firstDay} type="date" {...form.bind('firstDay')} />
          <TextField label={words.lastDay} type="date" {...form.bind('lastDay')} />
        </div>
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {words.hire}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
