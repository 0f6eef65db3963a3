import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Operation } from '../contracts/api/operation.ts'
import { operations } from '../contracts/api/operations.ts'
import { isDirect } from '../scripts/checks/pooler.ts'
import { Company } from './edge/testing/company.ts'
import { type GoodCall, goodCalls } from './edge/testing/good-calls.ts'
import { type Holdings, holdingsOf, made } from './edge/testing/holdings.ts'
import { bindings, Home, holdQueue } from './edge/testing/home.ts'
import { idFieldsOf, isNewId, kindOf, nameOf, pathOf } from './edge/testing/id-fields.ts'
import { onePixel } from './edge/testing/pictures.ts'
import { databaseUrl } from './platform/env.ts'

/** In everything the other workspace holds, so that a single leaked row shows. */
const MARK = 'hidden-of-the-other'
/** Some hundred calls one after the other, and more with every id in the contracts. */
const WALK_MS = 900_000
/** Fewer than a person may make in a burst. */
const CALLS_AT_ONCE = 25
/** Mails, proofs and imports are limited by the minute. */
const BETWEEN_CALLS_MS = 7_000

let queue: ReturnType<typeof holdQueue>
let me: Home
let other: Home
let own: Holdings
let foreign: Holdings
let calls: ReturnType<typeof goodCalls>
let before: string
let walked = 0

/** What the other workspace says of what it holds; nothing a stranger sends may change it. */
async function stateOf(home: Home): Promise<string> {
  const lists =
    'members clients imports dashboards custom-metrics connections artists bookings projects roles'
  const more = 'keys invitations jobs?own=true job-searches artist-profiles?own=true profile-links?artistId='
  const paths = `${lists} ${more}${foreign.artist} notifications backups restores`.split(' ')
  const below = ['plan', 'baselines', 'proposals'].map((noun) => `projects/${foreign.project}/${noun}`)
  const answers = []
  for (const path of [...paths, ...below]) {
    const { status, data } = await home.get(`/api/v1/${path}`)
    answers.push([path, status, data])
  }
  return JSON.stringify(answers)
}

beforeAll(async () => {
  queue = holdQueue()
  me = await Home.open()
  other = await Home.open(me.site)
  own = await holdingsOf(me, 'mine', { loaded: 'units', entered: 'entered' })
  foreign = await holdingsOf(other, MARK, { loaded: 'hidden_units', entered: 'hidden_entered' })
  calls = goodCalls(me, own, await Company.make())
  before = await stateOf(other)
}, WALK_MS)
afterAll(() => queue.release())

it('[PG9] asks through the pooler, unless this is the run on a real server', async () => {
  expect(await isDirect(databaseUrl(bindings))).toBe(inject('postgres').kind === 'real')
})

/**
 * What a foreign id is answered with where that is not 404; an id that nobody has is answered alike. Questions and looks ahead show
 * nothing of what is not there; what is done together is refused with the bookings of the own workspace that are meant.
 */
const answers: Record<string, number> = {
  'POST /api/v1/metrics/query clientId': 200,
  'POST /api/v1/metrics/query questions.0.clientId': 200,
  'POST /api/v1/imports/{id}/preview clientId': 200,
  'POST /api/v1/bookings/check-availability except': 200,
  'POST /api/v1/booking-plans/check projectId': 200,
  'POST /api/v1/bookings/{id}/together/transitions seen.0.id': 409,
  'POST /api/v1/bookings/{id}/together/changes seen.0.id': 409,
  'POST /api/v1/notifications/read ids.0': 200,
  'POST /api/v1/notifications/read upTo': 200,
}
/** Ids that are one list for the whole deployment: one that is there is refused, and nothing is said of what has it. */
const ofAll = new Set([
  'POST /api/v1/workspaces id',
  'POST /api/v1/job-searches id',
  'POST /api/v1/jobs/{id}/applications id',
])

const at = (body: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body)

function withId(body: object, path: string, id: string): object {
  const copy = structuredClone(body)
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  // The place was found in this very body.
  const holder = (keys.length === 0 ? copy : at(copy, keys.join('.'))) as Record<string, unknown>
  holder[last] = id
  return copy
}

async function send(
  method: string,
  path: string,
  body?: BodyInit | object,
  headers?: Record<string, string>,
) {
  walked += 1
  if (walked % CALLS_AT_ONCE === 0) await me.forgetCalls()
  me.site.clock.now = new Date(me.site.clock.now.getTime() + BETWEEN_CALLS_MS)
  const response = await me.raw(method, path, body, headers)
  const text = response.status === 101 ? '' : await response.text()
  const code = /"error":\{"code":"(\w+)"/.exec(text)?.[1] ?? null
  return { status: response.status, text, code }
}

const sendCall = (operation: Operation, call: GoodCall, body = call.body) =>
  send(operation.method, call.path ?? operation.path, body, call.headers)

/** What of the other workspace an answer holds, but for what the call said itself. */
const leaksIn = (text: string, said: string) =>
  [MARK, ...Object.values(foreign)].filter((secret) => secret !== said && text.includes(secret))

/** A call that is good but for what stands at a place of its body, made anew. */
async function callWith(operation: Operation, field: string): Promise<GoodCall | undefined> {
  const made = await calls[nameOf(operation)]?.()
  return [made ?? []].flat().find(({ body }) => at(body, field) !== undefined)
}

/** One place of a body: with a foreign id, and with one that nobody has. */
async function tried(operation: Operation, field: string): Promise<string[]> {
  const name = `${nameOf(operation)} ${field}`
  const kind = kindOf(operation, field)
  const call = await callWith(operation, field)
  if (kind === null || call === undefined) return [`${name} is not in the walk`]
  const theirs = await sendCall(operation, call, withId(call.body, field, foreign[kind]))
  // Made after the first one was answered: making it may move a version.
  const again = (await callWith(operation, field)) ?? call
  const none = await sendCall(operation, again, withId(again.body, field, crypto.randomUUID()))
  const [expected, seen] = [
    [answers[name] ?? 404, theirs.code],
    [theirs.status, none.code],
  ]
  const leaks = leaksIn(theirs.text, foreign[kind])
  return [
    ...(JSON.stringify(expected) === JSON.stringify(seen) && none.status === theirs.status
      ? []
      : [`${name}: ${theirs.status} ${theirs.text.slice(0, 300)}, of nobody ${none.status} ${none.code}`]),
    ...(leaks.length === 0 ? [] : [`${name}: leaks ${leaks}`]),
  ]
}

describe('a stranger with ids of records of another workspace', { timeout: WALK_MS }, () => {
  it('[F22] [AC170] finds none by an id in a body, wherever the contract has one', async () => {
    const problems: string[] = []
    let fields = 0
    for (const operation of operations) {
      const found = idFieldsOf(operation, 'body').filter((field) => !isNewId(operation, field))
      if (found.length === 0 || operation.access === 'public') continue
      for (const field of found) {
        fields += 1
        problems.push(...(await tried(operation, field)))
      }
      // With own ids in the same places the call is good: nothing else of it was refused.
      for (const call of [(await calls[nameOf(operation)]?.()) ?? []].flat()) {
        const { status, text } = await sendCall(operation, call)
        if (status >= 300) problems.push(`${nameOf(operation)} with own ids: ${status} ${text.slice(0, 300)}`)
      }
    }
    console.log(`id walk: ${fields} places for ids in bodies, ${walked} calls`)
    expect(problems).toEqual([])
    expect(fields).toBeGreaterThan(50)
  })

  it('[F22] [AC170] finds none by an id in a query, and by one below a record of the own workspace', async () => {
    const problems: string[] = []
    let fields = 0
    const begun = walked
    for (const operation of operations) {
      const { method } = operation
      for (const field of idFieldsOf(operation, 'query')) {
        fields += 1
        const kind = kindOf(operation, field)
        const path = pathOf(operation.path, own)
        const always = path.endsWith('/records') ? 'from=2026-01-01&to=2026-01-31&' : ''
        const days = /availability|resource-load|sheet/.test(path) ? 'from=2026-01-01&to=2026-01-31&' : always
        if (kind === null) problems.push(`${nameOf(operation)} ${field} is not in the walk`)
        else {
          const theirs = await send(method, `${path}?${days}${field}=${foreign[kind]}`)
          const none = await send(method, `${path}?${days}${field}=${crypto.randomUUID()}`)
          const leaks = leaksIn(theirs.text, foreign[kind])
          const isAlike = theirs.status === none.status && theirs.code === none.code
          if (!isAlike || leaks.length > 0 || ![200, 404].includes(theirs.status))
            problems.push(
              `${nameOf(operation)} ${field}: ${theirs.text.slice(0, 300)}, ${none.status} ${leaks}`,
            )
        }
      }
      const below = pathOf(operation.path, own, foreign)
      if (below === null) continue
      fields += 1
      const body = method === 'PATCH' ? { title: 'x' } : method === 'PUT' ? onePixel() : undefined
      const theirs = await send(method, below, body)
      if (theirs.status !== 404)
        problems.push(`${method} ${below}: ${theirs.status} ${theirs.text.slice(0, 300)}`)
    }
    console.log(`id walk: ${fields} places for ids in queries and below records, ${walked - begun} calls`)
    expect(problems).toEqual([])
    expect(fields).toBeGreaterThan(50)
  })

  it('[F22] [AC170] is given no answer of the other workspace for the key of its command, and nothing by any other header', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    for (const [path, body] of [
      ['/api/v1/clients', { name: 'Once' }],
      ['/api/v1/roles', { name: 'Once', permissions: ['workspace.read'] }],
    ] as const) {
      const theirs = await made(other.call<{ id: string }>('POST', path, body, headers))
      const mine = await send('POST', path, body, headers)
      expect([path, mine.status, mine.text.includes(theirs.id)]).toEqual([path, 201, false])
    }
    const names = ['x-orrery-command', 'x-orrery-principal', 'x-request-id', 'if-none-match', 'x-client-id']
    for (const name of names)
      for (const path of ['/api/v1/clients', '/api/v1/bookings', '/api/v1/me']) {
        const answer = await send('GET', path, undefined, { [name]: foreign.client })
        expect([name, path, answer.status, leaksIn(answer.text, foreign.client)]).toEqual([
          name,
          path,
          200,
          [],
        ])
      }
  })

  it('[AC171] makes a record of their own by an id that one of the other workspace has, and touches that one not', async () => {
    const problems: string[] = []
    const taken = new Set<string>()
    let fields = 0
    for (const operation of operations) {
      for (const field of idFieldsOf(operation, 'body').filter((one) => isNewId(operation, one))) {
        fields += 1
        const name = `${nameOf(operation)} ${field}`
        const kind = kindOf(operation, field)
        const call = await callWith(operation, field)
        if (kind === null || call === undefined) problems.push(`${name} is not in the walk`)
        else {
          const theirs = await sendCall(operation, call, withId(call.body, field, foreign[kind]))
          // The second record of a kind meets the first one, which is the own workspace's by then.
          const expected = ofAll.has(name) || taken.has(kind) ? 409 : 201
          taken.add(kind)
          const leaks = leaksIn(theirs.text, foreign[kind])
          if (theirs.status !== expected || leaks.length > 0)
            problems.push(`${name}: ${theirs.status} ${theirs.text.slice(0, 300)} ${leaks}`)
          const good = await callWith(operation, field)
          const mine = good === undefined ? null : await sendCall(operation, good)
          if (mine?.status !== 201)
            problems.push(`${name} with an id of nobody: ${mine?.status} ${mine?.text}`)
        }
      }
    }
    console.log(`id walk: ${fields} places for ids of new records`)
    expect(problems).toEqual([])
    // The board shows the listing of whoever had the id first.
    const reader = await Home.open(me.site)
    const listing = await made(reader.get<{ title: string }>(`/api/v1/jobs/${foreign.job}`))
    expect(listing.title).toBe(MARK)
  })

  it('[AC170] has changed nothing there', async () => {
    console.log(`id walk: ${walked} calls`)
    const strip = (state: string) =>
      (JSON.parse(state) as [string, number, object[]][]).map(([path, status, data]) =>
        // The last test gave it a client and a role of its own.
        path === 'clients' || path === 'roles' ? [path, status] : [path, status, data],
      )
    expect(strip(await stateOf(other))).toEqual(strip(before))
  })
})
