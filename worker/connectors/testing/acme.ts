import { createServer } from 'node:http'
import { defineConnector, type MetricDraft, type Request } from '../engine/define.ts'
import { NOON } from './bench.ts'

/*
 * A provider nobody has heard of. It pages, dates and counts in the ways the providers of the catalogue do not, and is read by the
 * same engine from nothing but this manifest.
 */

const get = (path: string, query: Record<string, string> = {}): Request => ({
  method: 'GET',
  path,
  query,
  headers: {},
  body: null,
})

const metric = (key: string, unit: 'money' | 'count'): MetricDraft => ({
  key,
  label: key,
  unit,
  direction: 'up',
  aggregation: 'sum',
  scale: unit === 'money' ? 4 : 0,
  source: { kind: 'facts', table: 'custom_metrics', column: 'value' },
  dimensions: ['Channel'],
  description: `The ${key} of Acme.`,
})
const face = {
  brings: ['Figures'],
  schedule: { everySeconds: 900 },
  fields: [{ from: 'id', to: 'Id of the record' }],
} as const

export const acme = defineConnector({
  provider: 'acme-crm',
  name: 'Acme CRM',
  category: 'crm',
  summary: 'Deals, orders and visits of a provider that is not there.',
  reads: ['Deals, orders and visits'],
  never: ['Changes anything'],
  auth: {
    kind: 'oauth2',
    issuer: 'https://id.acme.test',
    authorizeUrl: 'https://id.acme.test/authorize',
    tokenUrl: 'https://id.acme.test/token',
    revokeUrl: null,
    clientAuth: 'body',
    scopes: ['read'],
    scopesNeeded: ['read'],
    pkce: false,
    rotates: false,
    accessTtlSeconds: 3600,
    extraAuthorizeParams: {},
  },
  accounts: null,
  baseUrl: 'https://api.acme.test/v2',
  headers: { 'acme-version': '2026-01' },
  limits: { requestsPerMinute: null, requestsPerDay: null, concurrent: null },
  errors: [
    { status: [200], at: 'error.code', in: ['slow_down'], meaning: 'retry_later', waitAt: 'error.wait' },
  ],
  streams: {
    deals: {
      ...face,
      label: 'Deals',
      metrics: [],
      kind: 'declared',
      read: {
        format: 'json',
        request: get('/deals', { after: '{token}', limit: '{size}', since: '{since}' }),
        recordsAt: 'results',
        key: ['id'],
        paging: { kind: 'cursor', size: 3, next: 'paging.next.after', more: null },
        cursor: {
          kind: 'changes',
          at: 'changed',
          format: 'unix_ms',
          sendAs: 'unix_ms',
          overlapSeconds: 60,
          lagSeconds: 10,
        },
        facts: {},
        rules: [
          { when: [{ at: 'archived', in: ['true'] }], to: { kind: 'deleted', of: 'lead' } },
          {
            when: [],
            to: {
              kind: 'lead',
              leadId: 'id',
              day: { at: ['changed'], kind: 'instant', format: 'unix_ms' },
              stage: 'stage',
              status: { at: 'state', known: { open: 'active', won: 'won', lost: 'lost' } },
              value: { kind: 'decimal', at: 'amount', less: null },
              currency: 'currency',
            },
          },
        ],
      },
    },
    orders: {
      ...face,
      label: 'Orders',
      metrics: [metric('sold', 'money'), metric('orders', 'count')],
      kind: 'declared',
      read: {
        format: 'json',
        request: get('/orders', { limit: '{size}' }),
        recordsAt: 'data',
        key: ['shop', 'id'],
        paging: { kind: 'next_url', size: 3, next: 'links.next' },
        cursor: { kind: 'none' },
        facts: {},
        rules: [
          {
            when: [],
            to: {
              kind: 'value',
              day: { at: ['placed'], kind: 'instant', format: 'iso' },
              values: [
                { metric: 'sold', amount: { kind: 'minor', at: 'total', less: 'tax' } },
                { metric: 'orders', amount: { kind: 'one' } },
              ],
              currency: 'currency',
              rate: null,
              dimensions: { Channel: { at: 'channel', known: { web: 'Web' } } },
            },
          },
        ],
      },
    },
    visits: {
      ...face,
      label: 'Visits',
      metrics: [metric('visits', 'count')],
      kind: 'declared',
      read: {
        format: 'json',
        request: get('/visits', { from: '{from}', to: '{to}', offset: '{offset}', limit: '{size}' }),
        recordsAt: '',
        key: ['day'],
        paging: { kind: 'offset', size: 3, total: null, more: null },
        cursor: { kind: 'days', sliceDays: 5, backfillDays: 9, restateDays: 2 },
        facts: {},
        rules: [
          {
            when: [],
            to: {
              kind: 'value',
              day: { at: ['day'], kind: 'date', format: 'iso' },
              values: [{ metric: 'visits', amount: { kind: 'decimal', at: 'count', less: null } }],
              currency: null,
              rate: null,
              dimensions: {},
            },
          },
        ],
      },
    },
  },
})

export const ACME_TOKEN = 'token-of-acme-that-nobody-may-see'
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Its server; knows nothing of the manifest. */
export async function startAcme() {
  let token = ACME_TOKEN
  const deals = Array.from({ length: 8 }, (_, i) => ({
    id: `d${i}`,
    changed: NOON.getTime() - (8 - i) * HOUR_MS,
    archived: i === 2,
    stage: 'proposal',
    state: i % 2 === 0 ? 'open' : 'won',
    amount: `${i}.10`,
    currency: 'EUR',
  }))
  const orders = Array.from({ length: 7 }, (_, i) => ({
    shop: 's1',
    id: i,
    total: 1250 + i,
    tax: 250,
    placed: '2026-03-17T20:00:00Z',
    currency: i === 3 ? 'JPY' : 'EUR',
    channel: i === 5 ? 'fax' : 'web',
  }))
  const days = Array.from({ length: 12 }, (_, i) => ({
    day: new Date(NOON.getTime() - i * DAY_MS).toISOString().slice(0, 10),
    count: 40 + i,
  }))
  const bodyOf = (url: URL): unknown => {
    const { searchParams: query } = url
    const size = Number(query.get('limit'))
    switch (url.pathname) {
      case '/v2/deals': {
        const changed = deals.filter((deal) => deal.changed >= Number(query.get('since') ?? 0))
        const from = Number(query.get('after') ?? 0)
        const next = from + size < changed.length ? { after: String(from + size) } : undefined
        return { results: changed.slice(from, from + size), paging: next ? { next } : {} }
      }
      case '/v2/orders': {
        const from = Number(query.get('at') ?? 0)
        const next = from + size < orders.length ? `/v2/orders?limit=${size}&at=${from + size}` : null
        return { data: orders.slice(from, from + size), links: { next } }
      }
      default: {
        const offset = Number(query.get('offset'))
        const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
        return days.filter(({ day }) => day >= from && day <= to).slice(offset, offset + size)
      }
    }
  }
  const server = createServer((request, response) => {
    const isIn = request.headers.authorization === `Bearer ${token}`
    response.writeHead(isIn ? 200 : 401, { 'content-type': 'application/json' })
    response.end(isIn ? JSON.stringify(bodyOf(new URL(request.url ?? '/', 'http://acme'))) : '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** The token before is refused from now on. */
    newToken: (): string => {
      token = `${ACME_TOKEN}-renewed`
      return token
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
