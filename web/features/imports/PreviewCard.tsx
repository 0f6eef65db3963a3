import { createMemo, For, type JSX, Show } from 'solid-js'
import type { ImportPreview, ImportPreviewColumn, ImportPreviewRow } from '../../../contracts/imports.ts'
import type { ApiError } from '../../lib/errors.ts'
import type { Format } from '../../lib/format.ts'
import { useFormat } from '../../lib/session.tsx'
import { Card } from '../../ui/Card.tsx'
import { Skeleton, useSkeleton } from '../../ui/Skeleton.tsx'
import { Notice } from '../../ui/States.tsx'
import { alignedNumber, decimalsOf } from './numbers.ts'
import { words } from './words.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Rows with a problem first, each group in the order of the file. */
function inOrder(rows: readonly ImportPreviewRow[]): ImportPreviewRow[] {
  return [...rows].sort(
    (a, b) => Number(b.problems.length > 0) - Number(a.problems.length > 0) || a.line - b.line,
  )
}

function problemAt(row: ImportPreviewRow, column: ImportPreviewColumn): string | null {
  return (
    row.problems.find((problem) => problem.column !== null && column.sources.includes(problem.column))
      ?.message ?? null
  )
}

/** A cell as people read it; a cell that could not be read stands as the file has it. */
export function cellShown(
  cell: string,
  column: ImportPreviewColumn,
  decimals: number,
  format: Format,
): string {
  if (column.kind === 'date') return DAY.test(cell) ? format.day(cell) : cell
  if (column.kind === 'value') return alignedNumber(cell, decimals)
  return cell
}

const headOf = (column: ImportPreviewColumn) =>
  column.currency ? `${column.name}, ${column.currency}` : column.name

export interface PreviewCardProps {
  preview: ImportPreview | undefined
  isLoading: boolean
  isRefreshing: boolean
  /** A refusal that belongs to no field. */
  error: ApiError | null
  /** What to do before there can be a preview. */
  waitFor: string | null
  rowsMax?: number
}

/** The first rows of the file as they will be stored, with what is wrong with them. */
export function PreviewCard(props: PreviewCardProps): JSX.Element {
  const isSkeleton = useSkeleton(() => props.isLoading)
  const preview = () => (props.waitFor === null ? props.preview : undefined)
  const hasProblems = () => (preview()?.rejected ?? 0) > 0
  return (
    <Card
      title={words.preview.title}
      isFlush
      isRefreshing={props.isRefreshing}
      actions={
        <span class="sm muted">
          {hasProblems() ? words.preview.first : preview() && words.preview.sample(preview()?.checked ?? 0)}
        </span>
      }
    >
      <Show when={props.error}>
        {(error) => (
          <div class="pad-line">
            <Notice tone="neg" isAlert>
              {error().message} {error().next}
            </Notice>
          </div>
        )}
      </Show>
      <Show
        when={preview()}
        fallback={
          <Show
            when={isSkeleton()}
            fallback={
              <p class="sm muted pad-line">{props.error ? '' : (props.waitFor ?? words.preview.refused)}</p>
            }
          >
            <Skeleton label={words.preview.what} shape="table" rows={4} />
          </Show>
        }
      >
        {(found) => <PreviewTable preview={found()} rowsMax={props.rowsMax} />}
      </Show>
    </Card>
  )
}

function PreviewTable(props: { preview: ImportPreview; rowsMax?: number }): JSX.Element {
  const format = useFormat()
  const rows = createMemo(() => inOrder(props.preview.rows).slice(0, props.rowsMax))
  const decimals = createMemo(() =>
    props.preview.columns.map((column, at) =>
      decimalsOf(
        props.preview.rows.map((row) => row.cells[at] ?? ''),
        column.unit === 'money',
      ),
    ),
  )
  return (
    // A region that scrolls must be reachable by keyboard.
    <section class="table-wrap pv" tabindex="0" aria-label={words.preview.region}>
      <table class="table num">
        <caption class="sr">{words.preview.title}</caption>
        <thead>
          <tr>
            <th scope="col" class="end">
              {words.preview.row}
            </th>
            <For each={props.preview.columns}>
              {(column) => (
                <th scope="col" class={column.kind === 'value' ? 'end' : undefined}>
                  {headOf(column)}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={rows()}>
            {(row) => (
              <>
                <tr class={row.problems.length > 0 ? 'has-problem' : undefined}>
                  <td class="end n">{format().count(String(row.line))}</td>
                  <For each={props.preview.columns}>
                    {(column, at) => {
                      const problem = problemAt(row, column)
                      const cell = row.cells[at()] ?? ''
                      // What could not be read is shown as the file has it, never dressed up.
                      const shown = problem ? cell : cellShown(cell, column, decimals()[at()] ?? 0, format())
                      return (
                        <td
                          class={
                            [column.kind === 'value' && 'end', problem && 'badc'].filter(Boolean).join(' ') ||
                            undefined
                          }
                          title={problem ?? undefined}
                        >
                          {shown || '–'}
                        </td>
                      )
                    }}
                  </For>
                </tr>
                <For each={row.problems.slice(0, 1)}>
                  {(problem) => (
                    <tr class="why">
                      <td />
                      <td colspan={props.preview.columns.length}>
                        <span>
                          {words.preview.bad([problem.column, problem.message].filter(Boolean).join(': '))}
                        </span>
                      </td>
                    </tr>
                  )}
                </For>
              </>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}
