import { dataOf } from '../../lib/data-of.ts'
import './metrics.css'
import { A, useParams, useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import CircleSlash from 'lucide-solid/icons/circle-slash'
import SearchX from 'lucide-solid/icons/search-x'
import { createMemo, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import type { MetricDefinition, Question, Series } from '../../../contracts/metrics.ts'
import { asApiError } from '../../lib/errors.ts'
import { usePageTitle } from '../../lib/page.ts'
import { paths } from '../../lib/paths.ts'
import { rangeQuestion } from '../../lib/range.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { LinkButton } from '../../ui/Button.tsx'
import { PageHeader } from '../../ui/Card.tsx'
import { DateRangePicker } from '../../ui/DateRangePicker.tsx'
import { Delta } from '../../ui/Delta.tsx'
import { Freshness } from '../../ui/Freshness.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { EmptyState, ErrorCard } from '../../ui/States.tsx'
import { useSampleNote } from '../onboarding/useSampleNote.ts'
import { BreakdownCard } from './BreakdownCard.tsx'
import { ClientNotice } from './ClientNotice.tsx'
import { ClientPicker } from './ClientPicker.tsx'
import { DefinitionCard } from './DefinitionCard.tsx'
import { MetricChartCard } from './MetricChartCard.tsx'
import { PrintHead } from './PrintHead.tsx'
import { answersQuery, metricsQuery } from './queries.ts'
import { RowsCard } from './RowsCard.tsx'
import { figureOf } from './series.ts'
import { sourcesOf } from './sources.ts'
import { type Figures, useFigures } from './useFigures.ts'
import { useLiveFigures } from './useLiveFigures.ts'
import { useConnectionHref } from './useSources.ts'
import { words } from './words.ts'

const RecordsSheet = lazy(async () => ({ default: (await import('./RecordsSheet.tsx')).RecordsSheet }))
const BREAKDOWN_ROWS = 50

/** One metric: its value, how it moved, what it is made of, what it means, and its rows. */
export default function MetricPage(): JSX.Element {
  const params = useParams()
  const workspace = useWorkspace()
  const figures = useFigures()
  const metrics = useQuery(() => metricsQuery(workspace().id))
  const catalogue = () => dataOf(metrics)
  const definition = createMemo(() => catalogue()?.find((metric) => metric.key === params.key))
  usePageTitle(() => definition()?.label)
  useLiveFigures(() => ({
    from: figures.range().compareFrom ?? figures.range().from,
    to: figures.range().to,
  }))
  const isSkeleton = useSkeleton(() => metrics.isPending)
  return (
    <>
      <Switch>
        <Match when={isSkeleton()}>
          <div class="card" aria-busy="true">
            <Skeleton label={words.page.what} shape="chart" />
          </div>
        </Match>
        <Match when={definition()}>
          {(metric) => <OneMetric definition={metric()} metrics={catalogue() ?? []} figures={figures} />}
        </Match>
        <Match when={metrics.isError}>
          <ErrorCard
            what={words.page.what}
            error={asApiError(metrics.error)}
            onRetry={() => metrics.refetch()}
          />
        </Match>
        <Match when={catalogue()}>
          <EmptyState
            icon={SearchX}
            level={1}
            title={words.page.unknown}
            actions={<LinkButton href={paths.metrics(workspace().slug)}>{words.page.catalogue}</LinkButton>}
          >
            {words.page.unknownWhy}
          </EmptyState>
        </Match>
      </Switch>
      <Suspense>
        <Show when={figures.open()}>
          <RecordsSheet figures={figures} metrics={catalogue() ?? []} />
        </Show>
      </Suspense>
    </>
  )
}

function OneMetric(props: {
  definition: MetricDefinition
  metrics: readonly MetricDefinition[]
  figures: Figures
}): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const hrefOf = useConnectionHref()
  const sampleNote = useSampleNote()
  const [search, setSearch] = useSearchParams()
  /** The dimension of the address, or the first one there is. */
  const dimension = () => {
    const asked = Array.isArray(search.by) ? search.by[0] : search.by
    return props.definition.dimensions.find((one) => one === asked) ?? props.definition.dimensions[0]
  }
  const questions = createMemo((): Question[] => {
    const clientId = props.figures.clientId() as Question['clientId']
    const range = props.figures.range()
    const base: Question = {
      metrics: [props.definition.key],
      ...rangeQuestion(range),
      ...(clientId ? { clientId } : {}),
    }
    const by = dimension()
    return by === undefined
      ? [base]
      : [base, { ...base, grain: 'total', breakdown: { dimension: by, top: BREAKDOWN_ROWS } }]
  })
  const query = useQuery(() => answersQuery(workspace().id, questions()))
  const answers = () => dataOf(query)
  const series = () => answers()?.[0]?.series[0]
  const isSkeleton = useSkeleton(() => query.isPending)
  return (
    <>
      <PageHeader title={props.definition.label} sub={props.definition.description || undefined}>
        <ClientPicker figures={props.figures} />
        <DateRangePicker
          range={props.figures.range()}
          rules={props.figures.rules()}
          format={format()}
          onChange={props.figures.setRange}
        />
      </PageHeader>
      <PrintHead figures={props.figures} />
      <Freshness
        lead={format().dayRange(props.figures.range().from, props.figures.range().to)}
        sources={sourcesOf(props.definition.key, answers()?.[0]?.freshness ?? [])}
        format={format()}
        hrefOf={hrefOf()}
        none={sampleNote()}
      />
      <ClientNotice figures={props.figures} />
      <Switch>
        <Match when={isSkeleton()}>
          <div class="card" aria-busy="true">
            <Skeleton label={props.definition.label} shape="chart" />
          </div>
        </Match>
        <Match when={series()}>
          {(shown) => (
            <>
              <Hero definition={props.definition} series={shown()} figures={props.figures} />
              <div class="grid split">
                <MetricChartCard
                  definition={props.definition}
                  series={shown()}
                  figures={props.figures}
                  isRefreshing={query.isPlaceholderData}
                />
                <DefinitionCard
                  definition={props.definition}
                  metrics={props.metrics}
                  figures={props.figures}
                />
              </div>
              <Show when={dimension()}>
                {(by) => (
                  <BreakdownCard
                    definition={props.definition}
                    dimension={by()}
                    slices={answers()?.[1]?.series ?? []}
                    whole={shown().total}
                    figures={props.figures}
                    isRefreshing={query.isPlaceholderData}
                    onDimension={(next) => setSearch({ by: next }, { scroll: false })}
                  />
                )}
              </Show>
              <RowsCard definition={props.definition} metrics={props.metrics} figures={props.figures} />
            </>
          )}
        </Match>
        <Match when={query.isError}>
          <ErrorCard
            what={props.definition.label}
            error={asApiError(query.error)}
            onRetry={() => query.refetch()}
          />
        </Match>
      </Switch>
    </>
  )
}

function Hero(props: { definition: MetricDefinition; series: Series; figures: Figures }): JSX.Element {
  const workspace = useWorkspace()
  const may = useMay()
  const figure = createMemo(() => figureOf(props.series, props.figures.viewOf(props.definition)))
  return (
    <p class="metric-head">
      <span class="hero" title={figure().exact}>
        <span aria-hidden="true">{figure().value}</span>
        <span class="sr">{figure().exact}</span>
      </span>
      <Delta change={figure().change} />
      <span class="muted sm num">{figure().from}</span>
      <Show when={figure().value !== figure().exact && props.series.total !== null}>
        <span class="subtle sm num" aria-hidden="true">
          {words.page.exactly(figure().exact)}
        </span>
      </Show>
      <Show when={figure().leftOut}>
        <span class="metric-out sm">
          <CircleSlash class="s" />
          {figure().leftOut}
          <Show when={may('connections.manage')}>
            <A href={paths.newConnector(workspace().slug, '?kind=rates')}>{words.page.rates}</A>
          </Show>
        </span>
      </Show>
    </p>
  )
}
