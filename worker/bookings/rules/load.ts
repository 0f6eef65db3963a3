import { overlaps } from '../../availability/rules/spans.ts'
import type { Period } from './when.ts'

/** The most periods that share a moment inside a stretch of time. */
export function peakLoad(periods: readonly Period[], within: Period): number {
  const inside = periods.filter((one) => overlaps(one, within))
  // The load only rises where a period begins.
  const starts = inside.map(({ fromMs }) => Math.max(fromMs, within.fromMs))
  return Math.max(0, ...starts.map((ms) => inside.filter((one) => one.fromMs <= ms && ms < one.toMs).length))
}
