import { A } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import type { ProjectStatus, ProjectView } from '../../../contracts/projects.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Meter } from '../../ui/Meter.tsx'
import { StatusPill, type Tone } from '../../ui/Pill.tsx'
import { dayOfWall } from '../../ui/timeline/scale.ts'
import { taskSpan } from './plan.ts'
import { words } from './words.ts'

export const tones: Readonly<Record<ProjectStatus, Tone>> = {
  planned: 'plain',
  active: 'note',
  on_hold: 'late',
  completed: 'good',
}

/** Projects as rows: the name leads to the plan. */
export function ProjectsTable(props: {
  rows: readonly ProjectView[] | undefined
  isLoading: boolean
  error: unknown
  onRetry: () => void
  empty: JSX.Element
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const dates = ({ startTime, endTime, timeZone }: ProjectView) => {
    if (startTime === null || endTime === null) return words.noTasks
    const span = taskSpan({ startTime, endTime }, timeZone)
    return format().dayRange(dayOfWall(span.from), dayOfWall(Math.max(span.from, span.to - 1)))
  }
  const columns: readonly Column<ProjectView>[] = [
    {
      id: 'name',
      header: words.name,
      cell: (project) => (
        <A class="row-link" href={paths.project(workspace().slug, project.id)}>
          <span class="clip">{project.name}</span>
          <span class="second clip">
            {words.done(project.doneCount, project.taskCount)}
            <Show when={project.archivedAt !== null}> · {words.isArchived}</Show>
          </span>
        </A>
      ),
    },
    {
      id: 'status',
      header: words.status,
      cell: ({ status }) => <StatusPill tone={tones[status]}>{words.statuses[status]}</StatusPill>,
    },
    {
      id: 'progress',
      header: words.progress,
      isHiddenOnPhone: true,
      cell: ({ name, progress }) => (
        <span class="project-progress">
          <Meter label={`${words.progress}: ${name}`} share={progress / 100} text={words.percent(progress)} />
          <span class="num">{words.percent(progress)}</span>
        </span>
      ),
    },
    { id: 'dates', header: words.dates, isHiddenOnPhone: true, cell: dates },
    {
      id: 'due',
      header: words.due,
      isEnd: true,
      cell: ({ dueDay, lateDays }) => (
        <Show when={dueDay} fallback="–">
          {(day) => (
            <>
              {format().day(day())}
              <Show when={lateDays > 0}>
                <span class="second neg">{words.late(lateDays)}</span>
              </Show>
            </>
          )}
        </Show>
      ),
    },
  ]
  return (
    <DataTable
      label={words.title}
      columns={columns}
      rows={props.rows}
      isLoading={props.isLoading}
      error={props.error}
      onRetry={props.onRetry}
      isTwoLine
      empty={props.empty}
    />
  )
}
