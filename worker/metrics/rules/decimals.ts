/**
 * Exact decimals. A value of scale s is a whole number of 10^-s units: a number while it is a safe integer, a bigint
 * beyond. Rounding is half away from zero everywhere, as Postgres rounds `numeric`, so an answer worked out here and
 * the same answer asked of Postgres are the same text.
 */
export type Units = number | bigint

/** Units of an integer text such as SQLite's `cast(sum(v) as text)`. */
export function unitsOfInteger(text: string): Units {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

export function addUnits(a: Units, b: Units): Units {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  return BigInt(a) + BigInt(b)
}

export function multiplyUnits(a: Units, b: Units): Units {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b
    if (Number.isSafeInteger(product)) return product
  }
  return BigInt(a) * BigInt(b)
}

export function negateUnits(a: Units): Units {
  // 0 - a, because -0 is a number of its own and would print as such.
  return typeof a === 'number' ? 0 - a : -a
}

export function absoluteUnits(a: Units): Units {
  return a < 0 ? negateUnits(a) : a
}

const safePowers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent)

/** 10^exponent as units; looked up, because it is asked for in every cell of an answer. */
export function powerOfTen(exponent: number): Units {
  return safePowers[exponent] ?? 10n ** BigInt(exponent)
}

/** numerator / denominator to the nearest whole number, halves away from zero. The denominator is not zero. */
export function divideRounded(numerator: Units, denominator: Units): Units {
  if (typeof numerator === 'number' && typeof denominator === 'number') {
    const rest = numerator % denominator
    // + 0 turns a negative zero, which is a value of its own, into zero.
    const whole = (numerator - rest) / denominator + 0
    // Twice the rest may leave the safe range; comparing it with what is missing to the denominator does not.
    const distance = Math.abs(denominator) - Math.abs(rest)
    if (Math.abs(rest) < distance) return whole
    return whole + (numerator < 0 === denominator < 0 ? 1 : -1)
  }
  const top = BigInt(numerator)
  const bottom = BigInt(denominator)
  const whole = top / bottom
  const rest = top % bottom
  if ((rest < 0n ? -rest : rest) * 2n < (bottom < 0n ? -bottom : bottom)) return whole
  return whole + (top < 0n === bottom < 0n ? 1n : -1n)
}

/** Decimal text of units, without trailing zeros and without a negative zero: `12.5`, `-0.03`, `0`. */
export function textOfUnits(units: Units, scale: number): string {
  if (scale === 0) return String(units)
  const digits = String(absoluteUnits(units)).padStart(scale + 1, '0')
  let end = digits.length
  const point = end - scale
  while (end > point && digits.charCodeAt(end - 1) === 48) end--
  const whole = digits.slice(0, point)
  const text = end === point ? whole : `${whole}.${digits.slice(point, end)}`
  return units < 0 ? `-${text}` : text
}

const decimalForm = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?$/

/** Units of decimal text at a scale, rounded once if it has more decimals; null when it is not a decimal number. */
export function unitsOfText(text: string, scale: number): Units | null {
  const match = decimalForm.exec(text)
  if (match === null) return null
  const [, sign = '', whole = '', fraction = ''] = match
  const exact = BigInt(sign + whole + fraction.padEnd(scale, '0'))
  const excess = Math.max(0, fraction.length - scale)
  const units = excess === 0 ? exact : divideRounded(exact, 10n ** BigInt(excess))
  return unitsOfInteger(String(units))
}

/** An exact fraction; `bottom` is never zero. */
export interface Fraction {
  top: Units
  bottom: Units
}

export const zeroFraction: Fraction = { top: 0, bottom: 1 }

export function addFractions(a: Fraction, b: Fraction): Fraction {
  if (a.bottom === b.bottom) return { top: addUnits(a.top, b.top), bottom: a.bottom }
  return {
    top: addUnits(multiplyUnits(a.top, b.bottom), multiplyUnits(b.top, a.bottom)),
    bottom: multiplyUnits(a.bottom, b.bottom),
  }
}

export function multiplyFractions(a: Fraction, b: Fraction): Fraction {
  return { top: multiplyUnits(a.top, b.top), bottom: multiplyUnits(a.bottom, b.bottom) }
}

/** a / b, or null when b is zero. */
export function divideFractions(a: Fraction, b: Fraction): Fraction | null {
  if (b.top === 0 || b.top === 0n) return null
  // Most ratios divide two values of one scale: leaving the common denominator out keeps them small.
  if (a.bottom === b.bottom) return { top: a.top, bottom: b.top }
  return multiplyFractions(a, { top: b.bottom, bottom: b.top })
}

/** The fraction in units of 10^-scale, rounded once. */
export function unitsOfFraction(fraction: Fraction, scale: number): Units {
  return divideRounded(multiplyUnits(fraction.top, powerOfTen(scale)), fraction.bottom)
}
