import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { PutCustomMetric } from '../../contracts/records.ts'
import { triesHere } from '../../scripts/checks/tries.ts'
import { ensureDefaultClient } from '../clients/service.ts'
import { changeValue, removeValue } from './change.service.ts'
import { enterValues } from './enter.service.ts'
import { rate, Store } from './testing/store.ts'

const by = { actor: 'key:k1', system: 'api', at: new Date(0) }
const DAY = '2026-07-03'

let store: Store
beforeEach(async () => {
  store = await opened()
})
afterEach(() => store.close())

async function opened(): Promise<Store> {
  const made = await new Store(inject('postgres').appUrl).open()
  await made.run((tx) => ensureDefaultClient(tx, 'Self', randomUUID, new Date(0)))
  return made
}

const put = (metricValue: string, over: object = {}) =>
  PutCustomMetric.parse({
    metricName: 'visits',
    unit: 'count',
    metricValue,
    recordDate: DAY,
    ...over,
  })
const money = (metricValue: string, over: object = {}) =>
  put(metricValue, { metricName: 'fees', unit: 'money', currency: 'AUD', ...over })
const enter = (values: PutCustomMetric[], of = store) => of.run((tx) => enterValues(tx, values, by))
async function entered(values: PutCustomMetric[], of = store) {
  const result = await enter(values, of)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

describe('values that are sent', () => {
  it('[RC11] change nothing the second time, whatever way they are written', async () => {
    const dimensions = { page: 'home', country: 'AU' }
    const first = await entered([put('5', { dimensions }), money('1.5')])
    expect([first.counts, first.events.length]).toEqual([{ new: 2, changed: 0, same: 0 }, 3])
    const rows = await store.rows()
    const again = [
      put('5.0', { dimensions: { country: ' AU', page: 'home' } }),
      money('1.500', { currency: undefined }),
    ]
    const second = await entered(again)
    expect([second.counts.same, second.events, second.places]).toEqual([2, [], first.places])
    expect(await store.rows()).toEqual(rows)
  })

  it('[RC11] are known by metric, client, day, dimensions and source', async () => {
    const other = randomUUID()
    await store.run(
      (tx) => tx.sql`insert into clients (tenant_id, id, name, external_id, created_at)
        values (${tx.tenantId}, ${other}, 'Other', 'other', now())`,
    )
    const differing = [
      put('1'),
      put('1', { metricName: 'hits' }),
      put('1', { clientId: other }),
      put('1', { recordDate: '2026-07-04' }),
      put('1', { dimensions: { page: 'home' } }),
      put('1', { sourceSystem: 'till' }),
    ]
    expect((await entered(differing)).counts.new).toBe(6)
    expect((await entered([...differing, put('2')])).counts).toMatchObject({ new: 0, changed: 1, same: 6 })
    const { values, history } = await store.rows()
    expect([values.length, history]).toEqual([6, 1])
  })

  it('[RC11] end at the same rows in any number of calls', async () => {
    const value = fc.record({ id: fc.integer({ min: 1, max: 3 }), amount: fc.integer({ min: -9, max: 9 }) })
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 12, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 12 }), sizes, async (sent, size) => {
        const [once, often] = [await opened(), await opened()]
        const values = sent.map(({ id, amount }) => put(String(amount), { recordDate: `2026-07-0${id}` }))
        await entered(values, once)
        for (let at = 0, i = 0; at < values.length; at += size[i] ?? 1, i += 1) {
          const some = values.slice(at, at + (size[i] ?? 1))
          await entered(some, often)
          await entered(some.slice(-1), often)
        }
        expect((await often.rows()).values).toEqual((await once.rows()).values)
        await Promise.all([once.close(), often.close()])
      }),
      { numRuns: triesHere(8) },
    )
  })

  it('[RC15] are converted with the rate of their day', async () => {
    await store.store([rate('AUD', '2026-07-01', '1.8'), rate('USD', '2026-07-01', '1.2')])
    await entered([money('10'), money('10', { currency: 'USD', recordDate: '2026-07-04' })])
    expect((await store.rows()).values).toMatchObject([
      { value: '10', currency: 'AUD', original: null, rate: null },
      {
        value: '15',
        currency: 'AUD',
        original: '10',
        originalCurrency: 'USD',
        rate: '1.5',
        rateDate: '2026-07-01',
      },
    ])
  })

  it('[RC15] wait as null while there is no rate, and are converted when it comes', async () => {
    await entered([money('1'), money('10', { currency: 'USD', recordDate: '2026-07-04' })])
    expect((await store.rows()).values[1]).toMatchObject({
      value: null,
      original: '10',
      originalCurrency: 'USD',
    })
    const came = await store.store([rate('AUD', '2026-07-03', '1.8'), rate('USD', '2026-07-03', '1.2')])
    expect(came.touched).toEqual([{ metricNo: await store.no('fees'), days: ['2026-07-04'] }])
    expect((await store.rows()).values[1]).toMatchObject({ value: '15', rate: '1.5' })
    expect((await entered([money('10', { currency: 'USD', recordDate: '2026-07-04' })])).counts.same).toBe(1)
  })

  it('[RC18] of one workspace leave the rows of another alone', async () => {
    const other = await opened()
    const { places } = await entered([put('1')])
    const mine = await store.rows()
    await entered([put('2')], other)
    const [place] = places
    if (place === undefined) throw new Error('no place')
    const refused = (work: 'change' | 'remove') =>
      other.run((tx) => (work === 'change' ? changeValue(tx, place, '9', by) : removeValue(tx, place)))
    expect(await refused('change')).toEqual({ ok: false, error: { code: 'not_found' } })
    expect(await refused('remove')).toEqual({ ok: false, error: { code: 'not_found' } })
    const foreign = await store.run(async (tx) => {
      const [row] = await tx.sql<{ id: string }[]>`select id from clients where tenant_id = ${tx.tenantId}`
      return row?.id
    })
    expect(await enter([put('3'), put('4', { clientId: foreign })], other)).toEqual({
      ok: false,
      error: { code: 'not_found', details: { place: 1, clientId: foreign } },
    })
    expect(await store.rows()).toEqual(mine)
    expect((await other.rows()).values).toMatchObject([{ value: '2' }])
    await other.close()
  })
})
