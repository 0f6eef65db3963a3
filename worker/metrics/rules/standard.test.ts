import { expect, it } from 'vitest'
import { openCatalogue } from './catalogue.ts'
import { hasSameSource, standardFormulas, standardMetrics, withFreeKey } from './standard.ts'

it('[ME30] names what profit and loss and leads feed, money in the base currency', () => {
  expect(standardMetrics('financials', 'AUD').map(({ key, currency }) => [key, currency])).toEqual([
    ['revenue', 'AUD'],
    ['expenses', 'AUD'],
    ['net_profit', 'AUD'],
    ['cash_flow', 'AUD'],
  ])
  expect(standardMetrics('lead_events', 'AUD').map(({ key, unit }) => [key, unit])).toEqual([
    ['leads_open', 'count'],
    ['leads_won', 'count'],
    ['leads_lost', 'count'],
    ['pipeline_value', 'money'],
  ])
})

it('[ME30] works formulas out from the keys the metrics have got', () => {
  const metrics = standardMetrics('financials', 'AUD').map((one) => withFreeKey(one, new Set(['revenue'])))
  const keyOf = (key: string) => (key === 'revenue' ? 'booked_revenue' : key)
  const catalogue = openCatalogue([...metrics, ...standardFormulas('financials', keyOf)])
  expect([...catalogue.broken]).toEqual([])
  expect(catalogue.formulas.get('net_margin')?.operands).toEqual(['net_profit', 'booked_revenue'])
  expect(standardFormulas('lead_events', keyOf)).toEqual([])
})

it('[ME30] stands beside a taken key under a name that says so', () => {
  const [revenue] = standardMetrics('financials', 'AUD')
  if (revenue === undefined) throw new Error('no revenue')
  const keyAmong = (...taken: string[]) => {
    const { key, label } = withFreeKey(revenue, new Set(taken))
    return [key, label]
  }
  expect(keyAmong()).toEqual(['revenue', 'Revenue'])
  expect(keyAmong('revenue')).toEqual(['booked_revenue', 'Booked revenue'])
  expect(keyAmong('revenue', 'booked_revenue')).toEqual(['booked_revenue_2', 'Booked revenue 2'])
})

it('[ME30] knows the same rows by table, column and filters in any order', () => {
  const rows = (filters: Record<string, string[]>, column?: string) =>
    ({ kind: 'facts', table: 'lead_events', filters, ...(column ? { column } : {}) }) as const
  const formula = (text: string) => ({ kind: 'formula', formula: text }) as const
  expect(hasSameSource(rows({ a: ['1', '2'], b: ['3'] }), rows({ b: ['3'], a: ['2', '1'] }))).toBe(true)
  expect(hasSameSource(rows({ a: ['1'] }), rows({ a: ['2'] }))).toBe(false)
  expect(hasSameSource(rows({}), rows({}, 'value'))).toBe(false)
  expect(hasSameSource(rows({}), formula('a'))).toBe(false)
  expect(hasSameSource(formula('a'), formula('a'))).toBe(true)
  expect(hasSameSource(formula('a'), formula('b'))).toBe(false)
})
