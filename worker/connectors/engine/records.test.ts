import { describe, expect, it } from 'vitest'
import { QUARANTINE_RECORD_CHARS_MAX } from '../../../contracts/limits.ts'
import { DayClock } from '../../platform/clock.ts'
import { parseExactJson } from '../../platform/exact-json.ts'
import { connectorOf } from '../registry.ts'
import { acme } from '../testing/acme.ts'
import { csvRecords } from './csv-records.ts'
import type { Connector, DeclaredRead } from './define.ts'
import { mapRecord } from './records.ts'

function readOf(connector: Connector | null, name: string): DeclaredRead {
  const stream = connector?.streams[name]
  if (stream?.kind !== 'declared') throw new Error(`${name} is not declared`)
  return stream.read
}
const map = (read: DeclaredRead, source: object, facts = {}) =>
  mapRecord(parseExactJson(JSON.stringify(source)), 4, {
    read,
    facts,
    timeZone: 'Australia/Sydney',
    clock: new DayClock(),
  })

const orders = readOf(acme, 'orders')
const deals = readOf(acme, 'deals')
const order = {
  shop: 's1',
  id: 7,
  placed: '2026-03-17T20:00:00Z',
  total: 1250,
  tax: 250,
  currency: 'EUR',
  channel: 'web',
}

describe('records', () => {
  it('[CN17] get their id from the key of the manifest and their figures from the first rule that fits', () => {
    expect(map(orders, order)).toEqual({
      record: {
        kind: 'value',
        externalId: 's1:7',
        recordDate: '2026-03-18',
        values: [
          { metric: 'sold', value: '10' },
          { metric: 'orders', value: '1' },
        ],
        currency: 'EUR',
        givenRate: null,
        dimensions: { Channel: 'Web' },
      },
      rejects: [],
    })
    expect(map(deals, { id: 'd', archived: true }).record).toEqual({
      kind: 'deleted',
      externalId: 'd',
      of: 'lead',
    })
  })

  it.each([
    ['no_id', { id: null }, '#4', 'shop id'],
    ['no_date', { placed: 'soon' }, 's1:7', 'placed'],
    ['no_amount', { total: 'much' }, 's1:7', 'total'],
    ['no_amount', { tax: null }, 's1:7', 'total'],
    ['missing', { currency: '' }, 's1:7', 'currency'],
    ['out_of_bounds', { currency: 'euros' }, 's1:7', 'currency'],
  ])('[CN17] are rejected with a reason: %s for %j', (reason, change, recordKey, field) => {
    const { record, rejects } = map(orders, { ...order, ...change })
    expect(record).toBeNull()
    expect(rejects).toMatchObject([{ reason, recordKey, field }])
  })

  it('[CN17] of a kind no rule fits are rejected', () => {
    const only = {
      ...orders,
      rules: orders.rules.map((rule) => ({ ...rule, when: [{ at: 'a', in: ['b'] }] })),
    }
    expect(map(only, order).rejects).toMatchObject([{ reason: 'unknown_kind' }])
  })

  it('[CN17] keep a value that is not known as other, with a note', () => {
    const { record, rejects } = map(orders, { ...order, channel: 'fax' })
    expect(record).toMatchObject({ dimensions: { Channel: 'other' } })
    expect(rejects).toMatchObject([{ reason: 'unknown_value', recordKey: 's1:7:channel' }])
    expect(map(orders, { ...order, channel: 'constructor' }).record).toMatchObject({
      dimensions: { Channel: 'other' },
    })
  })

  it('[CN17] are cut where they are set aside', () => {
    const { rejects } = map(orders, { ...order, total: 'x'.repeat(100_000) })
    expect(rejects[0]?.record.length).toBe(QUARANTINE_RECORD_CHARS_MAX)
  })

  it('[CN10] keep the rate of the provider, to its base currency, the right way round', () => {
    const invoices = readOf(connectorOf('xero'), 'invoices')
    const invoice = {
      InvoiceID: 'i1',
      Type: 'ACCREC',
      Status: 'PAID',
      DateString: '2026-03-18T00:00:00',
      SubTotal: 40,
      CurrencyCode: 'NZD',
      CurrencyRate: 1.25,
      Contact: { Name: 'A' },
    }
    const given = (change: object) => {
      const { record } = map(invoices, { ...invoice, ...change }, { baseCurrency: 'AUD' })
      return record?.kind === 'value' ? record.givenRate : undefined
    }
    expect(given({})).toEqual({ to: 'AUD', rate: '0.8', day: '2026-03-18' })
    for (const change of [{ CurrencyCode: 'AUD' }, { CurrencyRate: null }, { CurrencyRate: 0 }])
      expect(given(change)).toBeNull()
  })
})

describe('rows of CSV', () => {
  it('[CN17] are read by the names of their columns', () => {
    expect(csvRecords('a,b\r\n1,"x, y"\r\n', ['b'])).toEqual([{ a: '1', b: 'x, y' }])
    expect(csvRecords('', ['b'])).toEqual([])
    expect(csvRecords('<html>\n', ['b'])).toBeNull()
  })

  it('[CN6] are refused when one was cut off, because its last cell may be', () => {
    expect(csvRecords('a,b,c\r\n1,2,3\r\n4,1.0', ['a'])).toBeNull()
  })
})
