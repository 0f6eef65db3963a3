import { add, compare, sign, subtract, toDrawing } from '../../lib/decimal.ts'

export interface Tick {
  /** Exact value of the line, decimal text. */
  value: string
  /** Where it is drawn. */
  position: number
}

/** Distances between lines that read well, in tenths of a power of ten. */
const STEP_TENTHS = [10, 20, 25, 50] as const
const LINES_MAX = 6

/** `tenths * 10^(power - 1)` as exact decimal text: (25, 3) is 2500, (20, -1) is 0.2. */
export function stepText(tenths: number, power: number): string {
  const shift = power - 1
  if (shift >= 0) return `${tenths}${'0'.repeat(shift)}`
  const digits = String(tenths).padStart(1 - shift, '0')
  const fraction = digits.slice(shift).replace(/0+$/, '')
  const whole = digits.slice(0, shift)
  return fraction === '' ? whole : `${whole}.${fraction}`
}

/** Power of ten of the first digit of a positive value: 2 for 345, -3 for 0.0042. */
function powerOf(value: string): number {
  const [whole = '0', fraction = ''] = value.split('.')
  const digits = whole.replace(/^0+/, '')
  if (digits !== '') return digits.length - 1
  return -fraction.search(/[1-9]/) - 1
}

/** Multiples of `step` from at or below `low` to at or above `high`, zero among them; null when they are too many. */
function linesFor(low: string, high: string, step: string): string[] | null {
  const lines = ['0']
  for (let line = '0'; compare(line, low) > 0; ) {
    line = subtract(line, step)
    lines.unshift(line)
    if (lines.length > LINES_MAX) return null
  }
  for (let line = '0'; compare(line, high) < 0; ) {
    line = add(line, step)
    lines.push(line)
    if (lines.length > LINES_MAX) return null
  }
  return lines
}

/**
 * Lines of a value axis that hold all values and always zero, at round distances. The maths is exact, so the label of a
 * line is never 0.30000000000000004. Values are decimal text, null where nothing was recorded.
 */
export function axisTicks(values: readonly (string | null)[]): Tick[] {
  let [low, high] = ['0', '0']
  for (const value of values) {
    if (value === null) continue
    if (compare(value, low) < 0) low = value
    if (compare(value, high) > 0) high = value
  }
  if (sign(subtract(high, low)) === 0) high = '1'
  for (let power = powerOf(subtract(high, low)) - 1; ; power++) {
    for (const tenths of STEP_TENTHS) {
      const lines = linesFor(low, high, stepText(tenths, power))
      if (lines) return lines.map((value) => ({ value, position: toDrawing(value) }))
    }
  }
}
