/** A stretch of time in milliseconds since 1970; the end is not part of it. */
export interface Span {
  fromMs: number
  toMs: number
}

/** The same time as stretches that neither overlap nor touch, in order. */
export function united(spans: readonly Span[]): Span[] {
  const found: Span[] = []
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    if (toMs <= fromMs) continue
    const last = found.at(-1)
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else found.push({ fromMs, toMs })
  }
  return found
}

/** What is left of stretches where others are taken out. One walk through both, because a year of a calendar has thousands. */
export function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  const gaps = united(taken)
  const left: Span[] = []
  let first = 0
  for (const span of united(spans)) {
    let { fromMs } = span
    for (; first < gaps.length; first += 1) {
      const gap = gaps[first]
      if (gap === undefined || gap.fromMs >= span.toMs) break
      if (gap.fromMs > fromMs) left.push({ fromMs, toMs: gap.fromMs })
      fromMs = Math.max(fromMs, gap.toMs)
      // It may reach into the next stretch too.
      if (gap.toMs > span.toMs) break
    }
    if (fromMs < span.toMs) left.push({ fromMs, toMs: span.toMs })
  }
  return left
}

/** The parts of stretches that lie in another one. */
export function within(spans: readonly Span[], { fromMs, toMs }: Span): Span[] {
  return united(spans)
    .map((span) => ({ fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) }))
    .filter((span) => span.fromMs < span.toMs)
}

/** Whether two stretches share a moment. */
export const overlaps = (a: Span, b: Span): boolean => a.fromMs < b.toMs && b.fromMs < a.toMs
