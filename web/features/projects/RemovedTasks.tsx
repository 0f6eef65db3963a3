import { useMutation, useQuery } from '@tanstack/solid-query'
import ArchiveRestore from 'lucide-solid/icons/archive-restore'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import type { ProjectView, RemovedTask } from '../../../contracts/projects.ts'
import { dataOf } from '../../lib/data-of.ts'
import { type ApiError, asApiError } from '../../lib/errors.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Dialog.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard, Notice } from '../../ui/States.tsx'
import { toast } from '../../ui/Toast.tsx'
import { historyOfTask, restoreRemoved } from '../history/queries.ts'
import { useActorName } from '../history/useActorName.ts'
import { removedTasksQuery } from './queries.ts'
import { words } from './words.ts'

/** Tasks that were removed from a project, with a way back for each; what stands against one is said beside it. */
export function RemovedTasks(props: {
  project: ProjectView
  mayRestore: boolean
  onBack: () => Promise<void>
  onClose: () => void
}): JSX.Element {
  const workspace = useWorkspace()
  const query = useQuery(() => removedTasksQuery(workspace().id, props.project.id))
  const tasks = () => dataOf(query)
  let box: HTMLDivElement | undefined
  // The button that was pressed goes with its task; the keyboard stays in the panel.
  const onBack = async () => {
    await props.onBack()
    if (!box?.contains(document.activeElement)) box?.focus()
  }
  return (
    <Sheet isOpen title={words.removedTasksOf(props.project.name)} onClose={props.onClose}>
      <div ref={box} tabIndex={-1}>
        <Switch fallback={<Skeleton label={words.removedTasks} shape="table" />}>
          <Match when={query.error && tasks() === undefined}>
            <ErrorCard
              what={words.removedTasks}
              error={asApiError(query.error)}
              onRetry={() => void query.refetch()}
              isCard={false}
            />
          </Match>
          <Match when={tasks()?.length === 0}>
            <EmptyState icon={ArchiveRestore} title={words.noneRemoved} isCard={false}>
              {words.noneRemovedSay}
            </EmptyState>
          </Match>
          <Match when={tasks()}>
            {(found) => (
              <ul class="removed-tasks">
                <For each={found()}>
                  {(task) => <Removed task={task} mayRestore={props.mayRestore} onBack={onBack} />}
                </For>
              </ul>
            )}
          </Match>
        </Switch>
      </div>
    </Sheet>
  )
}

function Removed(props: {
  task: RemovedTask
  mayRestore: boolean
  onBack: () => Promise<void>
}): JSX.Element {
  const format = useFormat()
  const nameOf = useActorName()
  const [refusal, setRefusal] = createSignal<ApiError | null>(null)
  const back = useMutation(() => ({
    mutationFn: () => restoreRemoved(historyOfTask(props.task.id, props.task.name)),
    onMutate: () => setRefusal(null),
    onSuccess: () => toast(words.broughtBack(props.task.name)),
    onError: (thrown: unknown) => setRefusal(asApiError(thrown)),
    onSettled: props.onBack,
  }))
  return (
    <li>
      <div class="row between">
        <div>
          <b>{props.task.name}</b>
          <p class="sm muted">
            {[
              props.task.kind === 'milestone' ? words.milestone : null,
              props.task.phaseName,
              words.removedBy(nameOf(props.task.actor), format().dateTime(props.task.removedAt)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <Show when={props.mayRestore}>
          <Button
            size="sm"
            isBusy={back.isPending}
            aria-label={words.bringBackOne(props.task.name)}
            onClick={() => back.mutate()}
          >
            {words.bringBack}
          </Button>
        </Show>
      </div>
      <Show when={refusal()}>
        {(why) => (
          <Notice tone="warn">
            {why().message} {loopText(why())} {why().next}
          </Notice>
        )}
      </Show>
    </li>
  )
}

/** The tasks of a circle that a refusal names. */
function loopText({ code, details }: ApiError): string {
  if (code !== 'dependency_loop') return ''
  // `details` of this refusal names the tasks of the circle.
  const { path } = details as { path: { name: string }[] }
  return words.loop(path.map(({ name }) => name).join(' → '))
}
