import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientView } from '../../contracts/clients.ts'
import { keyScopes } from '../../contracts/key-scopes.ts'
import type { Answer } from '../../contracts/metrics.ts'
import { CustomMetricView, FinancialView, KpiView, LeadView } from '../../contracts/records.ts'
import { ok } from '../../contracts/result.ts'
import type { SyncRecord } from '../../contracts/sync.ts'
import { type Answered, Home, holdQueue } from '../edge/testing/home.ts'
import { readCatalogue } from '../metrics/service.ts'
import { storeRecords } from './store.service.ts'
import { financial, lead, rate } from './testing/store.ts'

const VALUES = '/api/v1/custom-metrics'
const SOURCE = crypto.randomUUID()
const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

let home: Home
let self: string
let other: string
let queue = holdQueue()

/** Stores records as a connection does. */
async function sync(records: SyncRecord[], clientId: string, system = 'xero', id = SOURCE): Promise<void> {
  await home.inside((tenant) =>
    tenant.write(tenant.commands, async (tx) => {
      const source = { id, system, stream: 'all' }
      const definitions = await readCatalogue(tx)
      const context = { source, clientId, base: 'AUD', definitions, metrics: [], at: new Date() }
      return ok(await storeRecords(tx, context, records))
    }),
  )
}

beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
  await home.inside(async (tenant) => {
    await tenant.write(tenant.commands, async (tx) => {
      await tx.sql`update workspace_settings set currency = 'AUD' where tenant_id = ${tx.tenantId}`
      return ok(null)
    })
    tenant.dropFacts()
  })
  self = (await home.get<ClientView[]>('/api/v1/clients')).data[0]?.id ?? ''
  other = (await home.call<ClientView>('POST', '/api/v1/clients', { name: 'Other' })).data.id
})
afterAll(async () => {
  queue.release()
  await home.close()
})

const value = (metricName: string, metricValue: string, over: object = {}) => ({
  metricName,
  metricValue,
  unit: 'count',
  recordDate: '2026-03-01',
  ...over,
})
const put = <T = CustomMetricView>(body: object, headers: Record<string, string> = {}) =>
  home.call<T>('POST', VALUES, body, headers)
const list = <T>(path: string): Promise<Answered<T[]>> => home.get<T[]>(`/api/v1/${path}`)
const totalOf = async (metric: string) => {
  const question = { metrics: [metric], from: '2026-01-01', to: '2026-12-31', grain: 'total' }
  return (await home.ask<Answer>(question)).data.series[0]?.total
}

/** All pages of a list. */
async function paged<T>(path: string): Promise<T[]> {
  const rows: T[] = []
  for (let cursor = ''; ; ) {
    const page = await list<T>(`${path}${cursor}`)
    rows.push(...page.data)
    if (page.meta.nextCursor === null) return rows
    cursor = `&cursor=${page.meta.nextCursor}`
  }
}

describe('entered values', () => {
  it('[RC12] [RC16] are answered with where they are and who entered them', async () => {
    const made = await put(value('orders', '5', { dimensions: { shop: 'north' } }))
    expect(made.status).toBe(201)
    const { person } = await home.browser.me()
    expect(CustomMetricView.strict().parse(made.data)).toMatchObject({
      metricName: 'orders',
      metricValue: '5',
      unit: 'count',
      currency: null,
      dimensions: { shop: 'north' },
      clientId: self,
      sourceSystem: 'manual',
      enteredBy: { kind: 'person', id: person.id },
      enteredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    })
    const place = made.headers.get('location') ?? ''
    expect((await home.get(place)).data).toEqual(made.data)
    const key = await home.call<{ secret: string; key: { id: string } }>('POST', '/api/v1/keys', {
      name: 'till',
      scopes: keyScopes,
    })
    const headers = { cookie: '', 'x-api-key': key.data.secret }
    const sent = await put(value('orders', '1'), headers)
    expect(sent.data).toMatchObject({ sourceSystem: 'api', enteredBy: { kind: 'key' } })
    const named = await put(value('orders', '1', { sourceSystem: 'pos-2' }), headers)
    expect((await home.get(`${VALUES}/${named.data.id}`)).data).toMatchObject({ sourceSystem: 'pos-2' })
    const ofPos = await list<CustomMetricView>('custom-metrics?source=pos-2')
    expect([ofPos.data, ofPos.meta.total]).toEqual([[named.data], 1])
    expect(new Set([made, sent, named].map(({ data }) => data.sourceId)).size).toBe(3)
  })

  it('[RC11] [RC12] come up to 1,000 at a time and move the figures', async () => {
    const values = Array.from({ length: 1000 }, (_, i) =>
      value('many', '2', { dimensions: { n: String(i) } }),
    )
    const first = await put<object>({ values })
    expect([first.status, first.data]).toMatchObject([200, { new: 1000, changed: 0, same: 0 }])
    values[3] = value('many', '5', { dimensions: { n: '3' } })
    expect((await put({ values })).data).toMatchObject({ new: 0, changed: 1, same: 999 })
    expect(await totalOf('many')).toBe('2003')
    expect((await put({ values: [...values, ...values] })).error.code).toBe('invalid_request')
  })

  it.each<[string, object, string]>([
    [
      'without a unit',
      { metricName: 'unheard', metricValue: '1', recordDate: '2026-03-01' },
      'invalid_request',
    ],
    ['of money without a currency', value('unheard', '1', { unit: 'money' }), 'invalid_request'],
    ['of another unit', value('orders', '1', { unit: 'percent' }), 'metric_mismatch'],
    ['of a count with a currency', value('orders', '1', { currency: 'EUR' }), 'metric_mismatch'],
    [
      'with six dimensions',
      value('orders', '1', { dimensions: { a: '', b: '', c: '', d: '', e: '' } }),
      'too_many_dimensions',
    ],
    ['too large', value('orders', '1234567890123456'), 'invalid_request'],
    ['of nobody', value('orders', '1', { clientId: crypto.randomUUID() }), 'not_found'],
  ])('[RC13] [RC14] store nothing when one is %s', async (_name, bad, code) => {
    const before = await list('custom-metrics?limit=1')
    const sent = await put({ values: [value('fine', '7'), bad] })
    expect([sent.error.code, sent.error.details?.place]).toEqual([code, 1])
    expect((await list('custom-metrics?limit=1')).meta.total).toBe(before.meta.total)
    const keys = (await list<{ key: string }>('metrics')).data.map(({ key }) => key)
    expect(keys.filter((key) => ['fine', 'unheard'].includes(key))).toEqual([])
  })

  it('[RC14] are not taken by a metric that reads other rows', async () => {
    await sync([financial('P0', '2025-01-01', '1')], self)
    const refused = await put(value('revenue', '1', { unit: 'money', currency: 'AUD' }))
    expect([refused.status, refused.error.details]).toMatchObject([409, { field: 'source' }])
    expect((await put(value('net_margin', '1', { unit: 'percent' }))).error.code).toBe('metric_mismatch')
  })

  it('[RC17] are changed and deleted, and the old ones are kept', async () => {
    const made = (await put(value('visits', '5'))).data
    const path = `${VALUES}/${made.id}`
    const changed = await home.call<CustomMetricView>('PATCH', path, { metricValue: '8' })
    const { enteredAt } = changed.data
    expect([changed.status, changed.data]).toEqual([200, { ...made, metricValue: '8', enteredAt }])
    expect(Date.parse(enteredAt ?? '')).toBeGreaterThanOrEqual(Date.parse(made.enteredAt ?? ''))
    expect(await totalOf('visits')).toBe('8')
    expect((await home.call('DELETE', path)).status).toBe(200)
    expect([(await home.get(path)).status, (await home.call('DELETE', path)).status]).toEqual([404, 404])
    expect(await totalOf('visits')).toBeNull()
    const kept = await home.rows<{ value: string }>(
      `select row ->> 'value' as value from fact_history where tenant_id = $1 and row_key like '%${made.id.split('_')[2]}' order by to_seq`,
    )
    expect(kept.map((row) => row.value)).toEqual(['5', '8'])
    const events = await home.rows<{ type: string }>(
      `select type from events where tenant_id = $1 and subject = 'source:${made.sourceId}' order by seq desc limit 2`,
    )
    expect(events.map(({ type }) => type)).toEqual(['records.removed', 'records.stored'])
  })

  it('[RC17] are the only ones: rows of a file stay as they are', async () => {
    const mapping = { date: 'day', values: [{ metric: 'filed', label: 'F', unit: 'count', expression: 'n' }] }
    await home.bring('day,n\n2026-01-01,4\n', mapping, 'filed.csv')
    const filed = await list<CustomMetricView>('custom-metrics?source=file')
    expect(filed.data).toMatchObject([{ metricName: 'filed', sourceSystem: 'file', enteredBy: null }])
    const path = `${VALUES}/${filed.data[0]?.id}`
    expect((await home.call('PATCH', path, { metricValue: '1' })).error.code).toBe('conflict')
    expect((await home.call('DELETE', path)).error.code).toBe('conflict')
    const ofImport = await list<CustomMetricView>(`custom-metrics?source=${filed.data[0]?.sourceId}`)
    expect(ofImport.data).toEqual(filed.data)
  })

  it('[RC18] are closed with their client', async () => {
    const client = (await home.call<ClientView>('POST', '/api/v1/clients', { name: 'Closing' })).data
    const made = (await put(value('orders', '1', { clientId: client.id }))).data
    await home.call('POST', `/api/v1/clients/${client.id}/archive`)
    const calls = [
      await put(value('orders', '2', { clientId: client.id })),
      await home.call('PATCH', `${VALUES}/${made.id}`, { metricValue: '2' }),
      await home.call('DELETE', `${VALUES}/${made.id}`),
    ]
    expect(calls.map(({ error }) => error.code)).toEqual(Array(3).fill('client_archived'))
    expect((await home.get(`${VALUES}/${made.id}`)).data).toEqual(made)
  })
})

describe('an archived client', () => {
  it('[CL6] moves no figure and no list, and is still answered for alone', async () => {
    const day = '2024-04-02'
    const client = (await home.call<ClientView>('POST', '/api/v1/clients', { name: 'Leaving' })).data
    await sync([financial('L1', day, '70'), lead('L2', day, '5')], client.id, 'xero', crypto.randomUUID())
    const calls = (metricValue: string, over: object) =>
      value('calls', metricValue, { recordDate: day, ...over })
    await put({ values: [calls('3', { clientId: client.id }), calls('4', {})] })
    // What was stored past the page of a sync is in no bucket yet.
    await home.stub.rebuild()
    const asked = { metrics: ['revenue', 'calls', 'leads_open'], from: day, to: day, grain: 'day' }
    const questions = [
      asked,
      { ...asked, clientId: client.id },
      { ...asked, breakdown: { dimension: 'client' } },
    ]
    const figures = async () => (await home.ask<Answer[]>({ questions })).data.map(({ series }) => series)
    const lists = async () => {
      const paths = ['financials', 'leads', 'custom-metrics'].flatMap((name) =>
        ['', `&clientId=${client.id}`].map((of) => `${name}?from=${day}&to=${day}${of}`),
      )
      return Promise.all([...paths, `kpis?from=${day}&to=${day}&clientId=${client.id}`].map(list<unknown>))
    }
    const rowsOf = async () => (await lists()).map(({ data }) => data)
    const before = { figures: await figures(), rows: await rowsOf() }
    expect(before.figures[0]?.map(({ total }) => total)).toEqual(['70', '7', '1'])
    expect(before.figures[1]?.map(({ total }) => total)).toEqual(['70', '3', '1'])
    expect(before.rows.map((rows) => rows.length)).toEqual([1, 1, 1, 1, 2, 1, 1])
    expect((await home.call('POST', `/api/v1/clients/${client.id}/archive`)).status).toBe(200)
    expect({ figures: await figures(), rows: await rowsOf() }).toEqual(before)
    await home.evict()
    expect(await figures()).toEqual(before.figures)
    const all = await list<KpiView>(`kpis?from=${day}&to=${day}`)
    expect(all.data.map(({ clientId }) => clientId)).not.toContain(client.id)
  })
})

describe('the plain lists', () => {
  it('[RC19] come in pages, newest day first, and refuse reversed dates', async () => {
    const days = ['2024-05-01', '2024-05-02', '2024-05-03', '2024-05-04', '2024-05-05']
    await sync(
      days.flatMap((day, i) => [financial(`F${i}`, day, `${i}`), lead(`E${i}`, day, `${i}`)]),
      other,
    )
    await put({ values: days.map((day, i) => value('daily', `${i}`, { recordDate: day })) })
    for (const [path, dayOf] of [
      ['financials', (row: FinancialView) => row.recordDate],
      ['leads', (row: LeadView) => row.eventDate],
      ['custom-metrics', (row: CustomMetricView) => row.recordDate],
    ] as const) {
      const range = `${path}?from=2024-05-02&to=2024-05-04`
      const rows = await paged<never>(`${range}&limit=2`)
      expect([path, rows.map(dayOf)]).toEqual([path, ['2024-05-04', '2024-05-03', '2024-05-02']])
      const whole = await list(range)
      expect([whole.data, whole.meta]).toMatchObject([rows, { total: 3, nextCursor: null }])
      expect(typeof whole.meta.seq).toBe('number')
      expect((await list(`${path}?from=2024-05-02&to=2024-05-01`)).error.code).toBe('reversed_dates')
      for (const bad of ['cursor=x', 'limit=501', 'what=1', 'from=2024-02-30'])
        expect([bad, (await list(`${path}?${bad}`)).error.code]).toEqual([bad, 'invalid_request'])
    }
    const named = await list<CustomMetricView>('custom-metrics?metricName=daily')
    expect(named.data.map(({ metricValue }) => metricValue)).toEqual(['4', '3', '2', '1', '0'])
  })

  it('[RC20] are filtered by client and source', async () => {
    const crm = crypto.randomUUID()
    await sync(
      [lead('A', '2023-01-01', '1', { stage: 'Won', status: 'won', leadId: 'L9' })],
      self,
      'crm',
      crm,
    )
    await sync([lead('B', '2023-01-02', '1'), financial('B', '2023-01-02', '1')], other)
    const year = 'from=2023-01-01&to=2023-12-31'
    const idsOf = async (filter: string) =>
      (await list<LeadView>(`leads?${year}&${filter}`)).data.map(({ clientId }) => clientId)
    expect(await idsOf(`clientId=${other}`)).toEqual([other])
    for (const filter of ['source=crm', `source=${crm}`, 'stage=Won', 'status=won', 'leadId=L9'])
      expect([filter, await idsOf(filter)]).toEqual([filter, [self]])
    expect(await idsOf('source=file')).toEqual([])
    expect((await list(`financials?${year}&source=xero`)).meta.total).toBe(1)
    for (const path of ['leads', 'financials', 'custom-metrics', 'kpis'])
      expect([path, (await list(`${path}?clientId=${crypto.randomUUID()}`)).status]).toEqual([path, 404])
  })

  it('[RC21] show amounts as they came and in the base currency', async () => {
    const usd = { currency: 'USD' }
    await sync([rate('AUD', '2022-01-01', '1.8'), rate('USD', '2022-01-01', '1.2')], self, 'ecb')
    const over = { ...usd, expenses: '4', cashFlow: '-1', metadata: { report: 'x' } }
    await sync([financial('U1', '2022-01-02', '10', over), financial('U2', '2022-02-02', '10', usd)], self)
    await sync([lead('U1', '2022-01-02', '2', usd)], self)
    const [waiting, rated] = (await list<FinancialView>('financials?from=2022-01-01&to=2022-12-31')).data
    const used = { currency: 'AUD', rate: '1.5', rateDate: '2022-01-01' }
    expect(FinancialView.strict().parse(rated)).toMatchObject({
      revenue: '10',
      netProfit: '6',
      cashFlow: '-1',
      currency: 'USD',
      base: { ...used, revenue: '15', expenses: '6', netProfit: '9', cashFlow: '-1.5' },
      metadata: { report: 'x' },
    })
    expect(waiting?.base).toBeNull()
    const [sold] = (await list<LeadView>('leads?from=2022-01-01&to=2022-12-31')).data
    expect(LeadView.strict().parse(sold)).toMatchObject({
      value: '2',
      currency: 'USD',
      base: { ...used, value: '3' },
    })
  })

  it('[RC22] [RC23] [RC24] give headline figures by client', async () => {
    const name = 'Headline'
    const { id } = (await home.call<ClientView>('POST', '/api/v1/clients', { name })).data
    const source = crypto.randomUUID()
    const [today, early, old] = [dayBefore(0), dayBefore(20), dayBefore(90)]
    await sync(
      [
        financial('1', early, '100.5', { expenses: '40', cashFlow: '7' }),
        financial('2', old, '999'),
        financial('3', dayBefore(19), '5', { currency: 'CHF' }),
        lead('1', old, '10', { leadId: 'open' }),
        lead('2', early, '30', { leadId: 'open', status: 'stale' }),
        lead('3', early, '5', { leadId: 'won' }),
        lead('4', early, '5', { leadId: 'won', status: 'won' }),
        lead('5', old, '5', { leadId: 'lost', status: 'lost' }),
        lead('6', early, '5', { leadId: 'foreign', currency: 'CHF' }),
      ],
      id,
      'xero',
      source,
    )
    const answer = await list<KpiView>(`kpis?clientId=${id}`)
    expect(answer.data.map((one) => KpiView.strict().parse(one))).toEqual([
      {
        clientId: id,
        clientName: name,
        from: dayBefore(29),
        to: today,
        currency: 'AUD',
        revenue: '100.5',
        expenses: '40',
        netProfit: '60.5',
        cashFlow: '7',
        leadsOpen: 2,
        leadsWon: 1,
        leadsLost: 0,
        pipelineValue: '30',
        notIncluded: 2,
        lastRecordDate: dayBefore(19),
        lastSyncAt: null,
      },
    ])
    const range = `from=${old}&to=${old}`
    expect((await list<KpiView>(`kpis?clientId=${id}&${range}`)).data).toMatchObject([
      { revenue: '999', leadsOpen: 1, leadsLost: 1, pipelineValue: '10', notIncluded: 0 },
    ])
    expect((await list<KpiView>(`kpis?clientId=${id}&source=crm`)).data).toMatchObject([
      { revenue: null, pipelineValue: null, leadsOpen: 0, lastRecordDate: null },
    ])
    const all = await paged<KpiView>('kpis?limit=1')
    const open = await list<ClientView>('clients?limit=500')
    expect(all.map(({ clientId }) => clientId)).toEqual(open.data.map((client) => client.id))
    expect((await list(`kpis?from=${today}&to=${old}`)).error.code).toBe('reversed_dates')
    await home.inside((tenant) =>
      tenant.write(tenant.commands, async (tx) => {
        await tx.sql`update clients set is_sample = true where tenant_id = ${tx.tenantId} and id = ${id}`
        return ok(null)
      }),
    )
    for (const path of ['financials', 'leads', 'custom-metrics', 'kpis']) {
      const filtered = await list<object>(`${path}?clientId=${id}`)
      expect([path, filtered.data, filtered.meta.total]).toEqual([path, [], 0])
      expect(JSON.stringify((await list(`${path}?limit=500`)).data)).not.toContain(id)
    }
  })
})
