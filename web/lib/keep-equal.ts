/** Fields of answers are JSON; anything else is taken as it comes. */
type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** What tells the records of a list apart; the first one that a record has. */
const NAMED_BY = ['id', 'seq', 'personId', 'key', 'stream']

function idOf(value: unknown): unknown {
  if (!isFields(value)) return undefined
  const name = NAMED_BY.find((one) => value[one] !== undefined)
  return name && value[name]
}

/**
 * The answer of now, with the objects of before for all that says the same: records of a list are found wherever they
 * stand, all else by its place. What is drawn for them then stays, with the focus in it and the menu open at it.
 *
 * Nothing of before is changed in place: a dialog may hold a record as it was opened, and has to send that version back.
 */
export function keepEqual<T>(before: unknown, now: T): T {
  if (isSame(before, now)) return before as T
  if (Array.isArray(before) && Array.isArray(now)) return keepItems(before, now) as T
  if (isFields(before) && isFields(now)) return keepFields(before, now) as T
  return now
}

function keepItems(before: readonly unknown[], now: readonly unknown[]): readonly unknown[] {
  const known = new Map(before.map((item, at) => [idOf(item) ?? at, item]))
  return now.map((item, at) => keepEqual(known.get(idOf(item) ?? at), item))
}

const keepFields = (before: Fields, now: Fields): Fields =>
  Object.fromEntries(Object.keys(now).map((name) => [name, keepEqual(before[name], now[name])]))

/** True where both say the same, whichever objects say it. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, at) => isSame(item, other[at]))
  if (!isFields(one) || !isFields(other)) return false
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  )
}
