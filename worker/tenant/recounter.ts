import { DIRTY_DAYS_PER_STATEMENT, DRIFT_SAMPLE_DAYS_MAX } from '../../contracts/limits.ts'
import { listMetricDays, recountMetric } from '../metrics/recount.service.ts'
import type { NumberedDefinition } from '../metrics/service.ts'
import type { Tenant } from './tenant.ts'

/** How often a recount is tried again because new rows arrived while it was reading. */
const ATTEMPTS_MAX = 5

/** Counts dirty buckets again from the rows, some days a statement. */
export class Recounter {
  private readonly tenant: Tenant
  private turn: Promise<void> = Promise.resolve()

  constructor(tenant: Tenant) {
    this.tenant = tenant
  }

  /** Makes the buckets of a metric between two days exact; false when rows kept arriving faster than they could be counted. */
  async settle(entry: NumberedDefinition, from: number, to: number): Promise<boolean> {
    const run = this.turn.then(() => this.settleNow(entry, from, to))
    this.turn = run.then(
      () => undefined,
      () => undefined,
    )
    return run
  }

  /** Makes every bucket exact. */
  async settleAll(): Promise<void> {
    const facts = await this.tenant.facts()
    for (const entry of facts?.definitions ?? []) await this.settle(entry, -1e9, 1e9)
  }

  /** Starts from nothing: every day that has rows is dirty, and the read model stands at the head they were listed at. */
  async markEverything(): Promise<void> {
    const listed = await this.tenant.read(listMetricDays)
    const { position, rollups } = this.tenant
    position.moveTo({ era: listed.era, seq: listed.seq }, () => {
      for (const { no, days } of listed.metrics) rollups.markDirty(no, days)
    })
  }

  /**
   * Counts a sample of days anew and compares. Days that differ are counted again at their next use; their number, which should
   * always be 0, is the answer. Metrics that move meanwhile are left for another time.
   */
  async compareSample(isChosen: () => boolean): Promise<number> {
    const { rollups, projector } = this.tenant
    let drifted = 0
    for (const entry of (await this.tenant.facts())?.definitions ?? []) {
      const { no } = entry
      const days = rollups.cleanDays(no).filter(isChosen).slice(0, DRIFT_SAMPLE_DAYS_MAX)
      for (let at = 0; at < days.length; at += DIRTY_DAYS_PER_STATEMENT) {
        const some = days.slice(at, at + DIRTY_DAYS_PER_STATEMENT)
        const counted = await this.tenant.read((tx) => recountMetric(tx, entry, some, rollups.levels(no)))
        if (counted.seq !== this.tenant.applied || projector.lastTouched(no) > counted.seq) continue
        const wrong = rollups.differingDays(no, some, counted.buckets)
        drifted += wrong.length
        if (wrong.length > 0) this.tenant.storage.transactionSync(() => rollups.markDirty(no, wrong))
      }
    }
    return drifted
  }

  private async settleNow(entry: NumberedDefinition, from: number, to: number): Promise<boolean> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; ) {
      const days = this.tenant.rollups
        .dirty(DIRTY_DAYS_PER_STATEMENT, entry.no, from, to)
        .map((row) => row.day)
      if (days.length === 0) return true
      const didCount = await this.recount(entry, days)
      attempt = didCount ? 1 : attempt + 1
    }
    return false
  }

  private async recount(entry: NumberedDefinition, days: readonly number[]): Promise<boolean> {
    const { rollups, projector, storage } = this.tenant
    const { no } = entry
    const counted = await this.tenant.read((tx) => recountMetric(tx, entry, days, rollups.levels(no)))
    if (counted.seq > this.tenant.applied) await projector.pullTo(counted.seq)
    // Rows that came after the snapshot are in the buckets by their own delta already; replacing would lose them.
    if (projector.lastTouched(no) > counted.seq) return false
    storage.transactionSync(() =>
      rollups.replace(this.tenant.applied, no, days, counted.months, counted.buckets),
    )
    return true
  }
}
