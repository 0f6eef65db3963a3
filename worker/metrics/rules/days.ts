/**
 * Calendar days as whole numbers: days since 1970-01-01 in the proleptic Gregorian calendar. A business day has no
 * clock and no zone, so there is no daylight saving to get wrong, and day arithmetic is integer arithmetic.
 */

export interface CivilDay {
  year: number
  /** 1-12 */
  month: number
  /** 1-31 */
  day: number
}

const DAYS_PER_ERA = 146_097 // 400 Gregorian years
const EPOCH_OFFSET_DAYS = 719_468 // 0000-03-01 to 1970-01-01

/** Day number of a civil date. Years are counted from 1 March, so that a leap day is the last of its year. */
export function numberOfCivil(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_OFFSET_DAYS
}

/** Civil date of a day number. */
export function civilOfNumber(dayNumber: number): CivilDay {
  const shifted = dayNumber + EPOCH_OFFSET_DAYS
  const era = Math.floor(shifted / DAYS_PER_ERA)
  const dayOfEra = shifted - era * DAYS_PER_ERA
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  }
}

function digitsAt(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - 48
  return value
}

/** Day number of `YYYY-MM-DD`. The text must already be a valid day: it is parsed at the border, not here. */
export function numberOfDay(text: string): number {
  return numberOfCivil(digitsAt(text, 0, 4), digitsAt(text, 5, 7), digitsAt(text, 8, 10))
}

/** `YYYY-MM-DD` of a day number between 0000-01-01 and 9999-12-31. */
export function dayOfNumber(dayNumber: number): string {
  const { year, month, day } = civilOfNumber(dayNumber)
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

/** The same date a year earlier; 29 February becomes 28 February. */
export function yearEarlier(dayNumber: number): number {
  const { year, month, day } = civilOfNumber(dayNumber)
  return numberOfCivil(year - 1, month, month === 2 && day === 29 ? 28 : day)
}

/** Monday 1 to Sunday 7. 1970-01-01 was a Thursday. */
export function weekdayOf(dayNumber: number): number {
  return ((((dayNumber + 3) % 7) + 7) % 7) + 1
}
