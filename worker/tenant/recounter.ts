import { DIRTY_DAYS_PER_STATEMENT, DRIFT_SAMPLE_DAYS_MAX } from '../../contracts/limits.ts'
import { CLIENT_DIM, PERIOD_DAY } from '../../contracts/rollups.ts'
import { writeApplied } from './read-model.ts'
import { listMetricDays, recountDays } from './recount.repository.ts'
import type { Levels } from './rollups.ts'
import type { Tenant } from './tenant.ts'

/** How often a recount is tried again because new rows arrived while it was reading. */
const ATTEMPTS_MAX = 5

/** What counting needs to know of a metric. */
export interface CountedMetric {
  no: number
  scale: number
  dimensionCount: number
}

/** Counts dirty buckets again from the rows, some days a statement. */
export class Recounter {
  private readonly tenant: Tenant
  private turn: Promise<void> = Promise.resolve()

  constructor(tenant: Tenant) {
    this.tenant = tenant
  }

  /** Makes the buckets of a metric between two days exact; false when rows kept arriving faster than they could be counted. */
  async settle(metric: CountedMetric, from: number, to: number): Promise<boolean> {
    const run = this.turn.then(() => this.settleNow(metric, from, to))
    this.turn = run.then(
      () => undefined,
      () => undefined,
    )
    return run
  }

  /** Makes every bucket exact. */
  async settleAll(): Promise<void> {
    const facts = await this.tenant.facts()
    for (const { no, definition } of facts?.definitions ?? []) {
      await this.settle(
        { no, scale: definition.scale, dimensionCount: definition.dimensions.length },
        -1e9,
        1e9,
      )
    }
  }

  /** Starts from nothing: every day that has rows is dirty, and the read model stands at the head they were listed at. */
  async markEverything(): Promise<void> {
    const listed = await this.tenant.read(listMetricDays)
    const { storage, rollups } = this.tenant
    storage.transactionSync(() => {
      for (const { no, days } of listed.metrics) rollups.markDirty(no, days)
      writeApplied(storage, { era: listed.era, seq: listed.seq })
    })
  }

  /**
   * Counts a sample of days anew and compares. Days that differ are counted again at their next use; their number, which should
   * always be 0, is the answer. Metrics that move meanwhile are left for another time.
   */
  async compareSample(isChosen: () => boolean): Promise<number> {
    const { rollups, projector } = this.tenant
    let drifted = 0
    for (const { no, definition } of (await this.tenant.facts())?.definitions ?? []) {
      const metric = { no, scale: definition.scale, dimensionCount: definition.dimensions.length }
      const days = rollups.cleanDays(no).filter(isChosen).slice(0, DRIFT_SAMPLE_DAYS_MAX)
      for (let at = 0; at < days.length; at += DIRTY_DAYS_PER_STATEMENT) {
        const some = days.slice(at, at + DIRTY_DAYS_PER_STATEMENT)
        const levels = levelsOf(metric, rollups.levels(no))
        const counted = await this.tenant.read((tx) => recountDays(tx, metric, some, levels))
        if (counted.seq !== this.tenant.applied || projector.lastTouched(no) > counted.seq) continue
        const wrong = rollups.differingDays(no, some, counted.buckets)
        drifted += wrong.length
        if (wrong.length > 0) this.tenant.storage.transactionSync(() => rollups.markDirty(no, wrong))
      }
    }
    return drifted
  }

  private async settleNow(metric: CountedMetric, from: number, to: number): Promise<boolean> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; ) {
      const days = this.tenant.rollups
        .dirty(DIRTY_DAYS_PER_STATEMENT, metric.no, from, to)
        .map((row) => row.day)
      if (days.length === 0) return true
      const didCount = await this.recount(metric, days)
      attempt = didCount ? 1 : attempt + 1
    }
    return false
  }

  private async recount(metric: CountedMetric, days: readonly number[]): Promise<boolean> {
    const { rollups, projector, storage } = this.tenant
    const levels = levelsOf(metric, rollups.levels(metric.no))
    const counted = await this.tenant.read((tx) => recountDays(tx, metric, days, levels))
    if (counted.seq > this.tenant.applied) await projector.pullTo(counted.seq)
    // Rows that came after the snapshot are in the buckets by their own delta already; replacing would lose them.
    if (projector.lastTouched(metric.no) > counted.seq) return false
    storage.transactionSync(() =>
      rollups.replace(this.tenant.applied, metric.no, days, counted.months, counted.buckets),
    )
    return true
  }
}

/** The client and the dimensions of the metric; those not seen yet start by day. */
function levelsOf(metric: CountedMetric, known: Levels): Levels {
  const dims = ([1, 2, 3, 4, 5] as const).filter((dim) => dim <= metric.dimensionCount)
  return new Map([...dims, CLIENT_DIM].map((dim) => [dim, known.get(dim) ?? PERIOD_DAY] as const))
}
