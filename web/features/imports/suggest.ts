import type { ImportColumn, ImportDetection } from '../../../contracts/imports.ts'
import { DIMENSIONS_MAX } from '../../../contracts/limits.ts'
import type { ImportDraft, ValueDraft } from '../../lib/stores/import-draft.ts'
import { columnInExpression } from './expressions.ts'
import { labelFromColumn, wordsOf } from './naming.ts'

const DATE_WORDS = /\b(date|day|when|datum|timestamp)\b/
const QUANTITY_WORDS = /\b(quantity|qty|units|pieces|count|menge|number of \w+)\b/
const PRICE_WORDS = /\b(unit price|price|unit cost|rate|unit amount)\b/
const AMOUNT_WORDS =
  /\b(amount|total|revenue|sales|turnover|net|gross|fee|value|cost|spend|income|paid|price|profit|umsatz|betrag)\b/
const PERCENT_WORDS = /\b(percent|pct|percentage)\b/
const CLIENT_WORDS = /^(client|customer|account|company|artist|kunde)( name)?$/
const EXTERNAL_ID_WORDS =
  /^((external|transaction|row|line|record|payment|booking|event) )?(id|ref|reference|uuid)$/
const ID_WORDS = /\b(id|ids|no|nr|code|number|ref|reference|sku|ean|zip|postcode|phone|uuid|key)\b/
const DIMENSION_WORDS =
  /\b(country|region|city|state|market|category|type|status|stage|channel|source|medium|campaign|product|brand|department|segment|plan|gender|currency|team|store|shop|location|land)\b/
const CURRENCY_SIGNS: readonly [RegExp, string][] = [
  [/£|GBP/, 'GBP'],
  [/€|EUR/, 'EUR'],
  [/US\$|USD/, 'USD'],
  [/A\$|AUD/, 'AUD'],
  [/¥|JPY/, 'JPY'],
  [/CHF/, 'CHF'],
]
/** A text with more kinds than this share of the sample names things one by one and does not group them. */
const GROUPING_SHARE = 0.6
const GROUPING_ROWS_MIN = 5

/** Whether the cells of the sample are all there and all different. */
export function isUniqueInSample(column: ImportColumn, detection: ImportDetection): boolean {
  const cells = detection.sampleRows.map((row) => row[column.index] ?? '')
  return cells.length > 0 && column.blankCount === 0 && new Set(cells).size === cells.length
}

function currencyOf(columns: readonly ImportColumn[], home: string): string {
  const seen = columns.flatMap((column) => [column.name, ...column.samples]).join(' ')
  return CURRENCY_SIGNS.find(([sign]) => sign.test(seen))?.[1] ?? home
}

function isGrouping(column: ImportColumn, detection: ImportDetection): boolean {
  if (column.type === 'boolean') return true
  if (column.type !== 'text' || ID_WORDS.test(wordsOf(column.name))) return false
  if (DIMENSION_WORDS.test(wordsOf(column.name))) return true
  const cells = detection.sampleRows.map((row) => row[column.index] ?? '').filter((cell) => cell !== '')
  return cells.length >= GROUPING_ROWS_MIN && new Set(cells).size <= cells.length * GROUPING_SHARE
}

/** One value as the file suggests it: an amount as it is, else quantity times price, else the first number there is. */
function suggestValues(columns: readonly ImportColumn[], home: string): ValueDraft[] {
  const numbers = columns.filter((column) => column.type === 'number' && !ID_WORDS.test(wordsOf(column.name)))
  const named = (words: RegExp) => numbers.find((column) => words.test(wordsOf(column.name)))
  const price = named(PRICE_WORDS)
  const quantity = numbers.find((column) => QUANTITY_WORDS.test(wordsOf(column.name)) && column !== price)
  const amount = numbers.find(
    (column) => AMOUNT_WORDS.test(wordsOf(column.name)) && column !== price && column !== quantity,
  )
  if (!amount && price && quantity) {
    const expression = `${columnInExpression(quantity.name)} * ${columnInExpression(price.name)}`
    return [
      {
        id: 'v1',
        label: 'Revenue',
        expression,
        unit: 'money',
        currency: currencyOf([price, quantity], home),
      },
    ]
  }
  const column = amount ?? price ?? quantity ?? numbers[0]
  return column ? [valueFromColumn(column, home, 'v1')] : []
}

/** A metric that takes a column as it is; its unit is guessed from name and samples. */
export function valueFromColumn(column: ImportColumn, home: string, id: string): ValueDraft {
  const words = wordsOf(column.name)
  const hasSign =
    CURRENCY_SIGNS.some(([sign]) => column.samples.some((sample) => sign.test(sample))) ||
    column.samples.some((sample) => sample.includes('$'))
  const isPercent = PERCENT_WORDS.test(words) || column.samples.some((sample) => sample.includes('%'))
  const isMoney = !QUANTITY_WORDS.test(words) && (hasSign || AMOUNT_WORDS.test(words))
  const unit = isPercent ? 'percent' : isMoney ? 'money' : 'count'
  return {
    id,
    label: labelFromColumn(column.name),
    expression: column.name,
    unit,
    currency: currencyOf([column], home),
  }
}

function firstDate(columns: readonly ImportColumn[]): ImportColumn | undefined {
  const dates = columns.filter((column) => column.type === 'date' || column.type === 'datetime')
  return dates.find((column) => DATE_WORDS.test(wordsOf(column.name))) ?? dates[0]
}

/** A mapping to start from, by names and types. It never answers a question that only a person can answer. */
export function suggestDraft(detection: ImportDetection, homeCurrency: string): ImportDraft {
  const { columns } = detection
  const date = firstDate(columns)
  const rest = columns.filter((column) => column !== date)
  const externalId = rest.find(
    (column) => EXTERNAL_ID_WORDS.test(wordsOf(column.name)) && isUniqueInSample(column, detection),
  )
  const client = rest.find(
    (column) => column.type === 'text' && CLIENT_WORDS.test(wordsOf(column.name)) && column !== externalId,
  )
  const dimensions = rest.filter(
    (column) => column !== client && column !== externalId && isGrouping(column, detection),
  )
  return {
    date: date?.name ?? null,
    dateFormat: null,
    decimal: null,
    client: client?.name ?? null,
    clientId: null,
    externalId: externalId?.name ?? null,
    dimensions: dimensions.slice(0, DIMENSIONS_MAX).map((column) => column.name),
    values: suggestValues(
      rest.filter((column) => column !== externalId),
      homeCurrency,
    ),
    chosen: [],
    takenFrom: null,
  }
}
