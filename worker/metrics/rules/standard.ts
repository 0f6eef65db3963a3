import { MONEY_SCALE } from '../../../contracts/limits.ts'
import { type FactsSource, MetricDefinition, type MetricSource } from '../../../contracts/metrics.ts'
import type { FactTable } from './tables.ts'

/** Canonical tables whose columns are metrics by themselves. */
export type CanonicalTable = Exclude<FactTable, 'custom_metrics'>

type Wanted = Pick<MetricDefinition, 'key' | 'label' | 'direction' | 'description'> & {
  column?: string
  filters?: FactsSource['filters']
}

const FINANCIALS: readonly Wanted[] = [
  {
    key: 'revenue',
    label: 'Revenue',
    direction: 'up',
    column: 'revenue',
    description: 'Income as the books have it.',
  },
  {
    key: 'expenses',
    label: 'Expenses',
    direction: 'down',
    column: 'expenses',
    description: 'Every cost in the books.',
  },
  {
    key: 'net_profit',
    label: 'Net profit',
    direction: 'up',
    column: 'net_profit',
    description: 'Revenue less expenses, as the books have them.',
  },
  {
    key: 'cash_flow',
    label: 'Cash flow',
    direction: 'up',
    column: 'cash_flow',
    description: 'Money in less money out.',
  },
]

const OPEN = { status: ['active', 'stale'] }
const LEADS: readonly Wanted[] = [
  {
    key: 'leads_open',
    label: 'Leads open',
    direction: 'up',
    filters: OPEN,
    description: 'Changes after which a lead was open, on the day of the change.',
  },
  {
    key: 'leads_won',
    label: 'Leads won',
    direction: 'up',
    filters: { status: ['won'] },
    description: 'Leads won, on the day they were.',
  },
  {
    key: 'leads_lost',
    label: 'Leads lost',
    direction: 'down',
    filters: { status: ['lost'] },
    description: 'Leads lost, on the day they were.',
  },
  {
    key: 'pipeline_value',
    label: 'Pipeline value',
    direction: 'up',
    column: 'value',
    filters: OPEN,
    description: 'Value of leads at each change after which they were open.',
  },
]

const TABLES = {
  financials: { wanted: FINANCIALS, dimensions: ['Source'] },
  lead_events: { wanted: LEADS, dimensions: ['Stage', 'Status', 'Source'] },
} as const

/** The metrics that rows of a table feed, in the workspace's base currency. */
export function standardMetrics(table: CanonicalTable, base: string): MetricDefinition[] {
  const { wanted, dimensions } = TABLES[table]
  return wanted.map(({ column, filters, ...shown }) =>
    MetricDefinition.parse({
      ...shown,
      unit: column === undefined ? 'count' : 'money',
      currency: column === undefined ? null : base,
      aggregation: 'sum',
      scale: column === undefined ? 0 : MONEY_SCALE,
      source: {
        kind: 'facts',
        table,
        ...(column === undefined ? {} : { column }),
        ...(filters === undefined ? {} : { filters }),
      },
      dimensions: [...dimensions],
    }),
  )
}

/** Metrics worked out from those of a table. `keyOf` gives the key under which a standard metric stands in the catalogue. */
export function standardFormulas(
  table: CanonicalTable,
  keyOf: (standardKey: string) => string,
): MetricDefinition[] {
  if (table !== 'financials') return []
  return [
    MetricDefinition.parse({
      key: 'net_margin',
      label: 'Net margin',
      unit: 'percent',
      currency: null,
      direction: 'up',
      aggregation: 'ratio',
      scale: 2,
      source: { kind: 'formula', formula: `${keyOf('net_profit')} / ${keyOf('revenue')} * 100` },
      dimensions: [],
      description: 'What is left of each sale after every cost.',
    }),
  ]
}

/** Whether two definitions read the same rows, or work out the same. */
export function hasSameSource(a: MetricSource, b: MetricSource): boolean {
  if (a.kind === 'formula' || b.kind === 'formula') {
    return a.kind === 'formula' && b.kind === 'formula' && a.formula === b.formula
  }
  return a.table === b.table && a.column === b.column && filterText(a) === filterText(b)
}

function filterText({ filters = {} }: FactsSource): string {
  return JSON.stringify(
    Object.entries(filters)
      .map(([name, values]) => [name, [...values].sort()] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** The definition under a key nobody has: its own, else that of a "Booked ..." metric, numbered where that is taken as well. */
export function withFreeKey(definition: MetricDefinition, taken: ReadonlySet<string>): MetricDefinition {
  if (!taken.has(definition.key)) return definition
  const label = `Booked ${definition.label.toLowerCase()}`
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? '' : `_${count}`
    const key = `booked_${definition.key}${suffix}`
    if (!taken.has(key)) return { ...definition, key, label: count === 1 ? label : `${label} ${count}` }
  }
}
