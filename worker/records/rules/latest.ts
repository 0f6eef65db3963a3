/** Of several records with one key only the last counts; the order is that of their last places. */
export function latestBy<T>(records: readonly T[], keyOf: (record: T) => string): Map<string, T> {
  const latest = new Map<string, T>()
  for (const record of records) {
    const key = keyOf(record)
    latest.delete(key)
    latest.set(key, record)
  }
  return latest
}
