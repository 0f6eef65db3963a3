import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionView, RunView } from '../../contracts/connections.ts'
import type { Answer } from '../../contracts/metrics.ts'
import type { CustomMetricView } from '../../contracts/records.ts'
import { ok } from '../../contracts/result.ts'
import { SyncBatch } from '../../contracts/sync.ts'
import { Home, holdQueue } from '../edge/testing/home.ts'

const DAY = '2026-05-04'
let home: Home
let queue: ReturnType<typeof holdQueue>
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.openForgetful()
})
afterAll(async () => {
  queue.release()
  await home.close()
})

const total = async () => {
  const question = { metrics: ['fees'], from: DAY, to: DAY, grain: 'total' }
  const [series] = (await home.ask<Answer>(question)).data.series
  return [series?.total, series?.notIncluded]
}
const stored = async () =>
  (await home.get<CustomMetricView[]>(`/api/v1/custom-metrics?metricName=fees`)).data.map(
    ({ metricValue, original }) => [metricValue, original],
  )

/** One run of the connection of a bank that publishes these rates; its counts. */
async function publish(
  connection: ConnectionView,
  perEuro: Record<string, string>,
): Promise<RunView['counts']> {
  const [open] = (await home.get<RunView[]>(`/api/v1/connections/${connection.id}/runs`)).data
  const started =
    open?.status === 'running'
      ? open
      : (await home.call<{ runs: RunView[] }>('POST', `/api/v1/connections/${connection.id}/sync`)).data
          .runs[0]
  const runId = started?.id ?? ''
  const records = Object.entries(perEuro).map(([currency, rate]) => ({
    kind: 'rate',
    externalId: `${currency} ${DAY}`,
    currency,
    rateDate: DAY,
    perEuro: rate,
  }))
  const batch = SyncBatch.parse({
    v: 1,
    from: '',
    position: 'end',
    records,
    rejects: [],
    pagesTotal: 1,
    used: { requests: 1, bytes: 1, waitedMs: 0 },
    end: { cursor: DAY, dataAsOf: null },
  })
  expect(await home.stub.loadSync({ v: 1, runId, batch })).toBe('loaded')
  return (await home.get<RunView>(`/api/v1/connections/${connection.id}/runs/${runId}`)).data.counts
}

describe('rates that arrive', () => {
  it('[CU8] put the amounts that waited for them into the figures, and a corrected one moves none', async () => {
    const value = { metricName: 'fees', recordDate: DAY, unit: 'money' }
    const post = (more: object) => home.call('POST', '/api/v1/custom-metrics', { ...value, ...more })
    await post({ metricValue: '10', currency: 'EUR' })
    await post({ metricValue: '30', currency: 'USD', dimensions: { of: 'us' } })
    expect(await total()).toEqual(['10', { records: 1, currencies: ['USD'] }])
    const { data: connection } = await home.call<ConnectionView>('POST', '/api/v1/connections', {
      provider: 'ecb',
    })
    expect(await publish(connection, { USD: '1.2' })).toMatchObject({ new: 1 })
    expect(await total()).toEqual(['35', undefined])
    expect(await stored()).toContainEqual(['25', { value: '30', currency: 'USD' }])
    expect(await publish(connection, { USD: '1.5' })).toMatchObject({ changed: 1 })
    expect(await total()).toEqual(['35', undefined])

    // What was stored beside the page that brought its rate is converted by the next page, although that is no news.
    await home.inside((tenant) =>
      tenant.write(tenant.commands, async (tx) => {
        await tx.sql`update custom_metrics set value = null, currency = null, rate = null, rate_date = null
          where tenant_id = ${tx.tenantId} and original_currency = 'USD'`
        return ok(null)
      }),
    )
    expect(await publish(connection, { USD: '1.5' })).toMatchObject({ new: 0, changed: 0, same: 1 })
    expect(await total()).toEqual(['30', undefined])
    expect(await home.stub.rebuild()).toMatchObject({ isEqual: true })
  })
})
