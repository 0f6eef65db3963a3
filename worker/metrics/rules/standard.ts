import { MONEY_SCALE } from '../../../contracts/limits.ts'
import {
  type FactsSource,
  MetricDefinition,
  type MetricSource,
  type MetricUnit,
} from '../../../contracts/metrics.ts'
import { BOOKINGS, PROJECTS, UTILISATION } from './standard-work.ts'
import type { FactTable } from './tables.ts'

/** Tables whose columns are metrics by themselves. */
export type CanonicalTable = Exclude<FactTable, 'custom_metrics'>

/** A metric that rows of a set feed. Without a column rows are counted; a column is money where no unit is said. */
type Wanted = Pick<MetricDefinition, 'key' | 'label' | 'direction' | 'description'> & {
  column?: string
  filters?: FactsSource['filters']
  /** Where it is neither money nor a number of rows. */
  unit?: Exclude<MetricUnit, 'money'>
  scale?: number
  aggregation?: 'avg'
  /** Where they are others than those of the set. */
  dimensions?: readonly string[]
}

/** A share of two of them, in percent. */
export type StandardFormula = Pick<MetricDefinition, 'key' | 'label' | 'description'> & { formula: string }

/** Metrics that come into the catalogue together, with the first rows that feed one of them. */
export interface StandardSet {
  table: CanonicalTable
  dimensions: readonly string[]
  wanted: readonly Wanted[]
  /** `keyOf` gives the key under which a standard metric stands in the catalogue. */
  formulas: (keyOf: (standardKey: string) => string) => StandardFormula[]
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

const SETS = {
  financials: {
    table: 'financials',
    wanted: FINANCIALS,
    dimensions: ['Source'],
    formulas: (keyOf) => [
      {
        key: 'net_margin',
        label: 'Net margin',
        formula: `${keyOf('net_profit')} / ${keyOf('revenue')} * 100`,
        description: 'What is left of each sale after every cost.',
      },
    ],
  },
  lead_events: {
    table: 'lead_events',
    wanted: LEADS,
    dimensions: ['Stage', 'Status', 'Source'],
    formulas: () => [],
  },
  bookings: BOOKINGS,
  utilisation: UTILISATION,
  projects: PROJECTS,
} satisfies Record<string, StandardSet>
/** The name of a set of standard metrics. */
export type StandardSetName = keyof typeof SETS

/** The table that rows of a set are in. */
export const tableOfSet = (name: StandardSetName): CanonicalTable => SETS[name].table

/** The metrics that rows of a set feed, in the workspace's base currency. */
export function standardMetrics(name: StandardSetName, base: string): readonly MetricDefinition[] {
  const made = known.get(`${name} ${base}`) ?? madeMetrics(name, base)
  known.set(`${name} ${base}`, made)
  return made
}

/** Every booking asks for some, and there is one of each set for a currency. */
const known = new Map<string, readonly MetricDefinition[]>()

function madeMetrics(name: StandardSetName, base: string): readonly MetricDefinition[] {
  const { wanted, dimensions, table }: StandardSet = SETS[name]
  return wanted.map(
    ({ column, filters, unit, aggregation = 'sum', scale = 0, dimensions: own = dimensions, ...shown }) => {
      const isMoney = column !== undefined && unit === undefined
      return MetricDefinition.parse({
        ...shown,
        unit: isMoney ? 'money' : (unit ?? 'count'),
        currency: isMoney ? base : null,
        aggregation,
        scale: isMoney ? MONEY_SCALE : scale,
        source: {
          kind: 'facts',
          table,
          ...(column === undefined ? {} : { column }),
          ...(filters === undefined ? {} : { filters }),
        },
        dimensions: [...own],
      })
    },
  )
}

/** Metrics worked out from those of a set. `keyOf` gives the key under which a standard metric stands in the catalogue. */
export function standardFormulas(
  name: StandardSetName,
  keyOf: (standardKey: string) => string,
): MetricDefinition[] {
  return SETS[name].formulas(keyOf).map(({ formula, ...shown }) =>
    MetricDefinition.parse({
      ...shown,
      unit: 'percent',
      currency: null,
      direction: 'up',
      aggregation: 'ratio',
      scale: 2,
      source: { kind: 'formula', formula },
      dimensions: [],
    }),
  )
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
