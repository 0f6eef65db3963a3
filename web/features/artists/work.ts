import { addDays, addMonths, startOfMonth } from '../../../contracts/days.ts'
import type { Answer, MetricDefinition, Question } from '../../../contracts/metrics.ts'

const MONTHS_BACK = 5
const MONTHS_AHEAD = 2
const MADE_MONTHS = 12
/** The most values that a breakdown shows. */
const ARTISTS_ASKED = 200

const BY_MONTH = ['utilisation', 'booked_time', 'available_time'] as const
const MADE = ['bookings_created', 'booking_length', 'booking_lead_time', 'hold_to_confirm'] as const

/** What the catalogue can say of the work of an artist: hours by month around today, and the bookings made in the last twelve. */
export function workQuestions(catalogue: readonly MetricDefinition[], today: string): Question[] {
  const areThere = (keys: readonly string[]) =>
    keys.every((key) => catalogue.some((one) => one.key === key && one.dimensions.includes('Artist')))
  const breakdown = { dimension: 'Artist', top: ARTISTS_ASKED }
  const first = startOfMonth(today)
  const ahead = addDays(addMonths(first, MONTHS_AHEAD + 1), -1)
  const hours = { from: addMonths(first, -MONTHS_BACK), to: ahead, grain: 'month' as const, breakdown }
  const made = { from: addMonths(today, -MADE_MONTHS), to: today, grain: 'total' as const, breakdown }
  return [
    ...(areThere(BY_MONTH) ? [{ metrics: [...BY_MONTH], ...hours }] : []),
    ...(areThere(MADE) ? [{ metrics: [...MADE], ...made }] : []),
  ]
}

/** A month of an artist: how much of the hours is booked. Null: no hours are kept of that month. */
export interface WorkMonth {
  month: string
  utilisation: string | null
  bookedSeconds: number
  availableSeconds: number
}

/** The figures of one artist. */
export interface Work {
  months: WorkMonth[]
  /** Totals by metric; null where there is nothing to tell. */
  made: ReadonlyMap<string, string | null>
}

/** The work of one artist out of answers about all of them. Several of one name are told apart by the end of their id. */
export function workOf(answers: readonly Answer[], artist: { id: string; name: string }): Work {
  const names = [artist.name, `${artist.name} (${artist.id.slice(-8)})`]
  const own = answers.flatMap(({ series }) =>
    series.filter(({ part, dimensionValue }) => part === 'value' && names.includes(dimensionValue ?? '')),
  )
  const of = (key: string) => own.find(({ metric }) => metric === key)
  const valueAt = (key: string, month: string) =>
    of(key)?.points.find(({ date }) => date === month)?.value ?? null
  const months = (of('available_time')?.points ?? []).map(({ date }) => ({
    month: date,
    utilisation: valueAt('utilisation', date),
    bookedSeconds: Number(valueAt('booked_time', date) ?? 0),
    availableSeconds: Number(valueAt('available_time', date) ?? 0),
  }))
  return { months, made: new Map(MADE.map((key) => [key, of(key)?.total ?? null])) }
}
