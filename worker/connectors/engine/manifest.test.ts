import { describe, expect, it } from 'vitest'
import { connectorOf } from '../registry.ts'
import { acme } from '../testing/acme.ts'
import { type Connector, type DeclaredRead, defineConnector } from './define.ts'
import { describeConnector } from './describe.ts'
import { findProblems } from './manifest-problems.ts'
import { addressOf, reachOf, readConnectorSettings, settingNames } from './settings.ts'

const deals = acme.streams.deals
if (deals?.kind !== 'declared' || acme.auth.kind !== 'oauth2') throw new Error('the manifest has changed')
const { auth } = acme
const withRead = (change: Partial<DeclaredRead>): Connector => ({
  ...acme,
  streams: { deals: { ...deals, read: { ...deals.read, ...change } } },
})
const withQuery = (query: Record<string, string>) => withRead({ request: { ...deals.read.request, query } })

describe('a manifest', () => {
  it.each<[string, Connector]>([
    ['provider is not a name', { ...acme, provider: 'Acme CRM' }],
    ['what it reads', { ...acme, reads: [] }],
    ['HTTPS', { ...acme, baseUrl: 'http://api.acme.test' }],
    ['HTTPS', { ...acme, auth: { ...auth, tokenUrl: 'http://id.acme.test/token' } }],
    ['slash', { ...acme, baseUrl: 'https://api.acme.test/' }],
    ['needed but not asked for', { ...acme, auth: { ...auth, scopesNeeded: ['write'] } }],
    ['no stream', { ...acme, streams: {} }],
    ['not a name of a stream', { ...acme, streams: { 'Deals!': deals } }],
    ['names no fields', { ...acme, streams: { deals: { ...deals, fields: [] } } }],
    ['{sinse} is not known', withQuery({ since: '{since}', after: '{token}', x: '{sinse}' })],
    ['never sends {since}', withQuery({ after: '{token}' })],
    ['never sends {token}', withQuery({ since: '{since}' })],
    ['no key', withRead({ key: [] })],
    ['no rules', withRead({ rules: [] })],
  ])('[CN2] is refused when it is wrong: %s', (problem, connector) => {
    expect(findProblems(connector).join('; ')).toContain(problem)
    expect(() => defineConnector(connector)).toThrow(connector.provider)
  })

  it('[CN2] is refused when a record feeds a metric, or names a base currency, that it does not have', () => {
    const xero = connectorOf('xero')
    const invoices = xero?.streams.invoices
    if (!xero || invoices?.kind !== 'declared') throw new Error('the manifest has changed')
    const broken = {
      ...xero,
      streams: { invoices: { ...invoices, metrics: [], read: { ...invoices.read, facts: {} } } },
    }
    const problems = findProblems(broken).join('; ')
    expect(problems).toContain('invoiced is no metric of it')
    expect(problems).toContain('baseCurrency is no fact of it')
  })
})

describe('settings of a deployment', () => {
  const env = { ACME_CRM_CLIENT_ID: 'id', ACME_CRM_CLIENT_SECRET: 'secret' }

  it('[CN25] name a provider in capitals, and make it available', () => {
    expect(settingNames('acme-crm').base).toBe('ACME_CRM_BASE_URL')
    expect(readConnectorSettings(acme, env)).toEqual({
      isAvailable: true,
      settings: { clientId: 'id', clientSecret: 'secret', baseOverride: null, scopes: ['read'] },
    })
  })

  it('[CN25] that are missing are named in the catalogue, without their values', () => {
    const view = describeConnector(acme, { ACME_CRM_CLIENT_ID: 'id-of-ours' })
    expect(view.isAvailable).toBe(false)
    expect(view.why).toContain('ACME_CRM_CLIENT_SECRET')
    expect(JSON.stringify(view)).not.toContain('id-of-ours')
  })

  it('[CN25] may name other scopes', () => {
    const reading = readConnectorSettings(acme, { ...env, ACME_CRM_SCOPES: 'read, more' })
    expect(reading).toMatchObject({ settings: { scopes: ['read', 'more'] } })
  })

  it.each([
    ['http://127.0.0.1:9787', true],
    ['https://stand-in.example', true],
    ['http://stand-in.example', false],
    ['ftp://127.0.0.1', false],
    ['nonsense', false],
  ])('[CN25] may put %s in the place of the provider: %s', (base, isAvailable) => {
    expect(readConnectorSettings(acme, { ...env, ACME_CRM_BASE_URL: base }).isAvailable).toBe(isAvailable)
  })

  it('[CN3] bound the reach to the hosts of the manifest, or to the stand-in alone', () => {
    const settings = { clientId: '', clientSecret: '', baseOverride: null, scopes: [] }
    expect(reachOf(acme, settings)).toEqual({ hosts: ['api.acme.test', 'id.acme.test'], localOrigin: null })
    const local = { ...settings, baseOverride: 'http://127.0.0.1:9787' }
    expect(reachOf(acme, local)).toEqual({ hosts: [], localOrigin: 'http://127.0.0.1:9787' })
    expect(addressOf(local, 'https://api.acme.test/v2/x?y=1')).toBe('http://127.0.0.1:9787/v2/x?y=1')
  })
})
