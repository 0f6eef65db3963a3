import { type Accessor, createMemo, createSignal, createUniqueId } from 'solid-js'
import { announce } from '../../lib/announce.ts'
import { holds, type Range, rangeOf, rowsOf, toTsv } from './range.ts'
import { cellName, moveBy, nextOf, type Place } from './sheet.ts'
import type { Edits } from './useEdits.ts'
import { type Marked, useMarked } from './useMarked.ts'
import type { Sheet } from './useSheet.ts'
import type { Cell, Typing } from './useTyping.ts'
import { words } from './words.ts'

const isPrintable = (event: KeyboardEvent) =>
  event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
export const isAt = (cell: Cell, other: Cell | null) =>
  other?.day === cell.day && other.metric === cell.metric

/** A cell that is being typed in: its text, the value it had when that began, and what is wrong with the text. */
interface Typed extends Cell {
  text: string
  base: string | null
  problem: string | null
}

/** Which cell of the grid has the focus or is typed in, and what keys do there. */
export interface GridKeys {
  /** The cell that the Tab key comes to: the last one used, else today's first one. */
  stop: Accessor<Cell | null>
  typed: Accessor<Typed | null>
  marked: Marked
  isMarked: (cell: Cell) => boolean
  idOf: (cell: Cell) => string
  /** A cell got the focus by itself. */
  touch: (cell: Cell) => void
  begin: (cell: Cell) => void
  input: (text: string) => void
  /** Typing ended by going elsewhere: a text that is no number stays in its cell, with the reason. */
  leave: () => void
  onKey: (event: KeyboardEvent, cell: Cell) => void
  onPaste: (event: ClipboardEvent) => void
  onCopy: (event: ClipboardEvent) => void
}

export function useGridKeys(
  sheet: Sheet,
  keys: Accessor<readonly string[]>,
  edits: Edits,
  typing: Typing,
): GridKeys {
  const id = createUniqueId()
  const [active, setActive] = createSignal<Cell | null>(null)
  const [typed, setTyped] = createSignal<Typed | null>(null)
  const size = () => ({ rows: sheet.days().length, columns: keys().length })
  const cellAt = ({ row, column }: Place): Cell | null => {
    const [day, metric] = [sheet.days()[row], keys()[column]]
    return day === undefined || metric === undefined ? null : { day, metric }
  }
  const placeOf = ({ day, metric }: Cell): Place => ({
    row: Math.max(0, sheet.days().indexOf(day)),
    column: Math.max(0, keys().indexOf(metric)),
  })
  const isShown = ({ day, metric }: Cell) => sheet.days().includes(day) && keys().includes(metric)
  const stop = createMemo((): Cell | null => {
    const cell = active()
    if (cell && isShown(cell)) return cell
    const day = sheet.days().includes(sheet.today()) ? sheet.today() : sheet.days()[0]
    const metric = keys()[0]
    return day === undefined || metric === undefined ? null : { day, metric }
  })
  const idOf = ({ metric, day }: Cell) => `${id}-${metric}-${day}`
  const focus = (cell: Cell | null) => {
    if (!cell) return
    setActive(cell)
    document.getElementById(idOf(cell))?.focus()
  }
  const marked = useMarked(stop, (cell) => (isShown(cell) ? placeOf(cell) : null), focus)
  /** What is copied, cleared or pasted over: what is marked, else the cell itself. */
  const rangeAt = (cell: Cell): Range => marked.range() ?? rangeOf(placeOf(cell), placeOf(cell))
  const cellsIn = (range: Range) => rowsOf(range).map((row) => row.flatMap((place) => cellAt(place) ?? []))
  const begin = (cell: Cell, text = typing.plainOf(cell)) => {
    if (!typing.mayType(cell)) return
    marked.end()
    setTyped({ ...cell, text, base: edits.valueAt(cell.metric, cell.day), problem: null })
  }
  /** Ends typing with what stands there; false when it is no number, and typing goes on. */
  const end = (now: Typed): boolean => {
    const problem = typing.commit(now, now.text, now.base)
    setTyped(problem === null ? null : { ...now, problem })
    if (problem !== null) announce(problem, 'assertive')
    return problem === null
  }
  const onTypingKey = (event: KeyboardEvent, now: Typed) => {
    const at = placeOf(now)
    const up = () => moveBy({ key: 'ArrowUp', isCtrl: false }, at, size())
    const down = () => moveBy({ key: 'ArrowDown', isCtrl: false }, at, size())
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      setTyped(null)
      return focus(now)
    }
    const ways: Record<string, () => Place | null> = {
      Enter: event.shiftKey ? up : down,
      Tab: () => nextOf(at, event.shiftKey ? -1 : 1, size()),
      ArrowUp: up,
      ArrowDown: down,
    }
    const way = ways[event.key]
    if (!way) return
    if (!end(now)) return event.preventDefault()
    const to = way()
    // After the last cell Tab goes where it always goes.
    if (!to) return
    event.preventDefault()
    focus(cellAt(to))
  }
  return {
    stop,
    typed,
    marked,
    isMarked(cell) {
      const range = marked.range()
      return range !== null && holds(range, placeOf(cell))
    },
    idOf,
    touch(cell) {
      if (!marked.isMoving()) marked.end()
      setActive(cell)
    },
    begin,
    input: (text) => setTyped((now) => now && { ...now, text, problem: null }),
    leave() {
      const now = typed()
      if (!now) return
      setTyped(null)
      const problem = typing.commit(now, now.text, now.base)
      if (problem !== null) edits.refuse(now, now.text, problem)
    },
    onKey(event, cell) {
      const now = typed()
      if (now) return onTypingKey(event, now)
      const isCtrl = event.ctrlKey || event.metaKey
      const to = moveBy({ key: event.key, isCtrl }, placeOf(cell), size())
      if (to && event.shiftKey) marked.to(cellAt(to))
      else if (to) {
        marked.end()
        focus(cellAt(to))
      } else if (event.key === 'Enter' || event.key === 'F2') begin(cell)
      else if (event.key === 'Delete' || event.key === 'Backspace')
        typing.clear(cellsIn(rangeAt(cell)).flat())
      else if (event.key === 'Escape' && marked.range()) marked.end()
      else if (event.key === 'Escape') edits.restore(cellName(cell.metric, cell.day))
      else if (isCtrl && event.key.toLowerCase() === 'z') {
        // With nothing to take back here, the key belongs to the rest of the app.
        if (!edits.undo()) return
      } else if (isPrintable(event) && typing.mayType(cell)) begin(cell, event.key)
      else return
      event.preventDefault()
    },
    onPaste(event) {
      const cell = stop()
      const text = event.clipboardData?.getData('text/plain') ?? ''
      // Into a text that is being typed goes a plain text as always.
      if (!cell || (typed() && !/[\t\n\r]/.test(text))) return
      event.preventDefault()
      setTyped(null)
      typing.paste(rangeAt(cell), text)
      focus(cell)
    },
    onCopy(event) {
      const cell = stop()
      if (!cell || typed()) return
      event.preventDefault()
      const rows = cellsIn(rangeAt(cell)).map((row) =>
        row.map((one) => typing.textOf(one).replaceAll('−', '-')),
      )
      event.clipboardData?.setData('text/plain', toTsv(rows))
      if (marked.range()) announce(words.said.copied(rows.flat().length))
    },
  }
}
