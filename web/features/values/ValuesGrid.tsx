import { createEffect, createMemo, For, type JSX, on, Show } from 'solid-js'
import { LOCALE } from '../../lib/i18n.ts'
import { useFormat } from '../../lib/session.tsx'
import { ColumnTotal } from './ColumnTotal.tsx'
import { GridCell } from './GridCell.tsx'
import type { Range } from './range.ts'
import { isWeekend } from './sheet.ts'
import type { Edits } from './useEdits.ts'
import { useGridKeys } from './useGridKeys.ts'
import type { Sheet } from './useSheet.ts'
import type { Cell, Typing } from './useTyping.ts'
import { words } from './words.ts'

const weekdayName = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', timeZone: 'UTC' })
export const weekdayOf = (day: string) => weekdayName.format(Date.parse(`${day}T00:00:00Z`))

/** What the grid says of the cell that has the focus. */
export interface ActiveCell {
  cell: Cell
  /** What is wrong with the text that is being typed. */
  problem: string | null
  /** The cells that are marked with it, if any are. */
  range: Range | null
}

/**
 * The month as a sheet: days down, metrics across. It is one stop of the Tab key; arrows move, typing replaces, Enter and F2 change
 * in place, Escape restores, Delete clears. While typing Tab and Enter save and go on. Shift with a key or click, and drawing, mark a range.
 */
export function ValuesGrid(props: {
  sheet: Sheet
  edits: Edits
  typing: Typing
  label: string
  /** Where the cell that has the focus is described. */
  detailId: string
  onActive: (active: ActiveCell | null) => void
}): JSX.Element {
  let table: HTMLTableElement | undefined
  // Names, so that a column keeps its cells when what is known of its metric changes.
  const columns = createMemo(() => props.sheet.columns().map(({ key }) => key), [], {
    equals: (a, b) => a.join() === b.join(),
  })
  const keys = useGridKeys(props.sheet, columns, props.edits, props.typing)
  createEffect(() => {
    const cell = keys.stop()
    props.onActive(cell && { cell, problem: keys.typed()?.problem ?? null, range: keys.marked.range() })
  })
  createEffect(
    on([props.sheet.month, () => columns().length > 0], () => {
      const cell = keys.stop()
      const scroller = table?.parentElement
      const row = cell && document.getElementById(keys.idOf(cell))?.parentElement
      // Today stands in the middle of a month that is longer than the window.
      if (scroller && row) scroller.scrollTop = row.offsetTop - scroller.clientHeight / 2
    }),
  )
  return (
    <div class="table-wrap values-wrap">
      <table
        ref={table}
        class="table values-grid"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is typed into is a grid
        role="grid"
        aria-label={props.label}
        aria-multiselectable="true"
        aria-busy={!props.sheet.isCurrent() || undefined}
        onPaste={keys.onPaste}
        onCopy={keys.onCopy}
      >
        <thead>
          <tr>
            <th scope="col" class="values-day">
              {words.day}
            </th>
            <For each={columns()}>{(key) => <ColumnHead sheet={props.sheet} metric={key} />}</For>
            <Filler />
          </tr>
        </thead>
        <tbody>
          <For each={props.sheet.days()}>
            {(day) => (
              <tr
                classList={{
                  weekend: isWeekend(day),
                  now: day === props.sheet.today(),
                  ahead: day > props.sheet.today(),
                }}
              >
                <DayHead sheet={props.sheet} day={day} />
                <For each={columns()}>
                  {(metric) => (
                    <GridCell
                      cell={{ metric, day }}
                      label={props.sheet.columnOf(metric)?.label ?? metric}
                      edits={props.edits}
                      typing={props.typing}
                      keys={keys}
                      detailId={props.detailId}
                    />
                  )}
                </For>
                <Filler />
              </tr>
            )}
          </For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" class="values-day">
              {words.total}
            </th>
            <For each={columns()}>
              {(key) => <ColumnTotal sheet={props.sheet} edits={props.edits} metric={key} />}
            </For>
            <Filler />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** Room at the right of the last column. */
function Filler(): JSX.Element {
  return <td class="values-fill" aria-hidden="true" />
}

function DayHead(props: { sheet: Sheet; day: string }): JSX.Element {
  const format = useFormat()
  return (
    <th scope="row" class="values-day">
      <span aria-hidden="true">
        <span class="values-weekday">{weekdayOf(props.day)}</span> {Number(props.day.slice(8))}
      </span>
      <span class="sr">{format().day(props.day)}</span>
      <Show when={props.day === props.sheet.today()}>
        <span class="values-now">{words.today}</span>
      </Show>
    </th>
  )
}

function ColumnHead(props: { sheet: Sheet; metric: string }): JSX.Element {
  const column = () => props.sheet.columnOf(props.metric)
  return (
    <th scope="col" class="end" title={column()?.label}>
      <span class="values-head">{column()?.label}</span>
      <span class="second">{column()?.currency ?? words.inUnit[column()?.unit ?? 'count']}</span>
    </th>
  )
}
