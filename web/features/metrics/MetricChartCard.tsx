import ChartLine from 'lucide-solid/icons/chart-line'
import Table2 from 'lucide-solid/icons/table-2'
import { createMemo, type JSX, Show } from 'solid-js'
import type { MetricDefinition, Series } from '../../../contracts/metrics.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Chart } from '../../ui/Chart.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { coverageOf, type Days } from './buckets.ts'
import { chartModel } from './series.ts'
import type { Figures } from './useFigures.ts'
import { words } from './words.ts'

const kinds = [
  { value: 'line', label: words.chart.line },
  { value: 'bar', label: words.chart.bar },
] as const

/** A metric over the range of the page, with line or bars, its table, and what can be done with each mark. */
export function MetricChartCard(props: {
  definition: MetricDefinition
  series: Series
  figures: Figures
  isRefreshing?: boolean
  /** In place of the name and grain. */
  title?: string
}): JSX.Element {
  const view = createMemo(() => props.figures.viewOf(props.definition))
  const model = createMemo(() => chartModel(props.series, view()))
  const daysOf = (at: number): Days | null => {
    const point = props.series.points[at]
    if (!point) return null
    const { from, to } = coverageOf(point, view().grain, view().range, view().today)
    return { from, to }
  }
  const zoom = (from: number, to: number) => {
    const [first, last] = [daysOf(from), daysOf(to)]
    if (first && last) props.figures.zoom({ from: first.from, to: last.to })
  }
  return (
    <Card
      title={props.title ?? words.byGrain(props.definition.label, view().grain)}
      isFlush
      isRefreshing={props.isRefreshing}
      actions={
        <>
          <Show when={!props.figures.isTable()}>
            <Segmented
              label={words.chart.kind}
              size="sm"
              options={kinds}
              value={props.figures.chart()}
              onChange={props.figures.setChart}
            />
          </Show>
          <IconButton
            icon={props.figures.isTable() ? ChartLine : Table2}
            size="sm"
            label={props.figures.isTable() ? words.chart.asChart : words.chart.asTable}
            onClick={() => props.figures.setTable(!props.figures.isTable())}
          />
        </>
      }
    >
      <Chart
        model={model()}
        kind={props.figures.chart()}
        isTable={props.figures.isTable()}
        actions={(at) => {
          const days = daysOf(at)
          return days ? props.figures.actionsOn(props.definition, days) : []
        }}
        onZoom={zoom}
      />
    </Card>
  )
}
