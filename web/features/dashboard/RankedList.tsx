import { A } from '@solidjs/router'
import { createMemo, type JSX, Show } from 'solid-js'
import type { MetricDefinition, Series } from '../../../contracts/metrics.ts'
import { useFormat, useMay } from '../../lib/session.tsx'
import { BarList, type BarRow } from '../../ui/BarList.tsx'
import { Card } from '../../ui/Card.tsx'
import { rankedRows } from '../metrics/ranking.ts'
import type { Figures } from '../metrics/useFigures.ts'
import { useStableRows } from '../metrics/useStableRows.ts'
import { words } from '../metrics/words.ts'

/** The largest slices of a metric; each leads to its rows, the head of the card to all of them. */
export function RankedList(props: {
  definition: MetricDefinition
  dimension: string
  slices: readonly Series[]
  /** Total of the metric without a breakdown. */
  whole: string | null
  figures: Figures
  rowsShown: number
  isRefreshing?: boolean
}): JSX.Element {
  const format = useFormat()
  const may = useMay()
  const values = () => props.slices.filter((series) => series.part !== 'other')
  const addsUp = () => props.definition.aggregation === 'sum'
  const open = (slice: string) => {
    const { from, to } = props.figures.range()
    props.figures.openRecords({
      metric: props.definition.key,
      from,
      to,
      slice: { dimension: props.dimension, value: slice },
    })
  }
  const ranked = createMemo(() =>
    rankedRows(values().slice(0, props.rowsShown), addsUp() ? props.whole : null, format(), 'whole'),
  )
  const rows = useStableRows<BarRow>(() =>
    ranked().map(({ slice, ...row }) => ({
      ...row,
      onSelect:
        slice !== null && may('records.read') && props.definition.source.kind === 'facts'
          ? () => open(slice)
          : undefined,
    })),
  )
  return (
    <Card
      title={words.byDimension(props.definition.label, props.dimension)}
      isRefreshing={props.isRefreshing}
      actions={
        <Show when={values().length > 0}>
          <A class="sm" href={props.figures.metricHref(props.definition.key, { by: props.dimension })}>
            {words.list.all(values().length, values().length < props.slices.length)}
          </A>
        </Show>
      }
    >
      <Show
        when={values().length > 0}
        fallback={<p class="muted list-empty">{words.list.empty(props.definition.label)}</p>}
      >
        <BarList label={words.byDimension(props.definition.label, props.dimension)} rows={rows()} />
      </Show>
    </Card>
  )
}
