import { useQuery, useQueryClient } from '@tanstack/solid-query'
import CalendarPlus from 'lucide-solid/icons/calendar-plus'
import ChartGantt from 'lucide-solid/icons/chart-gantt'
import { createMemo, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { ProjectPlan, TaskView } from '../../../contracts/projects.ts'
import { useNow } from '../../lib/clock.ts'
import { useCommands } from '../../lib/commands.ts'
import { onMount } from '../../lib/compat.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useIsPhone } from '../../lib/phone.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import { connection } from '../../lib/stores/live.ts'
import { wallOf } from '../../lib/zone.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/States.tsx'
import type { Draft } from '../../ui/timeline/moves.ts'
import type { Drop } from '../../ui/timeline/parts.ts'
import { dayOfWall, shownFrom, steppedFrom } from '../../ui/timeline/scale.ts'
import { TimelineGrid } from '../../ui/timeline/TimelineGrid.tsx'
import { artistsQuery } from '../bookings/queries.ts'
import { type OpenDialog, PlanDialogs } from './PlanDialogs.tsx'
import { PlanHead } from './PlanHead.tsx'
import { PlanLegend } from './PlanLegend.tsx'
import { PlanList } from './PlanList.tsx'
import { PlanTools, type SetSearch } from './PlanTools.tsx'
import {
  barsOf,
  changeOfDrop,
  groupsOf,
  linksOf,
  type PlanView,
  phaseOfRow,
  rowsOf,
  taskSpan,
  whenText,
} from './plan.ts'
import { comparisonQuery, projectsKey } from './queries.ts'
import type { PlanShown } from './shown.ts'
import { useCascade } from './useCascade.ts'
import { archivePlan, usePlanLinks } from './usePlanLinks.ts'
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
  const now = useNow()
  const isPhone = useIsPhone()
  const project = () => props.plan.project
  const zone = () => project().timeZone
  const cascade = useCascade(() => project().id, zone)
  const artistsAsked = useQuery(() => ({ ...artistsQuery(workspace().id), enabled: may('artists.read') }))
  const artists = () => dataOf(artistsAsked) ?? []
  const comparison = useQuery(() => comparisonQuery(workspace().id, project().id, props.shown.baselineId))
  const [closed, setClosed] = createSignal<ReadonlySet<string>>(new Set())
  const [dialog, setDialog] = createSignal<OpenDialog | null>(null)

  const refresh = () => client.invalidateQueries({ queryKey: projectsKey(workspace().id) })
  const links = usePlanLinks(() => props.plan, refresh)
  const blocked = (): string | false => connection() === 'offline' && words.offline
  const mayWrite = () => may('projects.write') && project().archivedAt === null
  const canWrite = () => mayWrite() && blocked() === false
  const today = () => dayOfWall(wallOf(now(), zone()))
  const time = createMemo(() => shownFrom(props.shown.zoom, props.day, workspace().weekStart))
  const tasks = createMemo(() => new Map(props.plan.tasks.map((task) => [task.id as string, task])))
  const before = createMemo(() => {
    const found = dataOf(comparison)
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
  const lines = createMemo(() => linksOf(props.plan, props.shown.isCritical))

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
    setDialog({ kind: 'task', start: { kind: 'task', phaseId, span: draft } })
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
  onMount(() => {
    // Whoever has just said other hours comes here to see what they would move.
    if (!props.shown.isRecheck) return
    props.onChange({ recheck: null }, { replace: true })
    if (canWrite()) cascade.recheck()
  })
  const isList = () => isPhone() || props.shown.view === 'list'
  const isEmpty = () => props.plan.tasks.length === 0 && props.plan.phases.length === 0
  return (
    <>
      <PlanHead
        plan={props.plan}
        mayWrite={mayWrite()}
        blocked={blocked()}
        onAddTask={() => create(null)}
        onAddMilestone={() =>
          setDialog({ kind: 'task', start: { kind: 'milestone', phaseId: null, span: null } })
        }
        onPhase={(which) => setDialog({ kind: 'phase', which })}
        onEdit={() => setDialog({ kind: 'project' })}
        onHistory={() => setDialog({ kind: 'history' })}
        onRemoved={() => setDialog({ kind: 'removed' })}
        onRecheck={cascade.recheck}
        onArchive={(isOn) => void archivePlan(project(), isOn, refresh)}
      />
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
            links={lines()}
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
            onLink={canWrite() ? (made) => void links.link(made) : undefined}
            linkVerdict={links.verdict}
            onReach={(by) => props.onChange({ at: steppedFrom(props.shown.zoom, time().firstDay, by) })}
          />
          <PlanLegend
            isCriticalShown={props.shown.isCritical}
            hasBaseline={before().size > 0}
            mayWrite={canWrite()}
          />
        </Match>
      </Switch>
      <PlanDialogs
        plan={props.plan}
        artists={artists()}
        taskId={props.shown.taskId}
        taskOf={(id) => tasks().get(id)}
        open={dialog()}
        cascade={cascade}
        mayWrite={mayWrite()}
        blocked={blocked()}
        onChanged={refresh}
        onLink={links.link}
        onUnlink={links.unlink}
        onClose={() => setDialog(null)}
        onCloseTask={() => open(null)}
      />
    </>
  )
}
