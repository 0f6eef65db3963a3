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

/** What is left of stretches where others are taken out. */
export function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  let left = united(spans)
  for (const { fromMs, toMs } of united(taken))
    left = left.flatMap((span) =>
      [
        { fromMs: span.fromMs, toMs: Math.min(span.toMs, fromMs) },
        { fromMs: Math.max(span.fromMs, toMs), toMs: span.toMs },
      ].filter((part) => part.fromMs < part.toMs),
    )
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
