import { isSame } from './keep-equal.ts'

/** Fields of a form, or of what is sent, by name. */
export type Fields = Readonly<Record<string, unknown>>

/** Names of the fields that are not what they were. */
export const differing = <V extends Fields>(before: V, after: V): (keyof V & string)[] =>
  Object.keys(after).filter((name) => !isSame(after[name], before[name]))

/** Names of what both changed since `base`, each to something else: only these need a decision. */
export const clashing = <V extends Fields>(base: V, mine: V, now: V): (keyof V & string)[] =>
  differing(base, mine).filter((name) => !isSame(now[name], base[name]) && !isSame(now[name], mine[name]))

/** Theirs, with what I changed laid over it. */
export const laidOver = <V extends Fields>(base: V, mine: V, now: V): V => ({
  ...now,
  ...only(mine, differing(base, mine)),
})

/** The fields of these names, as a change that leaves the others as they are. */
export const only = <V extends Fields>(values: V, names: readonly (keyof V & string)[]): Partial<V> =>
  // Every name is one of V's, which the type of the entries does not keep.
  Object.fromEntries(names.map((name) => [name, values[name]])) as Partial<V>
