/** Which column of the facts a rollup is about: 0 the total, 1-5 the dimensions d1-d5, 6 the client. */
export type DimNo = 0 | 1 | 2 | 3 | 4 | 5 | 6
export const TOTAL_DIM: DimNo = 0
export const CLIENT_DIM: DimNo = 6

/** How finely a dimension is kept: by day, by month, or not at all (then Postgres is asked). */
export const PERIOD_DAY = 0
export const PERIOD_MONTH = 1
export const PERIOD_NONE = 2
export type Period = typeof PERIOD_DAY | typeof PERIOD_MONTH | typeof PERIOD_NONE
