import { MetricDefinition as Definition, type MetricDefinition } from '../../../contracts/metrics.ts'
import type { FinancialRecord, ValueRecord } from '../../../contracts/sync.ts'

/** The invented company of the sample data. */
export const SAMPLE_COMPANY = 'Sample company'
export const SAMPLE_SYSTEM = 'sample'
/** How far back the sample data reaches, days: a year to compare with, and the year before begins to show. */
export const SAMPLE_DAYS = 425

const DAY_MS = 86_400_000
const CENTS = 100
const SEED = 20_261_125
const WAGES_DAY = 15
const RENT_DAY = 1
const CHANNELS = [
  ['Web shop', 52],
  ['Showroom', 31],
  ['Wholesale', 17],
] as const

/** Metrics of the sample data beside those of the books. */
export const sampleMetrics: readonly MetricDefinition[] = [
  Definition.parse({
    key: 'sample_orders',
    label: 'Orders (sample)',
    unit: 'count',
    currency: null,
    direction: 'up',
    aggregation: 'sum',
    scale: 0,
    source: { kind: 'facts', table: 'custom_metrics', column: 'value' },
    dimensions: ['Channel'],
    description: 'Orders of an invented company, to look around with.',
  }),
]

/** Numbers between 0 and 1 from a seed (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const money = (cents: number) =>
  `${Math.trunc(cents / CENTS)}.${String(Math.abs(cents % CENTS)).padStart(2, '0')}`

/** One day's trade and cost of the invented company, whole cents. */
function tradeOf(at: Date, age: number, chance: () => number) {
  const isWeekend = at.getUTCDay() % 6 === 0
  const season = 1 + 0.16 * Math.sin((2 * Math.PI * (at.getUTCMonth() + 1)) / 12)
  const growth = 1 + 0.28 * (1 - age / SAMPLE_DAYS)
  const orders = Math.max(2, Math.round((isWeekend ? 9 : 17) * season * growth * (0.7 + 0.6 * chance())))
  const revenue = Math.round(orders * (62 + 34 * chance()) * CENTS)
  const goods = Math.round(revenue * (0.38 + 0.06 * chance()))
  const daily = Math.round((90 + 60 * chance()) * CENTS)
  const wages = at.getUTCDate() === WAGES_DAY ? 1_180_000 : 0
  const rent = at.getUTCDate() === RENT_DAY ? 420_000 : 0
  return { orders, revenue, expenses: goods + daily + wages + rent }
}

/**
 * Records of the invented company up to and including `today` (`YYYY-MM-DD`), in the given currency. The same day gives the
 * same records.
 */
export function sampleRecords(today: string, currency: string): (FinancialRecord | ValueRecord)[] {
  const end = Date.parse(`${today}T00:00:00Z`)
  const chance = chanceFrom(SEED)
  return Array.from({ length: SAMPLE_DAYS }, (_, i) => SAMPLE_DAYS - 1 - i).flatMap((age) => {
    const at = new Date(end - age * DAY_MS)
    const day = at.toISOString().slice(0, 10)
    const { orders, revenue, expenses } = tradeOf(at, age, chance)
    const financial: FinancialRecord = {
      kind: 'financial',
      externalId: `sample-${day}`,
      recordDate: day,
      revenue: money(revenue),
      expenses: money(expenses),
      cashFlow: money(revenue - expenses),
      currency,
      givenRate: null,
      metadata: null,
    }
    return [financial, ...ordersOf(day, orders)]
  })
}

function ordersOf(day: string, orders: number): ValueRecord[] {
  let left = orders
  return CHANNELS.map(([channel, share], i) => {
    const isLast = i === CHANNELS.length - 1
    const count = isLast ? left : Math.min(left, Math.round((orders * share) / 100))
    left -= count
    return {
      kind: 'value',
      externalId: `sample-${day}-${channel}`,
      recordDate: day,
      values: [
        {
          metric: sampleMetrics[0]?.key ?? Definition.shape.key.parse('sample_orders'),
          value: String(count),
        },
      ],
      currency: null,
      givenRate: null,
      dimensions: { Channel: channel },
    }
  })
}
