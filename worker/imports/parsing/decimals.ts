/**
 * An exact decimal number: `int` times 10^-scale. `int` is a safe integer while it fits and a BigInt beyond, because
 * arithmetic on numbers is many times faster and nearly all rows fit.
 */
export interface Decimal {
  readonly int: number | bigint
  readonly scale: number
}

/** Division keeps this many decimals and rounds a tie to the even neighbour. */
export const DIVISION_SCALE = 18
/** What the facts can hold: digits before and after the point. */
export const WHOLE_DIGITS_MAX = 30
export const SCALE_MAX = 18

export const ZERO: Decimal = { int: 0, scale: 0 }
const HUNDRED: Decimal = { int: 100, scale: 0 }

/** The decimal of digits without sign or point, such as `255` with scale 2 for 2.55. */
export function decimalOf(digits: string, scale: number, isNegative: boolean): Decimal {
  if (digits.length <= 15) {
    const int = Number(digits)
    return { int: isNegative && int !== 0 ? -int : int, scale }
  }
  const int = BigInt(digits)
  return { int: narrow(isNegative ? -int : int), scale }
}

export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale)
  const a = rescaled(left, scale)
  const b = rescaled(right, scale)
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return { int: sum, scale }
  }
  return { int: narrow(BigInt(a) + BigInt(b)), scale }
}

export function negate(value: Decimal): Decimal {
  return { int: value.int === 0 ? 0 : -value.int, scale: value.scale }
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return add(left, negate(right))
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  const scale = left.scale + right.scale
  if (typeof left.int === 'number' && typeof right.int === 'number') {
    const product = left.int * right.int
    // Adding 0 turns -0 into 0.
    if (Number.isSafeInteger(product)) return { int: product + 0, scale }
  }
  return { int: narrow(BigInt(left.int) * BigInt(right.int)), scale }
}

/** Null when the divisor is zero. */
export function divide(left: Decimal, right: Decimal): Decimal | null {
  if (right.int === 0) return null
  const shift = DIVISION_SCALE - left.scale + right.scale
  let numerator = BigInt(left.int)
  let denominator = BigInt(right.int)
  if (shift >= 0) numerator *= 10n ** BigInt(shift)
  else denominator *= 10n ** BigInt(-shift)
  return trimmed({ int: narrow(halfEven(numerator, denominator)), scale: DIVISION_SCALE })
}

/** A percentage as the fraction that arithmetic needs: 12.5 becomes 0.125. */
export function percentToFraction(value: Decimal): Decimal {
  return divide(value, HUNDRED) ?? ZERO
}

/** Without trailing zeros behind the point, so that equal values have equal text. */
export function trimmed(value: Decimal): Decimal {
  let { int, scale } = value
  if (typeof int === 'number') {
    while (scale > 0 && int % 10 === 0) {
      int /= 10
      scale -= 1
    }
    return { int, scale: int === 0 ? 0 : scale }
  }
  while (scale > 0 && int % 10n === 0n) {
    int /= 10n
    scale -= 1
  }
  return { int: narrow(int), scale }
}

/** Exact text as Postgres reads it. Null when it has more digits than the facts hold. */
export function decimalText(value: Decimal): string | null {
  const { int, scale } = trimmed(value)
  if (scale === 0 && typeof int === 'number') return String(int)
  const isNegative = int < 0
  const digits = (isNegative ? -int : int).toString().padStart(scale + 1, '0')
  const whole = digits.length - scale
  if (whole > WHOLE_DIGITS_MAX || scale > SCALE_MAX) return null
  const text = scale === 0 ? digits : `${digits.slice(0, whole)}.${digits.slice(whole)}`
  return isNegative ? `-${text}` : text
}

function rescaled(value: Decimal, scale: number): number | bigint {
  if (value.scale === scale) return value.int
  const by = scale - value.scale
  if (typeof value.int === 'number' && by <= 15) {
    const scaled = value.int * 10 ** by
    if (Number.isSafeInteger(scaled)) return scaled
  }
  return BigInt(value.int) * 10n ** BigInt(by)
}

function halfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  const rest = numerator % denominator
  const doubled = (rest < 0n ? -rest : rest) * 2n
  const divisor = denominator < 0n ? -denominator : denominator
  const isUp = doubled > divisor || (doubled === divisor && quotient % 2n !== 0n)
  if (!isUp) return quotient
  return numerator < 0n === denominator < 0n ? quotient + 1n : quotient - 1n
}

function narrow(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}
