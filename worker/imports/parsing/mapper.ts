import type { RejectCode } from '../../../contracts/imports.ts'
import { DIMENSION_VALUE_CHARS_MAX } from '../../../contracts/limits.ts'
import { dayInZone, readDate } from './dates.ts'
import { type Decimal, decimalText, percentToFraction } from './decimals.ts'
import {
  compileExpression,
  type Evaluate,
  type Evaluated,
  type Expression,
  isFault,
  parseExpression,
} from './expression.ts'
import { type NumberStyle, readNumber } from './numbers.ts'
import type { ImportPlan } from './plan.ts'
import { keyHasher, type Words } from './rowkey.ts'

/** A row as it is stored. Hashes are four words, see `uuidText`. `content` is the hash of what it says; null unless an external id names the row. */
export interface MappedRow {
  day: string
  key: Words
  content: Words | null
  client: string | null
  dimensions: (string | null)[]
  values: (string | null)[]
}

/** Why a row is set aside; `column` is an index, null when the row as a whole is meant. */
export interface RowFault {
  code: RejectCode
  column: number | null
  value: string
}

export interface RowMapper {
  map(fields: string[]): { ok: true; row: MappedRow } | { ok: false; fault: RowFault }
}

/** How many different texts of one column are remembered: prices and dates repeat, free text does not. */
const TEXTS_KEPT_MAX = 20_000
const CONTENT_SCOPE = 'orrery.import.content.1'

/**
 * Turns a stored plan into the function that reads a row. The plan was checked when it was made: an expression that no
 * longer parses is a bug and throws.
 */
export function compilePlan(plan: ImportPlan): RowMapper {
  const readDay = dayReader(plan)
  const readers = new Map<string, Evaluate>()
  const values = plan.values.map((value) => valueReader(plan, value, readers))
  const rowKeys = keyHasher(plan.datasetId)
  const contentKeys = keyHasher(CONTENT_SCOPE)
  const cutText = remembered(storedText)
  const textOf = (fields: string[], index: number) => cutText(fields[index] ?? '')
  return {
    map(fields) {
      const shape = shapeFault(fields, plan.columns.length)
      if (shape !== null) return { ok: false, fault: shape }
      const day = readDay(fields[plan.date.column] ?? '')
      if (day === 'no_date' || day === 'bad_date') return faultAt(day, plan.date.column, fields)
      const externalId = plan.externalId === null ? null : (fields[plan.externalId] ?? '').trim()
      if (externalId === '') return faultAt('no_external_id', plan.externalId, fields)
      const texts: (string | null)[] = []
      let hasValue = false
      for (const read of values) {
        const value = read(fields)
        if (value !== null && typeof value !== 'string') return faultAt(value.code, value.column, fields)
        if (value !== null) hasValue = true
        texts.push(value)
      }
      if (!hasValue) return faultAt('no_value', null, fields)
      const client = plan.client === null ? null : textOf(fields, plan.client)
      const dimensions = plan.dimensions.map((index) => textOf(fields, index))
      const key = rowKeys.words(externalId === null ? fields : [externalId])
      const content =
        externalId === null ? null : contentKeys.words(contentTexts(day, client, dimensions, texts))
      return { ok: true, row: { day, key, content, client, dimensions, values: texts } }
    },
  }
}

/** Blank and absent are the same nothing, so both are written as an empty text. */
function contentTexts(
  day: string,
  client: string | null,
  dimensions: (string | null)[],
  values: (string | null)[],
): string[] {
  return [day, client ?? '', ...dimensions.map((one) => one ?? ''), ...values.map((one) => one ?? '')]
}

function faultAt(code: RejectCode, column: number | null, fields: string[]): { ok: false; fault: RowFault } {
  return {
    ok: false,
    fault: { code, column, value: column === null ? fields.join(' | ') : (fields[column] ?? '') },
  }
}

/** Fields beyond the header are refused unless blank; blank ones come from a delimiter at the end of each line. */
function shapeFault(fields: string[], columns: number): RowFault | null {
  if (fields.length === columns) return null
  if (fields.length < columns) return { code: 'too_few_fields', column: null, value: fields.join(' | ') }
  if (fields.slice(columns).some((field) => field.trim() !== '')) {
    return { code: 'too_many_fields', column: null, value: fields.join(' | ') }
  }
  fields.length = columns
  return null
}

function dayReader(plan: ImportPlan): (text: string) => string {
  const toDay = dayInZone(plan.date.timeZone)
  return remembered((text) => {
    const reading = readDate(text, plan.date.format)
    switch (reading.kind) {
      case 'wall':
        return reading.day
      case 'instant':
        return toDay(reading.epochMs)
      case 'blank':
        return 'no_date'
      default:
        return 'bad_date'
    }
  })
}

type ReadValue = (fields: string[]) => string | null | { code: RejectCode; column: number | null }

/** `readers` are shared, so that a column used by several values is read once. */
function valueReader(
  plan: ImportPlan,
  value: ImportPlan['values'][number],
  readers: Map<string, Evaluate>,
): ReadValue {
  const parsed = parseExpression(value.expression, plan.columns)
  if (!parsed.ok) throw new Error(`stored expression of ${value.metric} cannot be read: ${parsed.error.code}`)
  // A cell `12.5%` of a percent metric is 12.5; inside arithmetic it is the fraction that people mean, 0.125.
  const isPoints = value.unit === 'percent' && parsed.value.kind === 'column'
  const evaluate = compileExpression(parsed.value, (index) => {
    const name = `${index} ${isPoints}`
    const reader = readers.get(name) ?? columnReader(index, styleOf(plan, index), isPoints)
    readers.set(name, reader)
    return reader
  })
  const single = soleColumn(parsed.value)
  return (fields) => {
    const result = evaluate(fields)
    if (result === null) return null
    if (isFault(result)) return result
    return decimalText(result) ?? { code: 'number_too_large', column: single }
  }
}

function soleColumn(expression: Expression): number | null {
  return expression.kind === 'column' ? expression.index : null
}

function styleOf(plan: ImportPlan, index: number): NumberStyle {
  return plan.numberStyles.find((one) => one.column === index)?.style ?? 'plain'
}

function columnReader(index: number, style: NumberStyle, isPoints: boolean): Evaluate {
  const read = remembered((text: string): Evaluated => {
    const reading = readNumber(text, style)
    switch (reading.kind) {
      case 'number':
        return percentAs(reading.value, reading.isPercent && !isPoints)
      case 'blank':
        return null
      default:
        return { code: reading.code, column: index }
    }
  })
  return (fields) => read(fields[index] ?? '')
}

function percentAs(value: Decimal, isFraction: boolean): Decimal {
  return isFraction ? percentToFraction(value) : value
}

/**
 * Trimmed and cut to what a dimension holds; blank is null. A cut never leaves half a character, and zero bytes, which
 * Postgres cannot hold, become U+FFFD.
 */
function storedText(text: string): string | null {
  const trimmed = text.trim().replaceAll('\0', '\ufffd')
  if (trimmed === '') return null
  return trimmed.length <= DIMENSION_VALUE_CHARS_MAX
    ? trimmed
    : trimmed.slice(0, DIMENSION_VALUE_CHARS_MAX).replace(/[\ud800-\udbff]$/, '')
}

function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, { text: string; value: T }>()
  // Neighbouring rows often say the same; comparing is cheaper than hashing.
  let last: { text: string; value: T } | undefined
  return (text) => {
    if (last !== undefined && last.text === text) return last.value
    last = known.get(text)
    if (last === undefined) {
      const own = ownCopy(text)
      last = { text: own, value: read(own) }
      if (known.size >= TEXTS_KEPT_MAX) known.clear()
      known.set(own, last)
    }
    return last.value
  }
}

/** A field is a view into the text of its chunk; remembered as it is, it would keep the whole chunk in memory. */
function ownCopy(text: string): string {
  return ` ${text}`.slice(1)
}
