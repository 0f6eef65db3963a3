import {
  BREAKDOWN_TOP_DEFAULT,
  BREAKDOWN_TOP_MAX,
  DAILY_RANGE_DAYS_MAX,
  QUESTION_CELLS_MAX,
} from '../../../contracts/limits.ts'
import type { Grain, MetricDefinition, Question } from '../../../contracts/metrics.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'
import { areMonthAligned, countBuckets, isMonthStart, listBuckets } from './buckets.ts'
import { type Catalogue, CLIENT_DIMENSION, dimensionsOf, leavesOf } from './catalogue.ts'
import { numberOfDay } from './days.ts'
import { nearestNames } from './nearestNames.ts'
import { type Cut, cutAtToday, earlierPeriod, type Period } from './periods.ts'
import type { PlannedMetric, PlannedQuestion, QuestionContext, QuestionRefusal, Read } from './question.ts'

type Checked<T> = Result<T, QuestionRefusal>

const FIRST_DAY = numberOfDay('0001-01-01')
/** From fine to coarse: what to suggest when a range has too many points. */
const GRAINS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year', 'total']

/** Decides whether a question can be answered and plans the answer; a refusal says what to change. */
export function checkQuestion(
  question: Question,
  catalogue: Catalogue,
  context: QuestionContext,
): Checked<PlannedQuestion> {
  const from = numberOfDay(question.from)
  const to = numberOfDay(question.to)
  if (to < from) return err(reversedRefusal(question))
  const metrics = checkMetrics(question, catalogue)
  if (!metrics.ok) return metrics
  const breakdown = checkBreakdown(question, catalogue)
  if (!breakdown.ok) return breakdown
  const refusal = checkSize(question, metrics.value, breakdown.value, from, to, context)
  if (refusal !== null) return err(refusal)

  const current: Period = { from, to, buckets: listBuckets(from, to, question.grain, context.calendar) }
  const compare = planComparison(question, current, context.today)
  if ((compare?.period.from ?? from) < FIRST_DAY) return err(beforeCalendarRefusal(question))
  const leaves = new Map<string, MetricDefinition>()
  for (const metric of metrics.value) {
    for (const leaf of leavesOf(catalogue, metric.definition.key)) leaves.set(leaf.key, leaf)
  }
  const dimension = breakdown.value?.dimension ?? null
  const cut = compare?.cut ?? null
  return ok({
    metrics: metrics.value,
    leaves,
    clientId: question.clientId ?? null,
    grain: question.grain,
    calendar: context.calendar,
    today: context.today,
    breakdown: breakdown.value,
    current,
    compare,
    reads: planReads(leaves, dimension, current, cut?.currentTo ?? null),
    earlierReads:
      compare === null ? [] : planReads(leaves, dimension, compare.period, cut?.earlierTo ?? null),
  })
}

function checkMetrics(question: Question, catalogue: Catalogue): Checked<PlannedMetric[]> {
  const planned: PlannedMetric[] = []
  for (const key of new Set(question.metrics)) {
    const definition = catalogue.metrics.get(key)
    if (definition === undefined) return err(unknownMetricRefusal(key, catalogue))
    const broken = catalogue.broken.get(key)
    if (broken !== undefined) return err(broken)
    const leaves = leavesOf(catalogue, key).map((leaf) => leaf.key)
    planned.push({ definition, formula: catalogue.formulas.get(key) ?? null, leaves })
  }
  return ok(planned)
}

function checkBreakdown(question: Question, catalogue: Catalogue): Checked<PlannedQuestion['breakdown']> {
  if (question.breakdown === undefined) return ok(null)
  const { dimension, top = BREAKDOWN_TOP_DEFAULT } = question.breakdown
  if (top > BREAKDOWN_TOP_MAX) return err(topRefusal(top))
  for (const key of question.metrics) {
    const dimensions = dimensionsOf(catalogue, key)
    if (dimension !== CLIENT_DIMENSION && !dimensions.includes(dimension))
      return err(unknownDimensionRefusal(key, dimension, dimensions))
  }
  return ok({ dimension, top })
}

/** Bounds by arithmetic before anything is listed: points of one series, then cells of the whole answer. */
function checkSize(
  question: Question,
  metrics: readonly PlannedMetric[],
  breakdown: PlannedQuestion['breakdown'],
  from: number,
  to: number,
  context: QuestionContext,
): QuestionRefusal | null {
  const { grain } = question
  const points = countBuckets(from, to, grain, context.calendar)
  if (points > DAILY_RANGE_DAYS_MAX) {
    const fitting = GRAINS.find(
      (finer) => countBuckets(from, to, finer, context.calendar) <= DAILY_RANGE_DAYS_MAX,
    )
    return rangeRefusal(question, points, fitting ?? 'total')
  }
  const periods = question.compare === undefined ? 1 : 2
  let cells = 0
  for (const metric of metrics) {
    cells += points * periods * (breakdown === null ? 1 : countSlots(metric, breakdown, context) + 1)
  }
  return cells > QUESTION_CELLS_MAX ? cellsRefusal(cells) : null
}

function countSlots(
  metric: PlannedMetric,
  breakdown: { dimension: string; top: number },
  context: QuestionContext,
): number {
  let known = 0
  for (const leaf of metric.leaves) {
    const values = context.countValues?.(leaf, breakdown.dimension) ?? null
    if (values === null) return breakdown.top
    known += values
  }
  return Math.min(breakdown.top, known)
}

function planComparison(question: Question, current: Period, today: number): PlannedQuestion['compare'] {
  const kind = question.compare
  if (kind === undefined) return null
  const period = earlierPeriod(current, kind, question.grain === 'day')
  return { kind, period, cut: cutAtToday(current, kind, today) }
}

/** `cutTo` is where the total held in a comparison ends; a cut inside a month needs the days of that month. */
function planReads(
  leaves: ReadonlyMap<string, MetricDefinition>,
  dimension: string | null,
  period: Period,
  cutTo: Cut['currentTo'] | null,
): Read[] {
  const isCutAligned = cutTo === null || isMonthStart(cutTo + 1)
  const rows = isCutAligned && isWholeMonths(period) && areMonthAligned(period.buckets) ? 'month' : 'day'
  return [...leaves.keys()].map((metric) => ({ metric, dimension, from: period.from, to: period.to, rows }))
}

function isWholeMonths(period: Period): boolean {
  return isMonthStart(period.from) && isMonthStart(period.to + 1)
}

function reversedRefusal(question: Question): QuestionRefusal {
  const { from, to } = question
  return {
    code: 'reversed_dates',
    message: `The range ends (${to}) before it starts (${from}). Swap from and to.`,
    details: { from, to },
  }
}

function unknownMetricRefusal(metric: string, catalogue: Catalogue): QuestionRefusal {
  const nearest = nearestNames(metric, [...catalogue.metrics.keys()])
  const advice =
    nearest.length > 0
      ? `Did you mean ${nearest.join(' or ')}?`
      : 'GET /api/v1/metrics lists those there are.'
  return {
    code: 'unknown_metric',
    message: `There is no metric "${metric}". ${advice}`,
    details: { metric, nearest },
  }
}

function unknownDimensionRefusal(metric: string, dimension: string, dimensions: string[]): QuestionRefusal {
  const advice =
    dimensions.length > 0
      ? `Use ${dimensions.join(' or ')}.`
      : 'It cannot be broken down; leave breakdown out.'
  const message = `The metric "${metric}" has no dimension "${dimension}". ${advice}`
  return { code: 'unknown_dimension', message, details: { metric, dimension, dimensions } }
}

function rangeRefusal(question: Question, points: number, suggestion: Grain): QuestionRefusal {
  const { from, to, grain } = question
  const message =
    `${from} to ${to} has ${points} points by ${grain}; a series has at most ${DAILY_RANGE_DAYS_MAX}. ` +
    `Ask with grain "${suggestion}", or for a shorter range.`
  return {
    code: 'range_too_long',
    message,
    details: { points, pointsMax: DAILY_RANGE_DAYS_MAX, grain, suggestion },
  }
}

function cellsRefusal(cells: number): QuestionRefusal {
  const message =
    `The answer could have ${cells} values; a question has at most ${QUESTION_CELLS_MAX}. ` +
    'Ask for fewer metrics, a coarser grain, a shorter range or a smaller top.'
  return { code: 'question_too_large', message, details: { cells, cellsMax: QUESTION_CELLS_MAX } }
}

function topRefusal(top: number): QuestionRefusal {
  const message = `A breakdown shows at most ${BREAKDOWN_TOP_MAX} values, not ${top}; the rest is added up as "Other". Ask for a smaller top.`
  return { code: 'question_too_large', message, details: { top, topMax: BREAKDOWN_TOP_MAX } }
}

function beforeCalendarRefusal(question: Question): QuestionRefusal {
  const { from, to, compare } = question
  const message =
    'The asked or the earlier period begins before the year 1. Choose a later range or leave compare out.'
  return { code: 'range_too_long', message, details: { from, to, compare } }
}
