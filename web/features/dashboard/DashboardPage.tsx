import { dataOf } from '../../lib/data-of.ts'
import './dashboard.css'
import '../metrics/metrics.css'
import { useNavigate } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { createMemo, createSignal, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { asApiError } from '../../lib/errors.ts'
import { paths } from '../../lib/paths.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { DateRangePicker } from '../../ui/DateRangePicker.tsx'
import { Freshness } from '../../ui/Freshness.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { useSkeleton } from '../../ui/Skeleton.tsx'
import { ErrorCard } from '../../ui/States.tsx'
import { ClientNotice } from '../metrics/ClientNotice.tsx'
import { ClientPicker } from '../metrics/ClientPicker.tsx'
import { PrintHead } from '../metrics/PrintHead.tsx'
import { answersQuery, dashboardsQuery, metricsQuery, recordedDaysQuery } from '../metrics/queries.ts'
import { useFigures } from '../metrics/useFigures.ts'
import { useLiveFigures } from '../metrics/useLiveFigures.ts'
import { useConnectionHref } from '../metrics/useSources.ts'
import { useSampleNote } from '../onboarding/useSampleNote.ts'
import { DashboardBody } from './DashboardBody.tsx'
import { DashboardSkeleton } from './DashboardSkeleton.tsx'
import { NoMetrics, OutsideRange } from './DashboardStates.tsx'
import { shownLayout } from './layout.ts'
import { dashboardQuestions, isAllEmpty, readAnswers } from './questions.ts'
import { words } from './words.ts'

const RecordsSheet = lazy(async () => ({
  default: (await import('../metrics/RecordsSheet.tsx')).RecordsSheet,
}))
const EditTiles = lazy(() => import('./EditTiles.tsx'))

const KIND = 'finance'
const EVERY_DAY = { from: '0001-01-01', to: '9999-12-31' }

/** The Performance dashboard: figures, main chart and rankings over one range, all from one call. */
export default function DashboardPage(): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const figures = useFigures()
  const hrefOf = useConnectionHref()
  const sampleNote = useSampleNote()
  const [isEditing, setEditing] = createSignal(false)

  const metrics = useQuery(() => metricsQuery(workspace().id))
  const dashboards = useQuery(() => dashboardsQuery(workspace().id))
  const catalogue = () => dataOf(metrics)
  const saved = () => dataOf(dashboards)?.find((one) => one.kind === KIND)
  // Without the saved arrangement the automatic one is drawn: a dashboard that cannot be read must not hide the numbers.
  const layout = createMemo(() => {
    const known = catalogue()
    return known && !dashboards.isPending ? shownLayout(saved()?.layout, known) : undefined
  })
  const questions = createMemo(() => {
    const shown = layout()
    return shown ? dashboardQuestions(shown, figures.range(), figures.clientId()) : []
  })
  const query = useQuery(() => answersQuery(workspace().id, questions()))
  const answers = createMemo(() => {
    const data = questions().length === 0 ? undefined : dataOf(query)
    return data && readAnswers(data)
  })
  const isEmpty = () => {
    const shown = answers()
    return shown !== undefined && isAllEmpty(shown)
  }
  const recorded = useQuery(() =>
    recordedDaysQuery(
      workspace().id,
      layout()?.tiles ?? [],
      figures.clientId(),
      figures.rules().today,
      isEmpty(),
    ),
  )
  useLiveFigures(() => {
    const { from, to, compareFrom } = figures.range()
    return isEmpty() ? EVERY_DAY : { from: compareFrom ?? from, to }
  })

  const hasMetrics = () => catalogue()?.length !== 0
  const isLoading = () => answers() === undefined && hasMetrics() && !metrics.isError && !query.isError
  const isSkeleton = useSkeleton(isLoading)
  const failed = () => (answers() ? null : (metrics.error ?? query.error))
  const retry = () => (metrics.isError ? metrics.refetch() : query.refetch())
  return (
    <>
      <PageHeader title={words.title}>
        <Show when={hasMetrics()}>
          <ClientPicker figures={figures} />
          <DateRangePicker
            range={figures.range()}
            rules={figures.rules()}
            format={format()}
            onChange={figures.setRange}
          />
          <MoreMenu isEditable={saved() !== undefined} onEdit={() => setEditing(true)} />
        </Show>
      </PageHeader>
      <PrintHead figures={figures} />
      <Show when={hasMetrics()}>
        <Freshness
          lead={words.lead(format().dayRange(figures.range().from, figures.range().to), workspace().currency)}
          sources={answers()?.freshness ?? []}
          none={sampleNote()}
          format={format()}
          hrefOf={hrefOf()}
        />
      </Show>
      <ClientNotice figures={figures} />
      <Switch>
        <Match when={isSkeleton()}>
          <DashboardSkeleton />
        </Match>
        <Match when={!hasMetrics()}>
          <NoMetrics />
        </Match>
        <Match when={failed()}>
          {(error) => <ErrorCard what={words.what} error={asApiError(error())} onRetry={retry} />}
        </Match>
        <Match when={layout() && answers()}>
          {(shown) => (
            <>
              <Show when={isEmpty()}>
                <OutsideRange days={dataOf(recorded)} onShow={(days) => figures.zoom(days)} />
              </Show>
              <DashboardBody
                layout={layout() ?? { tiles: [], main: null, lists: [] }}
                answers={shown()}
                metrics={catalogue() ?? []}
                figures={figures}
                isRefreshing={query.isPlaceholderData}
              />
            </>
          )}
        </Match>
      </Switch>
      <Suspense>
        <Show when={figures.open()}>
          <RecordsSheet figures={figures} metrics={catalogue() ?? []} />
        </Show>
        <Show when={isEditing() && saved()}>
          {(dashboard) => (
            <EditTiles
              dashboard={dashboard()}
              tiles={layout()?.tiles ?? []}
              metrics={catalogue() ?? []}
              onClose={() => setEditing(false)}
            />
          )}
        </Show>
      </Suspense>
    </>
  )
}

function MoreMenu(props: { isEditable: boolean; onEdit: () => void }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const navigate = useNavigate()
  const entries = (): MenuEntry[] => [
    ...(props.isEditable && may('dashboards.write')
      ? [{ kind: 'item', label: words.menu.edit, run: props.onEdit } satisfies MenuEntry]
      : []),
    { kind: 'item', label: words.menu.catalogue, run: () => navigate(paths.metrics(workspace().slug)) },
  ]
  return (
    <Menu
      label={words.menu.label}
      trigger={<Ellipsis />}
      triggerClass="btn icon"
      entries={entries()}
      placement="bottom-end"
    />
  )
}
