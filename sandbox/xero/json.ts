/** A decimal that becomes a JSON number with its decimals as they are: 46.00, not 46. */
export class Decimal {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** An amount in hundredths. */
export const money = (cents: number): Decimal => new Decimal(moneyText(cents))
export const moneyText = (cents: number): string => (cents / 100).toFixed(2)
/** A whole number of 10^-places. */
export const scaled = (units: number, places: number): Decimal =>
  new Decimal((units / 10 ** places).toFixed(places))

const MARK = '\u0001'
const MARKED_NUMBER = /"\\u0001(-?[0-9.]+)"/g

/** How decimals stand in JSON: as they should, as strings, or as strings with a sign of currency. */
export type DecimalForm = 'number' | 'text' | 'signed text'
export const CURRENCY_SIGN = '£'

/** JSON text with its decimals in that form. */
export function toJson(value: unknown, form: DecimalForm = 'number'): string {
  const before = { number: MARK, text: '', 'signed text': CURRENCY_SIGN }[form]
  const text = JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Decimal ? `${before}${part.text}` : part,
  )
  // JSON.stringify has no way to write a number's trailing zeros.
  return form === 'number' ? text.replace(MARKED_NUMBER, '$1') : text
}

const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (found) => (found === '&' ? '&amp;' : found === '<' ? '&lt;' : '&gt;'))

/** The XML that Xero answers to those who do not ask for JSON. */
export function toXml(value: unknown, name = 'Response'): string {
  if (value === undefined) return ''
  if (value instanceof Decimal) return `<${name}>${value.text}</${name}>`
  if (Array.isArray(value)) {
    const one = name.replace(/s$/, '')
    return `<${name}>${value.map((item) => toXml(item, one)).join('')}</${name}>`
  }
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).map(([key, part]) => toXml(part, key))
    return `<${name}>${inner.join('')}</${name}>`
  }
  return `<${name}>${escapeXml(String(value))}</${name}>`
}
