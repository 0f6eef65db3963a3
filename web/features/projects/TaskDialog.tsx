import type { JSX } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { CreateTask, ProjectPlan } from '../../../contracts/projects.ts'
import { createForm } from '../../lib/form.ts'
import { text } from '../../lib/text.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/Form.tsx'
import { toast } from '../../ui/Toast.tsx'
import type { Span } from '../../ui/timeline/scale.ts'
import { makeMilestone, makeTask } from './queries.ts'
import { TaskFields } from './TaskFields.tsx'
import { checkTask, saidOfTask, type TaskValues, taskMessages, valuesOfNew } from './taskFields.ts'
import { words } from './words.ts'

/** What a new task begins with. */
export interface NewTask {
  kind: 'task' | 'milestone'
  phaseId: string | null
  span: Span | null
}

/** Makes a task or a milestone. */
export function TaskDialog(props: {
  start: NewTask
  plan: ProjectPlan
  artists: readonly ArtistView[]
  onClose: () => void
  onMade: () => Promise<void>
}): JSX.Element {
  const isMilestone = props.start.kind === 'milestone'
  const form = createForm<TaskValues, TaskValues>({
    initial: valuesOfNew(props.start.phaseId, props.start.span),
    schema: async () => ({ safeParse: (value) => checkTask(value, isMilestone) }),
    messages: taskMessages,
    submit: async (values) => {
      const { id, timeZone } = props.plan.project
      const said = saidOfTask(values, isMilestone, timeZone)
      // Without a duration it is a milestone, with one it has somebody or nobody who does it.
      const made = isMilestone
        ? await makeMilestone(id, said)
        : await makeTask(id, { ...said, effortMinutes: null } as CreateTask)
      await props.onMade()
      toast(words.made(made.name))
      props.onClose()
    },
  })
  return (
    <Dialog isOpen title={isMilestone ? words.addMilestoneTitle : words.addTaskTitle} onClose={props.onClose}>
      <Form form={form}>
        <TaskFields
          form={form}
          isMilestone={isMilestone}
          isNew
          phases={props.plan.phases}
          artists={props.artists}
        />
        <div class="row end">
          <Button onClick={props.onClose}>{text.form.cancel}</Button>
          <Button type="submit" kind="primary" isBusy={form.isBusy()}>
            {isMilestone ? words.addMilestoneTitle : words.addTaskTitle}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
