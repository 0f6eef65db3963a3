import { setTimeout as sleep } from 'node:timers/promises'
import { type Caller, callApi } from './api.ts'
import { type RetailFile, retailMapping } from './retail.ts'

const POLL_MS = 300
const FIRST_DAY = '2010-12-01'
const LAST_DAY = '2011-12-31'

export interface Loaded {
  rowsLoaded: number
  /** Upload began to the answer of `POST /imports`. */
  uploadMs: number
  /** Upload began to the first answer of the dashboard's question that holds every row. */
  dashboardMs: number
  total: string
}

/** Uploads, commits, waits and asks, as a person would; the time ends with the answer that holds everything. */
export async function importRetail(caller: Caller, file: RetailFile, prefix: string): Promise<Loaded> {
  const startedAt = performance.now()
  const path = `/api/v1/imports?name=${encodeURIComponent(file.name)}`
  const { id } = await callApi<{ id: string }>(caller, 'POST', path, file.csv)
  const uploadMs = performance.now() - startedAt
  await callApi(caller, 'POST', `/api/v1/imports/${id}/commit`, retailMapping(prefix))
  let view = { status: 'loading', rowsLoaded: 0, rowsRejected: 0 }
  while (view.status === 'loading') {
    await sleep(POLL_MS)
    view = await callApi(caller, 'GET', `/api/v1/imports/${id}`)
  }
  if (view.status !== 'done') throw new Error(`the import is ${view.status}`)
  const answer = await callApi<{ series: { total: string | null }[] }>(
    caller,
    'POST',
    '/api/v1/metrics/query',
    {
      metrics: [`${prefix}_revenue`],
      from: FIRST_DAY,
      to: LAST_DAY,
      grain: 'day',
      breakdown: { dimension: 'Country' },
    },
  )
  const dashboardMs = performance.now() - startedAt
  const total = await callApi<{ series: { total: string | null }[] }>(
    caller,
    'POST',
    '/api/v1/metrics/query',
    {
      metrics: [`${prefix}_revenue`],
      from: FIRST_DAY,
      to: LAST_DAY,
      grain: 'total',
    },
  )
  if (answer.series.length === 0) throw new Error('the dashboard is empty')
  return { rowsLoaded: view.rowsLoaded, uploadMs, dashboardMs, total: total.series[0]?.total ?? '0' }
}
