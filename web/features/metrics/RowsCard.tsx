import { useSearchParams } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { recordsQuery } from './queries.ts'
import { RecordsTable } from './RecordsTable.tsx'
import type { Figures } from './useFigures.ts'
import { words } from './words.ts'

/** The rows of the range of the page, a page at a time; which page is in the address. */
export function RowsCard(props: {
  definition: MetricDefinition
  metrics: readonly MetricDefinition[]
  figures: Figures
}): JSX.Element {
  const may = useMay()
  return (
    <Show when={may('records.read') && props.definition.source.kind === 'facts'}>
      <Rows definition={props.definition} figures={props.figures} />
    </Show>
  )
}

function Rows(props: { definition: MetricDefinition; figures: Figures }): JSX.Element {
  const workspace = useWorkspace()
  const format = useFormat()
  const [search, setSearch] = useSearchParams()
  const cursor = () => (Array.isArray(search.cursor) ? search.cursor[0] : search.cursor)
  const asked = () => {
    const { from, to } = props.figures.range()
    return { metric: props.definition.key, from, to, slice: null }
  }
  const query = useQuery(() => recordsQuery(workspace().id, asked(), props.figures.clientId(), cursor()))
  const page = () => dataOf(query)
  return (
    <Card
      class="metric-part"
      title={words.page.rows}
      isFlush
      isRefreshing={query.isPlaceholderData}
      actions={
        <Show when={page()}>
          {(shown) => (
            <span class="sm muted num">
              {words.records.total(
                words.records.count(shown().total, format().count(String(shown().total))),
                format().value(shown().sum, props.definition.unit, props.definition.currency),
              )}
            </span>
          )}
        </Show>
      }
    >
      <RecordsTable
        definition={props.definition}
        page={page()}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => query.refetch()}
        isLater={cursor() !== undefined}
        onCursor={(next) => setSearch({ cursor: next }, { scroll: false })}
      />
    </Card>
  )
}
