import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientView } from '../../contracts/clients.ts'
import { keyScopes } from '../../contracts/key-scopes.ts'
import type { MetricDefinition } from '../../contracts/metrics.ts'
import { type CustomMetricView, type RemovedValues, SheetView } from '../../contracts/records.ts'
import type { AuthorView } from '../../contracts/workspaces.ts'
import { Home, holdQueue } from '../edge/testing/home.ts'

const VALUES = '/api/v1/custom-metrics'
const MARCH = 'from=2026-03-01&to=2026-03-31'
let home: Home
let other: string
let queue = holdQueue()

beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
  other = (await home.call<ClientView>('POST', '/api/v1/clients', { name: 'Other' })).data.id
})
afterAll(async () => {
  queue.release()
  await home.close()
})

const put = (metricName: string, metricValue: string, over: object = {}, headers = {}) =>
  home.call<CustomMetricView>(
    'POST',
    VALUES,
    { metricName, metricValue, unit: 'count', recordDate: '2026-03-02', ...over },
    headers,
  )
const sheet = (query = MARCH) => home.get<SheetView>(`${VALUES}/sheet?${query}`)
const remove = (ids: string[]) => home.call<RemovedValues>('POST', `${VALUES}/removals`, { ids })

describe('the sheet of a month', () => {
  it('[RC27] [RC28] has what was typed, and beside it what other sources say of the same days', async () => {
    const typed = (await put('calls', '5')).data
    await put('calls', '1', { clientId: other })
    await put('calls', '7', { recordDate: '2026-04-01' })
    await put('calls', '2', { dimensions: { shop: 'north' } })
    await put('calls', '2.5', { dimensions: { shop: 'south' } })
    const key = await home.call<{ secret: string }>('POST', '/api/v1/keys', {
      name: 'till',
      scopes: keyScopes,
    })
    const headers = { cookie: '', 'x-api-key': key.data.secret }
    await put('calls', '10', { sourceSystem: 'pos-2' }, headers)
    await put('sent_only', '1', {}, headers)
    const mapping = {
      date: 'day',
      values: [{ metric: 'filed', label: 'Filed', unit: 'count', expression: 'n' }],
    }
    await home.bring('day,n\n2026-03-04,4\n2026-03-04,6\n', mapping, 'filed.csv')

    const own = await sheet()
    expect(SheetView.strict().parse(own.data)).toMatchObject({
      metrics: ['calls'],
      total: 1,
      values: [typed],
      others: [
        {
          metricName: 'calls',
          recordDate: '2026-03-02',
          value: '14.5',
          rows: 3,
          sources: [
            { system: 'manual', name: null },
            { system: 'pos-2', name: null },
          ],
        },
      ],
    })
    const asked = await sheet(`${MARCH}&metrics=filed,sent_only,nothing`)
    expect(asked.data.metrics).toEqual(['calls', 'filed', 'sent_only'])
    expect(asked.data.others.filter(({ metricName }) => metricName !== 'calls')).toEqual([
      {
        metricName: 'filed',
        recordDate: '2026-03-04',
        value: '10',
        rows: 2,
        sources: [{ system: 'file', name: 'filed.csv' }],
      },
      {
        metricName: 'sent_only',
        recordDate: '2026-03-02',
        value: '1',
        rows: 1,
        sources: [{ system: 'api', name: null }],
      },
    ])
    const ofOther = await sheet(`${MARCH}&clientId=${other}`)
    expect(ofOther.data.values.map(({ metricValue }) => metricValue)).toEqual(['1'])
    expect((await sheet(`${MARCH}&clientId=${crypto.randomUUID()}`)).status).toBe(404)
    expect((await sheet('from=2026-03-01&to=2026-04-01')).error.code).toBe('range_too_long')
  })

  it.each<[string, string, string]>([
    ['avg', '1.5', '3.3333'],
    ['min', '-1', '-1'],
    ['max', '8', '8'],
    ['sum', '4.5', '10'],
  ])('[RC28] folds other values as the metric adds up: %s', async (aggregation, first, folded) => {
    const name = `folded_${aggregation}`
    const rest = { avg: ['2', '6.5'], min: ['3', '2'], max: ['3', '2'], sum: ['5', '0.5'] }[aggregation] ?? []
    const unit = { unit: 'count', aggregation }
    for (const [at, amount] of [first, ...rest].entries())
      await put(name, amount, { ...unit, dimensions: { part: String(at) } })
    const { data } = await sheet()
    expect(data.others.find(({ metricName }) => metricName === name)?.value).toBe(folded)
  })

  it('[RC29] takes days to come', async () => {
    const ahead = `${new Date().getUTCFullYear() + 1}-02-03`
    const made = await put('planned', '9', { recordDate: ahead })
    expect(made.status).toBe(201)
    const { data } = await sheet(`from=${ahead}&to=${ahead}`)
    expect(data.values).toEqual([made.data])
    const question = { metrics: ['planned'], from: ahead, to: ahead, grain: 'total' }
    const answer = await home.ask<{ series: { total: string | null }[] }>(question)
    expect(answer.data.series[0]?.total).toBe('9')
  })
})

describe('a metric made by its first value', () => {
  it('[RC14] adds up and is good as that value says, and later ones must agree', async () => {
    const made = { unit: 'count', label: 'Stock', aggregation: 'last', direction: 'neutral' }
    expect((await put('stock', '3', made)).status).toBe(201)
    const metrics = (await home.get<MetricDefinition[]>('/api/v1/metrics')).data
    expect(metrics.find(({ key }) => key === 'stock')).toMatchObject({
      label: 'Stock',
      aggregation: 'last',
      direction: 'neutral',
    })
    for (const [field, given] of [
      ['aggregation', 'sum'],
      ['direction', 'up'],
    ]) {
      const refused = await put('stock', '4', { [String(field)]: given })
      expect([refused.error.code, refused.error.details]).toMatchObject(['metric_mismatch', { field, given }])
    }
    expect((await put('share', '3', { unit: 'count', aggregation: 'ratio' })).error.code).toBe(
      'invalid_request',
    )
  })
})

describe('the removal of many values', () => {
  it('[RC25] takes all of them or none, and names the one that cannot be removed', async () => {
    const ids: string[] = []
    for (const day of ['2026-03-10', '2026-03-11', '2026-03-12'])
      ids.push((await put('removed', '1', { recordDate: day })).data.id)
    const count = async () =>
      (await sheet()).data.values.filter(({ metricName }) => metricName === 'removed').length
    const gone = await remove([...ids, `1_2026-03-10_${crypto.randomUUID()}_0`])
    expect([gone.status, gone.error.details, await count()]).toMatchObject([404, { place: 3 }, 3])
    const [filed] = (await home.get<CustomMetricView[]>(`${VALUES}?source=file&limit=1`)).data
    const refused = await remove([...ids.slice(0, 1), filed?.id ?? ''])
    expect([refused.status, refused.error.details, await count()]).toMatchObject([409, { place: 1 }, 3])
    expect((await remove(['nonsense'])).error.code).toBe('not_found')
    const done = await remove([...ids, ids[0] ?? ''])
    expect([done.status, done.data, await count()]).toEqual([200, { removed: 3 }, 0])
  })
})

describe('the names of those who entered values', () => {
  it('[RC26] are of members and of keys, working or not', async () => {
    const { id } = (
      await home.call<{ id: string }>('POST', '/api/v1/keys', { name: 'ended', scopes: keyScopes })
    ).data
    expect((await home.call('DELETE', `/api/v1/keys/${id}`)).status).toBeLessThan(300)
    const { person } = await home.browser.me()
    const { data } = await home.get<AuthorView[]>('/api/v1/authors')
    expect(data).toContainEqual({ kind: 'person', id: person.id, name: person.name })
    expect(data).toContainEqual({ kind: 'key', id, name: 'ended' })
  })
})
