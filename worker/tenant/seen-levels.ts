import { PERIOD_DAY } from '../../contracts/rollups.ts'
import type { Levels } from '../metrics/rules/levels.ts'
import type { Rollups } from './rollups.ts'

/**
 * How finely buckets were kept when a transaction counted what it moves. While Postgres worked another load may have made a dimension
 * coarser; what was counted is then of no use.
 */
export class SeenLevels {
  private readonly rollups: Rollups
  private readonly seen = new Map<number, Levels>()

  constructor(rollups: Rollups) {
    this.rollups = rollups
  }

  of(metricNo: number): Levels {
    const levels = this.seen.get(metricNo) ?? this.rollups.levels(metricNo)
    this.seen.set(metricNo, levels)
    return levels
  }

  /** Whether everything is still kept as it was seen. */
  areCurrent(): boolean {
    return [...this.seen].every(([no, levels]) => sameLevels(levels, this.rollups.levels(no)))
  }
}

/** A dimension not seen yet counts as kept by day, which is how its first buckets are made. */
function sameLevels(a: Levels, b: Levels): boolean {
  return [...b].every(([dim, period]) => (a.get(dim) ?? PERIOD_DAY) === period)
}
