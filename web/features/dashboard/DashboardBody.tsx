import { createMemo, For, type JSX, Show } from 'solid-js'
import type { MetricDefinition, Series } from '../../../contracts/metrics.ts'
import { Tile } from '../../ui/Tile.tsx'
import { MetricChartCard } from '../metrics/MetricChartCard.tsx'
import { figureOf } from '../metrics/series.ts'
import type { Figures } from '../metrics/useFigures.ts'
import { useProblemOf } from '../metrics/useSources.ts'
import type { ShownLayout } from './layout.ts'
import type { DashboardAnswers } from './questions.ts'
import { RankedList } from './RankedList.tsx'

const ROWS_BESIDE_CHART = 8
const ROWS_BELOW = 6

interface BodyProps {
  layout: ShownLayout
  answers: DashboardAnswers
  metrics: readonly MetricDefinition[]
  figures: Figures
  /** The answers are those of the range before. */
  isRefreshing: boolean
}

/** Figures, then the main chart, then rankings. An odd ranking stands beside the chart, the others in pairs below. */
export function DashboardBody(props: BodyProps): JSX.Element {
  const definitions = createMemo(() => new Map(props.metrics.map((metric) => [metric.key as string, metric])))
  const main = () => {
    const key = props.layout.main
    const definition = key === null ? undefined : definitions().get(key)
    const series = key === null ? undefined : props.answers.byMetric.get(key)
    return definition && series ? { definition, series } : null
  }
  const isBeside = () => props.layout.lists.length % 2 === 1
  const below = () => props.layout.lists.map((_, at) => at).slice(isBeside() ? 1 : 0)
  const list = (at: () => number, rowsShown: number) => (
    <ListAt {...props} definitions={definitions()} at={at()} rowsShown={rowsShown} />
  )
  return (
    <>
      <div class="grid tiles dashboard-tiles" data-count={props.layout.tiles.length}>
        <For each={props.layout.tiles}>
          {(key) => (
            <TileOf definition={definitions().get(key)} series={props.answers.byMetric.get(key)} {...props} />
          )}
        </For>
      </div>
      <Show when={main()}>
        {(shown) => (
          <div class={isBeside() ? 'grid split' : 'grid dashboard-main'}>
            <MetricChartCard
              definition={shown().definition}
              series={shown().series}
              figures={props.figures}
              isRefreshing={props.isRefreshing}
            />
            <Show when={isBeside()}>{list(() => 0, ROWS_BESIDE_CHART)}</Show>
          </div>
        )}
      </Show>
      <div class="grid halves">
        <For each={below()}>{(at) => list(() => at, ROWS_BELOW)}</For>
      </div>
    </>
  )
}

function TileOf(
  props: BodyProps & { definition: MetricDefinition | undefined; series: Series | undefined },
): JSX.Element {
  const figure = createMemo(
    () => props.series && figureOf(props.series, props.figures.viewOf(props.definition)),
  )
  const problem = useProblemOf(
    () => props.series?.metric ?? '',
    () => props.answers.freshness,
  )
  return (
    <Show when={figure()}>
      {(shown) => (
        <Tile
          label={props.definition?.label ?? props.series?.label ?? ''}
          value={shown().value}
          exact={shown().exact}
          change={shown().change}
          from={shown().from}
          problem={problem()}
          leftOut={shown().leftOut}
          trend={shown().trend}
          isLastOpen={shown().isLastOpen}
          href={props.figures.metricHref(props.series?.metric ?? '')}
          isRefreshing={props.isRefreshing}
        />
      )}
    </Show>
  )
}

function ListAt(
  props: BodyProps & { definitions: ReadonlyMap<string, MetricDefinition>; at: number; rowsShown: number },
): JSX.Element {
  const list = () => props.layout.lists[props.at]
  const definition = () => props.definitions.get(list()?.metric ?? '')
  return (
    <Show when={definition()}>
      {(metric) => (
        <RankedList
          definition={metric()}
          dimension={list()?.dimension ?? ''}
          slices={props.answers.lists[props.at] ?? []}
          whole={props.answers.byMetric.get(metric().key)?.total ?? null}
          figures={props.figures}
          rowsShown={props.rowsShown}
          isRefreshing={props.isRefreshing}
        />
      )}
    </Show>
  )
}
