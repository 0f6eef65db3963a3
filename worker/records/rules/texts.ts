import { AMOUNT_WHOLE_DIGITS_MAX, DIMENSION_VALUE_CHARS_MAX } from '../../../contracts/limits.ts'

/** Whether a decimal text has more whole digits than an amount may have. */
export function isTooLarge(amount: string): boolean {
  const whole = /^-?0*(\d*)/.exec(amount)?.[1] ?? ''
  return whole.length > AMOUNT_WHOLE_DIGITS_MAX
}

/** A dimension's value as it is kept: trimmed, cut without leaving half a character, blank as null. */
export function dimensionText(text: string | null): string | null {
  const trimmed = text?.trim() ?? ''
  if (trimmed === '') return null
  return trimmed.length <= DIMENSION_VALUE_CHARS_MAX
    ? trimmed
    : trimmed.slice(0, DIMENSION_VALUE_CHARS_MAX).replace(/[\ud800-\udbff]$/, '')
}

/** JSON text for Postgres, which holds neither zero characters nor halves of characters. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    typeof part === 'string' ? part.replaceAll('\0', '\ufffd').toWellFormed() : part,
  )
}
