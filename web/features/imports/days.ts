import type { DateFormat } from '../../../contracts/imports.ts'

const TOKEN = /YYYY|YY|MMM|MM|DD|D|M/g
const YEAR_TURN = 69

/**
 * The day a cell means in a format, as `YYYY-MM-DD`; null when it does not fit or is no day of the calendar. For showing
 * what an answer would do: the server reads the file itself.
 */
export function dayIn(cell: string, format: DateFormat): string | null {
  const parts = cell.trim().match(/^\d+|\d+/g)
  const tokens = format.match(TOKEN)
  if (!parts || !tokens || format.includes('MMM') || format === 'YYYYMMDD') return null
  const at = (wanted: string) => Number(parts[tokens.findIndex((token) => token.startsWith(wanted))])
  const [day, month, written] = [at('D'), at('M'), at('Y')]
  const year = format.includes('YYYY') ? written : written + (written >= YEAR_TURN ? 1900 : 2000)
  const made = new Date(Date.UTC(year, month - 1, day))
  if (Number.isNaN(made.getTime()) || made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day)
    return null
  return made.toISOString().slice(0, 10)
}

/** A format in words: `DD/MM/YYYY` is `day/month/year`. */
export function formatInWords(format: DateFormat): string {
  if (format === 'YYYYMMDD') return 'yearmonthday'
  return format
    .replace('YYYY', 'year')
    .replace('YY', 'short year')
    .replace('MMM', 'Mon')
    .replace('MM', 'month')
    .replace(/DD?/, 'day')
}
