import { describe, expect, it } from 'vitest'
import { PROVIDER_BODY_BYTES_MAX } from '../../contracts/limits.ts'
import { callOut, isWithinReach, noUsage, type OutboundDeps, type OutboundRequest } from './outbound.ts'

const REACH = { hosts: ['api.acme.test'], localOrigin: null }
const SECRET = 's3cret-of-the-test'
const NOW = new Date('2026-03-18T04:30:00Z')
const MIB = 1024 * 1024

type Answering = (url: string, init: RequestInit) => Response | Promise<Response>

/** Answers in turn; the last one again and again. */
function network(answers: readonly Answering[], changes: Partial<OutboundDeps> = {}) {
  const slept: number[] = []
  const calls: { url: string; init: RequestInit }[] = []
  const logged: unknown[] = []
  const deps: OutboundDeps = {
    fetch: async (url, init) => {
      calls.push({ url, init })
      const answer = answers[Math.min(calls.length, answers.length) - 1]
      if (answer === undefined) throw new Error('nobody answers')
      return answer(url, init)
    },
    now: () => NOW,
    random: () => 0.5,
    sleep: async (ms) => {
      slept.push(ms)
    },
    log: { info: (...entry) => logged.push(entry), error: (...entry) => logged.push(entry) },
    ...changes,
  }
  return { deps, slept, calls, logged }
}

const request = (changes: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  url: 'https://api.acme.test/things',
  headers: { authorization: `Bearer ${SECRET}` },
  body: null,
  expects: 'json',
  purpose: 'test',
  secrets: [SECRET],
  ...changes,
})
const json =
  (value: unknown, init: ResponseInit = {}) =>
  () =>
    new Response(JSON.stringify(value), init)
const status = (code: number, headers: Record<string, string> = {}) => json({}, { status: code, headers })

describe('where calls may go', () => {
  it.each([
    ['https://api.acme.test/x', true],
    ['http://api.acme.test/x', false],
    ['https://api.acme.test:8443/x', false],
    ['https://me@api.acme.test/x', false],
    ['https://api.acme.test.evil.test/x', false],
    ['https://evil.test/?api.acme.test', false],
    ['http://169.254.169.254/latest', false],
    ['not an address', false],
  ])('[CN3] %s: %s', (address, isAllowed) => {
    expect(isWithinReach(address, REACH)).toBe(isAllowed)
  })

  it('[CN3] reaches a stand-in at its origin alone', () => {
    const local = { hosts: [], localOrigin: 'http://127.0.0.1:9787' }
    expect(isWithinReach('http://127.0.0.1:9787/x', local)).toBe(true)
    expect(isWithinReach('http://127.0.0.1:9788/x', local)).toBe(false)
    expect(isWithinReach('https://api.acme.test/x', local)).toBe(false)
  })

  it('[CN3] throws before a byte is sent elsewhere', async () => {
    const { deps, calls } = network([json({})])
    const elsewhere = request({ url: 'https://evil.test/' })
    await expect(callOut(deps, REACH, elsewhere, noUsage())).rejects.toThrow('not allowed')
    expect(calls).toEqual([])
  })
})

describe('redirects', () => {
  it('[CN4] follows one within the same origin', async () => {
    const { deps, calls } = network([status(307, { location: '/moved' }), json({ a: 1 })])
    expect(await callOut(deps, REACH, request(), noUsage())).toMatchObject({ kind: 'ok' })
    expect(calls.map(({ url }) => url)).toEqual([
      'https://api.acme.test/things',
      'https://api.acme.test/moved',
    ])
  })

  it.each([
    ['another host', 'https://evil.test/', 'GET'],
    ['plain HTTP', 'http://api.acme.test/things', 'GET'],
    ['a body that would be sent twice', '/moved', 'POST'],
  ] as const)('[CN4] does not follow one to %s', async (_name, location, method) => {
    const { deps, calls } = network([status(302, { location }), json({})])
    const result = await callOut(deps, REACH, request({ method }), noUsage())
    expect(result.kind).toBe('unreadable')
    expect(calls).toHaveLength(1)
  })

  it('[CN4] follows no second one', async () => {
    const { deps, calls } = network([status(302, { location: '/again' })])
    expect((await callOut(deps, REACH, request(), noUsage())).kind).toBe('unreadable')
    expect(calls).toHaveLength(2)
  })
})

describe('bounds of an answer', () => {
  it('[CN5] stops reading a body past the bound, and ends its connection', async () => {
    let sent = 0
    let isCancelled = false
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += MIB
          controller.enqueue(new Uint8Array(MIB))
        },
        cancel() {
          isCancelled = true
        },
      })
    const { deps, calls } = network([() => new Response(endless())])
    expect((await callOut(deps, REACH, request(), noUsage())).kind).toBe('unreadable')
    expect(calls).toHaveLength(1)
    expect(isCancelled).toBe(true)
    expect(sent).toBeLessThanOrEqual(PROVIDER_BODY_BYTES_MAX + 3 * MIB)
  })

  it('[CN5] counts requests, bytes and waits over all tries', async () => {
    const { deps } = network([status(500), json({ a: 1 })])
    const usage = noUsage()
    await callOut(deps, REACH, request(), usage)
    expect(usage).toEqual({ requests: 2, bytes: 9, waitedMs: 500 })
  })

  it('[CN5] gives up on a body that never ends', async () => {
    const { deps, calls } = network([() => new Response(new ReadableStream<Uint8Array>())], {
      callTimeoutMs: 5,
    })
    expect((await callOut(deps, REACH, request(), noUsage())).kind).toBe('down')
    expect(calls).toHaveLength(3)
  })
})

describe('tries', () => {
  it.each([
    [0, [0, 0]],
    [0.5, [500, 1000]],
    [0.999, [999, 1998]],
  ])('[CN6] waits longer each time, by chance %s', async (chance, waits) => {
    const { deps, slept, calls } = network([status(503)], { random: () => chance })
    expect((await callOut(deps, REACH, request(), noUsage())).kind).toBe('down')
    expect(slept).toEqual(waits)
    expect(calls).toHaveLength(3)
  })

  it('[CN6] tries again after no answer, and after one that is no JSON', async () => {
    const broken = () => {
      throw new Error('connection reset')
    }
    const half = () => new Response('{"a":[1,2')
    const { deps, calls } = network([broken, half, json({ a: 1 })])
    const result = await callOut(deps, REACH, request(), noUsage())
    expect(result).toMatchObject({ kind: 'ok', answer: { json: { a: '1' } } })
    expect(calls).toHaveLength(3)
  })

  it.each([
    [400, 'refused'],
    [401, 'unauthorised'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [429, 'throttled'],
  ])('[CN7] does not ask again after %s', async (code, kind) => {
    const { deps, calls, slept } = network([status(code, { 'retry-after': '9' })])
    const result = await callOut(deps, REACH, request(), noUsage())
    expect(result.kind).toBe(kind)
    if (result.kind === 'throttled') expect(result.retryAfterSeconds).toBe(9)
    expect([calls.length, slept.length]).toEqual([1, 0])
  })
})

it('[CN8] lets no secret out of a failure, nor the address into the log', async () => {
  const echo = (_url: string, init: RequestInit) =>
    new Response(`<p>${JSON.stringify(init.headers)} code=abcdef123456</p>`, { status: 500 })
  const { deps, logged } = network([echo])
  const url = 'https://api.acme.test/things?code=abcdef123456'
  const shown = JSON.stringify([await callOut(deps, REACH, request({ url }), noUsage()), logged])
  expect(logged).toHaveLength(3)
  expect(shown).not.toContain(SECRET)
  expect(shown).not.toContain('abcdef123456')
  expect(shown).not.toContain('/things')
})
