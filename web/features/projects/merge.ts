/** Fields of a form, by name. */
export type Fields = Readonly<Record<string, string | boolean>>

/** Names of the fields that are not what they were. */
export const differing = <V extends Fields>(before: V, after: V): (keyof V & string)[] =>
  Object.keys(after).filter((name) => after[name] !== before[name])

/** Names of what both changed since `base`, each to something else: only these need a decision. */
export const clashing = <V extends Fields>(base: V, mine: V, now: V): (keyof V & string)[] =>
  differing(base, mine).filter((name) => now[name] !== base[name] && now[name] !== mine[name])

/** Theirs, with what I changed laid over it. */
export const laidOver = <V extends Fields>(base: V, mine: V, now: V): V =>
  // Keys of `mine` are those of `now`, so the result has its form.
  ({ ...now, ...Object.fromEntries(differing(base, mine).map((name) => [name, mine[name]])) }) as V
