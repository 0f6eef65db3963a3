import { AMOUNT_WHOLE_DIGITS_MAX } from '../../../contracts/limits.ts'
import type { MetricUnit } from '../../../contracts/metrics.ts'

/** How a text marks its decimals: `1,234.5` by a point, `1.234,5` by a comma. */
export type DecimalStyle = 'point' | 'comma'

/** What a number is read for. `decimals` is how many the metric keeps. */
export interface NumberRules {
  unit: MetricUnit
  currency: string | null
  decimals: number
}

/** `value` null: the text is empty, which is no value and not zero. */
export type ReadNumber =
  | { ok: true; value: string | null }
  | { ok: false; why: 'not_a_number' | 'ambiguous' | 'currency' | 'percent' | 'decimals' | 'too_large' }

const SPACES = /[\s\u00a0\u2009\u202f]/g
/** Digits with marks between them, after signs and symbols are gone. */
const BARE = /^\d[\d.,'’]*$|^[.,]\d+$/

/** A text taken apart: its sign, the symbol or code beside the digits, and the digits with their marks. */
interface Parts {
  isNegative: boolean
  symbol: string
  digits: string
}

function partsOf(text: string): Parts | null {
  let rest = text.trim().replaceAll('\u2212', '-').replace(SPACES, '\u00a0')
  let isNegative = false
  const bracketed = /^\((.*)\)$/.exec(rest)
  if (bracketed) {
    isNegative = true
    rest = (bracketed[1] ?? '').trim()
  }
  const match =
    /^([-+]?)\u00a0*([^\d.,'’+-]*?)\u00a0*([-+]?)(\d[\d.,'’\u00a0]*|[.,]\d+)\u00a0*([^\d.,'’+-]*)$/u.exec(
      rest,
    )
  if (!match) return null
  const [, first = '', before = '', second = '', digits = '', after = ''] = match
  // One sign, one symbol: what has two is something else than a number.
  if ((first !== '' && second !== '') || (isNegative && first + second !== '')) return null
  if (before !== '' && after !== '') return null
  if (first + second === '-') isNegative = true
  const grouped = digits.trim()
  // Groups of three are the only thing a space may part.
  if (grouped.includes('\u00a0') && !/^\d{1,3}(\u00a0\d{3})+([.,]\d+)?$/.test(grouped)) return null
  const bare = grouped.replaceAll('\u00a0', '')
  return BARE.test(bare)
    ? { isNegative, symbol: (before + after).replaceAll('\u00a0', ''), digits: bare }
    : null
}

/** Which styles the digits can be read in. `1,234` and `1.234` can be both. */
function stylesOf(digits: string): DecimalStyle[] {
  const fits = (group: string, point: string) =>
    new RegExp(`^(\\d+|\\d{1,3}([${group}]\\d{3})+)?([${point}]\\d+)?$`).test(digits)
  const styles: DecimalStyle[] = []
  if (fits(",'’", '.')) styles.push('point')
  if (fits(".'’", ',')) styles.push('comma')
  return styles
}

/** True for `0.125` and `0,125`, which no group of three begins with. */
const startsWithZero = (digits: string) => /^0[.,]/.test(digits)

/** The one style the digits can mean; null where they fit both or have no mark. */
function certainStyle(digits: string): DecimalStyle | null {
  const styles = stylesOf(digits)
  if (startsWithZero(digits)) return digits.startsWith('0.') ? 'point' : 'comma'
  return styles.length === 1 && /[.,]/.test(digits) ? (styles[0] ?? null) : null
}

/**
 * The style of a block of texts: what those say that can mean only one. Both styles side by side say nothing, so that
 * what could be two numbers is refused instead of guessed.
 */
export function styleOf(texts: readonly string[]): DecimalStyle | null {
  const found = new Set(texts.flatMap((text) => certainStyle(partsOf(text)?.digits ?? '') ?? []))
  return found.size === 1 ? ([...found][0] ?? null) : null
}

const symbols = new Map<string, ReadonlySet<string>>()

/** The ways a currency is written beside an amount: `AUD`, `$`, `A$`. */
function symbolsOf(currency: string): ReadonlySet<string> {
  const known = symbols.get(currency)
  if (known) return known
  const made = new Set([currency])
  for (const currencyDisplay of ['symbol', 'narrowSymbol'] as const) {
    const parts = new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency,
      currencyDisplay,
    }).formatToParts(1)
    for (const part of parts) if (part.type === 'currency') made.add(part.value)
  }
  symbols.set(currency, made)
  return made
}

function symbolProblem(symbol: string, rules: NumberRules): 'currency' | 'percent' | 'not_a_number' | null {
  if (symbol === '') return null
  if (symbol === '%') return rules.unit === 'percent' ? null : 'percent'
  const isCurrency = /^(\p{Sc}|[A-Z]{1,3}\p{Sc}|[A-Z]{3})$/u.test(symbol)
  if (!isCurrency) return 'not_a_number'
  return rules.currency !== null && symbolsOf(rules.currency).has(symbol) ? null : 'currency'
}

/**
 * Reads one number as people and spreadsheets write them: with groups, a decimal point or comma, a symbol, brackets or a minus. What
 * could be two numbers is refused, except `1,234`, which is how Orrery itself writes it; `style` settles it for a block.
 */
export function readNumber(text: string, rules: NumberRules, style: DecimalStyle | null = null): ReadNumber {
  if (text.trim() === '') return { ok: true, value: null }
  const parts = partsOf(text)
  if (!parts) return { ok: false, why: 'not_a_number' }
  const problem = symbolProblem(parts.symbol, rules)
  if (problem) return { ok: false, why: problem }
  const { digits } = parts
  const styles = stylesOf(digits)
  if (styles.length === 0) return { ok: false, why: 'not_a_number' }
  const certain = certainStyle(digits)
  const isOpen = certain === null && /[.,]/.test(digits)
  if (isOpen && style === null && digits.includes('.')) return { ok: false, why: 'ambiguous' }
  const used = certain ?? style ?? 'point'
  const [group, point] = used === 'point' ? [/[,'’]/g, '.'] : [/[.'’]/g, ',']
  const [whole = '', fraction = ''] = digits.replace(group, '').split(point)
  return bounded(whole.replace(/^0+(?=\d)/, '') || '0', fraction.replace(/0+$/, ''), parts.isNegative, rules)
}

function bounded(whole: string, fraction: string, isNegative: boolean, rules: NumberRules): ReadNumber {
  if (whole.length > AMOUNT_WHOLE_DIGITS_MAX) return { ok: false, why: 'too_large' }
  if (fraction.length > rules.decimals) return { ok: false, why: 'decimals' }
  const plain = fraction === '' ? whole : `${whole}.${fraction}`
  return { ok: true, value: isNegative && plain !== '0' ? `-${plain}` : plain }
}
