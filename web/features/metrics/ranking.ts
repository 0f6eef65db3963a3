import type { Series } from '../../../contracts/metrics.ts'
import { compare, magnitude, percentOf, toDrawing } from '../../lib/decimal.ts'
import type { Format } from '../../lib/format.ts'
import { words } from './words.ts'

/** One slice of a metric, ranked. `slice` is what asks for its rows; null for the folded rest, which is no single slice. */
export interface RankedRow {
  label: string
  value: string
  share: string
  /** Length of a bar, 0 to 1. */
  size: number
  slice: string | null
}

function labelOf(series: Series): string {
  switch (series.part) {
    case 'none':
      return words.none
    case 'other':
      return words.other
    default:
      return series.dimensionValue ?? words.none
  }
}

/**
 * The slices of a breakdown as rows, in the order of the answer. Shares are of `whole`, the total without a breakdown;
 * where parts do not add up to it, as with averages and ratios, `whole` is null and no share is given. `precision` is the format of the values.
 */
export function rankedRows(
  slices: readonly Series[],
  whole: string | null,
  format: Format,
  precision: 'whole' | 'value' = 'value',
): RankedRow[] {
  const largest = slices.reduce((top, { total }) => {
    const size = magnitude(total ?? '0')
    return compare(size, top) > 0 ? size : top
  }, '0')
  return slices.map((series) => {
    const total = series.total
    const share = total === null || whole === null ? null : percentOf(total, whole)
    return {
      label: labelOf(series),
      value: format[precision](total, series.unit, series.currency),
      share: share === null ? '' : format.percent(share),
      size: total === null || largest === '0' ? 0 : toDrawing(magnitude(total)) / toDrawing(largest),
      slice: series.part === 'other' ? null : (series.dimensionValue ?? ''),
    }
  })
}
