import type {
  Answer,
  BreakdownPart,
  CompareView,
  Freshness,
  MetricDefinition,
  NullReason,
  Point,
  PointState,
  Series,
} from '../../../contracts/metrics.ts'
import { type Bucket, isOpenBucket } from './buckets.ts'
import {
  type Cells,
  cutIndex,
  emptyCells,
  foldRows,
  groupRows,
  type MetricRow,
  mergeCells,
  repeatTwins,
  totalIndex,
} from './cells.ts'
import { dayOfNumber } from './days.ts'
import { textOfUnits } from './decimals.ts'
import type { Value } from './formula.ts'
import { type SourceFreshness, sourcesOf, staleFrom } from './freshness.ts'
import type { PlannedQuestion, Read } from './question.ts'
import { rankValues } from './ranking.ts'
import { type LeafRows, metricValue } from './values.ts'
import { notIncludedIn, type WaitingRow } from './waiting.ts'

/** One line of the answer before it is worked out: the dimension values folded into it. */
interface Slice {
  part: BreakdownPart | null
  value: string | null
  members: readonly (string | null)[]
}

/** One of the two periods of a question with its rows. */
interface Side {
  buckets: readonly Bucket[]
  cutTo: number | null
  rows: LeafRows
}

/**
 * The answer to a planned question. `rowsOf` gives the rows of a read of the plan, in any order; rows outside of it are
 * ignored. Every bucket of the range gets a point, recorded or not. `waitingOf` gives the records that a read leaves out.
 */
export function assembleAnswer(
  planned: PlannedQuestion,
  rowsOf: (read: Read) => Iterable<MetricRow>,
  freshness: readonly SourceFreshness[],
  waitingOf: (read: Read) => readonly WaitingRow[],
): Answer {
  const { compare } = planned
  const waiting = new Map(planned.reads.map((read) => [read.metric, waitingOf(read)]))
  const cut = compare?.cut ?? null
  const current: Side = {
    buckets: planned.current.buckets,
    cutTo: cut?.currentTo ?? null,
    rows: readRows(planned, planned.reads, rowsOf, planned.current.from, planned.current.to),
  }
  const earlier: Side | null = compare && {
    buckets: compare.period.buckets,
    cutTo: cut?.earlierTo ?? null,
    rows: readRows(planned, planned.earlierReads, rowsOf, compare.period.from, compare.period.to),
  }
  const slices = sliceRows(planned, current.rows, earlier?.rows ?? null, waiting)
  const cellsOf = slices.map((slice) => ({
    slice,
    current: foldSide(planned, slice, current),
    earlier: earlier && foldSide(planned, slice, earlier),
  }))
  const series = planned.metrics.flatMap((metric) => {
    const unsureFrom = staleFrom(sourcesOf(metric.leaves, freshness))
    const leaves = metric.leaves.flatMap((key) => planned.leaves.get(key) ?? [])
    return cellsOf.map((cells): Series => {
      const valueAt = (index: number): Value => metricValue(planned, metric, cells.current, index)
      const { members } = cells.slice
      const notIncluded = notIncludedIn(leaves, waiting, planned.breakdown === null ? null : members)
      const built = {
        ...seriesOf(metric.definition, cells.slice, current.buckets, valueAt, planned.today, unsureFrom),
        ...(notIncluded === undefined ? {} : { notIncluded }),
      }
      if (compare === null || cells.earlier === null) return built
      const { earlier: earlierCells } = cells
      const earlierAt = (index: number): Value => metricValue(planned, metric, earlierCells, index)
      return {
        ...built,
        compare: compareOf(planned, compare, metric.definition, valueAt, earlierAt, unsureFrom),
      }
    })
  })
  return { series, freshness: sourcesOf([...planned.leaves.keys()], freshness).map(freshnessView) }
}

function readRows(
  planned: PlannedQuestion,
  reads: readonly Read[],
  rowsOf: (read: Read) => Iterable<MetricRow>,
  from: number,
  to: number,
): LeafRows {
  const hasDimension = planned.breakdown !== null
  return new Map(reads.map((read) => [read.metric, groupRows(rowsOf(read), hasDimension, from, to)]))
}

/** Which dimension values make a series each, largest first, and what is folded into `other`. */
function sliceRows(
  planned: PlannedQuestion,
  current: LeafRows,
  earlier: LeafRows | null,
  waiting: ReadonlyMap<string, readonly WaitingRow[]>,
): Slice[] {
  if (planned.breakdown === null) return [{ part: null, value: null, members: [null] }]
  const ranked = rankValues(planned, current, earlier, waiting)
  const shown = ranked.slice(0, planned.breakdown.top)
  const slices = shown.map(
    (value): Slice => ({ part: value === null ? 'none' : 'value', value, members: [value] }),
  )
  const rest = ranked.slice(shown.length)
  if (rest.length > 0) slices.push({ part: 'other', value: null, members: rest })
  return slices
}

/** Cells of every leaf for one slice. */
function foldSide(planned: PlannedQuestion, slice: Slice, side: Side): Map<string, Cells> {
  const folded = new Map<string, Cells>()
  for (const [key, leaf] of planned.leaves) {
    const groups = side.rows.get(key)
    const cells = emptyCells(side.buckets.length + 2)
    for (const member of slice.members) {
      const rows = groups?.get(member)
      if (rows === undefined) continue
      if (leaf.aggregation === 'last') {
        // Several balances add up although they date from different days, so each is folded by itself first.
        const own = emptyCells(cells.units.length)
        foldRows(own, rows, side.buckets, side.cutTo, leaf.aggregation)
        mergeCells(cells, own, leaf.aggregation)
      } else {
        foldRows(cells, rows, side.buckets, side.cutTo, leaf.aggregation)
      }
    }
    repeatTwins(cells, side.buckets)
    folded.set(key, cells)
  }
  return folded
}

function seriesOf(
  definition: MetricDefinition,
  slice: Slice,
  buckets: readonly Bucket[],
  valueAt: (index: number) => Value,
  today: number,
  unsureFrom: number,
): Series {
  const { key, label, unit, currency, scale } = definition
  const total = valueAt(totalIndex(buckets))
  const reason = reasonOf(total)
  return {
    metric: key,
    label,
    unit,
    currency,
    ...(slice.part === null ? {} : { dimensionValue: slice.value, part: slice.part }),
    points: pointsOf(buckets, valueAt, scale, today, unsureFrom),
    total: textOf(total, scale),
    ...(reason === null ? {} : { totalReason: reason }),
  }
}

function pointsOf(
  buckets: readonly Bucket[],
  valueAt: (index: number) => Value,
  scale: number,
  today: number,
  unsureFrom: number,
): Point[] {
  return buckets.map((bucket, index): Point => {
    const value = valueAt(index)
    const state = stateOf(bucket, value, today, unsureFrom)
    if (value.kind === 'value') return { date: bucket.date, value: textOfUnits(value.units, scale), state }
    const reason = reasonOf(value)
    return reason === null
      ? { date: bucket.date, value: null, state }
      : { date: bucket.date, value: null, state, reason }
  })
}

/** A late source makes a bucket stale whatever else it is: what it lacks is not known. */
function stateOf(bucket: Bucket, value: Value, today: number, unsureFrom: number): PointState {
  if (bucket.to >= unsureFrom) return 'stale'
  if (isOpenBucket(bucket, today)) return 'open'
  return value.kind === 'missing' ? 'missing' : 'final'
}

function reasonOf(value: Value): NullReason | null {
  return value.kind === 'not_applicable' ? 'not_applicable' : null
}

function textOf(value: Value, scale: number): string | null {
  return value.kind === 'value' ? textOfUnits(value.units, scale) : null
}

function compareOf(
  planned: PlannedQuestion,
  compare: NonNullable<PlannedQuestion['compare']>,
  definition: MetricDefinition,
  currentAt: (index: number) => Value,
  earlierAt: (index: number) => Value,
  unsureFrom: number,
): CompareView {
  const { period, cut } = compare
  const { scale } = definition
  return {
    from: dayOfNumber(period.from),
    to: cut && dayOfNumber(cut.earlierTo),
    points: pointsOf(period.buckets, earlierAt, scale, planned.today, unsureFrom),
    total: cut && textOf(earlierAt(cutIndex(period.buckets)), scale),
    currentTo: cut && dayOfNumber(cut.currentTo),
    currentTotal: cut && textOf(currentAt(cutIndex(planned.current.buckets)), scale),
  }
}

function freshnessView({ asOfDay: _day, ...shown }: SourceFreshness): Freshness {
  return shown
}
