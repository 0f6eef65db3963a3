import { DIMENSION_DAY_VALUES_MAX, DIMENSION_MONTH_VALUES_MAX } from '../../contracts/limits.ts'
import { type DimNo, PERIOD_DAY, PERIOD_MONTH, PERIOD_NONE, type Period } from '../../contracts/rollups.ts'
import type { Levels } from '../metrics/rules/levels.ts'

/**
 * A change of buckets as Postgres wrote it: JSON text of `[metric, dim, period, day, value, units, rows]` arrays, where day
 * counts from 1970-01-01 (the first of the month for period 1) and units are whole 10^-scale parts. It goes into SQLite unread.
 */
export type BucketsJson = string

/** One bucket as a question needs it. Units are text because they may exceed 2^53. */
export interface BucketRow {
  day: number
  val: string
  units: string
  n: number
}

const EACH = `(select json_extract(value, '$[0]') metric, json_extract(value, '$[1]') dim, json_extract(value, '$[2]') period,
  json_extract(value, '$[3]') day, json_extract(value, '$[4]') val, cast(json_extract(value, '$[5]') as integer) units,
  json_extract(value, '$[6]') n from json_each(?))`

/** The rollups of a workspace in the object's SQLite. Every write happens inside the caller's `transactionSync`. */
export class Rollups {
  private readonly sql: SqlStorage

  constructor(storage: DurableObjectStorage) {
    this.sql = storage.sql
  }

  /**
   * Adds a delta to its buckets and keeps their before and after under the event number. Buckets that are left without rows go. `metric`
   * says that the delta is of no other.
   */
  add(seq: number, delta: BucketsJson, metric?: number): void {
    // Unpacked once, into the order of both tables: as part of the join it would be unpacked for every column that is looked at.
    this.sql.exec(
      `with j as materialized (select * from ${EACH} order by metric, dim, period, day, val)
       insert into bucket_history select ?, j.metric, j.dim, j.period, j.day, j.val,
         coalesce(r.units, 0), coalesce(r.n, 0), coalesce(r.units, 0) + j.units, coalesce(r.n, 0) + j.n
       from j left join rollups r
         on r.metric = j.metric and r.dim = j.dim and r.period = j.period and r.day = j.day and r.val = j.val
       where true
       on conflict do update set units_after = units_after + (excluded.units_after - excluded.units_before),
         n_after = n_after + (excluded.n_after - excluded.n_before)`,
      delta,
      seq,
    )
    // What was kept for the number says how its buckets are now. To unpack the delta again would cost as much as writing it.
    const isKept = `seq = ? ${metric === undefined ? '' : 'and metric = ?'}`
    const kept = metric === undefined ? [seq] : [seq, metric]
    this.sql.exec(
      `insert or replace into rollups select metric, dim, period, day, val, units_after, n_after
       from bucket_history where ${isKept} and n_after <> 0`,
      ...kept,
    )
    this.sql.exec(
      `delete from rollups where (metric, dim, period, day, val) in
         (select metric, dim, period, day, val from bucket_history where ${isKept} and n_after = 0)`,
      ...kept,
    )
    this.countValues(seq)
  }

  /** Replaces the buckets of whole days (and of the months those days are in) by freshly counted ones. */
  replace(
    seq: number,
    metric: number,
    days: readonly number[],
    months: readonly number[],
    fresh: BucketsJson,
  ): void {
    const daysJson = JSON.stringify(days)
    const monthsJson = JSON.stringify(months)
    const touched = `metric = ? and ((period = 0 and day in (select value from json_each(?)))
      or (period = 1 and day in (select value from json_each(?))))`
    this.sql.exec(
      `insert into bucket_history select ?, metric, dim, period, day, val, units, n, 0, 0 from rollups where ${touched}
       on conflict do update set units_after = 0, n_after = 0`,
      seq,
      metric,
      daysJson,
      monthsJson,
    )
    this.sql.exec(`delete from rollups where ${touched}`, metric, daysJson, monthsJson)
    this.add(seq, fresh, metric)
    this.sql.exec(
      `delete from dirty where metric = ? and day in (select value from json_each(?))`,
      metric,
      daysJson,
    )
  }

  /** Remembers days whose buckets have to be counted again before they may be answered from. */
  markDirty(metric: number, days: readonly number[]): void {
    this.sql.exec(
      `insert into dirty select ?, value from json_each(?) where true on conflict do nothing`,
      metric,
      JSON.stringify(days),
    )
  }

  /** Every day a metric has buckets for: when its dimensions change, all of them are counted again. */
  markAllDirty(metric: number): void {
    this.sql.exec(
      `insert into dirty select metric, day from rollups where metric = ? and dim = 0 and period = 0 on conflict do nothing`,
      metric,
    )
  }

  /** Dirty days of a metric in a range, earliest first; of all metrics when none is named. */
  dirty(limit: number, metric?: number, from = -1e9, to = 1e9): { metric: number; day: number }[] {
    const filter = metric === undefined ? '' : 'and metric = ?'
    const rest = metric === undefined ? [limit] : [metric, limit]
    return this.sql
      .exec<{ metric: number; day: number }>(
        `select metric, day from dirty where day between ? and ? ${filter} order by metric, day limit ?`,
        from,
        to,
        ...rest,
      )
      .toArray()
  }

  /** How finely the dimensions of a metric are kept. */
  levels(metric: number): Levels {
    const rows = this.sql
      .exec<{ dim: number; period: number }>('select dim, period from dims where metric = ?', metric)
      .toArray()
    // Only `setLevel` writes the table, and it writes these values.
    return new Map(rows.map((row) => [row.dim as DimNo, row.period as Period]))
  }

  /** Buckets of one dimension between two day numbers (inclusive), of these values or of all. */
  read(
    metric: number,
    dim: DimNo,
    period: Period,
    from: number,
    to: number,
    vals?: readonly string[],
  ): BucketRow[] {
    const filter = vals === undefined ? '' : 'and val in (select value from json_each(?))'
    const rest = vals === undefined ? [] : [JSON.stringify(vals)]
    return this.sql
      .exec<{ day: number; val: string; units: string; n: number }>(
        `select day, val, cast(units as text) units, n from rollups
         where metric = ? and dim = ? and period = ? and day between ? and ? ${filter}`,
        metric,
        dim,
        period,
        from,
        to,
        ...rest,
      )
      .toArray()
  }

  /** Everything as it is now, one line a bucket: what two read models are compared by. */
  *dump(): Generator<string> {
    const rows = this.sql.exec<{ line: string }>(
      `select metric || '|' || dim || '|' || period || '|' || day || '|' || val || '|' || units || '|' || n line
       from rollups where n <> 0 order by metric, dim, period, day, val`,
    )
    for (const row of rows) yield row.line
  }

  /** The buckets as they were when the event of this number had been applied, from the kept changes. */
  asOf(seq: number): string[] {
    return this.sql
      .exec<{ line: string }>(
        `select h.metric || '|' || h.dim || '|' || h.period || '|' || h.day || '|' || h.val || '|' || h.units_after || '|' || h.n_after line
         from bucket_history h
         where h.seq = (select max(seq) from bucket_history b where b.seq <= ? and b.metric = h.metric and b.dim = h.dim
           and b.period = h.period and b.day = h.day and b.val = h.val) and h.n_after <> 0
         order by h.metric, h.dim, h.period, h.day, h.val`,
        seq,
      )
      .toArray()
      .map((row) => row.line)
  }

  /** Days a metric has buckets for that are not waiting to be counted again. */
  cleanDays(metric: number): number[] {
    return this.sql
      .exec<{ day: number }>(
        `select distinct day from rollups where metric = ? and dim = 0 and period = 0 and n <> 0
         and day not in (select day from dirty where metric = ?)`,
        metric,
        metric,
      )
      .toArray()
      .map((row) => row.day)
  }

  /** Days whose buckets by day differ from freshly counted ones, in either direction. */
  differingDays(metric: number, days: readonly number[], fresh: BucketsJson): number[] {
    const counted = `select day, dim, val, units, n from ${EACH} where period = 0 and n <> 0`
    const kept = `select day, dim, val, units, n from rollups where metric = ? and period = 0 and n <> 0
      and day in (select value from json_each(?))`
    const daysJson = JSON.stringify(days)
    return this.sql
      .exec<{ day: number }>(
        `select distinct day from (
           select * from (${counted} except ${kept}) union all select * from (${kept} except ${counted})) order by day`,
        fresh,
        metric,
        daysJson,
        metric,
        daysJson,
        fresh,
      )
      .toArray()
      .map((row) => row.day)
  }

  /** Forgets changes before an event number, but for the last one of each bucket: `asOf` stays right from that number on. */
  pruneHistory(before: number): void {
    this.sql.exec(
      `delete from bucket_history where seq < ? and exists (select 1 from bucket_history b
         where b.seq > bucket_history.seq and b.seq <= ? and b.metric = bucket_history.metric and b.dim = bucket_history.dim
           and b.period = bucket_history.period and b.day = bucket_history.day and b.val = bucket_history.val)`,
      before,
      before,
    )
  }

  private countValues(seq: number): void {
    const added = this.sql
      .exec(
        `insert into dim_values select distinct metric, dim, val from bucket_history where seq = ? and dim > 0 and n_after <> 0
         on conflict do nothing returning 1`,
        seq,
      )
      .toArray()
    // Counting goes over all of them, and a page of a sync seldom brings a value that was not there.
    if (added.length === 0) return
    const pairs = this.sql
      .exec<{ metric: number; dim: number; values_seen: number; period: number | null }>(
        `select v.metric, v.dim, count(*) values_seen, d.period from dim_values v
         left join dims d on d.metric = v.metric and d.dim = v.dim group by v.metric, v.dim`,
      )
      .toArray()
    for (const pair of pairs) {
      const wanted = periodFor(pair.values_seen)
      if (pair.period === null) this.setLevel(pair.metric, pair.dim, PERIOD_DAY)
      if (wanted > (pair.period ?? PERIOD_DAY)) this.coarsen(seq, pair.metric, pair.dim, wanted)
    }
  }

  private setLevel(metric: number, dim: number, period: Period): void {
    this.sql.exec(
      'insert into dims values (?, ?, ?) on conflict do update set period = excluded.period',
      metric,
      dim,
      period,
    )
  }

  /** Too many values for days (or months): sums days into months, or lets the dimension go. */
  private coarsen(seq: number, metric: number, dim: number, wanted: Period): void {
    const gone = (period: Period) =>
      this.sql.exec(
        `insert into bucket_history select ?, metric, dim, period, day, val, units, n, 0, 0 from rollups
         where metric = ? and dim = ? and period = ? on conflict do update set units_after = 0, n_after = 0`,
        seq,
        metric,
        dim,
        period,
      )
    gone(PERIOD_DAY)
    if (wanted === PERIOD_MONTH) {
      this.sql.exec(
        `insert into rollups select metric, dim, 1,
           cast(julianday(date(day * 86400, 'unixepoch', 'start of month')) - 2440587.5 as integer) month, val, sum(units), sum(n)
         from rollups where metric = ? and dim = ? and period = 0 group by month, val
         on conflict do update set units = units + excluded.units, n = n + excluded.n`,
        metric,
        dim,
      )
      this.sql.exec(
        `insert into bucket_history select ?, metric, dim, period, day, val, 0, 0, units, n from rollups
         where metric = ? and dim = ? and period = 1 on conflict do update set units_after = excluded.units_after, n_after = excluded.n_after`,
        seq,
        metric,
        dim,
      )
      this.sql.exec('delete from rollups where metric = ? and dim = ? and period = 0', metric, dim)
    } else {
      gone(PERIOD_MONTH)
      this.sql.exec('delete from rollups where metric = ? and dim = ?', metric, dim)
      this.sql.exec('delete from dim_values where metric = ? and dim = ?', metric, dim)
    }
    this.setLevel(metric, dim, wanted)
  }
}

function periodFor(valuesSeen: number): Period {
  if (valuesSeen <= DIMENSION_DAY_VALUES_MAX) return PERIOD_DAY
  return valuesSeen <= DIMENSION_MONTH_VALUES_MAX ? PERIOD_MONTH : PERIOD_NONE
}
