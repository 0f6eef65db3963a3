import { useSearchParams } from '@solidjs/router'
import { type UseQueryResult, useQuery } from '@tanstack/solid-query'
import { type Accessor, createEffect, createMemo } from 'solid-js'
import { addDays, addMonths } from '../../../contracts/days.ts'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import type { SheetView } from '../../../contracts/records.ts'
import { useNow } from '../../lib/clock.ts'
import { dataOf } from '../../lib/data-of.ts'
import { useFormat, useWorkspace } from '../../lib/session.tsx'
import { metricsQuery } from '../metrics/queries.ts'
import { useLiveFigures } from '../metrics/useLiveFigures.ts'
import { draftsOf, restoreDrafts, setDraftColumns } from './drafts.ts'
import { type SheetAsked, sheetQuery } from './queries.ts'
import { cellsOf, columnsOf, daysOfMonth, type KnownCell, monthOf, type SheetColumn } from './sheet.ts'

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** What the page shows, as its address says, and the ways to change that. */
export interface Sheet {
  today: Accessor<string>
  /** The first day of the month that is shown. */
  month: Accessor<string>
  setMonth: (first: string) => void
  days: Accessor<readonly string[]>
  clientId: Accessor<string | undefined>
  setClient: (id: string | null) => void
  asked: Accessor<SheetAsked>
  query: UseQueryResult<SheetView, Error>
  /** What is on screen is that of this month and client, not what was shown before. */
  isCurrent: Accessor<boolean>
  catalogue: Accessor<readonly MetricDefinition[]>
  columns: Accessor<readonly SheetColumn[]>
  columnOf: (key: string) => SheetColumn | undefined
  cells: Accessor<ReadonlyMap<string, KnownCell>>
  addExisting: (key: string) => void
  addNew: (column: SheetColumn) => void
  /** The metric that a phone shows. */
  shownMetric: Accessor<string | undefined>
  showMetric: (key: string) => void
}

/** Everything the page of values reads: its address, the cells of the month, and the columns they stand in. */
export function useSheet(): Sheet {
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useNow()
  const [search, setSearch] = useSearchParams()
  const set = (changes: Record<string, string | null>, replace = false) =>
    setSearch(changes, { scroll: false, replace })
  restoreDrafts(workspace().id)

  const today = createMemo(() => format().today(now()))
  const month = createMemo(() => monthOf(one(search.month), today()))
  const extra = createMemo(() => (one(search.metrics) ?? '').split(',').filter(isKey))
  const asked = (): SheetAsked => ({ month: month(), clientId: one(search.client), metrics: extra() })
  const metrics = useQuery(() => metricsQuery(workspace().id))
  const catalogue = () => dataOf(metrics) ?? []
  const query = useQuery(() => sheetQuery(workspace().id, asked()))
  const view = () => dataOf(query)
  useLiveFigures(() => ({ from: month(), to: addDays(addMonths(month(), 1), -1) }))

  const drafts = () => draftsOf(workspace().id)
  const columns = createMemo((): readonly SheetColumn[] =>
    columnsOf(view()?.metrics ?? [], catalogue(), drafts()),
  )
  const cells = createMemo(() => cellsOf(query.isPlaceholderData ? nothing : (view() ?? nothing)))

  // A column that loses its last value stays where it is: it was not put away.
  createEffect((before: readonly string[]) => {
    const data = view()
    if (!data || query.isPlaceholderData) return before
    const now = data.metrics as readonly string[]
    const lost = before.filter(
      (key) => !now.includes(key) && catalogue().some((metric) => metric.key === key),
    )
    if (lost.length > 0) set({ metrics: [...new Set([...extra(), ...lost])].join(',') }, true)
    return now
  }, [])
  createEffect(() => {
    const made = drafts().filter((draft) => catalogue().some((metric) => metric.key === draft.key))
    if (made.length > 0 && made.every(({ key }) => view()?.metrics.some((metric) => metric === key)))
      setDraftColumns(
        workspace().id,
        drafts().filter((draft) => !made.includes(draft)),
      )
  })

  return {
    today,
    month,
    setMonth: (first) => set({ month: first.slice(0, 7) === today().slice(0, 7) ? null : first.slice(0, 7) }),
    days: createMemo(() => daysOfMonth(month())),
    clientId: () => one(search.client),
    setClient: (id) => set({ client: id }),
    asked,
    query,
    isCurrent: () => view() !== undefined && !query.isPlaceholderData,
    catalogue,
    columns,
    columnOf: (key) => columns().find((column) => column.key === key),
    cells,
    addExisting: (key) => set({ metrics: [...new Set([...extra(), key])].join(','), metric: key }),
    addNew: (column) => {
      setDraftColumns(workspace().id, [...drafts().filter(({ key }) => key !== column.key), column])
      set({ metric: column.key }, true)
    },
    shownMetric: () => {
      const wanted = one(search.metric)
      return columns().find(({ key }) => key === wanted)?.key ?? columns()[0]?.key
    },
    showMetric: (key) => set({ metric: key }, true),
  }
}

const nothing = { values: [], others: [] }
const isKey = (text: string) => /^[a-z][a-z0-9_]{0,62}$/.test(text)
