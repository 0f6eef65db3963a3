import { expect, it } from 'vitest'
import { FinancialPlace, LeadPlace, placeText, planList, readPlace, ValuePlace } from './lists.ts'

const KEY = '01900000-0000-7000-8000-000000000001'

it('[RC19] a cursor holds the place of the last row', () => {
  expect(readPlace(placeText([3, '2026-01-01', KEY, 0]), ValuePlace)).toEqual([3, '2026-01-01', KEY, 0])
  const query = { cursor: `2026-01-01_${KEY}`, limit: 5 }
  const filter = { from: null, to: null, clientId: null, source: null }
  const after = ['2026-01-01', KEY]
  expect(planList(query, LeadPlace)).toEqual({ ok: true, value: { filter, after, limit: 5 } })
})

it.each(['', 'x', '2026-01-01', `2026-02-30_${KEY}`, `2026-01-01_${KEY}_${KEY}_0`, `-1_2026-01-01_${KEY}`])(
  '[RC19] %j is no cursor of profit and loss',
  (cursor) => {
    const planned = planList({ cursor, limit: 5 }, FinancialPlace)
    expect(planned).toMatchObject({ ok: false, error: { code: 'invalid_request' } })
  },
)

it('[RC19] a range may be one day, or open, but not reversed', () => {
  const plan = (from?: string, to?: string) => planList({ from, to, limit: 5 }, LeadPlace)
  expect([
    plan('2026-01-02', '2026-01-02').ok,
    plan('2026-01-02').ok,
    plan(undefined, '2026-01-02').ok,
  ]).toEqual([true, true, true])
  const details = { from: '2026-01-02', to: '2026-01-01' }
  expect(plan('2026-01-02', '2026-01-01')).toEqual({ ok: false, error: { code: 'reversed_dates', details } })
})
