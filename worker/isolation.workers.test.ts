import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TenantId } from '../contracts/ids.ts'
import { keyScopes } from '../contracts/key-scopes.ts'
import type { RecordView } from '../contracts/metrics.ts'
import { principalHeader } from './edge/forward.ts'
import { oidcSettings } from './edge/testing/company.ts'
import {
  aJob,
  bookedDays,
  fileOf,
  type Holdings,
  holdingsOf,
  mappingOf,
  typedValue,
} from './edge/testing/holdings.ts'
import { bindings, Home, holdQueue } from './edge/testing/home.ts'
import { kindsIn } from './edge/testing/id-fields.ts'
import { onePixel } from './edge/testing/pictures.ts'
import { type Entry, filled, routeTable } from './edge/testing/routes.ts'
import { Browser, ORIGIN, PASSWORD } from './edge/testing/site.ts'

/** In everything the other workspace holds, so that a single leaked row shows. */
const MARK = 'hidden-of-the-other'
const mapping = (metric: string, mark = MARK) => mappingOf(metric, mark)
const own = mapping('units', 'mine')
/** Some thousand calls one after the other, and more with every route. */
const WALK_MS = 900_000
/** Fewer than a person may make in a burst. */
const CALLS_AT_ONCE = 25
const QUARTER_HOUR_MS = 15 * 60 * 1000
const csv = fileOf
const hiddenValue = typedValue('hidden_entered', MARK)
const hiddenJob = aJob('x')

let queue = holdQueue()
let me: Home
let other: Home
let foreign: Holdings
let before: string
let walked = 0

/** What the other workspace says of itself; nothing a stranger does may change it. */
const stateOf = async (home: Home) => {
  const paths = [
    'members',
    'keys',
    'imports',
    'dashboards',
    'clients',
    'events',
    'metrics',
    'custom-metrics',
    'invitations',
    'roles',
    'ownership-offers',
    'artists',
    'bookings',
    'projects',
    'jobs?own=true',
    'artist-profiles?own=true',
  ]
  const answers = await Promise.all(paths.map((path) => home.get(`/api/v1/${path}`)))
  return JSON.stringify(answers.map(({ status, data }) => [status, data]))
}

beforeAll(async () => {
  queue = holdQueue()
  me = await Home.open()
  other = await Home.open(me.site)
  await me.bring(csv('mine'), own)
  foreign = await holdingsOf(other, MARK, { loaded: 'hidden_units', entered: 'hidden_entered' })
  before = await stateOf(other)
}, WALK_MS)
afterAll(() => queue.release())

const isOpen = ({ access }: Entry) => access === 'public' || access === 'session'

function deletionOf(path: string): object | undefined {
  if (path.includes('tenantId')) return { confirmSlug: foreign.slug }
  return path.includes('/roles') ? { fallback: 'viewer' } : undefined
}

/** Bodies that a route would take, with foreign ids wherever an id can stand. */
function bodyOf({ method, path }: Entry): BodyInit | object | undefined {
  if (method === 'GET' || method === 'DELETE') return method === 'GET' ? undefined : deletionOf(path)
  if (path.endsWith('/cascade/preview')) return { changes: [{ taskId: foreign.task }] }
  if (path.endsWith('/commit') || path.endsWith('/preview')) return own
  if (path.endsWith('/query'))
    return {
      metrics: ['units'],
      from: '2026-01-01',
      to: '2026-01-09',
      grain: 'total',
      clientId: foreign.client,
    }
  if (path.includes('/history/')) return { id: foreign.record }
  if (path.includes('/connections')) {
    if (path.endsWith('/account')) return { accountId: 'x' }
    if (path.endsWith('/sync')) return {}
    return method === 'PATCH' ? { label: 'x' } : { provider: 'ecb', clientId: foreign.client }
  }
  if (path.endsWith('/sso'))
    return method === 'PATCH' ? { isRequired: true } : { ...oidcSettings(), issuer: 'https://x.example' }
  if (path.endsWith('/sso/domains')) return { domain: 'x.example' }
  if (path.endsWith('/support-access')) return { hours: 1, reason: 'x' }
  if (path.endsWith('/roll')) return { overlapHours: 0 }
  if (path.endsWith('/keys')) return { name: 'x', scopes: ['metrics.read'] }
  if (path.endsWith('/notifications/preferences'))
    return { ways: {}, quiet: null, digestAt: null, timeZone: 'UTC' }
  if (path.endsWith('/notifications/read')) return { upTo: foreign.booking }
  if (path.includes('/dashboards')) return { layout: { tiles: [], main: null, lists: [] } }
  if (path.endsWith('/second-step/reset')) return { password: PASSWORD }
  if (path.includes('/members')) return { role: 'viewer' }
  if (path.includes('/roles')) return { permissions: ['workspace.read'] }
  if (path.includes('/ownership-offers')) return { personId: foreign.person, thenRole: 'admin' }
  if (path.includes('/invitations'))
    return { emails: [`x@${crypto.randomUUID()}.example`], role: foreign.role }
  if (path.includes('/workspaces')) return { name: 'Changed' }
  if (path.includes('/parts/') || path.endsWith('/logo')) return 'part'
  if (path.endsWith('/passkeys/:id/remove')) return { password: PASSWORD }
  if (path.endsWith('/applications')) return {}
  if (path.includes('/job-applications'))
    return path.endsWith('/transitions') ? { to: 'shortlist', version: 1 } : { note: 'x' }
  if (path.includes('/portfolio-files')) return onePixel()
  if (path.endsWith('/portfolio/:itemId')) return { title: 'x' }
  if (path.endsWith('/portfolio')) return { title: 'x', url: 'https://vimeo.com/1' }
  if (path.endsWith('/profile-links')) return { artistId: foreign.artist, profileId: foreign.profile }
  if (path.endsWith('/accept')) return undefined
  if (path.includes('/job-searches')) return { name: 'x', filter: { q: 'x' } }
  if (path.includes('/jobs')) return method === 'PATCH' ? { title: 'x' } : hiddenJob
  const together = { scope: {}, seen: [{ id: foreign.booking, version: 1 }] }
  if (path.endsWith('/together/transitions')) return { ...together, to: 'confirmed' }
  if (path.includes('/together/extension')) return { seriesVersion: 1, count: 1 }
  if (path.endsWith('/together/changes')) return { ...together, title: 'x' }
  if (path.includes('/booking-plans')) return { artistIds: [foreign.artist], title: 'x', days: bookedDays }
  if (path.endsWith('/transitions')) return { to: 'confirmed', version: 1 }
  if (path.endsWith('/rank')) return { version: 1, reason: 'x' }
  if (path.endsWith('/availability')) return { weekly: null }
  if (path.endsWith('/artists/:id/erase')) return { name: 'x' }
  if (path.endsWith('/time-off')) return { title: 'x', days: bookedDays }
  if (path.endsWith('/check-availability')) return { artistId: foreign.artist, days: bookedDays }
  if (path.endsWith('/busy-calendar')) return { address: 'https://calendars.example/hidden.ics' }
  if (path.endsWith('/answer')) return { answer: 'decline', version: 1 }
  if (path.includes('/booking-settings')) return { blocking: [] }
  if (path.endsWith('/artists/:id/bookings')) return { title: 'x', days: bookedDays }
  if (path.endsWith('/projects/:id/bookings'))
    return { title: 'x', artistId: foreign.artist, days: bookedDays }
  if (path.endsWith('/project-phases')) return { name: 'x', projectId: foreign.project }
  if (path.includes('/bookings'))
    return { title: 'x', ...(method === 'PATCH' ? {} : { artistId: foreign.artist, days: bookedDays }) }
  if (path.endsWith('/calendar') || path.endsWith('/working-calendar')) return { calendar: null }
  if (path.endsWith('/cascade')) return { changes: [{ taskId: foreign.task }], planVersion: 1 }
  if (path.endsWith('/undo')) return { cascadeId: foreign.task }
  if (path.endsWith('/dependencies')) return { fromTaskId: foreign.task, toTaskId: foreign.task }
  if (path.endsWith('/tasks'))
    return { name: 'x', durationMinutes: 60, phaseId: foreign.phase, artistId: foreign.artist }
  if (path.endsWith('/milestones')) return { name: 'x', phaseId: foreign.phase }
  if (path.endsWith('/projects')) return { name: 'x', clientId: foreign.client }
  if (path.endsWith('/removals')) return { ids: [foreign.value] }
  if (path.includes('/custom-metrics'))
    return method === 'PATCH' ? { metricValue: '1' } : { ...hiddenValue, clientId: foreign.client }
  return { name: 'x' }
}

/** Sends a call and fails when the answer holds anything of the other workspace that the call did not itself say. */
async function walk(
  name: string,
  {
    method,
    path,
    body,
    headers = {},
  }: { method: string; path: string; body?: BodyInit | object | undefined; headers?: Record<string, string> },
): Promise<number> {
  walked += 1
  if (walked % CALLS_AT_ONCE === 0) await me.forgetCalls()
  const response = await me.raw(method, path, body, headers)
  const said = `${path} ${JSON.stringify(body)} ${JSON.stringify(headers)}`
  const text = response.status === 101 ? '' : await response.text()
  const leaks = [MARK, ...Object.values(foreign)].filter(
    (secret) => text.includes(secret) && !said.includes(encodeURIComponent(secret)),
  )
  expect([name, method, path, leaks]).toEqual([name, method, path, []])
  expect([name, method, path, response.status < 500 || response.status === 503]).toEqual([
    name,
    method,
    path,
    true,
  ])
  return response.status
}

/**
 * 404, but where whatever is brought is answered alike: a browser that comes back from a provider is sent into the app, and a provider is
 * told how a workspace of any id would be reached.
 */
function answerTo(path: string, id: string): number {
  if (path.endsWith('/callback') || path.endsWith('/sso/saml/:tenantId')) return 303
  return path.endsWith('/sso/saml/:tenantId/metadata') && TenantId.safeParse(id).success ? 200 : 404
}

/** What a listing is there for: everybody on the board reads it, keeps it and applies to it. */
const isOfBoard = ({ method, path }: Entry) =>
  path.endsWith('/jobs/:id/save') ||
  ['GET /api/v1/jobs/:id', 'POST /api/v1/jobs/:id/applications'].includes(`${method} ${path}`)

describe('a stranger with ids of another workspace', { timeout: WALK_MS }, () => {
  it('[AC21] [IM29] gets 404 from every route when the workspace itself is foreign', async () => {
    for (const entry of await routeTable(me)) {
      const isAuth = entry.path.startsWith('/api/auth')
      const id = entry.path.includes('sessionId')
        ? foreign.session
        : entry.path.includes('tenantId')
          ? foreign.tenant
          : foreign.import
      const headers = { 'x-tenant-id': foreign.tenant, 'if-match': '1', ...(isAuth ? { cookie: '' } : {}) }
      const status = await walk('foreign header', {
        method: entry.method,
        path: filled(entry.path, id),
        body: bodyOf(entry),
        headers,
      })
      if (!isOpen(entry)) expect([entry.method, entry.path, status]).toEqual([entry.method, entry.path, 404])
    }
  })

  it('[F22] [AC21] [IM29] gets 404 for every foreign id in a path of the own workspace', async () => {
    const routes = (await routeTable(me)).filter(({ path }) => path.includes(':'))
    for (const entry of routes) {
      for (const kind of kindsIn(entry.path, foreign)) {
        if (kind === 'job' && isOfBoard(entry)) continue
        const id = foreign[kind]
        // Proofs of who one is are limited in a quarter of an hour.
        if (/\/(remove|second-step\/reset)$/.test(entry.path) || entry.path.endsWith('/sso/saml/:tenantId'))
          me.site.clock.now = new Date(me.site.clock.now.getTime() + QUARTER_HOUR_MS)
        const status = await walk(`${kind} in the path`, {
          method: entry.method,
          path: filled(entry.path, id),
          body: bodyOf(entry),
          headers: { 'if-match': '1' },
        })
        const { method, path } = entry
        expect([kind, method, path, status]).toEqual([kind, method, path, answerTo(path, id)])
      }
    }
    expect(routes.length).toBeGreaterThan(10)
  })

  it('[AC21] gets no foreign row for a foreign id in a query', async () => {
    const names = ['cursor', 'after', 'clientId', 'value', 'source', 'tenant']
    const [mine] = (await me.get<{ id: string }[]>('/api/v1/imports')).data
    for (const { method, path } of await routeTable(me)) {
      if (method !== 'GET' || !path.startsWith('/api/v1/')) continue
      const target = filled(path.replace(':key', 'units'), mine?.id ?? '')
      const always = path.endsWith('/records') ? 'from=2026-01-01&to=2026-01-31&dimension=item&' : ''
      // One by one, with an id of its own kind: worker/id-isolation.
      const query = names.map(
        (name) => `${name}=${encodeURIComponent(name === 'value' ? MARK : foreign.client)}`,
      )
      await walk('in the query', { method, path: `${target}?${always}${query.join('&')}` })
    }
    const records = '/api/v1/metrics/units/records?from=2026-01-01&to=2026-01-31'
    for (const filter of [`clientId=${foreign.client}`, `dimension=item&value=${MARK}%20item`]) {
      const page = await me.get<RecordView[]>(`${records}&${filter}`)
      expect([filter, page.status, page.data, page.meta.total]).toEqual([filter, 200, [], 0])
    }
    const search = `/api/v1/search?q=${MARK}`
    // What the other has put on the board is for everybody, and nothing else of it is.
    const seen = (await me.get<{ kind: string; id: string }[]>(search)).data
    expect(seen.map(({ kind, id }) => [kind, id])).toEqual([['listing', foreign.job]])
    expect((await other.get<object[]>(search)).data.length).toBeGreaterThan(2)
  })

  it('[AC21] gets no foreign row for a foreign id in a body', async () => {
    const question = { metrics: ['units'], from: '2026-01-01', to: '2026-01-31', grain: 'total' }
    const query = { method: 'POST', path: '/api/v1/metrics/query' }
    await walk('in a body', { ...query, body: { ...question, clientId: foreign.client } })
    expect(await walk('in a body', { ...query, body: { ...question, metrics: [foreign.metric] } })).toBe(400)
    await walk('in a body', {
      ...query,
      body: { questions: [question, { ...question, clientId: foreign.client }] },
    })
    const answer = await me.ask<{ series: { total: string | null }[] }>({
      ...question,
      clientId: foreign.client,
    })
    expect(answer.data?.series?.[0]?.total ?? null).toBeNull()
    const file = await me.upload(csv('again'))
    const { client: _client, ...whole } = own
    const commit = await me.commit(file.data.id, { ...whole, clientId: foreign.client })
    expect([commit.status, commit.error?.code]).toEqual([404, 'not_found'])
    expect((await me.importOf(file.data.id)).status).toBe('detected')
    const formula = { ...question, breakdown: { dimension: foreign.client } }
    expect(await walk('in a body', { ...query, body: formula })).toBe(400)
  })

  it('[AC20] gets nothing with a key of the own workspace, and the object takes no principal of another', async () => {
    const made = await me.call<{ secret: string }>('POST', '/api/v1/keys', {
      name: 'mine',
      scopes: keyScopes,
    })
    const program = new Browser(me.site)
    for (const { method, path, access } of await routeTable(me)) {
      if (!path.startsWith('/api/v1/') || access === 'public' || access === 'session' || method !== 'GET')
        continue
      walked += 1
      const headers = { 'x-api-key': made.data.secret, 'x-tenant-id': foreign.tenant }
      const response = await program.call(method, filled(path, foreign.import), undefined, headers)
      expect([path, response.status]).toEqual([path, 404])
      expect(await response.text()).not.toContain(MARK)
    }
    const { person } = await me.browser.me()
    const principal = {
      v: 1,
      kind: 'person',
      id: person.id,
      name: '',
      tenantId: me.tenantId,
      role: 'owner',
      clients: 'all',
      credentialId: 'x',
      memberVersion: 0,
    } as const
    const response = await bindings.TENANT.getByName(foreign.tenant).fetch(
      'https://tenant.internal/api/v1/imports',
      {
        headers: { 'x-orrery-principal': principalHeader(principal) },
      },
    )
    expect([response.status, (await response.text()).includes(MARK)]).toEqual([401, false])
  })

  it('[F22] [AC21] opens no socket of a foreign workspace and hears nothing of it', async () => {
    const listen = async (home: Home, tenantId: string) => {
      const headers = { cookie: home.browser.cookie, origin: ORIGIN, upgrade: 'websocket' }
      const request = new Request(`${ORIGIN}/api/v1/live?tenant=${tenantId}`, { headers })
      walked += 1
      return home.site.edge.fetch(request)
    }
    for (const tenantId of [foreign.tenant, crypto.randomUUID(), 'x']) {
      const response = await listen(me, tenantId)
      expect([tenantId, response.status, response.webSocket ?? null]).toEqual([tenantId, 404, null])
    }
    const heard = { mine: '', others: '' }
    const sockets: WebSocket[] = []
    for (const [name, home] of [
      ['mine', me],
      ['others', other],
    ] as const) {
      const { webSocket } = await listen(home, home.tenantId)
      if (!webSocket) throw new Error('no socket')
      webSocket.accept()
      webSocket.addEventListener('message', ({ data }) => {
        heard[name] += String(data)
      })
      sockets.push(webSocket)
    }
    const view = await other.bring(csv(`${MARK} more`), mapping('hidden_more'), `${MARK}.csv`)
    for (let i = 0; i < 40 && !heard.others.includes('"done"'); i += 1) await scheduler.wait(25)
    expect(heard.others).toContain(view.id)
    expect(heard.others).toContain('hidden_more')
    expect(heard.mine).toContain('hello')
    expect(
      ['hidden_more', view.id, MARK, foreign.person, foreign.tenant].filter((secret) =>
        heard.mine.includes(secret),
      ),
    ).toEqual([])
    for (const socket of sockets) socket.close(1000)
  })

  it('[AC21] has changed nothing there', async () => {
    console.log(`isolation walk: ${walked} calls with foreign ids`)
    expect(walked).toBeGreaterThan(1000)
    const now = JSON.parse(await stateOf(other)) as [
      number,
      { name?: string; key?: string; subject?: string }[],
    ][]
    const then = JSON.parse(before) as typeof now
    // Members, keys, dashboards, invitations, roles, the offer of ownership: as they were. The last test added one file, one metric and its events.
    for (const i of [0, 1, 3, 8, 9, 10]) expect(now[i]).toEqual(then[i])
    expect(now[2]?.[1]).toHaveLength((then[2]?.[1].length ?? 0) + 1)
    // Beside those that its own bookings brought.
    const entries = now[6]?.[1].map((metric) => String(metric.key)).filter((key) => key.startsWith('hidden_'))
    expect(entries).toEqual(['hidden_entered', 'hidden_more', 'hidden_units'])
    const entered = now[7]?.[1].filter((one) => 'enteredBy' in one && one.enteredBy !== null)
    expect(entered).toEqual(then[7]?.[1].filter((one) => 'enteredBy' in one && one.enteredBy !== null))
    expect(entered).toHaveLength(1)
    const strangers = now[5]?.[1].filter((event) => JSON.stringify(event).includes(me.tenantId))
    expect(strangers).toEqual([])
  })
})
