import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Bench, NOON, openBench } from './testing/client.ts'

const INVOICES = '/api.xro/2.0/Invoices?page=1&pageSize=1'
const REPORT = '/api.xro/2.0/Reports/ProfitAndLoss?fromDate=2026-02-01&toDate=2026-02-28&standardLayout=true'

/** Books are made anew for each test, and none of them asks how far back they go. */
const HISTORY_MONTHS = 3

// Making them takes a busy machine its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let bench: Bench
let token: string
beforeAll(async () => {
  bench = await openBench({ historyMonths: HISTORY_MONTHS })
})
beforeEach(async () => {
  bench.clock.nowMs = NOON
  await bench.control('POST', '/sandbox/reset')
  token = (await bench.connect()).access_token
})
afterAll(() => bench.sandbox.close())

async function queue(fault: object): Promise<void> {
  expect((await bench.control('POST', '/sandbox/faults', fault)).status).toBe(200)
}
const status = async (path = INVOICES): Promise<number> => (await bench.get(token, path)).status
interface Calls {
  total: number
  tokenRefreshes: number
  inFlightMax: number
  endpoints: Record<string, { calls: number; statuses: Record<string, number> }>
}
const calls = async (): Promise<Calls> =>
  (await bench.control('GET', '/sandbox/calls')).json() as Promise<Calls>

describe('limits', () => {
  it('[SX24] says what is left, and refuses the 61st call of a minute until the first is a minute old', async () => {
    const first = await bench.get(token, INVOICES)
    expect([
      first.headers.get('X-MinLimit-Remaining'),
      first.headers.get('X-DayLimit-Remaining'),
      first.headers.get('X-AppMinLimit-Remaining'),
    ]).toEqual(['59', '4999', '9999'])
    bench.clock.nowMs += 20_000
    for (let call = 2; call <= 60; call += 1) expect(await status()).toBe(200)
    const refused = await bench.get(token, INVOICES)
    expect(refused.status).toBe(429)
    expect([refused.headers.get('Retry-After'), refused.headers.get('X-Rate-Limit-Problem')]).toEqual([
      '40',
      'minute',
    ])
    bench.clock.nowMs += 40_000
    expect(await status()).toBe(200)
    expect(await status()).toBe(429)
  })

  it('[SX24] counts each organisation apart', async () => {
    await bench.control('PUT', '/sandbox/limits', { perMinute: 1 })
    expect([await status(), await status()]).toEqual([200, 429])
    const other = { 'xero-tenant-id': bench.sandbox.organisations[1]?.tenantId ?? '' }
    expect((await bench.get(token, INVOICES, other)).status).toBe(200)
  })

  it.each([
    ['perDay', 'day', '86400'],
    ['appPerMinute', 'appminute', '60'],
  ])('[SX24] %s has a problem of its own', async (limit, problem, retryAfter) => {
    await bench.control('PUT', '/sandbox/limits', { [limit]: 2 })
    expect([await status(), await status()]).toEqual([200, 200])
    const refused = await bench.get(token, INVOICES)
    expect([
      refused.status,
      refused.headers.get('X-Rate-Limit-Problem'),
      refused.headers.get('Retry-After'),
    ]).toEqual([429, problem, retryAfter])
  })

  it('[SX24] refuses the sixth call at once', async () => {
    await queue({ path: '/api.xro/*', kind: 'hold', times: 5 })
    const slow = Array.from({ length: 5 }, () => bench.get(token, INVOICES))
    await expect.poll(async () => (await calls()).inFlightMax, { timeout: 20_000 }).toBe(5)
    const sixth = await bench.get(token, INVOICES)
    expect([sixth.status, sixth.headers.get('X-Rate-Limit-Problem')]).toEqual([429, 'concurrent'])
    await bench.control('POST', '/sandbox/release')
    expect((await Promise.all(slow)).map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200])
    expect(await status()).toBe(200)
  })
})

describe('faults', () => {
  it('[SX25] meets the calls it names, as often as it says, after those it skips', async () => {
    await queue({ path: '/api.xro/2.0/Invoices', kind: 'status', status: 503, skip: 1, times: 2 })
    expect([await status(), await status(REPORT), await status(), await status(), await status()]).toEqual([
      200, 200, 503, 503, 200,
    ])
  })

  it('[SX25] leaves other organisations alone when one is named', async () => {
    const [, other] = bench.sandbox.organisations
    await queue({ path: '/api.xro/*', kind: 'status', status: 503, organisation: other?.name })
    const ofOther = async () =>
      (await bench.get(token, INVOICES, { 'xero-tenant-id': other?.tenantId ?? '' })).status
    expect([await status(), await ofOther(), await ofOther()]).toEqual([200, 503, 200])
    const unknown = { path: '/api.xro/*', kind: 'hold', organisation: 'Nobody' }
    expect((await bench.control('POST', '/sandbox/faults', unknown)).status).toBe(400)
  })

  it.each([
    [{ retryAfter: 7, problem: 'day' }, '7', 'day'],
    [{ retryAfter: 'date' }, 'Wed, 18 Mar 2026 04:30:30 GMT', 'minute'],
    [{ retryAfter: 'none' }, null, 'minute'],
  ])('[SX25] a 429 with %j', async (how, retryAfter, problem) => {
    await queue({ path: '/api.xro/*', kind: 'status', status: 429, ...how })
    const answer = await bench.get(token, INVOICES)
    expect([
      answer.status,
      answer.headers.get('Retry-After'),
      answer.headers.get('X-Rate-Limit-Problem'),
    ]).toEqual([429, retryAfter, problem])
  })

  it('[SX25] an HTML page, half a JSON text, and bytes that drip', async () => {
    await queue({ path: '/api.xro/*', kind: 'html' })
    const html = await bench.get(token, INVOICES)
    expect([html.status, html.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8'])
    await queue({ path: '/api.xro/*', kind: 'truncate' })
    const half = await (await bench.get(token, INVOICES)).text()
    expect(() => JSON.parse(half)).toThrow(SyntaxError)
    await queue({ path: '/api.xro/*', kind: 'delay', delayMs: 1 })
    expect(await status()).toBe(200)
    await queue({ path: '/api.xro/*', kind: 'drip', chunkBytes: 400, everyMs: 1 })
    const slow = await bench.get(token, INVOICES)
    expect(await slow.json()).toMatchObject({ Status: 'OK' })
  })

  it('[SX25] a body that is all there and never ends, until nobody reads it', async () => {
    await queue({ path: '/api.xro/*', kind: 'endless' })
    const answer = await bench.get(token, INVOICES)
    const reader = answer.body?.getReader()
    let text = ''
    while (!text.endsWith('}   ')) text += new TextDecoder().decode((await reader?.read())?.value)
    expect(JSON.parse(text)).toMatchObject({ Status: 'OK' })
    await reader?.cancel()
    await expect.poll(async () => (await calls()).endpoints['GET /api.xro/2.0/Invoices']?.calls).toBe(1)
  })

  it('[SX25] a connection that is reset', async () => {
    await queue({ path: '/api.xro/*', kind: 'reset' })
    await expect(bench.get(token, INVOICES)).rejects.toThrow('fetch failed')
    expect((await calls()).endpoints['GET /api.xro/2.0/Invoices']).toEqual({ calls: 1, statuses: { 0: 1 } })
    expect(await status()).toBe(200)
  })

  it('[SX26] a lost answer to a refresh has rotated all the same, and the grace mends it', async () => {
    const { refresh_token } = await bench.connect()
    await queue({ path: '/connect/token', kind: 'lost-response' })
    await expect(bench.refresh(refresh_token)).rejects.toThrow('fetch failed')
    expect((await bench.refresh(refresh_token)).status).toBe(200)
    expect((await calls()).tokenRefreshes).toBe(2)
    bench.clock.nowMs += 30 * 60_000
    expect((await bench.refresh(refresh_token)).body.error).toBe('invalid_grant')
  })

  it('[SX26] a grant that is withdrawn, and a call that is not permitted', async () => {
    const { refresh_token } = await bench.connect()
    await queue({ path: '/api.xro/*', kind: 'not-permitted' })
    const refused = await bench.get(token, INVOICES)
    expect([refused.status, await refused.json()]).toMatchObject([
      401,
      { Detail: 'AuthorizationUnsuccessful' },
    ])
    await bench.control('POST', '/sandbox/revoke-grants')
    expect((await bench.refresh(refresh_token)).body.error).toBe('invalid_grant')
    expect(await status()).toBe(401)
  })

  it('[SX26] the last grant of one organisation is withdrawn, and no other', async () => {
    const [, other] = bench.sandbox.organisations
    const sentTo = await bench.decide(bench.authorizeQuery(), 'allow', [other?.tenantId ?? ''])
    const { body } = await bench.exchange(sentTo.searchParams.get('code') ?? '')
    await bench.control('POST', '/sandbox/revoke-grants', { organisation: other?.name })
    expect((await bench.refresh(body.refresh_token)).body.error).toBe('invalid_grant')
    expect(await status()).toBe(200)
  })

  it('[SX26] an access token that expires, and a grant that is withdrawn, in the midst of a run', async () => {
    const { refresh_token } = await bench.connect()
    await queue({ path: '/api.xro/*', kind: 'expire-access', skip: 1 })
    expect([await status(), await status(), await status()]).toEqual([200, 401, 401])
    token = (await bench.refresh(refresh_token)).body.access_token
    await queue({ path: '/api.xro/*', kind: 'revoke-grants', skip: 1 })
    expect([await status(), await status()]).toEqual([200, 401])
    expect((await bench.refresh(refresh_token)).body.error).toBe('invalid_grant')
  })

  it('[SX27] a page that comes twice, and a document that changes its place while pages are read', async () => {
    interface Page {
      pagination: { page: number }
      Invoices: { InvoiceID: string }[]
    }
    const page = async (number: number): Promise<Page> => {
      const path = `/api.xro/2.0/Invoices?page=${number}&pageSize=10&order=UpdatedDateUTC`
      return (await bench.get(token, path)).json() as Promise<Page>
    }
    const first = await page(1)
    await queue({ path: '*/Invoices', kind: 'repeated-page' })
    expect(await page(2)).toMatchObject({ pagination: { page: 2 }, Invoices: first.Invoices })
    bench.clock.nowMs += 1000
    const before = (await (await bench.control('GET', '/sandbox')).json()) as {
      organisations: { documents: number }[]
    }
    await queue({ path: '*/Invoices', kind: 'book', book: 'void' })
    await queue({ path: '*/Invoices', kind: 'book', book: 'draft' })
    await page(1)
    const count = before.organisations[0]?.documents ?? 0
    const last = await page(Math.ceil((count + 1) / 10))
    expect(last.Invoices.at(-1)).toMatchObject({ Status: 'DRAFT' })
    const newer = await bench.get(token, '/api.xro/2.0/Invoices?page=1', {
      'if-modified-since': '2026-03-18T04:30:00',
    })
    expect(((await newer.json()) as Page).Invoices).toMatchObject([{ Status: 'VOIDED' }, { Status: 'DRAFT' }])
  })

  it('[SX27] report cells without a value where it is zero', async () => {
    const path = '/api.xro/2.0/Reports/ProfitAndLoss?fromDate=2026-02-03&toDate=2026-02-04&periods=1'
    const cells = async (): Promise<string> => (await bench.get(token, path)).text()
    expect(await cells()).toContain('"Value":"0.00"')
    await queue({ path: '*/ProfitAndLoss', kind: 'missing-values' })
    expect(await cells()).not.toContain('"Value":"0.00"')
  })

  it('[SX27] numbers as text, a report without rows, a report of unknown layout', async () => {
    await queue({ path: '*/Invoices', kind: 'numbers-as-text' })
    const invoices = await (await bench.get(token, INVOICES)).json()
    expect(invoices).toMatchObject({ Invoices: [{ Total: expect.stringMatching(/^\d+\.\d\d$/) }] })
    const titles = async (): Promise<(string | undefined)[]> => {
      const answer = (await (await bench.get(token, REPORT)).json()) as {
        Reports: { Rows: { Title?: string }[] }[]
      }
      return (answer.Reports[0]?.Rows ?? []).map((row) => row.Title)
    }
    await queue({ path: '*/ProfitAndLoss', kind: 'empty-report' })
    expect(await titles()).toEqual([])
    await queue({ path: '*/ProfitAndLoss', kind: 'unknown-layout' })
    expect(await titles()).toContain('Made on projects')
    expect(await titles()).toContain(' Income')
    await queue({ path: '*/ProfitAndLoss', kind: 'no-report' })
    expect(await titles()).toEqual([])
  })

  it('[SX27] amounts with a sign, a report without accounts, a report of days to come', async () => {
    await queue({ path: '*/Invoices', kind: 'currency-signs' })
    const invoices = await (await bench.get(token, INVOICES)).json()
    expect(invoices).toMatchObject({ Invoices: [{ Total: expect.stringMatching(/^£\d+\.\d\d$/) }] })
    const report = async (kind: string): Promise<string> => {
      await queue({ path: '*/ProfitAndLoss', kind })
      return (await bench.get(token, REPORT)).text()
    }
    expect(await report('currency-signs')).toMatch(/"Value":"£\d+\.\d\d"/)
    expect(await report('no-accounts')).not.toContain('"Id":"account"')
    expect(await report('future-report')).toContain('{"Value":"28 Feb 27"}')
    expect(await (await bench.get(token, REPORT)).text()).toContain('{"Value":"28 Feb 26"}')
  })

  it.each([
    { kind: 'nothing' },
    { kind: 'status', status: 200 },
    { kind: 'delay' },
    { kind: 'reset', times: -1 },
    { kind: 'reset', path: 4 },
    { kind: 'book', book: 'coffee' },
  ])('[SX25] refuses %j', async (fault) => {
    expect((await bench.control('POST', '/sandbox/faults', fault)).status).toBe(400)
  })
})

describe('counters', () => {
  it('[SX28] count calls by endpoint and status, and refreshes', async () => {
    const { refresh_token } = await bench.connect()
    await bench.control('DELETE', '/sandbox/calls')
    await Promise.all([bench.refresh(refresh_token), bench.refresh(refresh_token)])
    await status()
    await status('/api.xro/2.0/Invoices/00000000-0000-4000-8000-000000000000')
    expect(await calls()).toMatchObject({
      total: 4,
      tokenRefreshes: 2,
      endpoints: {
        'POST /connect/token': { calls: 2, statuses: { 200: 2 } },
        'GET /api.xro/2.0/Invoices': { calls: 1, statuses: { 200: 1 } },
        'GET /api.xro/2.0/Invoices/{id}': { calls: 1, statuses: { 404: 1 } },
      },
    })
  })

  it('[SX28] a reset leaves it as it was at the start', async () => {
    await bench.control('POST', '/sandbox/documents', { count: 3, currency: 'USD' })
    await queue({ kind: 'reset' })
    await bench.control('PUT', '/sandbox/limits', { perMinute: 0 })
    await bench.control('POST', '/sandbox/reset')
    const view = await (await bench.control('GET', '/sandbox')).json()
    expect(view).toMatchObject({ faults: [], connections: 0, limits: { perMinute: 60 }, bookEveryMs: null })
    expect(await calls()).toMatchObject({ total: 0 })
    expect(await status('/connections')).toBe(401)
  })
})

describe('a restart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-xero-'))
  const stateFile = join(folder, 'state.json')
  afterAll(() => rmSync(folder, { recursive: true }))

  it('[SX29] keeps tokens, connections and what was booked, with the same ids, also a month later', async () => {
    const before = await openBench({ stateFile })
    const pair = await before.connect()
    before.clock.nowMs += 60_000
    for (const kind of ['sale', 'payment', 'void', 'bill'])
      await before.control('POST', '/sandbox/book', { kind })
    await before.control('POST', '/sandbox/documents', { count: 5 })
    const path = '/api.xro/2.0/Invoices'
    const since = { 'if-modified-since': new Date(NOON).toISOString().slice(0, 19) }
    const read = async (from: Bench, by: string, headers: Record<string, string>): Promise<object[]> =>
      ((await (await from.get(by, path, headers)).json()) as { Invoices: object[] }).Invoices
    const booked = await read(before, pair.access_token, since)
    expect(booked.length).toBeGreaterThanOrEqual(8)
    const all = await read(before, pair.access_token, {})
    await before.sandbox.close()
    expect(statSync(stateFile).mode & 0o077).toBe(0)

    const after = await openBench({ stateFile })
    after.clock.nowMs += 60_000
    expect(await read(after, pair.access_token, {})).toEqual(all)
    await after.sandbox.close()

    const later = await openBench({ stateFile, now: () => new Date(NOON + 30 * 86_400_000) })
    const { access_token } = (await later.refresh(pair.refresh_token)).body
    const known = new Set(
      (await read(later, access_token, {})).map((one) => (one as { InvoiceID: string }).InvoiceID),
    )
    expect(all.filter((one) => !known.has((one as { InvoiceID: string }).InvoiceID))).toEqual([])
    await later.sandbox.close()
  })

  it('[SX30] books by itself at the interval it was given, and stops when it is told to', async () => {
    const live = await openBench({ bookEveryMs: 5 })
    const documents = async (): Promise<number> => {
      const view = (await (await live.control('GET', '/sandbox')).json()) as {
        organisations: { documents: number }[]
      }
      return view.organisations.reduce((sum, one) => sum + one.documents, 0)
    }
    const atFirst = await documents()
    await expect.poll(documents, { timeout: 20_000 }).toBeGreaterThan(atFirst + 2)
    await live.control('PUT', '/sandbox/booking', { everyMs: null })
    expect(await (await live.control('GET', '/sandbox')).json()).toMatchObject({ bookEveryMs: null })
    await live.sandbox.close()
  })
})
