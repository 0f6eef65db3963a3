import { useNavigate, useSearchParams } from '@solidjs/router'
import type { Accessor } from 'solid-js'
import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { paths } from '../../lib/paths.ts'
import { type CalendarRules, type Range, type RangeChoice, rangeToQuery } from '../../lib/range.ts'
import { useFormat, useMay, useWorkspace } from '../../lib/session.tsx'
import { useRange } from '../../lib/useRange.ts'
import type { MenuEntry } from '../../ui/Menu.tsx'
import type { Days } from './buckets.ts'
import { type OpenRecords, readOpen, writeOpen } from './open.ts'
import type { SeriesView } from './series.ts'
import { words } from './words.ts'

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** What a page of figures reads from its address, and the ways to change it. */
export interface Figures {
  range: Accessor<Range>
  rules: Accessor<CalendarRules>
  setRange: (choice: RangeChoice) => void
  clientId: Accessor<string | undefined>
  setClient: (id: string | null) => void
  chart: Accessor<'line' | 'bar'>
  setChart: (kind: 'line' | 'bar') => void
  isTable: Accessor<boolean>
  setTable: (isTable: boolean) => void
  open: Accessor<OpenRecords | null>
  openRecords: (open: OpenRecords | null) => void
  /** The page range becomes these days. */
  zoom: (days: Days) => void
  /** How a series of a metric is to be drawn now. */
  viewOf: (definition: Pick<MetricDefinition, 'direction'> | undefined) => SeriesView
  /** Address of a metric with the range of this page. */
  metricHref: (key: string, changes?: Record<string, string>) => string
  /** What can be done with some days of a metric. */
  actionsOn: (definition: MetricDefinition, days: Days) => MenuEntry[]
}

/** Everything a page of figures keeps in its address: range, client, chart, and the open panel. */
export function useFigures(): Figures {
  const [query, setQuery] = useSearchParams()
  const { range, rules } = useRange()
  const workspace = useWorkspace()
  const format = useFormat()
  const may = useMay()
  const navigate = useNavigate()
  const set = (changes: Record<string, string | null>) => setQuery(changes, { scroll: false })

  const metricHref = (key: string, changes: Record<string, string> = {}) => {
    const search = new URLSearchParams()
    for (const name of ['range', 'from', 'to', 'cmp', 'grain', 'client']) {
      const value = one(query[name])
      if (value) search.set(name, value)
    }
    for (const [name, value] of Object.entries(changes)) search.set(name, value)
    const text = search.toString()
    return paths.metric(workspace().slug, key, text ? `?${text}` : '')
  }
  // A page of rows belongs to the range it was asked for.
  const setRange = (choice: RangeChoice) => set({ ...rangeToQuery(choice), open: null, cursor: null })
  const zoom = (days: Days) =>
    setRange({ preset: 'custom', ...days, compare: range().compare, grain: 'auto' })
  const openRecords = (open: OpenRecords | null) => set({ open: open ? writeOpen(open) : null })

  return {
    range,
    rules,
    setRange,
    clientId: () => one(query.client),
    setClient: (id) => set({ client: id, cursor: null }),
    chart: () => (one(query.chart) === 'bar' ? 'bar' : 'line'),
    setChart: (kind) => set({ chart: kind === 'bar' ? 'bar' : null }),
    isTable: () => one(query.show) === 'table',
    setTable: (isTable) => set({ show: isTable ? 'table' : null }),
    open: () => readOpen(one(query.open)),
    openRecords,
    zoom,
    viewOf: (definition) => ({
      range: range(),
      grain: range().grain,
      compare: range().compare,
      today: rules().today,
      direction: definition?.direction ?? 'neutral',
      format: format(),
    }),
    metricHref,
    actionsOn: (definition, days) => {
      const rows: MenuEntry[] = may('records.read')
        ? [
            {
              kind: 'item',
              label: words.menu.rows,
              run: () => openRecords({ metric: definition.key, ...days, slice: null }),
            },
          ]
        : []
      const splits = definition.dimensions.map((dimension): MenuEntry => {
        const changes = { range: 'custom', ...days, by: dimension }
        return {
          kind: 'item',
          label: words.menu.breakDown(dimension),
          run: () => navigate(metricHref(definition.key, changes)),
        }
      })
      const zooms: MenuEntry[] =
        days.from < days.to ? [{ kind: 'item', label: words.menu.zoom, run: () => zoom(days) }] : []
      return [...rows, ...splits, ...zooms]
    },
  }
}
