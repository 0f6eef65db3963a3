import { expect, it } from 'vitest'
import type { Answer, MetricDefinition } from '../../../contracts/metrics.ts'
import { workOf, workQuestions } from './work.ts'

const metric = (key: string, dimensions: string[]) => ({ key, dimensions }) as unknown as MetricDefinition
const hours = ['utilisation', 'booked_time', 'available_time']

it('[ME43] asks for the hours of the months around today, and only for what may be broken down by artist', () => {
  const catalogue = hours.map((key) => metric(key, ['Artist']))
  expect(workQuestions(catalogue, '2026-11-26')).toMatchObject([
    {
      metrics: hours,
      from: '2026-06-01',
      to: '2027-01-31',
      grain: 'month',
      breakdown: { dimension: 'Artist' },
    },
  ])
  expect(
    workQuestions(
      hours.map((key) => metric(key, [])),
      '2026-11-26',
    ),
  ).toEqual([])
})

it('[ME43] finds an artist by the name, or by name and end of the id where several have it', () => {
  const series = (key: string, dimensionValue: string, value: string | null) => ({
    ...{ metric: key, part: 'value', dimensionValue, total: value },
    points: [{ date: '2026-11-01', value, state: 'open' }],
  })
  const answers = [
    {
      series: [
        series('available_time', 'Ada (1234abcd)', '36000'),
        series('booked_time', 'Ada (1234abcd)', '18000'),
        series('utilisation', 'Ada (1234abcd)', '50'),
        series('booked_time', 'Ada (99999999)', '1'),
        series('bookings_created', 'Ada (1234abcd)', '3'),
      ],
    },
  ] as unknown as Answer[]
  const work = workOf(answers, { id: '0-0-1234abcd', name: 'Ada' })
  expect(work.months).toEqual([
    { month: '2026-11-01', utilisation: '50', bookedSeconds: 18_000, availableSeconds: 36_000 },
  ])
  expect([work.made.get('bookings_created'), work.made.get('booking_length')]).toEqual(['3', null])
  expect(workOf(answers, { id: 'x', name: 'Bo' }).months).toEqual([])
})
