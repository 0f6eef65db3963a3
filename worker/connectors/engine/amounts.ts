import { DecimalText } from '../../../contracts/ids.ts'
import {
  addUnits,
  negateUnits,
  powerOfTen,
  textOfUnits,
  type Units,
  unitsOfFraction,
  unitsOfText,
} from '../../metrics/rules/decimals.ts'
import type { ExactJson } from '../../platform/exact-json.ts'
import type { AmountRule } from './define.ts'
import { textAt } from './paths.ts'

const SCALE_MAX = 18
const NUMBER = /^([+-]?)(\d{1,60})?(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,2}))?$/
/** ISO 4217; every other currency has two. */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
}

/** Exact units of 10^-18 of a number as providers write it (`-12.50`, `1.5E3`), or null. */
export function readUnits(text: string): Units | null {
  const match = NUMBER.exec(text.trim())
  if (match === null) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return null
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  const shifted =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : point >= digits.length
        ? digits.padEnd(point, '0')
        : `${digits.slice(0, point)}.${digits.slice(point)}`
  // Nothing may be rounded away unseen: a number with more decimals than the facts keep is refused.
  const decimals = shifted.split('.')[1]?.replace(/0+$/, '') ?? ''
  if (decimals.length > SCALE_MAX || shifted.length > 60) return null
  const units = unitsOfText(shifted, SCALE_MAX)
  return units !== null && sign === '-' ? negateUnits(units) : units
}

/** Decimal text of units of 10^-18, or null when it has more digits than the facts hold. */
export function textOf(units: Units): string | null {
  const text = textOfUnits(units, SCALE_MAX)
  return DecimalText.safeParse(text).success ? text : null
}

/** The exact value an amount rule finds, or null when there is none or it is no number. */
export function readAmount(record: ExactJson, rule: AmountRule, currency: string | null): string | null {
  if (rule.kind === 'one') return '1'
  const gross = unitsAt(record, rule.at)
  const less = rule.less === null ? 0 : unitsAt(record, rule.less)
  if (gross === null || less === null) return null
  const net = addUnits(gross, negateUnits(less))
  if (rule.kind === 'decimal') return textOf(net)
  const minor = textOfUnits(net, SCALE_MAX)
  if (currency === null || minor.includes('.')) return null
  return textOf(unitsOfFraction({ top: net, bottom: powerOfTen(MINOR_DIGITS[currency] ?? 2) }, 0))
}

/** One divided by a rate, to 18 decimals; null for zero, a negative and what is no number. */
export function inverseRate(text: string): string | null {
  const units = readUnits(text)
  if (units === null || units <= 0) return null
  const text18 = textOf(unitsOfFraction({ top: powerOfTen(SCALE_MAX), bottom: units }, SCALE_MAX))
  return text18 === '0' ? null : text18
}

function unitsAt(record: ExactJson, path: string): Units | null {
  const text = textAt(record, path)
  return text === null ? null : readUnits(text)
}

/** The exact sum of numbers as text, less others; null when one is no number or the sum has more digits than the facts hold. */
export function sumText(added: readonly string[], taken: readonly string[] = []): string | null {
  let sum: Units = 0
  for (const [texts, isTaken] of [
    [added, false],
    [taken, true],
  ] as const) {
    for (const text of texts) {
      const units = readUnits(text)
      if (units === null) return null
      sum = addUnits(sum, isTaken ? negateUnits(units) : units)
    }
  }
  return textOf(sum)
}
