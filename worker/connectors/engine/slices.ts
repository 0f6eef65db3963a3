import { addDays, isDay } from '../../../contracts/days.ts'
import type { Cursor } from './define.ts'
import type { Run } from './stream-reader.ts'

export interface Slice {
  from: string
  to: string
}

/**
 * The days a run reads, in slices, newest first: who looks at a dashboard meanwhile sees the present before the past. A cursor of a day
 * to come leaves nothing to read.
 */
export function slicesOf(cursor: Extract<Cursor, { kind: 'days' }>, run: Run): Slice[] {
  const start =
    run.cursor === null || !isDay(run.cursor)
      ? addDays(run.today, -cursor.backfillDays)
      : addDays(run.cursor, -cursor.restateDays)
  const slices: Slice[] = []
  for (let to = run.today; to >= start; to = addDays(to, -cursor.sliceDays)) {
    const from = addDays(to, 1 - cursor.sliceDays)
    slices.push({ from: from < start ? start : from, to })
  }
  return slices
}
