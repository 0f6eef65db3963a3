import type { ColumnType, DateFormat, ImportColumn, ImportQuestion } from '../../../contracts/imports.ts'
import { IMPORT_COLUMN_SAMPLES_MAX } from '../../../contracts/limits.ts'
import { dateFormats, readDate } from './dates.ts'
import { numberStyles, readNumber } from './numbers.ts'

/** How many different cells of a column are judged, and how many of them choose the formats worth trying. */
const DISTINCT_MAX = 1000
const PROBES_MAX = 50
/** Share of cells that must fit: a few bad cells do not change what a column is, they are set aside later. */
const DATE_SHARE = 0.8
const NUMBER_SHARE = 0.9
const SAMPLE_CHARS_MAX = 200
const COMPACT_YEARS = { from: 1950, to: 2100 }
const BOOLEAN = /^(?:true|false|yes|no|y|n)$/i
/** `C536379`: an identifier that happens to be mostly digits. */
const CODE = /^[A-Za-z]{1,3}-?\d{3,}$/

/** Describes one column from the cells of the sample. */
export function describeColumn(name: string, index: number, cells: readonly string[]): ImportColumn {
  const counts: CellCounts = new Map()
  let blankCount = 0
  for (const cell of cells) {
    const text = cell.trim()
    if (text === '') blankCount += 1
    else if (counts.has(text) || counts.size < DISTINCT_MAX) counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const texts = [...counts.keys()]
  const judged = judge(texts, counts)
  return {
    name,
    index,
    ...judged,
    blankCount,
    samples: pickSamples(texts, judged).map((text) => text.slice(0, SAMPLE_CHARS_MAX).toWellFormed()),
  }
}

/** Different cells and how many rows have each. */
type CellCounts = Map<string, number>

function cellsOf(texts: readonly string[], counts: CellCounts): number {
  return texts.reduce((sum, text) => sum + (counts.get(text) ?? 0), 0)
}

type Judged = Pick<ImportColumn, 'type' | 'dateFormats' | 'decimal'>

function judge(texts: string[], counts: CellCounts): Judged {
  const plain = (type: ColumnType): Judged => ({ type, dateFormats: [], decimal: null })
  if (texts.length === 0) return plain('empty')
  const dates = fittingFormats(texts, counts)
  if (dates.length > 0)
    return { type: hasTime(texts, dates) ? 'datetime' : 'date', dateFormats: dates, decimal: null }
  if (texts.every((text) => BOOLEAN.test(text))) return plain('boolean')
  const numbers = texts.filter(
    (text) => readNumber(text, 'point').kind === 'number' || readNumber(text, 'comma').kind === 'number',
  )
  const hasCodes = texts.some((text) => CODE.test(text))
  if (hasCodes || cellsOf(numbers, counts) < cellsOf(texts, counts) * NUMBER_SHARE) return plain('text')
  return { type: 'number', dateFormats: [], decimal: decimalStyle(numbers) }
}

/** True when the cell reads as a number or as a date of some format: it is then no name of a column. */
export function isTypedCell(cell: string): boolean {
  const text = cell.trim()
  if (text === '') return false
  return (
    readNumber(text, 'point').kind === 'number' ||
    readNumber(text, 'comma').kind === 'number' ||
    dateFormats.some((format) => fits(text, format))
  )
}

/** All formats that fit the most cells, if those are nearly all cells. More than one: the cells do not say which. */
function fittingFormats(texts: string[], counts: CellCounts): DateFormat[] {
  const probes = texts.slice(0, PROBES_MAX)
  const worthTrying = dateFormats.filter((format) => probes.some((text) => fits(text, format)))
  let most = 0
  let best: DateFormat[] = []
  for (const format of worthTrying) {
    const count = cellsOf(
      texts.filter((text) => fits(text, format)),
      counts,
    )
    if (count > most) best = []
    if (count >= most) best.push(format)
    most = Math.max(most, count)
  }
  const all = cellsOf(texts, counts)
  if (most < all * DATE_SHARE) return []
  // Eight digits are a date only when every one of them is, in a year that business is done in.
  if (best.includes('YYYYMMDD') && (most < all || !texts.every(isCompactYear))) return []
  return best
}

function fits(text: string, format: DateFormat): boolean {
  const { kind } = readDate(text, format)
  return kind === 'wall' || kind === 'instant'
}

function isCompactYear(text: string): boolean {
  const year = Number(text.slice(0, 4))
  return year >= COMPACT_YEARS.from && year <= COMPACT_YEARS.to
}

function hasTime(texts: string[], formats: DateFormat[]): boolean {
  const [format] = formats
  return texts.some((text) => {
    const reading = format === undefined ? null : readDate(text, format)
    return reading?.kind === 'instant' || (reading?.kind === 'wall' && reading.hasTime)
  })
}

/** Cells that only one style can read decide, nine tenths of them; without such cells the separators say nothing. */
function decimalStyle(numbers: string[]): ImportColumn['decimal'] {
  let point = 0
  let comma = 0
  let separators = 0
  for (const text of numbers) {
    const styles = numberStyles(text)
    if (styles.hasSeparator) separators += 1
    if (styles.point && !styles.comma) point += 1
    if (styles.comma && !styles.point) comma += 1
  }
  if (point + comma === 0)
    return separators === 0 || numbers.every((text) => readNumber(text, 'plain').kind === 'number')
      ? 'plain'
      : null
  if (point >= (point + comma) * NUMBER_SHARE) return 'point'
  return comma >= (point + comma) * NUMBER_SHARE ? 'comma' : null
}

/** The first cells, led by one that shows the open question if there is one. */
function pickSamples(texts: string[], judged: Judged): string[] {
  const telling = texts.find((text) => isTelling(text, judged))
  const others = texts.filter((text) => text !== telling)
  return (telling === undefined ? texts : [telling, ...others]).slice(0, IMPORT_COLUMN_SAMPLES_MAX)
}

function isTelling(text: string, judged: Judged): boolean {
  if (judged.dateFormats.length > 1) return judged.dateFormats.every((format) => fits(text, format))
  return judged.type === 'number' && judged.decimal === null && readNumber(text, 'plain').kind === 'refused'
}

/** What has to be asked before these columns can be used. */
export function openQuestions(columns: readonly ImportColumn[]): ImportQuestion[] {
  const questions: ImportQuestion[] = []
  for (const column of columns) {
    const example = column.samples[0] ?? ''
    if (column.dateFormats.length > 1) {
      questions.push({ kind: 'date_format', column: column.name, choices: column.dateFormats, example })
    }
    if (column.type === 'number' && column.decimal === null) {
      questions.push({ kind: 'decimal', column: column.name, choices: ['point', 'comma'], example })
    }
  }
  return questions
}
