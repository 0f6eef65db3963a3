import { createMemo, createSignal, For, type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import { asApiError } from '../lib/errors.ts'
import { Skeleton, useSkeleton } from './Skeleton.tsx'
import { ErrorCard } from './States.tsx'

const VirtualBody = lazy(() => import('./VirtualBody.tsx'))
/** From this many rows on only those in view are in the document. */
const VIRTUAL_FROM_ROWS = 50

export interface Column<T> {
  id: string
  header: string
  cell: (row: T) => JSX.Element
  /** Numbers: at the right, figures of one width. */
  isEnd?: boolean
  /** Left out of the two-line rows of a phone. */
  isHiddenOnPhone?: boolean
  /** The header is read out but not drawn, for columns of buttons. */
  isHeaderHidden?: boolean
}

export interface DataTableProps<T> {
  /** What the table lists, for its caption and its states: `Imports`. */
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[] | undefined
  isLoading?: boolean
  error?: unknown
  onRetry?: () => void
  /** Shown instead of the table, header included, when there are no rows. */
  empty: JSX.Element
  /** Rows of 54 px for cells with a second line. */
  isTwoLine?: boolean
  /** Every row: what its class is, such as a problem. */
  rowClass?: (row: T) => string | undefined
}

/** A table with its states. On phones a row becomes two lines: the first two columns above, the rest below. */
export function DataTable<T>(props: DataTableProps<T>): JSX.Element {
  const isSkeleton = useSkeleton(() => Boolean(props.isLoading) && props.rows === undefined)
  const isVirtual = createMemo(() => (props.rows?.length ?? 0) > VIRTUAL_FROM_ROWS)
  const [scroller, setScroller] = createSignal<HTMLElement>()
  return (
    <Switch>
      <Match when={isSkeleton()}>
        <Skeleton label={props.label} shape="table" />
      </Match>
      <Match when={props.error && props.rows === undefined}>
        <ErrorCard
          what={props.label}
          error={asApiError(props.error)}
          onRetry={props.onRetry}
          isCard={false}
        />
      </Match>
      <Match when={props.rows?.length === 0}>{props.empty}</Match>
      <Match when={props.rows}>
        {(rows) => (
          <section
            class={isVirtual() ? 'table-wrap tall' : 'table-wrap'}
            ref={setScroller}
            tabindex={isVirtual() ? 0 : undefined}
            aria-label={isVirtual() ? props.label : undefined}
          >
            <table
              class={props.isTwoLine ? 'table rows two-line' : 'table rows'}
              aria-rowcount={isVirtual() ? rows().length + 1 : undefined}
            >
              <caption class="sr">{props.label}</caption>
              <thead>
                <tr>
                  <For each={props.columns}>
                    {(column) => (
                      <th scope="col" class={column.isEnd ? 'end' : undefined}>
                        <span class={column.isHeaderHidden ? 'sr' : undefined}>{column.header}</span>
                      </th>
                    )}
                  </For>
                </tr>
              </thead>
              <Show
                when={isVirtual()}
                fallback={
                  <tbody>
                    <For each={rows()}>
                      {(row) => <DataRow row={row} columns={props.columns} rowClass={props.rowClass} />}
                    </For>
                  </tbody>
                }
              >
                <Suspense>
                  <VirtualBody
                    scroller={() => scroller() ?? null}
                    count={rows().length}
                    columns={props.columns.length}
                    rowHeight={props.isTwoLine ? 54 : 40}
                    row={(at) => {
                      const row = rows()[at]
                      return row === undefined ? null : (
                        <DataRow row={row} columns={props.columns} rowClass={props.rowClass} index={at + 2} />
                      )
                    }}
                  />
                </Suspense>
              </Show>
            </table>
          </section>
        )}
      </Match>
    </Switch>
  )
}

function DataRow<T>(props: {
  row: T
  columns: readonly Column<T>[]
  rowClass?: (row: T) => string | undefined
  index?: number
}): JSX.Element {
  return (
    <tr class={props.rowClass?.(props.row)} aria-rowindex={props.index}>
      <For each={props.columns}>
        {(column) => (
          <td
            class={
              [column.isEnd && 'end', column.isHeaderHidden && 'acts', column.isHiddenOnPhone && 'hide-phone']
                .filter(Boolean)
                .join(' ') || undefined
            }
          >
            {column.cell(props.row)}
          </td>
        )}
      </For>
    </tr>
  )
}
