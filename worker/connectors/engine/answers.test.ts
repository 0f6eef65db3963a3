import { describe, expect, it } from 'vitest'
import { SYNC_PAGE_RECORDS_MAX, SYNC_RUN_PAGES_MAX } from '../../../contracts/limits.ts'
import { connectorOf } from '../registry.ts'
import { acme } from '../testing/acme.ts'
import { engineBench, NOON, readRun, SYDNEY } from '../testing/bench.ts'
import type { CallParty } from './calls.ts'
import type { Connector } from './define.ts'
import { firstPosition, readPage } from './read-page.ts'

const partyFor = (connector: Connector | null): CallParty => {
  if (connector === null) throw new Error('there is no such connector')
  const settings = { clientId: 'id', clientSecret: 'secret', baseOverride: null, scopes: [] }
  return { connector, settings, account: 'one', accessToken: 'token', tokenIsFresh: false }
}
const answering = (body: unknown, init: ResponseInit = {}) =>
  engineBench({ fetch: async () => new Response(JSON.stringify(body), init) })
const stopFor = async (connector: Connector | null, stream: string, body: unknown, status: number) =>
  (await readRun(answering(body, { status }).deps, partyFor(connector), stream)).stop

describe('answers that mean something else than their status', () => {
  it.each([
    [401, { Detail: 'AuthorizationUnsuccessful' }, { kind: 'failed', code: 'provider_forbids' }],
    [401, { Detail: 'TokenExpired' }, { kind: 'token_refused' }],
    [403, { Detail: 'AuthenticationUnsuccessful' }, { kind: 'failed', code: 'reauthorise' }],
    [403, {}, { kind: 'failed', code: 'provider_forbids' }],
    [404, {}, { kind: 'failed', code: 'provider_forbids' }],
    [400, {}, { kind: 'failed', code: 'provider_unreadable' }],
  ])('[CN20] are told apart by the manifest: %i %j', async (status, body, stop) => {
    expect(await stopFor(connectorOf('xero'), 'invoices', body, status)).toMatchObject(stop)
  })

  it('[CN20] may be a throttle in a body of 200, with its own wait', async () => {
    const body = { error: { code: 'slow_down', wait: 12 } }
    expect(await stopFor(acme, 'deals', body, 200)).toMatchObject({
      kind: 'throttled',
      retryAfterSeconds: 12,
    })
  })

  it('[CN20] may say that there is nothing', async () => {
    const run = await readRun(answering({}, { status: 404 }).deps, partyFor(connectorOf('ecb')), 'rates')
    expect(run).toMatchObject({ stop: null, records: [], rejects: [] })
  })

  it('[CN20] end the run where a list should be and something else is', async () => {
    const stop = await stopFor(acme, 'deals', { results: 'many' }, 200)
    expect(stop).toMatchObject({ kind: 'failed', code: 'provider_unreadable' })
  })
})

it('[CN3] ends the run when the next page is said to be at another host, and does not call there', async () => {
  const bench = answering({ data: [{ shop: 's', id: 1 }], links: { next: 'https://evil.test/orders' } })
  const run = await readRun(bench.deps, partyFor(acme), 'orders')
  expect(run.stop).toMatchObject({ kind: 'failed', code: 'provider_unreadable' })
  expect(bench.asked.some((url) => url.includes('evil'))).toBe(false)
})

it('[CN13] ends the run when pages come in a circle', async () => {
  let calls = 0
  const bench = engineBench({
    fetch: async () => {
      calls += 1
      const results = [{ id: `d${calls % 3}`, archived: true }]
      return new Response(JSON.stringify({ results, paging: { next: { after: String(calls) } } }))
    },
  })
  const run = await readRun(bench.deps, partyFor(acme), 'deals')
  expect(run.stop).toMatchObject({ kind: 'failed', code: 'provider_unreadable' })
  expect(calls).toBeLessThan(20)
})

it('[CN18] hands a long answer on in parts, each record once', async () => {
  const data = Array.from({ length: 2 * SYNC_PAGE_RECORDS_MAX + 5 }, (_, id) => ({
    shop: 's',
    id,
    placed: '2026-03-17T20:00:00Z',
    total: 1,
    tax: 0,
    currency: 'EUR',
  }))
  const run = await readRun(answering({ data }).deps, partyFor(acme), 'orders')
  expect(run.pages.map(({ records }) => records.length)).toEqual([1000, 1000, 5])
  expect(new Set(run.records.map(({ externalId }) => externalId)).size).toBe(data.length)
})

it('[CN29] ends a run that has no end', async () => {
  const run = { cursor: null, now: NOON, timeZone: SYDNEY }
  const begin = JSON.parse(firstPosition(acme, 'deals', run))
  const position = JSON.stringify({ ...begin, pagesDone: SYNC_RUN_PAGES_MAX })
  const bench = answering({ results: [] })
  const outcome = await readPage(bench.deps, { ...partyFor(acme), stream: 'deals', position })
  expect(outcome).toMatchObject({ kind: 'failed', code: 'provider_unreadable', usage: { requests: 0 } })
  expect(bench.asked).toEqual([])
})
