import type { FactsSource, MetricDefinition } from '../../../contracts/metrics.ts'

export type FactTable = FactsSource['table']

/** The table that a metric has its rows in; null for a formula. */
export function tableOfMetric({ source }: MetricDefinition): FactTable | null {
  return source.kind === 'facts' ? source.table : null
}
