import type { MetricDefinition } from '../../../contracts/metrics.ts'

/** Metrics a formula names, each once, in its order. */
export function operandsOf(formula: string, metrics: readonly MetricDefinition[]): MetricDefinition[] {
  const byKey = new Map(metrics.map((metric) => [metric.key as string, metric]))
  const names = new Set(formula.match(/[a-z][a-z0-9_]*/g) ?? [])
  return [...names].flatMap((name) => byKey.get(name) ?? [])
}
