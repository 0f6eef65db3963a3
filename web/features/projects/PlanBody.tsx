import { useQuery, useQueryClient } from '@tanstack/solid-query'
import CalendarPlus from 'lucide-solid/icons/calendar-plus'
import ChartGantt from 'lucide-solid/icons/chart-gantt'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { createMemo, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { PhaseView, ProjectPlan, TaskView } from '../../../contracts/projects.ts'
import { useNow } from '../../lib/clock.ts'
import { useCommands } from '../../lib/commands.ts'
import { asApiError } from '../../lib/errors.ts'
import { useIsPhone } from '../../lib/phone.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { connection } from '../../lib/stores/live.ts'
import { wallOf } from '../../lib/zone.ts'
import { Button } from '../../ui/Button.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { Meter } from '../../ui/Meter.tsx'
import { StatusPill } from '../../ui/Pill.tsx'
import { EmptyState, Notice } from '../../ui/States.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import type { NewLink } from '../../ui/timeline/links.ts'
import type { Draft } from '../../ui/timeline/moves.ts'
import type { Drop } from '../../ui/timeline/parts.ts'
import { dayOfWall, shownFrom, steppedFrom } from '../../ui/timeline/scale.ts'
import { TimelineGrid } from '../../ui/timeline/TimelineGrid.tsx'
import { artistsQuery } from '../bookings/queries.ts'
import { CascadeDialog } from './CascadeDialog.tsx'
import { PhaseDialog } from './PhaseDialog.tsx'
import { PlanLegend } from './PlanLegend.tsx'
import { PlanList } from './PlanList.tsx'
import { PlanTools, type SetSearch } from './PlanTools.tsx'
import { ProjectDialog } from './ProjectDialog.tsx'
import { tones } from './ProjectsTable.tsx'
import {
  barsOf,
  changeOfDrop,
  groupsOf,
  linksOf,
  loopOf,
  type PlanView,
  phaseOfRow,
  rowsOf,
  taskSpan,
  whenText,
} from './plan.ts'
import {
  archiveProject,
  comparisonQuery,
  makeDependency,
  projectsKey,
  removeDependency,
  restoreProject,
} from './queries.ts'
import type { PlanShown } from './shown.ts'
import { type NewTask, TaskDialog } from './TaskDialog.tsx'
import { TaskSheet } from './TaskSheet.tsx'
import { useCascade } from './useCascade.ts'
import { words } from './words.ts'

/** The plan of a project, drawn and changed. */
export function PlanBody(props: {
  plan: ProjectPlan
  shown: PlanShown
  day: string
  onChange: SetSearch
}): JSX.Element {
  const workspace = useWorkspace()
  const client = useQueryClient()
  const may = useMay()
  const format = useFormat()
  const now = useNow()
  const isPhone = useIsPhone()
  const project = () => props.plan.project
  const zone = () => project().timeZone
  const cascade = useCascade(() => project().id, zone)
  const artistsAsked = useQuery(() => ({ ...artistsQuery(workspace().id), enabled: may('artists.read') }))
  const artists = () => (artistsAsked.isPending ? [] : (artistsAsked.data ?? []))
  const comparison = useQuery(() => comparisonQuery(workspace().id, project().id, props.shown.baselineId))
  const [closed, setClosed] = createSignal<ReadonlySet<string>>(new Set())
  const [making, setMaking] = createSignal<NewTask | null>(null)
  const [phase, setPhase] = createSignal<PhaseView | 'new' | null>(null)
  const [isEditing, setEditing] = createSignal(false)

  const refresh = () => client.invalidateQueries({ queryKey: projectsKey(workspace().id) })
  const isArchived = () => project().archivedAt !== null
  const blocked = (): string | false => connection() === 'offline' && words.offline
  const mayWrite = () => may('projects.write') && !isArchived()
  const canWrite = () => mayWrite() && blocked() === false
  const today = () => dayOfWall(wallOf(now(), zone()))
  const time = createMemo(() => shownFrom(props.shown.zoom, props.day, workspace().weekStart))
  const tasks = createMemo(() => new Map(props.plan.tasks.map((task) => [task.id as string, task])))
  const before = createMemo(() => {
    const found = comparison.isPending ? undefined : comparison.data
    return new Map(
      (found?.tasks ?? []).flatMap(({ taskId, kept }) =>
        kept === null ? [] : [[taskId as string, taskSpan(kept, zone())] as const],
      ),
    )
  })
  const names = createMemo(() => new Map(artists().map(({ id, name }) => [id as string, name])))
  const view = (): PlanView => ({
    zone: zone(),
    nowMin: wallOf(now(), zone()),
    isCriticalShown: props.shown.isCritical,
    mayWrite: canWrite(),
    nameOf: (id) => names().get(id) ?? null,
    closed: closed(),
    before: before(),
    moving: cascade.moving(),
  })
  const groups = createMemo(() => groupsOf(props.plan))
  const rows = createMemo(() => rowsOf(groups(), view()))
  const bars = createMemo(() => barsOf(groups(), props.plan.dependencies, view()))
  const links = createMemo(() => linksOf(props.plan, props.shown.isCritical))

  const open = (id: string | null) => props.onChange({ open: id === null ? null : `task:${id}` })
  const toggle = (id: string) =>
    setClosed((all) => new Set(all.has(id) ? [...all].filter((one) => one !== id) : [...all, id]))
  const openRow = (id: string) => (phaseOfRow(id) === undefined ? open(id) : toggle(id))
  /** The task as it was when it was picked up: what others did meanwhile is met by the version of the plan. */
  let picked: TaskView | undefined
  const drop = ({ bar, draft }: Drop) => {
    const task = picked?.id === bar.id ? picked : tasks().get(bar.id)
    if (!task) return
    const change = changeOfDrop(task, bar, draft, zone())
    if (Object.keys(change).length > 1) cascade.move({ change, name: task.name, at: draft })
  }
  const create = (draft: Draft | null) => {
    if (!canWrite()) return
    const phaseId = draft === null ? null : (phaseOfRow(draft.rowId) ?? null)
    setMaking({ kind: 'task', phaseId, span: draft })
  }
  const nameOf = (id: string) => tasks().get(id)?.name ?? ''
  const linkVerdict = ({ fromId, toId }: NewLink): string | null => {
    if (phaseOfRow(toId) !== undefined) return null
    const path = loopOf(props.plan.dependencies, { fromId, toId })
    if (path !== null) return words.loop(path.map(nameOf).join(' → '))
    const isLinked = props.plan.dependencies.some((one) => one.fromTaskId === fromId && one.toTaskId === toId)
    return isLinked ? words.alreadyLinked : null
  }
  const link = async (made: NewLink, lagMinutes = 0) => {
    const [from, to] = [tasks().get(made.fromId), tasks().get(made.toId)]
    if (!from || !to) return
    const verdict = linkVerdict(made)
    if (verdict !== null) return toast(verdict, { isError: true })
    try {
      const { id } = await makeDependency(project().id, {
        fromTaskId: from.id,
        toTaskId: to.id,
        kind: made.kind,
        lagMinutes,
      })
      toastUndo(words.linked(to.name, from.name), () => void unlink(id))
    } catch (thrown) {
      fail(thrown)
    }
    await refresh()
  }
  const unlink = async (id: string) => {
    await removeDependency(id).catch(fail)
    await refresh()
  }
  const archive = async (isOn: boolean) => {
    try {
      const saved = await (isOn
        ? archiveProject(project().id, project().version)
        : restoreProject(project().id))
      const said = isOn ? words.wasArchived(saved.name) : words.wasRestored(saved.name)
      toastUndo(said, () => void archive(!isOn))
    } catch (thrown) {
      fail(thrown)
    }
    await refresh()
  }
  useCommands([
    {
      id: 'task.new',
      title: words.addTaskTitle,
      group: words.title,
      keys: 'n t',
      permission: 'projects.write',
      run: () => create(null),
    },
  ])
  const entries = (): MenuEntry[] => [
    { kind: 'item', label: words.addPhaseTitle, run: () => setPhase('new') },
    ...props.plan.phases.map(
      (one): MenuEntry => ({
        kind: 'item',
        label: `${words.editPhaseTitle}: ${one.name}`,
        run: () => setPhase(one),
      }),
    ),
    { kind: 'item', label: words.edit, run: () => setEditing(true) },
    { kind: 'item', label: words.archive, run: () => void archive(true) },
  ]
  const isList = () => isPhone() || props.shown.view === 'list'
  const isEmpty = () => props.plan.tasks.length === 0 && props.plan.phases.length === 0
  return (
    <>
      <PageHeader title={project().name} sub={project().notes ?? undefined}>
        <Show when={mayWrite()}>
          <Button
            icon={CalendarPlus}
            blocked={blocked()}
            onClick={() => setMaking({ kind: 'milestone', phaseId: null, span: null })}
          >
            {words.addMilestone}
          </Button>
          <Button kind="primary" icon={CalendarPlus} blocked={blocked()} onClick={() => create(null)}>
            {words.addTask}
          </Button>
          <Menu
            label={words.one}
            trigger={<Ellipsis />}
            triggerClass="btn quiet icon"
            entries={entries()}
            placement="bottom-end"
          />
        </Show>
      </PageHeader>
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
        <Show when={project().startTime}>
          {(startTime) => (
            <span>
              {whenText(
                taskSpan({ startTime: startTime(), endTime: project().endTime ?? startTime() }, zone()),
              )}
            </span>
          )}
        </Show>
      </div>
      <Show when={isArchived()}>
        <Notice
          tone="info"
          action={
            <Show when={may('projects.write')}>
              <Button size="sm" onClick={() => void archive(false)}>
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
      <PlanTools
        projectId={project().id}
        shown={props.shown}
        time={time()}
        today={today()}
        isPhone={isPhone()}
        mayWrite={canWrite()}
        onChange={props.onChange}
      />
      <Switch>
        <Match when={isEmpty()}>
          <EmptyState
            icon={ChartGantt}
            title={words.empty}
            actions={
              <Show when={mayWrite()}>
                <Button kind="primary" icon={CalendarPlus} onClick={() => create(null)}>
                  {words.addTaskTitle}
                </Button>
              </Show>
            }
          >
            {may('projects.write') ? words.emptySay : words.emptyRead}
          </EmptyState>
        </Match>
        <Match when={isList()}>
          <PlanList label={words.listLabel(project().name)} groups={groups()} view={view()} onOpen={open} />
        </Match>
        <Match when={true}>
          <TimelineGrid
            label={words.gridLabel(project().name)}
            rowHead={words.task}
            density="dense"
            isRowFixed
            rows={rows()}
            bars={bars()}
            links={links()}
            shown={time()}
            today={today()}
            describe={(draft) => whenText(draft)}
            canDraw={(rowId) => phaseOfRow(rowId) !== undefined}
            onOpen={openRow}
            onOpenRow={openRow}
            onPick={(id) => {
              picked = tasks().get(id)
            }}
            onCreate={canWrite() ? create : undefined}
            onDrop={canWrite() ? drop : undefined}
            onLink={canWrite() ? (made) => void link(made) : undefined}
            linkVerdict={linkVerdict}
            onReach={(by) => props.onChange({ at: steppedFrom(props.shown.zoom, time().firstDay, by) })}
          />
          <PlanLegend
            isCriticalShown={props.shown.isCritical}
            hasBaseline={before().size > 0}
            mayWrite={canWrite()}
          />
        </Match>
      </Switch>
      <Show when={props.shown.taskId} keyed>
        {(id) => (
          <TaskSheet
            task={tasks().get(id) ?? null}
            plan={props.plan}
            artists={artists()}
            mayWrite={mayWrite()}
            blocked={blocked()}
            onChanged={refresh}
            onLink={link}
            onUnlink={unlink}
            onClose={() => open(null)}
          />
        )}
      </Show>
      <Show when={making()} keyed>
        {(start) => (
          <TaskDialog
            start={start}
            plan={props.plan}
            artists={artists()}
            onClose={() => setMaking(null)}
            onMade={refresh}
          />
        )}
      </Show>
      <Show when={phase()} keyed>
        {(which) => (
          <PhaseDialog
            projectId={project().id}
            phase={which === 'new' ? null : which}
            onClose={() => setPhase(null)}
            onSaved={refresh}
          />
        )}
      </Show>
      <Show when={isEditing()}>
        <ProjectDialog
          project={project()}
          onClose={() => setEditing(false)}
          onSaved={async () => {
            await refresh()
          }}
        />
      </Show>
      <Show when={cascade.asked()} keyed>
        {(asked) => <CascadeDialog asked={asked} cascade={cascade} zone={zone()} />}
      </Show>
    </>
  )
}

/** A refusal, in its own words. */
function fail(thrown: unknown): void {
  const error = asApiError(thrown)
  toast(`${error.message} ${error.next}`.trim(), { isError: true })
}
