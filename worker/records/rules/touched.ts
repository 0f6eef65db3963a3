/** Collects the days on which metrics moved. */
export class Touched {
  private readonly days = new Map<number, Set<string>>()

  add(metricNo: number, days: Iterable<string>): void {
    const known = this.days.get(metricNo) ?? new Set<string>()
    for (const day of days) known.add(day)
    if (known.size > 0) this.days.set(metricNo, known)
  }

  addAll(touched: readonly { metricNo: number; days: readonly string[] }[]): void {
    for (const { metricNo, days } of touched) this.add(metricNo, days)
  }

  /** By number of the metric, days in order. */
  list(): { metricNo: number; days: string[] }[] {
    return [...this.days]
      .sort(([a], [b]) => a - b)
      .map(([metricNo, days]) => ({ metricNo, days: [...days].sort() }))
  }
}
