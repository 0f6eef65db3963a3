import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { type Answer, MetricDefinition, QueryResponse } from '../../contracts/metrics.ts'
import { ok } from '../../contracts/result.ts'
import { WHOLE } from '../../db/tenant-tx.ts'
import { convertWaiting, storeRates } from '../currency/service.ts'
import type { NewEvent } from '../events/define.ts'
import { workspaceChanged } from '../events/workspace.ts'
import { metricDefined } from '../metrics/events.ts'
import { ensureMetric } from '../metrics/service.ts'
import { ensureStandardMetrics, touchedByTable } from '../metrics/standard.service.ts'
import { type Booked, storeBooked } from '../metrics/testing/canonical-rows.ts'
import { recordsStored } from '../records/events.ts'
import { Answers } from './answers.ts'
import { runCommand } from './commands.ts'
import { provisionTenant } from './provision.ts'
import { aTenantSpec, type NodeHost, openNodeHost } from './testing/node-host.ts'

const CONNECTION = '00000000-0000-7000-8000-000000000001'
const counts = { new: 1, changed: 0, same: 0, deleted: 0 }
let admin: postgres.Sql
let host: NodeHost
let answers: Answers
beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1, onnotice: () => undefined })
})
afterAll(() => admin.end())
beforeEach(async () => {
  const spec = aTenantSpec()
  host = openNodeHost(spec.tenantId, inject('postgres').appUrl)
  await provisionTenant(host.tenant, spec)
  answers = new Answers(host.tenant)
})
afterEach(() => host.tenant.close())

type Work = Parameters<typeof runCommand<null, never>>[3]
let commands = 0
async function carryOut(work: (...given: Parameters<Work>) => Promise<NewEvent[]>): Promise<void> {
  commands += 1
  const command = { ...WHOLE, id: `c${commands}`, actor: 'system:test', requestHash: 'x' }
  const done = await runCommand<null, never>(host.tenant, command, 200, async (tx) =>
    ok({ view: null, events: await work(tx) }),
  )
  if (!done.ok) throw new Error(done.error.code)
}

async function book(...rows: Booked[]): Promise<void> {
  const known = (await host.tenant.facts())?.definitions ?? []
  await carryOut(async (tx) => {
    const standard = await ensureStandardMetrics(tx, known, 'financials', 'EUR')
    await storeBooked(tx, rows)
    const touched = touchedByTable(
      standard.definitions,
      'financials',
      rows.map((row) => row.day),
    )
    const stored = { sourceId: CONNECTION, sourceSystem: 'xero', counts, touched }
    return [...standard.events, recordsStored.of('connection:1', stored)]
  })
}
const booking = (clientId: string, day: string, currency = 'EUR'): Booked => ({
  ...{ clientId, day, sourceId: CONNECTION, system: 'xero', revenueCents: 100_00, expensesCents: 40_00 },
  ...{ cashCents: null, currency, rate: currency === 'EUR' ? 1 : null },
})

async function ask(metrics: string[], over: object = {}): Promise<Answer> {
  const question = { metrics, from: '2026-05-01', to: '2026-05-04', grain: 'day', ...over }
  const answered = await answers.answer(JSON.stringify(question), { clients: 'all', hidden: [] })
  if (!answered.ok) throw new Error(answered.error.code)
  const { data } = QueryResponse.parse(JSON.parse(answered.value))
  if (Array.isArray(data)) throw new Error('one question was asked')
  return data
}
const changed = workspaceChanged.of('workspace', { fields: ['connections'] })

const FED = JSON.stringify({
  other: 1,
  metrics: { revenue: 'reports', net_profit: 'reports', expenses: 'reports' },
})

/** A connection with one stream read every hour, complete up to ten o'clock, that has fed what is booked. */
async function connect(): Promise<void> {
  await admin`insert into connections (tenant_id, id, client_id, provider, label, status, accounts, settings, created_at)
    values (${host.tenant.id}, ${CONNECTION}, ${CONNECTION}, 'xero', 'Xero', 'active', '[]', ${FED}::text::jsonb, now())`
  await admin`insert into connection_streams (tenant_id, connection_id, stream, every_seconds, data_as_of, checked_at, next_due_at)
    values (${host.tenant.id}, ${CONNECTION}, 'reports', 3600, '2026-05-04T10:00:00Z', '2026-05-04T10:00:00Z', '2026-05-04T11:00:00Z')`
  await carryOut(async () => [changed])
}

const lastState = (answer: Answer) => answer.series[0]?.points.map((point) => point.state)

describe('a connection as a source', () => {
  it('[ME34][ME24] is named with how far it reaches, by the metrics that it has fed', async () => {
    await book(booking(CONNECTION, '2026-05-01'))
    await connect()
    expect((await ask(['revenue'])).freshness).toEqual([
      {
        source: 'Xero',
        connectionId: CONNECTION,
        metrics: ['expenses', 'net_profit', 'revenue'],
        asOf: '2026-05-04T10:00:00.000Z',
        checkedAt: '2026-05-04T10:00:00.000Z',
        nextAt: '2026-05-04T11:00:00.000Z',
        state: 'fresh',
      },
    ])
    expect((await ask(['cash_flow'])).freshness).toEqual([])
  })

  it('[ME9][ME25] makes its last day stale once it is late, also in an answer that was kept', async () => {
    await book(booking(CONNECTION, '2026-05-01'))
    await connect()
    expect(lastState(await ask(['revenue']))).toEqual(['final', 'missing', 'missing', 'open'])
    host.clock.now = new Date('2026-05-04T12:00:00Z')
    expect((await ask(['revenue'])).freshness[0]?.state).toBe('fresh')
    host.clock.now = new Date('2026-05-04T12:00:00.001Z')
    const late = await ask(['revenue'])
    expect([late.freshness[0]?.state, lastState(late)]).toEqual([
      'stale',
      ['final', 'missing', 'missing', 'stale'],
    ])
    // A formula over what it feeds is as unsure.
    expect(lastState(await ask(['net_margin']))?.at(-1)).toBe('stale')
    expect(lastState(await ask(['cash_flow']))?.at(-1)).toBe('open')
  })

  it('[ME9][ME24] that has failed acts like a late one until it is mended', async () => {
    await book(booking(CONNECTION, '2026-05-01'))
    await connect()
    const turn = async (status: string) => {
      await admin`update connections set status = ${status} where tenant_id = ${host.tenant.id}`
      await carryOut(async () => [changed])
      const answer = await ask(['revenue'])
      return [answer.freshness[0]?.state, lastState(answer)?.at(-1)]
    }
    expect(await turn('error')).toEqual(['failed', 'stale'])
    expect(await turn('active')).toEqual(['fresh', 'open'])
    expect(await turn('disabled')).toEqual(['static', 'open'])
  })

  it('[ME24] stands beside values that people and programs have entered', async () => {
    const wanted = MetricDefinition.parse({
      ...{
        key: 'visits',
        label: 'Visits',
        unit: 'count',
        currency: null,
        direction: 'up',
        aggregation: 'sum',
      },
      ...{ scale: 0, dimensions: [], description: '' },
      source: { kind: 'facts', table: 'custom_metrics', column: 'value' },
    })
    await carryOut(async (tx) => {
      const saved = await ensureMetric(tx, [], wanted)
      if (!saved.ok) throw new Error(saved.error.code)
      for (const by of ['person:ada', 'person:bo', 'key:k1', null]) {
        await tx.sql`insert into custom_metrics (tenant_id, metric_no, record_date, row_key, value, client_id, source_id, entered_by)
          values (${tx.tenantId}, ${saved.value.no}, '2026-05-01', ${host.tenant.deps.newId()}, 1, ${CONNECTION}, ${CONNECTION}, ${by})`
      }
      return [metricDefined.of('metric:visits', { key: 'visits', no: saved.value.no })]
    })
    const { freshness } = await ask(['visits'])
    expect(freshness.map(({ source, state, metrics, asOf }) => [source, state, metrics, asOf])).toEqual([
      ['Entered by hand', 'static', ['visits'], null],
      ['Sent by a program', 'static', ['visits'], null],
    ])
  })
})

describe('records without a rate', () => {
  it('[ME32][CU8] are told for range and client, and no more once a rate has come', async () => {
    await admin`insert into clients (tenant_id, id, name, external_id, created_at)
      values (${host.tenant.id}, ${CONNECTION}, 'Other', 'other', now())`
    const [client] = (await host.tenant.facts())?.clients ?? []
    const mine = client?.id ?? ''
    await book(
      booking(mine, '2026-05-01'),
      booking(mine, '2026-05-02', 'USD'),
      booking(CONNECTION, '2026-05-04', 'NZD'),
    )
    const told = async (over: object = {}, metric = 'revenue') =>
      (await ask([metric], { grain: 'total', ...over })).series.map(({ total, notIncluded }) => [
        total,
        notIncluded,
      ])
    const both = { records: 2, currencies: ['NZD', 'USD'] }
    expect(await told()).toEqual([['100', both]])
    expect(await told({}, 'net_margin')).toEqual([['60', both]])
    expect(await told({}, 'cash_flow')).toEqual([[null, undefined]])
    expect(await told({ clientId: mine })).toEqual([['100', { records: 1, currencies: ['USD'] }]])
    expect(await told({ to: '2026-05-01' })).toEqual([['100', undefined]])
    const byClient = await ask(['revenue'], { breakdown: { dimension: 'client' } })
    expect(
      byClient.series.map(({ dimensionValue, clientId, total, notIncluded }) => ({
        ...{ dimensionValue, clientId, total },
        records: notIncluded?.records,
      })),
    ).toEqual([
      { dimensionValue: 'Test Studio', clientId: mine, total: '100', records: 1 },
      { dimensionValue: 'Other', clientId: CONNECTION, total: null, records: 1 },
    ])

    const known = (await host.tenant.facts())?.definitions ?? []
    await carryOut(async (tx) => {
      const rate = { kind: 'rate', externalId: 'r', rateDate: '2026-05-01', perEuro: '1.25' } as const
      await storeRates(tx, 'ecb', [
        { ...rate, currency: 'USD' },
        { ...rate, currency: 'NZD', perEuro: '2' },
      ])
      const moved = await convertWaiting(tx, 'EUR')
      const touched = moved.flatMap(({ days }) => touchedByTable(known, 'financials', days))
      return [
        recordsStored.of('connection:1', { sourceId: CONNECTION, sourceSystem: 'ecb', counts, touched }),
      ]
    })
    expect(await told()).toEqual([['230', undefined]])
    expect(await told({ clientId: mine })).toEqual([['180', undefined]])
  })
})
