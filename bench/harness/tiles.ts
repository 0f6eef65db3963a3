/** A question of a dashboard, and the statement that answers it from raw rows. */
export interface Tile {
  question: {
    metrics: [string]
    from: string
    to: string
    grain: 'day' | 'month' | 'total'
    breakdown?: { dimension: string; top: number }
  }
  /** $1 tenant, $2 metric number, $3 from, $4 to; gives `total` of each group. */
  sql: string
}

const RANGES = [
  ['2010-12-01', '2011-12-31'],
  ['2011-01-01', '2011-06-30'],
  ['2011-07-01', '2011-12-31'],
] as const

/** Twelve tiles as a dashboard has them: totals, curves by day and month, and rankings, over three ranges. */
export function dashboardTiles(metric: string): Tile[] {
  return RANGES.flatMap(([from, to]) => [
    tile(metric, from, to, 'total'),
    tile(metric, from, to, 'month'),
    tile(metric, from, to, 'day'),
    tile(metric, from, to, 'month', 5),
  ])
}

function tile(
  metric: string,
  from: string,
  to: string,
  grain: Tile['question']['grain'],
  top?: number,
): Tile {
  const bucket =
    grain === 'total' ? `'all'` : grain === 'month' ? `date_trunc('month', record_date)` : 'record_date'
  const slice = top === undefined ? `''` : 'd1'
  return {
    question: {
      metrics: [metric],
      from,
      to,
      grain,
      ...(top === undefined ? {} : { breakdown: { dimension: 'Country', top } }),
    },
    sql: `select ${bucket}::text as bucket, ${slice} as slice, sum(value)::text as total, count(*)::int as n from custom_metrics
      where tenant_id = $1::uuid and metric_no = $2::int and record_date between $3::date and $4::date group by 1, 2`,
  }
}
