import { describe, expect, it } from 'vitest'
import type { Point, Series } from '../../../contracts/metrics.ts'
import { createFormat } from '../../lib/format.ts'
import { chartModel, earlierName, figureOf, type SeriesView } from './series.ts'

const format = createFormat({ locale: 'en-AU', currency: 'AUD', timeZone: 'Australia/Sydney' })
const view: SeriesView = {
  range: { from: '2026-11-02', to: '2026-11-19', compareFrom: '2026-10-15', compareTo: '2026-11-01' },
  grain: 'week',
  compare: 'prev',
  today: '2026-11-19',
  direction: 'up',
  format,
}
const point = (
  date: string,
  value: string | null,
  state: Point['state'] = 'final',
  reason?: 'not_applicable',
): Point => (reason ? { date, value, state, reason } : { date, value, state })
const series: Series = {
  metric: 'revenue',
  label: 'Revenue',
  unit: 'money',
  currency: 'AUD',
  points: [
    point('2026-11-02', '33184.2'),
    point('2026-11-09', '38300'),
    point('2026-11-16', '21000', 'open'),
  ],
  total: '92484.2',
  compare: {
    from: '2026-10-15',
    to: '2026-10-31',
    points: [point('2026-10-15', '27905.75'), point('2026-10-22', '30000'), point('2026-10-29', '12000')],
    total: '69905.75',
    currentTo: '2026-11-18',
    currentTotal: '89000',
  },
}

describe('a series as a chart', () => {
  it('says the exact days and values of every mark', () => {
    const [first, , last] = chartModel(series, view).points
    expect(first).toMatchObject({
      label: '2 Nov',
      title: '2–8 Nov 2026',
      shown: '$33,184.20',
      earlierTitle: '15–21 Oct 2026',
      earlierShown: '$27,905.75',
      isPartial: false,
      note: '',
    })
    expect(last).toMatchObject({
      title: '16–19 Nov 2026',
      isPartial: true,
      note: '4 of 7 days',
      earlierTitle: '29 Oct – 1 Nov 2026',
    })
  })

  it('names the end that is not complete', () => {
    expect(chartModel(series, view).endLabel).toBe('4 of 7 days')
    const whole = { ...series, points: series.points.slice(0, 2) }
    expect(chartModel(whole, { ...view, range: { ...view.range, to: '2026-11-15' } }).endLabel).toBe('')
  })

  it('sums itself up in one sentence made from the data', () => {
    expect(chartModel(series, view).summary).toBe(
      'Revenue by week, 2–19 Nov 2026. Up 27.3% on previous 18 days. Highest week 9–15 Nov 2026 at $38,300.00.',
    )
  })

  it('keeps nothing recorded, zero and not applicable apart', () => {
    const points = [
      point('2026-11-02', null, 'missing'),
      point('2026-11-09', '0'),
      point('2026-11-16', null, 'final', 'not_applicable'),
    ]
    const shown = chartModel({ ...series, points }, view).points
    expect(shown.map((one) => one.shown)).toEqual(['–', '$0.00', '–'])
    expect(shown.map((one) => one.position)).toEqual([null, 0, null])
    expect(shown[0]?.note).toBe('nothing recorded')
    expect(shown[2]?.note).toContain('Not applicable')
  })

  it('marks what a late source leaves unsure', () => {
    const points = [point('2026-11-02', '5', 'stale')]
    expect(chartModel({ ...series, points }, view).points[0]).toMatchObject({
      isStale: true,
      note: 'source late',
    })
  })

  it('writes months with the year where one begins', () => {
    const range = { from: '2010-12-01', to: '2011-02-28', compareFrom: null, compareTo: null }
    const points = [point('2010-12-01', '1'), point('2011-01-01', '2'), point('2011-02-01', '3')]
    const model = chartModel(
      { ...series, points, compare: undefined },
      { ...view, range, grain: 'month', compare: 'none' },
    )
    expect(model.points.map((one) => one.label)).toEqual(['Dec 2010', 'Jan 2011', 'Feb'])
    expect(model.earlierName).toBeNull()
  })
})

describe('a series as a figure', () => {
  it('holds the finished part against the earlier period cut at the same day', () => {
    expect(figureOf(series, view)).toMatchObject({
      value: '$92,484',
      exact: '$92,484.20',
      from: 'from $69,906',
      change: { direction: 'up', text: '27.3%', isGood: true },
      isLastOpen: true,
    })
  })

  it('gives the reason where there is no value', () => {
    const empty = { ...series, points: [], total: null }
    expect(figureOf(empty, view)).toMatchObject({
      value: '–',
      exact: 'Nothing recorded in this range',
      change: null,
    })
    expect(figureOf({ ...empty, totalReason: 'not_applicable' }, view).from).toBe('not applicable')
  })

  it('names what is left out, and never calls it nothing or zero', () => {
    const notIncluded = { records: 1_200, currencies: ['GBP', 'USD'] }
    const said = 'Not included: 1,200 records (GBP, USD: no rate yet)'
    expect(figureOf({ ...series, notIncluded }, view)).toMatchObject({ value: '$92,484', leftOut: said })
    expect(figureOf({ ...series, points: [], total: null, notIncluded }, view)).toMatchObject({
      value: '–',
      from: 'no rate yet',
      exact: 'No figure: every record of this range waits for an exchange rate',
      leftOut: said,
    })
    expect(figureOf(series, view).leftOut).toBe('')
  })

  it('[ME8] says over an empty chart which of three things it is', () => {
    const empty = { ...series, points: [], total: null }
    const why = (over: Partial<Series>) => chartModel({ ...empty, ...over }, view).whyEmpty
    expect(why({})).toBe('Nothing recorded in this range')
    expect(why({ notIncluded: { records: 2, currencies: ['GBP'] } })).toContain('waits for an exchange rate')
    expect(why({ totalReason: 'not_applicable' })).toContain('Not applicable')
  })
})

describe('earlierName', () => {
  const named = (from: string, to: string, grain: SeriesView['grain']) =>
    earlierName({ ...view, grain, range: { ...view.range, from, to } })

  it('calls whole weeks weeks, and anything else the number of its days', () => {
    expect(named('2026-08-24', '2026-11-22', 'week')).toBe('Previous 13 weeks')
    expect(named('2026-08-24', '2026-11-19', 'week')).toBe('Previous 88 days')
    expect(named('2026-11-16', '2026-11-22', 'week')).toBe('Previous 7 days')
    expect(named('2026-11-09', '2026-11-22', 'day')).toBe('Previous 14 days')
  })
})
