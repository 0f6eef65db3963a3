import { describe, expect, it } from 'vitest'
import type { ConnectorView } from '../../../contracts/connections.ts'
import { categoriesIn, categoryIn, found } from './catalogue.ts'
import { backTo, collides, draftOf, timetableOf } from './schedule.ts'
import { aConnection } from './testing/connections.ts'

describe('a timetable', () => {
  const [financials, invoices] = aConnection().streams
  if (!financials || !invoices) throw new Error('the example has two streams')

  it('[CN85] is every so many whole minutes within the bounds, or a time of day', () => {
    const every = (minutes: string) => timetableOf('invoices', { way: 'every', minutes, dailyAt: '02:00' })
    expect(every('15')).toEqual({ ok: true, change: { stream: 'invoices', everySeconds: 900 } })
    expect([' 1 ', '1440'].every((minutes) => every(minutes).ok)).toBe(true)
    for (const minutes of ['', '0', '1441', '2.5', 'soon'])
      expect(every(minutes), minutes).toEqual({ ok: false, field: 'minutes' })
    const daily = (dailyAt: string) => timetableOf('invoices', { way: 'daily', minutes: '', dailyAt })
    expect(daily('23:59')).toEqual({ ok: true, change: { stream: 'invoices', dailyAt: '23:59' } })
    for (const time of ['', '24:00', '2:00']) expect(daily(time)).toEqual({ ok: false, field: 'dailyAt' })
  })

  it('[CN85] starts from what is stored, and goes back to it', () => {
    expect(draftOf(invoices)).toEqual({ way: 'every', minutes: '15', dailyAt: '02:00' })
    expect(draftOf(financials)).toMatchObject({ way: 'daily', dailyAt: '02:00' })
    expect(backTo(invoices)).toEqual({ stream: 'invoices', isEnabled: true, everySeconds: 900 })
    expect(backTo(financials)).toEqual({ stream: 'financials', isEnabled: true, dailyAt: '02:00' })
  })
})

describe('two changes at once', () => {
  const base = aConnection()
  const withStream = (values: object) => ({
    ...base,
    streams: base.streams.map((one) => (one.stream === 'invoices' ? { ...one, ...values } : one)),
  })

  it('[CN86] go together when they are about different things', () => {
    expect(collides(base, { ...base, label: 'Books' }, { isPaused: true })).toBe(false)
    expect(collides(base, withStream({ isEnabled: false }), { label: 'Books' })).toBe(false)
    const daily = { streams: [{ stream: 'invoices', dailyAt: '03:00' }] }
    expect(collides(base, withStream({ isEnabled: false }), daily)).toBe(false)
  })

  it('[CN86] are asked about when they are about the same thing', () => {
    expect(collides(base, { ...base, label: 'Books' }, { label: 'Ledgers' })).toBe(true)
    expect(collides(base, { ...base, status: 'disabled' }, { isPaused: true })).toBe(true)
    expect(
      collides(base, withStream({ everySeconds: 300 }), {
        streams: [{ stream: 'invoices', dailyAt: '03:00' }],
      }),
    ).toBe(true)
  })
})

describe('the catalogue', () => {
  const connector = (values: Partial<ConnectorView>): ConnectorView => ({
    provider: 'ledger',
    name: 'Ledger',
    category: 'accounting',
    summary: 'Books of a company.',
    reads: ['Profit and loss by day'],
    never: ['changes anything'],
    auth: 'oauth2',
    accountNoun: 'organisation',
    streams: [],
    isAvailable: true,
    why: null,
    ...values,
  })
  const all = [
    connector({ provider: 'away', name: 'Away', isAvailable: false, why: 'Not set up.' }),
    connector({}),
    connector({ provider: 'deals', name: 'Deals', category: 'crm', reads: ['Deals and their stages'] }),
  ]

  it('[CN87] is searched in names and in what is read, with all the words; what cannot be used comes last', () => {
    expect(found(all, '', null).map((one) => one.name)).toEqual(['Deals', 'Ledger', 'Away'])
    expect(found(all, 'LOSS profit', null).map((one) => one.name)).toEqual(['Ledger', 'Away'])
    expect(found(all, '', 'crm').map((one) => one.name)).toEqual(['Deals'])
    expect(found(all, 'payroll', null)).toEqual([])
  })

  it('[CN87] offers only kinds it has', () => {
    expect(categoriesIn(all)).toEqual(['accounting', 'crm'])
    expect(categoryIn('crm', categoriesIn(all))).toBe('crm')
    expect(categoryIn('ads', categoriesIn(all))).toBeNull()
  })
})
