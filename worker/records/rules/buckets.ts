import { daysBetween, startOfMonth } from '../../../contracts/days.ts'
import { CLIENT_DIM, type DimNo, PERIOD_DAY, PERIOD_MONTH, type Period } from '../../../contracts/rollups.ts'

/** A stored value that came or went. */
export interface MovedValue {
  no: number
  key: string
  day: string
  /** Decimal text; null while it waits for a rate. */
  value: string | null
  clientId: string
  /** d1 to d5. */
  dims: readonly (string | null)[]
}

/** What the buckets of a metric look like. */
export interface MetricBuckets {
  scale: number
  /** How many dimensions the metric has. */
  dimensionCount: number
  /** How finely each dimension is kept now; absent means by day. */
  levels: ReadonlyMap<DimNo, Period>
}

const EPOCH = '1970-01-01'

/**
 * What values that came and went move, as JSON text of `[metric, dim, period, day, value, units, rows]`, where day counts from
 * 1970-01-01 (the first of the month for period 1) and units are whole 10^-scale parts. Buckets in which nothing moved are left out.
 * Null when something among them waits for a rate: then more than buckets has moved.
 */
export function movedBuckets(
  moved: { came: readonly MovedValue[]; gone: readonly MovedValue[] },
  bucketsOf: (metricNo: number) => MetricBuckets,
): string | null {
  const sums = new Map<string, { units: bigint; rows: number }>()
  for (const [values, sign] of [
    [moved.came, 1],
    [moved.gone, -1],
  ] as const) {
    for (const value of values) {
      if (value.value === null) return null
      const buckets = bucketsOf(value.no)
      const units = unitsOf(value.value, buckets.scale) * BigInt(sign)
      for (const place of placesOf(value, buckets)) {
        const name = JSON.stringify(place)
        const sum = sums.get(name) ?? { units: 0n, rows: 0 }
        sums.set(name, { units: sum.units + units, rows: sum.rows + sign })
      }
    }
  }
  const lines = [...sums].filter(([, { units, rows }]) => units !== 0n || rows !== 0)
  return `[${lines.map(([name, { units, rows }]) => `${name.slice(0, -1)},"${units}",${rows}]`).join(',')}]`
}

type Place = readonly [metric: number, dim: DimNo, period: Period, day: number, value: string]

/** The buckets one value is in: of its day, and of each dimension that is kept. */
function placesOf({ no, day, clientId, dims }: MovedValue, buckets: MetricBuckets): Place[] {
  const dayNumber = daysBetween(EPOCH, day)
  const places: Place[] = [[no, 0, PERIOD_DAY, dayNumber, '']]
  const own = ([1, 2, 3, 4, 5] as const).filter((dim) => dim <= buckets.dimensionCount)
  for (const dim of [...own, CLIENT_DIM] as const) {
    const value = dim === CLIENT_DIM ? clientId : (dims[dim - 1] ?? '')
    const period = buckets.levels.get(dim) ?? PERIOD_DAY
    if (period === PERIOD_DAY) places.push([no, dim, period, dayNumber, value])
    if (period === PERIOD_MONTH) places.push([no, dim, period, daysBetween(EPOCH, startOfMonth(day)), value])
  }
  return places
}

/** Whole 10^-scale parts of a decimal that has no further digits but zeros. */
function unitsOf(decimal: string, scale: number): bigint {
  const [whole = '', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'))
}
