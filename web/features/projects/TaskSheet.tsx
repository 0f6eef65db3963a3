import SearchX from 'lucide-solid/icons/search-x'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { ProjectPlan, TaskView } from '../../../contracts/projects.ts'
import { useNow } from '../../lib/clock.ts'
import { asApiError } from '../../lib/errors.ts'
import { createForm } from '../../lib/form.ts'
import { useFormat } from '../../lib/session.tsx'
import { setEditing } from '../../lib/stores/editing.ts'
import { text } from '../../lib/text.ts'
import { wallOf } from '../../lib/zone.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, Sheet } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/Form.tsx'
import { EmptyState, Notice } from '../../ui/States.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { dayOfWall } from '../../ui/timeline/scale.ts'
import { useVersioned, VersionConflict } from '../../ui/useVersioned.tsx'
import { historyOfTask, restoreRemoved } from '../history/queries.ts'
import { Versions } from '../history/Versions.tsx'
import { RecordPresence } from '../presence/Presence.tsx'
import { CalendarCard } from '../working-hours/CalendarCard.tsx'
import { DependencyFields, type LinkActions } from './DependencyFields.tsx'
import { taskSpan, whenText } from './plan.ts'
import { changeTask, removeTask } from './queries.ts'
import { TaskFields } from './TaskFields.tsx'
import {
  type ConstraintKind,
  changeOfTask,
  checkTask,
  NONE,
  type TaskValues,
  taskLabels,
  taskMessages,
  valuesOfTask,
} from './taskFields.ts'
import { words } from './words.ts'

interface SheetProps extends LinkActions {
  plan: ProjectPlan
  artists: readonly ArtistView[]
  mayWrite: boolean
  blocked: string | false
  onChanged: () => Promise<void>
  onClose: () => void
}

/** One task: when it is and why, what can be said of it, what it waits for, and its end. */
export function TaskSheet(props: SheetProps & { task: TaskView | null }): JSX.Element {
  return (
    <Sheet isOpen title={props.task?.name ?? words.task} onClose={props.onClose}>
      <Show
        when={props.task?.id}
        keyed
        fallback={
          <EmptyState icon={SearchX} title={words.taskGone} isCard={false}>
            {words.taskGoneSay}
          </EmptyState>
        }
      >
        <Show when={props.task}>{(task) => <TaskPanel {...props} task={task()} />}</Show>
      </Show>
    </Sheet>
  )
}

function TaskPanel(props: SheetProps & { task: TaskView }): JSX.Element {
  const format = useFormat()
  const zone = () => props.plan.project.timeZone
  const span = () => taskSpan(props.task, zone())
  const isDone = () => props.task.doneAt !== null
  const [isBusy, setBusy] = createSignal(false)
  const [bridges, setBridges] = createSignal<readonly Bridge[] | null>(null)
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
    } catch (thrown) {
      const error = asApiError(thrown)
      toast(`${error.message} ${error.next}`.trim(), { isError: true })
    }
    setBusy(false)
    await props.onChanged()
  }
  const setDone = (isOver: boolean) =>
    run(() => changeTask(props.task.id, props.task.version, { isDone: isOver }))
  const remove = (links: 'bridge' | 'drop' | null) =>
    run(async () => {
      try {
        await removeTask(props.task.id, props.task.version, links)
        toastUndo(words.removed(props.task.name), () => void bringBack(props.task))
        props.onClose()
      } catch (thrown) {
        const error = asApiError(thrown)
        if (error.code !== 'links_choice') throw thrown
        // `details` of this refusal names the links that would be made.
        setBridges((error.details as { bridges: Bridge[] }).bridges)
      }
    })
  onCleanup(() => setEditing(false))
  const bringBack = ({ id, name }: TaskView) =>
    run(async () => {
      await restoreRemoved(historyOfTask(id, name))
      toast(words.broughtBack(name))
    })
  return (
    <div class="task-panel">
      <RecordPresence record={`task:${props.task.id}`} />
      <For each={props.task.conflicts}>
        {(conflict) => (
          <Notice tone="warn">
            {props.task.name} {words.conflicts[conflict.kind]}.
          </Notice>
        )}
      </For>
      <dl class="task-facts">
        <div>
          <dt>{words.when}</dt>
          <dd>{whenText(span())}</dd>
        </div>
        <div>
          <dt>{isDone() ? words.doneAt : words.slack}</dt>
          <dd>
            {props.task.doneAt === null
              ? words.slackText(props.task.slackMinutes)
              : format().dateTime(props.task.doneAt)}
          </dd>
        </div>
      </dl>
      <Show when={props.mayWrite}>
        <div class="row">
          <Button blocked={props.blocked} isBusy={isBusy()} onClick={() => void setDone(!isDone())}>
            {isDone() ? words.markOpen : words.markDone}
          </Button>
          <Button icon={Trash} kind="quiet" blocked={props.blocked} onClick={() => void remove(null)}>
            {words.remove}
          </Button>
        </div>
        <div onFocusIn={() => setEditing(true)} onFocusOut={() => setEditing(false)}>
          <TaskForm {...props} />
        </div>
      </Show>
      <DependencyFields
        task={props.task}
        plan={props.plan}
        mayWrite={props.mayWrite}
        onLink={props.onLink}
        onUnlink={props.onUnlink}
      />
      <TaskMore task={props.task} zone={zone()} mayWrite={props.mayWrite} />
      <Show when={bridges()}>
        {(found) => (
          <RemoveDialog
            task={props.task}
            plan={props.plan}
            bridges={found()}
            onClose={() => setBridges(null)}
            onRemove={(links) => {
              setBridges(null)
              void remove(links)
            }}
          />
        )}
      </Show>
    </div>
  )
}

/** Fields of the task, saved together. What others changed meanwhile is merged, or asked about. */
function TaskForm(props: SheetProps & { task: TaskView }): JSX.Element {
  const isMilestone = props.task.kind === 'milestone'
  const { timeZone } = props.plan.project
  const versioned = useVersioned<TaskView, TaskValues>({
    record: props.task,
    valuesOf: (task) => valuesOfTask(task, timeZone),
    send: (task, values, changed) =>
      changeTask(task.id, task.version, changeOfTask(values, changed, isMilestone, timeZone)),
  })
  const form = createForm<TaskValues, TaskValues>({
    initial: versioned.baseValues(),
    schema: async () => ({ safeParse: (value) => checkTask(value, isMilestone) }),
    messages: taskMessages,
    submit: async (values) => {
      const saved = await versioned.save(values)
      if (saved === null) return
      await props.onChanged()
      toast(words.saved(saved.name))
      props.onClose()
    },
  })
  const nameOf = (field: string, values: TaskValues): string => {
    const value = values[field] ?? ''
    if (value === NONE && field !== 'constraint') return text.conflict.nothing
    if (field === 'phaseId') return props.plan.phases.find(({ id }) => id === value)?.name ?? ''
    if (field === 'artistId') return props.artists.find(({ id }) => id === value)?.name ?? ''
    if (field === 'constraint') return words.constraintKinds[value as ConstraintKind]
    return typeof value === 'boolean' ? (value ? text.conflict.yes : text.conflict.no) : value
  }
  return (
    <Form form={form}>
      <TaskFields
        form={form}
        isMilestone={isMilestone}
        isNew={false}
        phases={props.plan.phases}
        artists={props.artists}
      />
      <Show
        when={versioned.theirs()}
        fallback={
          <div class="row end">
            <Button type="submit" kind="primary" blocked={props.blocked} isBusy={form.isBusy()}>
              {text.form.save}
            </Button>
          </div>
        }
      >
        {(other) => (
          <VersionConflict<TaskValues>
            fields={versioned.clashes({ ...form.values })}
            labels={taskLabels}
            base={versioned.baseValues()}
            mine={{ ...form.values }}
            theirs={valuesOfTask(other(), timeZone)}
            say={nameOf}
            onDecide={(isMine) => {
              form.reset(versioned.decided({ ...form.values }, isMine))
              void form.submit()
            }}
          />
        )}
      </Show>
    </Form>
  )
}

/** What is asked for rarely: hours of its own, and what it was before. */
function TaskMore(props: { task: TaskView; zone: string; mayWrite: boolean }): JSX.Element {
  const now = useNow()
  const [isHoursOpen, setHoursOpen] = createSignal(props.task.hasCalendar)
  const [isHistoryOpen, setHistoryOpen] = createSignal(false)
  return (
    <>
      <details
        class="task-more"
        open={isHoursOpen()}
        onToggle={(event) => setHoursOpen(event.currentTarget.open)}
      >
        <summary>{words.hoursOf}</summary>
        <Show when={isHoursOpen()}>
          <CalendarCard
            owner={{ scope: 'task', id: props.task.id }}
            mayWrite={props.mayWrite}
            today={dayOfWall(wallOf(now(), props.zone))}
          />
        </Show>
      </details>
      <details class="task-more" onToggle={(event) => setHistoryOpen(event.currentTarget.open)}>
        <summary>{words.history}</summary>
        <Show when={isHistoryOpen()}>
          <Versions of={historyOfTask(props.task.id, props.task.name)} mayRestore={props.mayWrite} />
        </Show>
      </details>
    </>
  )
}

interface Bridge {
  fromTaskId: string
  toTaskId: string
}

/** A task that stands between others goes once somebody has said what becomes of those. */
function RemoveDialog(props: {
  task: TaskView
  plan: ProjectPlan
  bridges: readonly Bridge[]
  onClose: () => void
  onRemove: (links: 'bridge' | 'drop') => void
}): JSX.Element {
  const nameOf = (id: string) => props.plan.tasks.find((task) => task.id === id)?.name ?? ''
  return (
    <Dialog isOpen title={words.removeTitle(props.task.name)} say={words.removeSay} onClose={props.onClose}>
      <ul class="task-links">
        <For each={props.bridges}>
          {({ fromTaskId, toTaskId }) => <li>{words.bridge(nameOf(fromTaskId), nameOf(toTaskId))}</li>}
        </For>
      </ul>
      <div class="row end wrap">
        <Button onClick={props.onClose}>{words.removeKeep}</Button>
        <Button onClick={() => props.onRemove('drop')}>{words.removeDrop}</Button>
        <Button kind="primary" onClick={() => props.onRemove('bridge')}>
          {words.removeBridge}
        </Button>
      </div>
    </Dialog>
  )
}
