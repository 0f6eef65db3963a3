/** A reference rate: units of the currency for one euro, as published. */
export interface Rate {
  currency: string
  /** `YYYY-MM-DD`. */
  day: string
  perEuro: string
}

const DAY_MS = 86_400_000
/** Rates of a day appear in the afternoon; before that, the day before is the newest. UTC. */
const PUBLISHED_AT_HOUR = 15
const MISSING = 'N/A'

/**
 * The rates of a sample (a table of day and currencies, newest day first) on other days: the newest on the last business day whose
 * rates are out at `now`, each earlier one on the business day before. Earliest day first, as the bank sends them.
 */
export function movedRates(sample: string, now: Date): Rate[] {
  const [header = '', ...lines] = sample.trim().split(/\r?\n/)
  const [, ...currencies] = header.split(',')
  const days = businessDays(now, lines.length)
  const rates = lines.flatMap((line, i) => {
    const [, ...values] = line.split(',')
    return currencies.flatMap((currency, at): Rate[] => {
      const perEuro = values[at] ?? MISSING
      return perEuro === MISSING || perEuro === '' ? [] : [{ currency, day: days[i] ?? '', perEuro }]
    })
  })
  return rates.sort((a, b) => `${a.currency}${a.day}`.localeCompare(`${b.currency}${b.day}`))
}

/** Business days from the last one whose rates are out, backwards. */
function businessDays(now: Date, count: number): string[] {
  const days: string[] = []
  const isOut = now.getUTCHours() >= PUBLISHED_AT_HOUR
  let at = now.getTime() - (isOut ? 0 : DAY_MS)
  while (days.length < count) {
    const date = new Date(at)
    if (date.getUTCDay() % 6 !== 0) days.push(date.toISOString().slice(0, 10))
    at -= DAY_MS
  }
  return days
}
