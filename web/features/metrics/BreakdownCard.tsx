import { createMemo, For, type JSX, Show } from 'solid-js'
import type { MetricDefinition, Series } from '../../../contracts/metrics.ts'
import { useFormat, useMay } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { Delta } from '../../ui/Delta.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { rankedRows } from './ranking.ts'
import { changeOf } from './series.ts'
import type { Figures } from './useFigures.ts'
import { useStableRows } from './useStableRows.ts'
import { words } from './words.ts'

/** The slices of a metric by one dimension, each with its share and how it moved; pressing one shows its rows. */
export function BreakdownCard(props: {
  definition: MetricDefinition
  dimension: string
  slices: readonly Series[]
  whole: string | null
  figures: Figures
  isRefreshing?: boolean
  onDimension: (dimension: string) => void
}): JSX.Element {
  const format = useFormat()
  const may = useMay()
  const isOpenable = () => may('records.read') && props.definition.source.kind === 'facts'
  const addsUp = () => props.definition.aggregation === 'sum'
  const ranked = createMemo(() => {
    const rows = rankedRows(props.slices, addsUp() ? props.whole : null, format())
    const view = props.figures.viewOf(props.definition)
    return rows.map((row, at) => {
      const series = props.slices[at]
      return { ...row, change: series ? changeOf(series, view) : null }
    })
  })
  const rows = useStableRows(ranked)
  const isCompared = () => props.figures.range().compare !== 'none'
  const isCut = () => props.slices.some((series) => series.part === 'other')
  const open = (slice: string) => {
    const { from, to } = props.figures.range()
    props.figures.openRecords({
      metric: props.definition.key,
      from,
      to,
      slice: { dimension: props.dimension, value: slice },
    })
  }
  return (
    <Card
      class="metric-part"
      title={words.byDimension(props.definition.label, props.dimension)}
      isFlush
      isRefreshing={props.isRefreshing}
      actions={
        <Show when={props.definition.dimensions.length > 1}>
          <Segmented
            label={words.page.breakdown}
            size="sm"
            options={props.definition.dimensions.map((value) => ({ value, label: value }))}
            value={props.dimension}
            onChange={props.onDimension}
          />
        </Show>
      }
    >
      <Show
        when={rows().length > 0}
        fallback={<p class="muted sm pad">{words.list.empty(props.definition.label)}</p>}
      >
        <div class="table-wrap">
          <table class="table rows breakdown">
            <caption class="sr">{words.byDimension(props.definition.label, props.dimension)}</caption>
            <thead>
              <tr>
                <th scope="col">{props.dimension}</th>
                <th scope="col" class="end">
                  {props.definition.label}
                </th>
                <Show when={addsUp()}>
                  <th scope="col" class="end">
                    {words.page.share}
                  </th>
                </Show>
                <Show when={isCompared()}>
                  <th scope="col" class="end">
                    {words.page.change}
                  </th>
                </Show>
              </tr>
            </thead>
            <tbody>
              <For each={rows()}>
                {(row) => (
                  <tr>
                    <td class="bar-cell" style={{ '--w': `${row.size * 100}%` }}>
                      <Show when={row.slice !== null && isOpenable()} fallback={row.label}>
                        <button type="button" class="as-link" onClick={() => open(row.slice ?? '')}>
                          {row.label}
                        </button>
                      </Show>
                    </td>
                    <td class="end">{row.value}</td>
                    <Show when={addsUp()}>
                      <td class="end muted">{row.share}</td>
                    </Show>
                    <Show when={isCompared()}>
                      <td class="end">
                        <Delta change={row.change} />
                      </td>
                    </Show>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
        <Show when={isCut()}>
          <p class="cap subtle breakdown-note">{words.page.shownOf(props.slices.length - 1)}</p>
        </Show>
      </Show>
    </Card>
  )
}
