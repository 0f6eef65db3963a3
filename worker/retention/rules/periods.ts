import { Temporal } from 'temporal-polyfill'

/** Years for which profit and loss stays row by row; books have to be kept that long in most places. */
export const FINANCIAL_YEARS = 7
/** Months for which values stay day by day. */
export const DAILY_MONTHS = 12

/** First days that stay: what lies before them is archived. */
export interface Cutoffs {
  financials: string
  customMetrics: string
}

/** What stays on a day: whole years of profit and loss, whole months of values. */
export function cutoffsOf(today: string): Cutoffs {
  const day = Temporal.PlainDate.from(today)
  return {
    financials: day.with({ month: 1, day: 1 }).subtract({ years: FINANCIAL_YEARS }).toString(),
    customMetrics: day.with({ day: 1 }).subtract({ months: DAILY_MONTHS }).toString(),
  }
}

/** The first day of the month a day is in. */
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`
