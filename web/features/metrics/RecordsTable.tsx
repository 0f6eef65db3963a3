import History from 'lucide-solid/icons/rotate-ccw-clock'
import Rows3 from 'lucide-solid/icons/rows-3'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import type { MetricDefinition, RecordView } from '../../../contracts/metrics.ts'
import { useFormat, useMay } from '../../lib/session.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/States.tsx'
import { HistorySheet } from '../history/HistorySheet.tsx'
import { historyOfValue } from '../history/queries.ts'
import { words as historyWords } from '../history/words.ts'
import type { RecordsAnswer } from './queries.ts'
import { words } from './words.ts'

/** One page of rows with where each came from. */
export function RecordsTable(props: {
  definition: MetricDefinition
  /** Dimension that is the same in every row, and so needs no column. */
  sliced?: string
  page: RecordsAnswer | undefined
  isLoading: boolean
  error: unknown
  onRetry: () => void
  /** Whether this is not the first page. */
  isLater: boolean
  onCursor: (cursor: string | null) => void
}): JSX.Element {
  const format = useFormat()
  const may = useMay()
  const [history, setHistory] = createSignal<RecordView | null>(null)
  const nameOf = (row: RecordView) => `${props.definition.label}, ${format().day(row.date)}`
  const columns = createMemo((): Column<RecordView>[] => [
    {
      id: 'date',
      header: words.records.date,
      cell: (row) => (
        <>
          <span class="num nowrap">{format().day(row.date)}</span>
          <span class="second clip-cell" title={row.source}>
            {row.source}
            {row.line === null || row.archivedRows !== null ? '' : `, ${words.records.line(row.line)}`}
            {row.archivedRows === null
              ? ''
              : `, ${words.records.archived(row.archivedRows, format().count(String(row.archivedRows)))}`}
          </span>
        </>
      ),
    },
    {
      id: 'value',
      header: words.records.value,
      isEnd: true,
      cell: (row) => format().value(row.value, props.definition.unit, row.currency),
    },
    ...props.definition.dimensions
      .filter((dimension) => dimension !== props.sliced)
      .map(
        (dimension): Column<RecordView> => ({
          id: `dimension.${dimension}`,
          header: dimension,
          cell: (row) => (
            <span class="clip-cell" title={row.dimensions[dimension] ?? words.none}>
              {row.dimensions[dimension] ?? words.none}
            </span>
          ),
        }),
      ),
    // Lines of a file are replaced as a whole: only values that came one by one have versions of their own.
    ...(isOneByOne(props.definition)
      ? [
          {
            id: 'actions',
            header: historyWords.open,
            isHeaderHidden: true,
            isEnd: true,
            cell: (row: RecordView) => (
              <Show when={row.line === null && row.archivedRows === null}>
                <IconButton
                  icon={History}
                  kind="quiet"
                  size="sm"
                  label={historyWords.title(nameOf(row))}
                  onClick={() => setHistory(row)}
                />
              </Show>
            ),
          },
        ]
      : []),
  ])
  return (
    <>
      <DataTable
        label={words.records.title(props.definition.label)}
        columns={columns()}
        rows={props.page?.rows}
        isLoading={props.isLoading}
        error={props.error}
        onRetry={props.onRetry}
        isTwoLine
        empty={
          <EmptyState icon={Rows3} title={words.records.none} isCard={false}>
            {words.records.noneWhy}
          </EmptyState>
        }
      />
      <Show when={props.page && (props.page.nextCursor !== null || props.isLater)}>
        <div class="pager">
          <span class="cap subtle num grow">
            {words.records.shown(
              props.page?.rows.length ?? 0,
              format().count(String(props.page?.total ?? 0)),
            )}
          </span>
          <Show when={props.isLater}>
            <Button size="sm" onClick={() => props.onCursor(null)}>
              {words.records.first}
            </Button>
          </Show>
          <Show when={props.page?.nextCursor}>
            {(cursor) => (
              <Button size="sm" onClick={() => props.onCursor(cursor())}>
                {words.records.next}
              </Button>
            )}
          </Show>
        </div>
      </Show>
      <Show when={history()} keyed>
        {(row) => (
          <HistorySheet
            of={historyOfValue(props.definition.key, row.id, nameOf(row))}
            mayRestore={may('records.write')}
            onClose={() => setHistory(null)}
          />
        )}
      </Show>
    </>
  )
}

const isOneByOne = ({ source }: MetricDefinition) =>
  source.kind === 'facts' && source.table === 'custom_metrics'
