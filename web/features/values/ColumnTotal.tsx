import { useQuery } from '@tanstack/solid-query'
import { createMemo, type JSX, Show } from 'solid-js'
import { addDays, addMonths } from '../../../contracts/days.ts'
import type { Question } from '../../../contracts/metrics.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useWorkspace } from '../../lib/session.tsx'
import { alignedNumber, decimalsOf } from '../imports/numbers.ts'
import { answersQuery } from '../metrics/queries.ts'
import { cellName, totalOf } from './sheet.ts'
import type { Edits } from './useEdits.ts'
import type { Sheet } from './useSheet.ts'
import { words } from './words.ts'

/**
 * The figure of a month, aligned with its column; null: there is none. It is worked out here from what is typed, so that it moves at
 * once; where other sources count as well, rows decide, and the server is asked.
 */
export function useTotal(sheet: Sheet, edits: Edits, metric: () => string): () => string | null {
  const workspace = useWorkspace()
  const isMixed = createMemo(() =>
    sheet.days().some((day) => sheet.cells().get(cellName(metric(), day))?.other),
  )
  const question = (): Question[] => {
    const clientId = dataOf(sheet.query)?.clientId
    const to = addDays(addMonths(sheet.month(), 1), -1)
    const metrics = [metric()]
    return isMixed() && clientId ? [{ metrics, from: sheet.month(), to, grain: 'total', clientId }] : []
  }
  const answer = useQuery(() => answersQuery(workspace().id, question()))
  return () => {
    const column = sheet.columnOf(metric())
    if (!column) return null
    const values = sheet.days().map((day) => edits.valueAt(metric(), day))
    const mixed = () => dataOf(answer)?.[0]?.series[0]?.total ?? null
    const total = isMixed() ? mixed() : totalOf(values, column)
    if (total === null) return null
    const shown = [total, ...values.filter((value) => value !== null)]
    return alignedNumber(total, decimalsOf(shown, column.unit === 'money'))
  }
}

/** The last cell of a column. */
export function ColumnTotal(props: { sheet: Sheet; edits: Edits; metric: string }): JSX.Element {
  const total = useTotal(props.sheet, props.edits, () => props.metric)
  const how = () => words.totals[props.sheet.columnOf(props.metric)?.aggregation ?? 'sum']
  return (
    <td class="end">
      <span class="values-total">{total() ?? '–'}</span>
      <Show when={total() !== null}>
        <span class="second">{how()}</span>
      </Show>
    </td>
  )
}
