import { useNavigate } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import CalendarPlus from 'lucide-solid/icons/calendar-plus'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { type JSX, Show } from 'solid-js'
import type { PhaseView, ProjectPlan } from '../../../contracts/projects.ts'
import { dataOf } from '../../lib/data-of.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Button } from '../../ui/Button.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { Meter } from '../../ui/Meter.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { Notice } from '../../ui/States.tsx'
import { PagePresence } from '../presence/Presence.tsx'
import { proposalsQuery } from '../proposals/queries.ts'
import { words as proposalWords } from '../proposals/words.ts'
import { tones } from './ProjectsTable.tsx'
import { taskSpan, whenText } from './plan.ts'
import { words } from './words.ts'

interface HeadProps {
  plan: ProjectPlan
  mayWrite: boolean
  blocked: string | false
  onAddTask: () => void
  onAddMilestone: () => void
  onPhase: (which: PhaseView | 'new') => void
  onEdit: () => void
  onHistory: () => void
  onRemoved: () => void
  onRecheck: () => void
  onArchive: (isOn: boolean) => void
}

/** Name of a project, what can be done with it, how far it is, and what somebody should know of it. */
export function PlanHead(props: HeadProps): JSX.Element {
  const may = useMay()
  const format = useFormat()
  const project = () => props.plan.project
  return (
    <>
      <PageHeader title={project().name} sub={project().notes ?? undefined}>
        <PagePresence />
        <Show when={props.mayWrite}>
          <Button icon={CalendarPlus} blocked={props.blocked} onClick={props.onAddMilestone}>
            {words.addMilestone}
          </Button>
          <Button kind="primary" icon={CalendarPlus} blocked={props.blocked} onClick={props.onAddTask}>
            {words.addTask}
          </Button>
        </Show>
        <PlanMenu {...props} />
      </PageHeader>
      <PlanFacts plan={props.plan} />
      <Show when={project().archivedAt !== null}>
        <Notice
          tone="info"
          action={
            <Show when={may('projects.write')}>
              <Button size="sm" onClick={() => props.onArchive(false)}>
                {words.restore}
              </Button>
            </Show>
          }
        >
          {words.archivedSay}
        </Notice>
      </Show>
      <Show when={project().lateDays > 0 && project().dueDay}>
        {(due) => <Notice tone="warn">{words.lateSay(project().lateDays, format().day(due()))}</Notice>}
      </Show>
      <Show when={may('bookings.read')}>
        <Waiting projectId={project().id} />
      </Show>
    </>
  )
}

function PlanMenu(props: HeadProps): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const toHours = () =>
    navigate(paths.workingHours(workspace().slug, `?of=project&id=${props.plan.project.id}`))
  const entries = (): MenuEntry[] => {
    const reading: MenuEntry[] = [
      { kind: 'item', label: words.hoursOf, run: toHours },
      { kind: 'item', label: words.history, run: props.onHistory },
      { kind: 'item', label: words.removedTasks, run: props.onRemoved },
    ]
    if (!props.mayWrite) return reading
    return [
      { kind: 'item', label: words.addPhaseTitle, run: () => props.onPhase('new') },
      ...props.plan.phases.map(
        (one): MenuEntry => ({
          kind: 'item',
          label: `${words.editPhaseTitle}: ${one.name}`,
          run: () => props.onPhase(one),
        }),
      ),
      { kind: 'item', label: words.recheck, run: props.onRecheck },
      ...reading,
      { kind: 'item', label: words.edit, run: props.onEdit },
      { kind: 'item', label: words.archive, run: () => props.onArchive(true) },
    ]
  }
  return (
    <Menu
      label={words.one}
      trigger={<Ellipsis />}
      triggerClass="btn quiet icon"
      entries={entries()}
      placement="bottom-end"
    />
  )
}

function PlanFacts(props: { plan: ProjectPlan }): JSX.Element {
  const project = () => props.plan.project
  const when = () => {
    const { startTime, endTime, timeZone } = project()
    return startTime === null
      ? null
      : whenText(taskSpan({ startTime, endTime: endTime ?? startTime }, timeZone))
  }
  return (
    <div class="project-facts">
      <StatusPill tone={tones[project().status]}>{words.statuses[project().status]}</StatusPill>
      <span class="row">
        <Meter
          label={words.progress}
          share={project().progress / 100}
          text={words.percent(project().progress)}
        />
        {words.percent(project().progress)}
      </span>
      <span>{words.done(project().doneCount, project().taskCount)}</span>
      <Show when={when()}>{(said) => <span>{said()}</span>}</Show>
    </div>
  )
}

/** Confirmed bookings of the project for which a new time waits for an answer. */
function Waiting(props: { projectId: string }): JSX.Element {
  const workspace = useWorkspace()
  const navigate = useNavigate()
  const query = useQuery(() =>
    proposalsQuery(workspace().id, { status: 'open', projectId: props.projectId, cursor: null }),
  )
  const count = () => dataOf(query)?.total ?? 0
  return (
    <Show when={count() > 0}>
      <Notice
        tone="warn"
        action={
          <Button
            size="sm"
            onClick={() => navigate(paths.projectProposals(workspace().slug, `?project=${props.projectId}`))}
          >
            {proposalWords.review}
          </Button>
        }
      >
        {proposalWords.onPlan(count())}
      </Notice>
    </Show>
  )
}
