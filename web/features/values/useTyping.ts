import { useQuery } from '@tanstack/solid-query'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { listOf } from '../../lib/i18n.ts'
import { useFormat, useMay, useSession, useWorkspace } from '../../lib/session.tsx'
import { toast, toastUndo } from '../../ui/Toast.tsx'
import { alignedNumber, decimalsOf } from '../imports/numbers.ts'
import { parseBlock, placeBlock } from './block.ts'
import { readNumber, styleOf } from './number.ts'
import { authorsQuery } from './queries.ts'
import { type Range, repeatedOver } from './range.ts'
import type { Change } from './saver.ts'
import { cellName, isOpen, type KnownCell, type SheetColumn } from './sheet.ts'
import type { Edits } from './useEdits.ts'
import type { Sheet } from './useSheet.ts'
import { words } from './words.ts'

/** A cell by what stands at its head and its side. */
export interface Cell {
  metric: string
  day: string
}

/** What cells show and what can be typed into them: the same for the grid and for the list of a phone. */
export interface Typing {
  known: (cell: Cell) => KnownCell | undefined
  mayType: (cell: Cell) => boolean
  /** The figure of a cell, aligned with its column; '' where there is none. */
  textOf: (cell: Cell) => string
  /** The value as it is typed: plain digits. */
  plainOf: (cell: Cell) => string
  /** Who entered it, where it is from, what is wrong with it. */
  detailOf: (cell: Cell) => string
  /** Takes a text for a cell that had `base` when typing began. Gives what is wrong with it, else null. */
  commit: (cell: Cell, text: string, base: string | null) => string | null
  /** Clears cells, in one step. */
  clear: (cells: readonly Cell[]) => void
  /** Lays a copied block over a range of the sheet, or from its first cell on. */
  paste: (over: Range, text: string) => void
}

export function useTyping(sheet: Sheet, edits: Edits, isClosed: () => boolean): Typing {
  const workspace = useWorkspace()
  const session = useSession()
  const format = useFormat()
  const may = useMay()
  const now = useNow()
  const authors = useQuery(() => authorsQuery(workspace().id))

  const known = ({ metric, day }: Cell) => sheet.cells().get(cellName(metric, day))
  const mayType = (cell: Cell) =>
    may('records.write') && !isClosed() && sheet.isCurrent() && isOpen(known(cell))
  const columnOf = (key: string): SheetColumn => {
    const column = sheet.columnOf(key)
    if (!column) throw new Error(`no column ${key} on the sheet`)
    return column
  }
  const aligned = (value: string, metric: string) => {
    const shown = sheet.days().flatMap((day) => {
      const own = edits.valueAt(metric, day)
      const other = known({ metric, day })?.other?.value
      return [...(own === null ? [] : [own]), ...(other ? [other] : [])]
    })
    return alignedNumber(value, decimalsOf(shown, columnOf(metric).unit === 'money'))
  }
  const whoOf = ({ kind, id }: { kind: 'person' | 'key'; id: string }) => {
    if (kind === 'person' && id === session.data?.person.id) return words.you
    const found = dataOf(authors)?.find((one) => one.kind === kind && one.id === id)
    if (kind === 'key') return found ? words.key(found.name) : words.goneKey
    return found?.name ?? words.gone
  }
  const namesOf = (cell: KnownCell) =>
    listOf(
      (cell.other?.sources ?? []).map(
        ({ system, name }) => name ?? (words.sources as Record<string, string>)[system] ?? system,
      ),
    )
  const readText = (metric: string, text: string, style: Parameters<typeof readNumber>[2]) => {
    const { unit, currency, scale: decimals } = columnOf(metric)
    const read = readNumber(text, { unit, currency, decimals }, style)
    if (read.ok) return read
    const short = text.trim()
    switch (read.why) {
      case 'currency':
        return { ok: false as const, why: words.refused.currency(short, currency) }
      case 'decimals':
        return { ok: false as const, why: words.refused.decimals(short, decimals) }
      default:
        return { ok: false as const, why: words.refused[read.why](short) }
    }
  }
  const nameOf = ({ metric, day }: Cell) => `${columnOf(metric).label}, ${format().day(day)}`

  const clear = (cells: readonly Cell[]) => {
    const [open, closed] = [
      cells.filter(mayType),
      cells.filter((cell) => !mayType(cell) && textOf(cell) !== ''),
    ]
    const before = edits.save(open.map((cell) => ({ ...cell, value: null })))
    const gone = before.filter(({ value }) => value !== null)
    const [first] = gone
    if (!first) return
    const what = gone.length === 1 ? nameOf(first) : words.count(gone.length)
    const said = [words.said.cleared(what), closed.length > 0 ? words.said.closed(closed.length) : '']
    toastUndo(said.filter(Boolean).join('. '), () => edits.save(before))
  }
  const textOf = (cell: Cell) => {
    const edit = edits.of(cellName(cell.metric, cell.day))
    if (edit?.state === 'refused') return edit.text
    const own = edits.valueAt(cell.metric, cell.day)
    const value = own ?? known(cell)?.other?.value ?? null
    return value === null ? '' : aligned(value, cell.metric)
  }
  return {
    known,
    mayType,
    textOf,
    plainOf: ({ metric, day }) => {
      const edit = edits.of(cellName(metric, day))
      return edit?.state === 'refused' ? edit.text : (edits.valueAt(metric, day) ?? '')
    },
    detailOf: (cell) => {
      const edit = edits.of(cellName(cell.metric, cell.day))
      if (edit) return edit.state === 'refused' ? edit.why : words.state[edit.state]
      const here = known(cell)
      if (!here) return words.noValue
      const { typed, other } = here
      const names = namesOf(here)
      if (!typed) return mayType(cell) ? words.from(names) : words.closed(names)
      const when = typed.enteredAt === null ? null : format().ago(typed.enteredAt, now())
      const by = typed.enteredBy === null ? '' : words.by(whoOf(typed.enteredBy), when)
      const waits =
        typed.original && typed.metricValue === null
          ? words.waits(`${typed.original.value} ${typed.original.currency}`)
          : ''
      const beside = other ? words.plus(aligned(other.value ?? '0', cell.metric), names) : ''
      return [waits, by, beside].filter(Boolean).join(', ')
    },
    commit(cell, text, base) {
      const read = readText(cell.metric, text, null)
      if (!read.ok) return read.why
      if (read.value === null) {
        clear([cell])
        return null
      }
      const typed = known(cell)?.typed
      const meanwhile = typed?.metricValue ?? null
      const isOverTheirs =
        !edits.of(cellName(cell.metric, cell.day)) && meanwhile !== null && meanwhile !== base
      const before = edits.save([{ ...cell, value: read.value }])
      if (isOverTheirs && before.length > 0) {
        const who = typed?.enteredBy ? whoOf(typed.enteredBy) : words.gone
        toastUndo(words.said.replaced(who, aligned(meanwhile, cell.metric)), () => edits.save(before))
      }
      return null
    },
    clear,
    paste(over, text) {
      const block = repeatedOver(parseBlock(text), over)
      const at = { row: over.top, column: over.left }
      const size = { rows: sheet.days().length, columns: sheet.columns().length }
      const { placed, outside } = placeBlock(block, at, size)
      const style = styleOf(block.flat())
      const changes: Change[] = []
      const counts = { refused: 0, closed: 0 }
      for (const one of placed) {
        const [day, column] = [sheet.days()[one.row], sheet.columns()[one.column]]
        if (day === undefined || column === undefined) continue
        const cell = { metric: column.key, day }
        const read = readText(column.key, one.text, style)
        if (!mayType(cell)) counts.closed += one.text.trim() === '' ? 0 : 1
        else if (read.ok) changes.push({ ...cell, value: read.value })
        else {
          counts.refused++
          edits.refuse(cell, one.text.trim(), read.why)
        }
      }
      const before = edits.save(changes)
      const pasted = changes.filter(({ value }) => value !== null).length
      const said = [
        words.said.pasted(pasted),
        counts.refused > 0 ? words.said.notRead(counts.refused) : '',
        counts.closed > 0 ? words.said.closed(counts.closed) : '',
        outside > 0 ? words.said.outside(outside) : '',
      ]
      const message = said.filter(Boolean).join('. ')
      if (before.length > 0) toastUndo(message, () => edits.save(before))
      else toast(message)
    },
  }
}
