import CircleAlert from 'lucide-solid/icons/circle-alert'
import Clock from 'lucide-solid/icons/clock'
import Plug from 'lucide-solid/icons/plug'
import { type JSX, Show } from 'solid-js'
import { useFormat } from '../../lib/session.tsx'
import { cellName } from './sheet.ts'
import type { Edits } from './useEdits.ts'
import { type GridKeys, isAt } from './useGridKeys.ts'
import type { Cell, Typing } from './useTyping.ts'
import { words } from './words.ts'

/** One cell of the grid: its figure, or the field it is typed in. */
export function GridCell(props: {
  cell: Cell
  label: string
  edits: Edits
  typing: Typing
  keys: GridKeys
  detailId: string
}): JSX.Element {
  const format = useFormat()
  const edit = () => props.edits.of(cellName(props.cell.metric, props.cell.day))
  const other = () => props.typing.known(props.cell)?.other
  const isStop = () => isAt(props.cell, props.keys.stop())
  const typed = () => {
    const now = props.keys.typed()
    return isAt(props.cell, now) ? now : null
  }
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: every cell has a tabindex, which moves with the focus
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid is what the pattern of ARIA asks for
      role="gridcell"
      id={props.keys.idOf(props.cell)}
      data-cell={cellName(props.cell.metric, props.cell.day)}
      tabindex={isStop() && !typed() ? 0 : -1}
      aria-readonly={props.typing.mayType(props.cell) ? undefined : true}
      aria-invalid={edit()?.state === 'refused' || undefined}
      aria-selected={props.keys.isMarked(props.cell) || undefined}
      aria-describedby={isStop() ? props.detailId : undefined}
      title={
        other() || edit() || props.typing.known(props.cell) ? props.typing.detailOf(props.cell) : undefined
      }
      classList={{
        closed: !props.typing.mayType(props.cell),
        other: Boolean(other()) && props.edits.valueAt(props.cell.metric, props.cell.day) === null,
        refused: edit()?.state === 'refused',
      }}
      onFocus={() => props.keys.touch(props.cell)}
      onKeyDown={(event) => props.keys.onKey(event, props.cell)}
      onPointerDown={(event) => {
        if (!typed()) props.keys.marked.onPointerDown(event, props.cell)
      }}
      onPointerEnter={(event) => props.keys.marked.onPointerEnter(event, props.cell)}
      onDblClick={() => props.keys.begin(props.cell)}
    >
      <Show
        when={typed()}
        fallback={
          <span class="values-cell">
            <CellMark state={edit()?.state} isOther={Boolean(other())} />
            <span class="values-text">{props.typing.textOf(props.cell)}</span>
          </span>
        }
      >
        {(now) => (
          <input
            class="values-in"
            ref={(element) => queueMicrotask(() => element.focus())}
            inputmode="decimal"
            autocomplete="off"
            aria-label={`${props.label}, ${format().day(props.cell.day)}`}
            aria-invalid={now().problem !== null || undefined}
            aria-describedby={props.detailId}
            value={now().text}
            onInput={(event) => props.keys.input(event.currentTarget.value)}
            onBlur={props.keys.leave}
          />
        )}
      </Show>
    </td>
  )
}

function CellMark(props: { state: string | undefined; isOther: boolean }): JSX.Element {
  return (
    <>
      <Show when={props.state === 'refused'}>
        <CircleAlert class="s neg" role="img" aria-label={words.state.refused} />
      </Show>
      <Show when={props.state === 'waiting'}>
        <Clock class="s" role="img" aria-label={words.state.waiting} />
      </Show>
      <Show when={props.state === undefined && props.isOther}>
        <Plug class="s" aria-hidden="true" />
      </Show>
    </>
  )
}
