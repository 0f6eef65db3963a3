import { For, type JSX } from 'solid-js'
import { dayNumber, halfText, hourText, monthText, weekdayText } from '../../lib/wall.ts'
import type { Column, Shown, Zoom } from './scale.ts'

const smallOf = ({ from }: Column, zoom: Zoom): string => {
  switch (zoom) {
    case 'day':
      return halfText(from)
    case 'week':
      return weekdayText(from)
    case 'month':
      return weekdayText(from).slice(0, 1)
    case 'quarter':
      return monthText(from)
  }
}
const bigOf = ({ from }: Column, zoom: Zoom): string => (zoom === 'day' ? hourText(from) : dayNumber(from))

/** The columns by name: hours, days or weeks. */
export function TimelineHead(props: { rowHead: string; shown: Shown; today: string }): JSX.Element {
  const isToday = (column: Column, next: Column | undefined) =>
    column.day <= props.today &&
    (next === undefined ? props.shown.lastDay >= props.today : next.day > props.today)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid takes the focus
    // biome-ignore lint/a11y/useSemanticElements: not a table
    <div class="tl-head" role="row" aria-rowindex={1}>
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid takes the focus */}
      {/* biome-ignore lint/a11y/useSemanticElements: not a table */}
      <div class="tl-who" role="columnheader" aria-colindex={1}>
        {props.rowHead}
      </div>
      <For each={props.shown.columns}>
        {(column, at) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the grid takes the focus
          // biome-ignore lint/a11y/useSemanticElements: not a table
          <div
            class="tl-day"
            role="columnheader"
            aria-colindex={at() + 2}
            classList={{
              we: column.isWeekend,
              today: props.shown.zoom !== 'day' && isToday(column, props.shown.columns[at() + 1]),
            }}
          >
            <span>{smallOf(column, props.shown.zoom)}</span>
            <b>{bigOf(column, props.shown.zoom)}</b>
          </div>
        )}
      </For>
    </div>
  )
}
