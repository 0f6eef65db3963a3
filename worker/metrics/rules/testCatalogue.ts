import { MetricDefinition, type Question } from '../../../contracts/metrics.ts'
import { defaultCalendar } from './buckets.ts'
import { openCatalogue } from './catalogue.ts'
import type { MetricRow } from './cells.ts'
import { numberOfDay } from './days.ts'
import type { PlannedQuestion, QuestionContext } from './question.ts'
import { checkQuestion } from './validate.ts'

/** A metric of the tests: money in EUR with rows of its own, unless told otherwise. */
export function aMetric(
  key: string,
  changes: Partial<Record<keyof MetricDefinition, unknown>> = {},
): MetricDefinition {
  return MetricDefinition.parse({
    key,
    label: key,
    unit: 'money',
    currency: 'EUR',
    direction: 'up',
    aggregation: 'sum',
    scale: 4,
    source: { kind: 'facts', table: 'custom_metrics' },
    dimensions: ['country'],
    description: '',
    ...changes,
  })
}

export function aFormula(
  key: string,
  formula: string,
  changes: Partial<Record<keyof MetricDefinition, unknown>> = {},
): MetricDefinition {
  return aMetric(key, {
    unit: 'percent',
    currency: null,
    aggregation: 'ratio',
    scale: 2,
    source: { kind: 'formula', formula },
    dimensions: [],
    ...changes,
  })
}

export const testCatalogue = openCatalogue([
  aMetric('revenue', { dimensions: ['country', 'product'] }),
  aMetric('expenses'),
  aMetric('orders', { unit: 'count', currency: null, scale: 0 }),
  aMetric('price', { aggregation: 'avg' }),
  aMetric('cash', { aggregation: 'last' }),
  aMetric('lowest', { aggregation: 'min' }),
  aMetric('highest', { aggregation: 'max' }),
  aFormula('margin', '(revenue - expenses) / revenue * 100'),
  aFormula('profit', 'revenue - expenses', { unit: 'money', currency: 'EUR', scale: 4 }),
  aFormula('average_order', 'revenue / orders', { unit: 'money', currency: 'EUR', scale: 4 }),
  aFormula('broken', 'revenue +'),
])

/** A context far after every date of the tests, so that nothing is open. */
export function aContext(changes: Partial<QuestionContext> & { day?: string } = {}): QuestionContext {
  return { today: numberOfDay(changes.day ?? '2099-01-01'), calendar: defaultCalendar, ...changes }
}

export function aQuestion(changes: Partial<Question> = {}): Question {
  return { metrics: ['revenue'], from: '2026-03-01', to: '2026-03-31', grain: 'day', ...changes }
}

/** The plan of a question that must be allowed. */
export function planOf(question: Question, context: QuestionContext = aContext()): PlannedQuestion {
  const checked = checkQuestion(question, testCatalogue, context)
  if (!checked.ok) throw new Error(checked.error.message)
  return checked.value
}

export function aRow(day: string, units: number | string, val = '', n = 1): MetricRow {
  return { day: numberOfDay(day), val, units: String(units), n }
}
