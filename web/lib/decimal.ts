/** Small exact arithmetic on decimal text, for what the screen needs: signs, differences, ratios, sums. No floats. */

interface Parts {
  units: bigint
  scale: number
}

function partsOf(text: string): Parts {
  const [whole = '0', fraction = ''] = text.split('.')
  return { units: BigInt(whole + fraction), scale: fraction.length }
}

function textOf(units: bigint, scale: number): string {
  const negative = units < 0n
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = scale > 0 ? digits.slice(-scale).replace(/0+$/, '') : ''
  const text = fraction ? `${whole}.${fraction}` : whole
  return negative && text !== '0' ? `-${text}` : text
}

function aligned(a: string, b: string): [bigint, bigint, number] {
  const left = partsOf(a)
  const right = partsOf(b)
  const scale = Math.max(left.scale, right.scale)
  return [
    left.units * 10n ** BigInt(scale - left.scale),
    right.units * 10n ** BigInt(scale - right.scale),
    scale,
  ]
}

/** `a - b`, exact. */
export function subtract(a: string, b: string): string {
  const [left, right, scale] = aligned(a, b)
  return textOf(left - right, scale)
}

/** `a + b`, exact. */
export function add(a: string, b: string): string {
  const [left, right, scale] = aligned(a, b)
  return textOf(left + right, scale)
}

/** -1, 0 or 1. */
export function sign(text: string): -1 | 0 | 1 {
  const { units } = partsOf(text)
  return units > 0n ? 1 : units < 0n ? -1 : 0
}

/** -1 when `a` is smaller, 0 when equal, 1 when larger. */
export function compare(a: string, b: string): -1 | 0 | 1 {
  return sign(subtract(a, b))
}

/** The value without its sign. */
export function magnitude(text: string): string {
  return text.startsWith('-') ? text.slice(1) : text
}

/** `part / whole` in percent, rounded half away from zero to `decimals`; null when `whole` is zero. */
export function percentOf(part: string, whole: string, decimals = 1): string | null {
  const [top, bottom] = aligned(part, whole)
  if (bottom === 0n) return null
  const scaled = top * 100n * 10n ** BigInt(decimals)
  const negative = scaled < 0n !== bottom < 0n
  const [n, d] = [scaled < 0n ? -scaled : scaled, bottom < 0n ? -bottom : bottom]
  const rounded = (2n * n + d) / (2n * d)
  return textOf(negative ? -rounded : rounded, decimals)
}

/** For drawing only, never for showing: a position on a screen does not need more than a float. */
export function toDrawing(text: string): number {
  return Number(text)
}
