/** Fields of answers are JSON; anything else is taken as it comes. */
type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** What tells the records of a list apart; the first one that a record has. */
const NAMED_BY = ['id', 'seq', 'personId', 'key', 'stream']

const idOf = (value: unknown): unknown =>
  isFields(value) ? NAMED_BY.map((name) => value[name]).find((id) => id !== undefined) : undefined

/**
 * The answer of now, with the objects of before for all that says the same: records of a list are found wherever they
 * stand, all else by its place. What is drawn for them then stays, with the focus in it and the menu open at it.
 *
 * Nothing of before is changed in place: a dialog may hold a record as it was opened, and has to send that version back.
 */
export function keepEqual<T>(before: unknown, now: T): T {
  if (Array.isArray(before) && Array.isArray(now)) return keepItems(before, now) as T
  if (isFields(before) && isFields(now)) return keepFields(before, now) as T
  return now
}

function keepItems(before: readonly unknown[], now: readonly unknown[]): readonly unknown[] {
  const known = new Map(before.map((item, at) => [idOf(item) ?? at, item]))
  const kept = now.map((item, at) => keepEqual(known.get(idOf(item) ?? at), item))
  return kept.length === before.length && kept.every((item, at) => Object.is(item, before[at]))
    ? before
    : kept
}

function keepFields(before: Fields, now: Fields): Fields {
  const names = Object.keys(now)
  const kept = Object.fromEntries(names.map((name) => [name, keepEqual(before[name], now[name])]))
  const isSame =
    names.length === Object.keys(before).length &&
    names.every((name) => Object.hasOwn(before, name) && Object.is(kept[name], before[name]))
  return isSame ? before : kept
}
