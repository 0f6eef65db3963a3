import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { words } from './words.ts'

/** Unit of a metric in words: `Money, AUD`. */
export function unitOf(metric: Pick<MetricDefinition, 'unit' | 'currency'>): string {
  const unit = words.units[metric.unit]
  return metric.currency === null ? unit : `${unit}, ${metric.currency}`
}

/** Where a metric comes from: the formula as written, or the kind of rows. */
export function sourceOf(metric: Pick<MetricDefinition, 'source'>): string {
  return metric.source.kind === 'formula' ? metric.source.formula : words.tables[metric.source.table]
}
