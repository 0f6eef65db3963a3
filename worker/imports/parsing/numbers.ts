import type { DecimalStyle } from '../../../contracts/imports.ts'
import { type Decimal, decimalOf, SCALE_MAX, WHOLE_DIGITS_MAX } from './decimals.ts'

/** `plain`: nothing is known about the separators; what could mean two things is then refused. */
export type NumberStyle = DecimalStyle | 'plain'

/** `isPercent`: the text had a percent sign; `value` is then in percent points. */
export type NumberReading =
  | { kind: 'number'; value: Decimal; isPercent: boolean }
  | { kind: 'blank' }
  | { kind: 'refused'; code: 'not_a_number' | 'ambiguous_number' | 'formula_cell' | 'number_too_large' }

const BLANK: NumberReading = { kind: 'blank' }
const CURRENCY_SIGN = /^[A-Z]{0,3}\p{Sc}|\p{Sc}$|^(?:kr|fr|zł)\.?(?=[\s\d])|(?<=[\s\d])(?:kr|fr|zł)\.?$/iu
const CURRENCY_CODE = /^([A-Z]{3})(?=[\s\d+-])|(?<=[\s\d+-])([A-Z]{3})$/
const POINT_PLAIN = /^-?\d{1,15}(?:\.\d{1,15})?$/
/** Three decimals could be thousands and are looked at more closely. */
const UNKNOWN_PLAIN = /^-?\d{1,15}(?:\.(?:\d{1,2}|\d{4,15}))?$/
const BODY = /^(\d[\d.,' ]*|[.,]\d+)(?:e([+-]?\d{1,3}))?$/i
const FORMULA = /^[=@]|^[+-].*[A-Za-z|!(*]/
/** ISO 4217: any other three letters beside digits are a code of something else, not money. */
const CURRENCIES: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY ' +
    'COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ' +
    'IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR ' +
    'MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD ' +
    'SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF ' +
    'XPF YER ZAR ZMW ZWG'
  ).split(' '),
)
const EXPONENT_MAX = 60
const NUMBER_CHARS_MAX = 80

/**
 * Reads a number as people and programs write it: separators of thousands, currency signs and codes, brackets or a
 * trailing sign for negatives, U+2212, percent, exponents, non-breaking spaces. Nothing is rounded.
 */
export function readNumber(text: string, style: NumberStyle): NumberReading {
  if (style !== 'comma' && (style === 'point' ? POINT_PLAIN : UNKNOWN_PLAIN).test(text))
    return plainNumber(text)
  const cell = text.trim()
  if (cell === '') return BLANK
  const notANumber = {
    kind: 'refused' as const,
    code: FORMULA.test(cell) ? ('formula_cell' as const) : ('not_a_number' as const),
  }
  if (cell.length > NUMBER_CHARS_MAX) return notANumber
  const marks = stripMarks(cell)
  const body = BODY.exec(marks.rest)
  if (body === null || marks.signs > 1) return notANumber
  const parts = splitDecimals(body[1] ?? '', style)
  if (typeof parts === 'string') return { kind: 'refused', code: parts }
  return scaledNumber(parts, Number(body[2] ?? 0), marks)
}

/** Which styles can read the text; empty when it is no number. Both: it says nothing, or is ambiguous. */
export function numberStyles(text: string): { point: boolean; comma: boolean; hasSeparator: boolean } {
  return {
    point: readNumber(text, 'point').kind === 'number',
    comma: readNumber(text, 'comma').kind === 'number',
    hasSeparator: /\d[.,]|[.,]\d/.test(text),
  }
}

function plainNumber(text: string): NumberReading {
  const isNegative = text.charCodeAt(0) === 45
  const unsigned = isNegative ? text.slice(1) : text
  const point = unsigned.indexOf('.')
  const value =
    point === -1
      ? decimalOf(unsigned, 0, isNegative)
      : decimalOf(
          unsigned.slice(0, point) + unsigned.slice(point + 1),
          unsigned.length - point - 1,
          isNegative,
        )
  return { kind: 'number', value, isPercent: false }
}

interface Marks {
  rest: string
  isNegative: boolean
  isPercent: boolean
  signs: number
}

/** Takes off everything around the digits: sign, brackets, currency, percent, in any sensible order. */
function stripMarks(cell: string): Marks {
  const marks: Marks = {
    rest: cell
      .replace(/[\u00a0\u2007\u2009\u202f]/g, ' ')
      .replace(/[\u2212\u2012\u2013\uff0d]/g, '-')
      .replace(/[’ʼ]/g, "'"),
    isNegative: false,
    isPercent: false,
    signs: 0,
  }
  for (let before = ''; before !== marks.rest; ) {
    before = marks.rest
    const rest = before.trim()
    const bracketed = /^\((.*)\)$/.exec(rest)
    const leading = /^[+-]/.test(rest)
    const trailing = /[+-]$/.test(rest)
    if (bracketed || leading || trailing) marks.signs += 1
    if (bracketed) {
      marks.isNegative = true
      marks.rest = bracketed[1] ?? ''
    } else if (leading || trailing) {
      if ((leading ? rest.at(0) : rest.at(-1)) === '-') marks.isNegative = true
      marks.rest = leading ? rest.slice(1) : rest.slice(0, -1)
    } else if (rest.endsWith('%') && !marks.isPercent) {
      marks.isPercent = true
      marks.rest = rest.slice(0, -1)
    } else marks.rest = withoutCurrency(rest)
  }
  return marks
}

function withoutCurrency(rest: string): string {
  const code = CURRENCY_CODE.exec(rest)
  if (code !== null && CURRENCIES.has(code[1] ?? code[2] ?? '')) return rest.replace(CURRENCY_CODE, '').trim()
  return rest.replace(CURRENCY_SIGN, '').trim()
}

interface DecimalParts {
  whole: string
  fraction: string
}

/** Splits at the decimal sign of the style. Thousands must stand in threes (two are allowed further left, as in 1,00,000). */
function splitDecimals(body: string, style: NumberStyle): DecimalParts | 'not_a_number' | 'ambiguous_number' {
  if (style !== 'plain') return splitAs(body, style) ?? 'not_a_number'
  const point = splitAs(body, 'point')
  const comma = splitAs(body, 'comma')
  if (point === null || comma === null) return point ?? comma ?? 'not_a_number'
  return point.whole === comma.whole && point.fraction === comma.fraction ? point : 'ambiguous_number'
}

function splitAs(body: string, style: DecimalStyle): DecimalParts | null {
  const sign = style === 'point' ? '.' : ','
  const thousands = style === 'point' ? ',' : '.'
  const at = body.indexOf(sign)
  const whole = at === -1 ? body : body.slice(0, at)
  const fraction = at === -1 ? '' : body.slice(at + 1)
  if (!/^\d*$/.test(fraction)) return null
  if (whole === '') return fraction === '' ? null : { whole: '0', fraction }
  if (/^\d+$/.test(whole)) return { whole, fraction }
  const separator = [thousands, ' ', "'"].find((one) => whole.includes(one))
  if (separator === undefined) return null
  const groups = whole.split(separator)
  const [first = '', ...others] = groups
  const last = others.at(-1) ?? ''
  const isGrouped =
    /^[1-9]\d{0,2}$/.test(first) && /^\d{3}$/.test(last) && others.every((group) => /^\d{2,3}$/.test(group))
  return isGrouped ? { whole: groups.join(''), fraction } : null
}

function scaledNumber(parts: DecimalParts, exponent: number, marks: Marks): NumberReading {
  const tooLarge: NumberReading = { kind: 'refused', code: 'number_too_large' }
  if (Math.abs(exponent) > EXPONENT_MAX) return tooLarge
  const fraction = parts.fraction.replace(/0+$/, '')
  let digits = (parts.whole + fraction).replace(/^0+(?=\d)/, '')
  let scale = fraction.length - exponent
  if (scale < 0) {
    digits += '0'.repeat(-scale)
    scale = 0
  }
  if (digits.length - scale > WHOLE_DIGITS_MAX || (scale > SCALE_MAX && digits !== '0')) return tooLarge
  return {
    kind: 'number',
    value: decimalOf(digits, Math.min(scale, SCALE_MAX), marks.isNegative),
    isPercent: marks.isPercent,
  }
}
