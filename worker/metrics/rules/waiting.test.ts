import { expect, it } from 'vitest'
import { standardMetrics } from './standard.ts'
import { aMetric } from './testCatalogue.ts'
import { mayWait, notIncludedIn, type WaitingSpan } from './waiting.ts'

const sales = aMetric('sales')
const [revenue, , profit] = standardMetrics('financials', 'EUR')
const leads = standardMetrics('lead_events', 'EUR')
if (revenue === undefined || profit === undefined) throw new Error('no standard metrics')

it('[ME32] asks for waiting records only where some may be', () => {
  const spans: WaitingSpan[] = [
    { table: 'custom_metrics', no: 3, from: 10, to: 20 },
    { table: 'financials', no: 0, from: 15, to: 15 },
  ]
  const asks = (no: number, definition: typeof sales, from: number, to: number) =>
    mayWait(spans, { no, definition }, from, to)
  expect(asks(3, sales, 20, 30)).toBe(true)
  expect(asks(3, sales, 21, 30)).toBe(false)
  expect(asks(3, sales, 0, 9)).toBe(false)
  expect(asks(4, sales, 0, 99)).toBe(false)
  expect(asks(7, revenue, 15, 15)).toBe(true)
  expect(asks(7, revenue, 16, 99)).toBe(false)
  expect(mayWait([], { no: 3, definition: sales }, 0, 99)).toBe(false)
})

it('[ME32] counts a record once that several operands read', () => {
  const rows = (n: number, currency = 'USD') => [{ val: '', currency, n }]
  const waiting = new Map([
    ['revenue', rows(5)],
    ['net_profit', rows(5)],
    ['sales', rows(2, 'NZD')],
  ])
  expect(notIncludedIn([revenue, profit, sales], waiting, null)).toEqual({
    records: 7,
    currencies: ['NZD', 'USD'],
  })
  const pipeline = leads.filter((one) => one.key === 'pipeline_value')
  expect(notIncludedIn(pipeline, waiting, null)).toBeUndefined()
})
