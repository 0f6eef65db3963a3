import { replaceEqualDeep } from '@tanstack/solid-query'
import { unwrap } from 'solid-js/store'

/**
 * The rows of now, with the object of before for each that says the same. What is drawn for it then stays, so that an
 * answer that changes nothing closes no menu and takes no focus away.
 */
export function keepEqualRows<T>(
  before: readonly T[] | undefined,
  now: readonly T[] | undefined,
  keyOf: (row: T) => string,
): readonly T[] | undefined {
  if (!before || !now) return now
  const known = new Map(before.map((row) => [keyOf(row), row]))
  return now.map((row) => {
    const old = known.get(keyOf(row))
    return old !== undefined && isEqual(old, row) ? old : row
  })
}

const isEqual = (a: unknown, b: unknown): boolean => replaceEqualDeep(unwrap(a), unwrap(b)) === unwrap(a)
