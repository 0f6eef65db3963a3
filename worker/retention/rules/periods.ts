import { Temporal } from 'temporal-polyfill'

/** Years for which profit and loss and leads stay row by row; books have to be kept that long in most places. */
export const WHOLE_YEARS = 7
/** Months for which values stay day by day. */
export const DAILY_MONTHS = 12
/** Months for which values stay at all, day by day or as the figure of a month. */
export const VALUE_MONTHS = 36

/** First days that stay: what lies before them is archived. */
export interface Cutoffs {
  financials: string
  /** Leads that ended before this day. */
  leads: string
  customMetrics: string
  valueMonths: string
  /** A month has to have stood as one figure since before this day, so that history somebody brings is not gone a night later. */
  monthsSince: string
}

/** What stays on a day: whole years of profit and loss, whole months of values. */
export function cutoffsOf(today: string): Cutoffs {
  const day = Temporal.PlainDate.from(today)
  const years = day.with({ month: 1, day: 1 }).subtract({ years: WHOLE_YEARS }).toString()
  return {
    financials: years,
    leads: years,
    customMetrics: day.with({ day: 1 }).subtract({ months: DAILY_MONTHS }).toString(),
    valueMonths: day.with({ day: 1 }).subtract({ months: VALUE_MONTHS }).toString(),
    monthsSince: day.subtract({ months: VALUE_MONTHS - DAILY_MONTHS }).toString(),
  }
}

/** The first day of the month a day is in. */
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`
