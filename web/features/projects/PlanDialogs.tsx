import { type JSX, Show } from 'solid-js'
import type { ArtistView } from '../../../contracts/artists.ts'
import type { PhaseView, ProjectPlan, TaskView } from '../../../contracts/projects.ts'
import { HistorySheet } from '../history/HistorySheet.tsx'
import { historyOfProject } from '../history/queries.ts'
import { CascadeDialog } from './CascadeDialog.tsx'
import type { LinkActions } from './DependencyFields.tsx'
import { PhaseDialog } from './PhaseDialog.tsx'
import { ProjectDialog } from './ProjectDialog.tsx'
import { RemovedTasks } from './RemovedTasks.tsx'
import { type NewTask, TaskDialog } from './TaskDialog.tsx'
import { TaskSheet } from './TaskSheet.tsx'
import type { Cascade } from './useCascade.ts'

/** What is open over a plan, if anything. */
export type OpenDialog =
  | { kind: 'task'; start: NewTask }
  | { kind: 'phase'; which: PhaseView | 'new' }
  | { kind: 'project' }
  | { kind: 'history' }
  | { kind: 'removed' }

/** Everything that opens over a plan: the panel of a task, forms, history, and the question before a cascade. */
export function PlanDialogs(
  props: LinkActions & {
    plan: ProjectPlan
    artists: readonly ArtistView[]
    taskId: string | null
    taskOf: (id: string) => TaskView | undefined
    open: OpenDialog | null
    cascade: Cascade
    mayWrite: boolean
    blocked: string | false
    onChanged: () => Promise<void>
    onClose: () => void
    onCloseTask: () => void
  },
): JSX.Element {
  const project = () => props.plan.project
  const opened = <K extends OpenDialog['kind']>(kind: K) =>
    props.open?.kind === kind ? (props.open as Extract<OpenDialog, { kind: K }>) : null
  return (
    <>
      <Show when={props.taskId} keyed>
        {(id) => (
          <TaskSheet
            task={props.taskOf(id) ?? null}
            plan={props.plan}
            artists={props.artists}
            mayWrite={props.mayWrite}
            blocked={props.blocked}
            onChanged={props.onChanged}
            onLink={props.onLink}
            onUnlink={props.onUnlink}
            onClose={props.onCloseTask}
          />
        )}
      </Show>
      <Show when={opened('task')} keyed>
        {({ start }) => (
          <TaskDialog
            start={start}
            plan={props.plan}
            artists={props.artists}
            onClose={props.onClose}
            onMade={props.onChanged}
          />
        )}
      </Show>
      <Show when={opened('phase')} keyed>
        {({ which }) => (
          <PhaseDialog
            projectId={project().id}
            phase={which === 'new' ? null : which}
            onClose={props.onClose}
            onSaved={props.onChanged}
          />
        )}
      </Show>
      <Show when={opened('project')}>
        <ProjectDialog project={project()} onClose={props.onClose} onSaved={() => props.onChanged()} />
      </Show>
      <Show when={opened('history')}>
        <HistorySheet
          of={historyOfProject(project().id, project().name)}
          mayRestore={props.mayWrite}
          onClose={props.onClose}
        />
      </Show>
      <Show when={opened('removed')}>
        <RemovedTasks
          project={project()}
          mayRestore={props.mayWrite && props.blocked === false}
          onBack={props.onChanged}
          onClose={props.onClose}
        />
      </Show>
      <Show when={props.cascade.asked()} keyed>
        {(asked) => <CascadeDialog asked={asked} cascade={props.cascade} zone={project().timeZone} />}
      </Show>
    </>
  )
}
