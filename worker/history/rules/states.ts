/**
 * What a record was after each of its changes, newest first, and before the oldest of them: the way back from what it is now, by what
 * each change says the fields it touched were.
 */
export function statesOf<S extends object>(current: S, befores: readonly object[]): S[] {
  const states = [current]
  for (const before of befores) {
    const later = states.at(-1) ?? current
    const known = Object.entries(before).filter(([field]) => field in later)
    states.push({ ...later, ...Object.fromEntries(known) })
  }
  return states
}
