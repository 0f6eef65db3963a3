import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientView } from '../contracts/clients.ts'
import type { ConnectionView } from '../contracts/connections.ts'
import type { ImportView } from '../contracts/imports.ts'
import { keyScopes } from '../contracts/key-scopes.ts'
import type { RecordView } from '../contracts/metrics.ts'
import { undivided } from '../contracts/permissions.ts'
import { ok } from '../contracts/result.ts'
import { Home, holdQueue } from './edge/testing/home.ts'
import { type Entry, filled, routeTable } from './edge/testing/routes.ts'
import { Browser, confirmed, ORIGIN, secretTo } from './edge/testing/site.ts'

/** In everything the other client of the workspace has, so that a single leaked row shows. */
const MARK = 'hidden-of-the-other'
/** Fewer than a person may make in a burst. */
const CALLS_AT_ONCE = 25
const DAYS = 'from=2026-01-01&to=2026-01-31'
const csv = (mark: string) => `day,item,n\n2026-01-01,${mark} item,5\n2026-01-02,${mark},bad\n`
const mapping = {
  date: 'day',
  values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
  dimensions: ['item'],
}

/** Ids of what belongs to a client. */
interface Owned {
  client: string
  connection: string
  run: string
  import: string
  many: string
  value: string
  record: string
  lead: string
  source: string
  project: string
  task: string
}
let queue = holdQueue()
let owner: Home
let me: Home
let hidden: Owned
let mine: Owned
let before: string
let walked = 0

async function made<T>(call: Promise<{ status: number; data: T; error?: object }>): Promise<T> {
  const { status, data, error } = await call
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(error)}`)
  return data
}

/** Rows of the tables that only connections write. */
const booked = (clientId: string, sourceId: string, leadId: string, mark: string) =>
  owner.inside((tenant) =>
    tenant.write(tenant.commands, async (tx) => {
      await tx.sql`insert into financials (tenant_id, client_id, record_date, source_id, source_system, external_id, revenue, expenses,
          currency, base_revenue, base_expenses, rate, rate_date, updated_at)
        values (${tx.tenantId}, ${clientId}, '2026-01-05', ${sourceId}, ${mark}, ${mark}, 5, 1, 'USD', 5, 1, 1, '2026-01-05', now())`
      await tx.sql`insert into lead_events (tenant_id, id, client_id, source_id, source_system, external_id, lead_id, event_date, stage, status)
        values (${tx.tenantId}, ${leadId}, ${clientId}, ${sourceId}, ${mark}, ${mark}, ${mark}, '2026-01-05', ${mark}, 'won')`
      return ok(null)
    }),
  )

/** A client with something of everything. */
async function aClient(mark: string, hasConnection: boolean): Promise<Owned> {
  const { id: client } = await made(owner.call<ClientView>('POST', '/api/v1/clients', { name: mark }))
  const file = await owner.bring(csv(mark), { ...mapping, clientId: client }, `${mark}.csv`)
  const table = `day,who,item,n\n2026-01-01,${mark},${mark} item,5\n`
  const many = await owner.bring(table, { ...mapping, client: 'who' }, `${mark}-many.csv`)
  const value = await made(
    owner.call<{ id: string }>('POST', '/api/v1/custom-metrics', {
      metricName: 'entered',
      unit: 'count',
      metricValue: '7',
      recordDate: '2026-01-01',
      dimensions: { item: mark },
      clientId: client,
    }),
  )
  await made(owner.call('PATCH', `/api/v1/custom-metrics/${value.id}`, { metricValue: '8' }))
  const connection = hasConnection
    ? await made(
        owner.call<ConnectionView>('POST', '/api/v1/connections', { provider: 'ecb', clientId: client }),
      )
    : null
  if (connection !== null)
    await owner.call(
      'PATCH',
      `/api/v1/connections/${connection.id}`,
      { label: mark },
      { 'if-match': String(connection.version) },
    )
  const runs =
    connection === null
      ? []
      : await made(owner.get<{ id: string }[]>(`/api/v1/connections/${connection.id}/runs`))
  const records = await made(
    owner.get<RecordView[]>(`/api/v1/metrics/units/records?${DAYS}&clientId=${client}`),
  )
  const project = await made(
    owner.call<{ id: string }>('POST', '/api/v1/projects', { name: mark, clientId: client }),
  )
  const task = await made(
    owner.call<{ id: string }>('POST', `/api/v1/projects/${project.id}/tasks`, {
      ...{ name: mark, durationMinutes: 60 },
    }),
  )
  const [lead, source] = [crypto.randomUUID(), crypto.randomUUID()]
  await booked(client, source, lead, mark)
  return {
    client,
    connection: connection?.id ?? crypto.randomUUID(),
    run: runs[0]?.id ?? crypto.randomUUID(),
    import: file.id,
    many: many.id,
    value: value.id,
    record: records[0]?.id ?? '',
    lead,
    source,
    project: project.id,
    task: task.id,
  }
}

/** What the workspace says of the other client; nothing a limited member does may change it. */
const stateOf = async () => {
  const paths = [
    'clients',
    'imports',
    'connections',
    'custom-metrics',
    'financials',
    'leads',
    'kpis',
    'members',
    'projects',
  ]
  const answers = await Promise.all(paths.map((path) => owner.get(`/api/v1/${path}`)))
  return JSON.stringify(answers.map(({ status, data }) => [status, data]))
}

beforeAll(async () => {
  queue = holdQueue()
  owner = await Home.open()
  mine = await aClient('mine', false)
  hidden = await aClient(MARK, true)
  // An admin holds every right that a limited member can have.
  const guest = await confirmed(owner.site)
  await made(
    owner.call('POST', '/api/v1/invitations', {
      emails: [guest.email],
      role: 'admin',
      clients: [mine.client],
    }),
  )
  await guest.browser.call('POST', '/api/v1/join', { token: await secretTo(owner.site, guest.email) })
  me = owner.seenBy(guest.browser)
  expect(Object.values(hidden).every((id) => id.length > 3)).toBe(true)
  before = await stateOf()
})
afterAll(() => queue.release())

const isOfTenant = ({ path, access }: Entry) =>
  path.startsWith('/api/v1/') && access !== 'public' && access !== 'session'

/** What an id stands in: the same call once with what is hidden and once with what is not there at all. */
interface Sent {
  method: string
  path: string
  body?: BodyInit | object | undefined
  headers?: Record<string, string>
}

/** An answer without what differs by call. */
interface Answer {
  status: number
  text: string
}

/** Sends a call and fails when the answer holds anything of the other client that the call did not itself say. */
async function walk(name: string, sent: Sent, by = me): Promise<Answer> {
  const { method, path, body, headers = {} } = sent
  walked += 1
  if (walked % CALLS_AT_ONCE === 0) await owner.forgetCalls()
  const response = await by.raw(method, path, body, headers)
  const said = `${path} ${JSON.stringify(body)} ${JSON.stringify(headers)}`
  const text = response.status === 101 ? '' : await response.text()
  const leaks = [MARK, ...Object.values(hidden)].filter(
    (secret) => text.includes(secret) && !said.includes(secret),
  )
  expect([name, method, path, leaks]).toEqual([name, method, path, []])
  expect({ name, method, path, failed: response.status >= 500 ? text : null }).toEqual({
    name,
    method,
    path,
    failed: null,
  })
  return { status: response.status, text }
}

/** The answer without what differs by call: ids that were asked for, the number of the request, the head it was read at. */
const plain = (text: string, id: string) =>
  text
    .replaceAll(id, 'ID')
    .replace(/"requestId":"[^"]*"/, '')
    .replace(/"seq":\d+/, '')

/** Ids of which nothing is there. */
const ofNobody = () =>
  Object.fromEntries(Object.keys(hidden).map((key) => [key, crypto.randomUUID()])) as unknown as Owned

/** Sends a call with ids of an owner, and gives its answer without them. */
async function answered(name: string, sentWith: (owned: Owned) => Sent, owned: Owned): Promise<Answer> {
  const { status, text } = await walk(name, sentWith(owned))
  return { status, text: Object.values(owned).reduce(plain, text) }
}

/** What is hidden is answered as what is not there is, which may have been asked before. */
async function alike(name: string, sentWith: (owned: Owned) => Sent, unknown?: Answer): Promise<number> {
  const { method, path } = sentWith(hidden)
  const seen = await answered(name, sentWith, hidden)
  const none = unknown ?? (await answered(name, sentWith, ofNobody()))
  expect([name, method, path, seen]).toEqual([name, method, path, none])
  return seen.status
}

/** A body that a route would take, with the id of a client wherever one can stand. */
function bodyOf({ method, path }: Entry, clientId: string): object | undefined {
  if (method === 'GET') return undefined
  if (method === 'DELETE') return path.includes('/roles') ? { fallback: 'viewer' } : undefined
  if (path.endsWith('/cascade/preview')) return {}
  if (path.endsWith('/cascade')) return { planVersion: 1 }
  if (path.endsWith('/undo')) return { cascadeId: clientId }
  if (path.endsWith('/calendar')) return { calendar: null }
  if (path.endsWith('/commit') || path.endsWith('/preview')) return { ...mapping, clientId }
  if (path.endsWith('/roll')) return { overlapHours: 0 }
  if (path.endsWith('/answer')) return { answer: 'decline', version: 1 }
  if (path.endsWith('/notifications/read')) return { ids: [clientId] }
  if (path.includes('/history/')) return { id: '1' }
  if (path.includes('/dashboards')) return { layout: { tiles: [], main: null, lists: [] } }
  if (path.includes('/members')) return { clients: [clientId] }
  if (path.includes('/invitations'))
    return { emails: ['x@hidden.example'], role: 'viewer', clients: [clientId] }
  if (path.endsWith('/sync')) return {}
  if (path.endsWith('/tasks')) return { name: 'x', durationMinutes: 60 }
  if (path.endsWith('/dependencies')) return { fromTaskId: clientId, toTaskId: clientId }
  if (path.includes('/custom-metrics')) return { metricValue: '1' }
  return { name: 'x' }
}

const WALK_MS = 300_000

describe('a member of some clients, with ids of another client of the workspace', {
  timeout: WALK_MS,
}, () => {
  it('[AC145] sees nothing of it on any route that takes no id, and its owner does', async () => {
    const routes = (await routeTable(owner)).filter(
      (entry) => entry.method === 'GET' && isOfTenant(entry) && !entry.path.includes(':'),
    )
    let shown = 0
    for (const { method, path } of routes) {
      for (const query of ['', `?${DAYS}`, '?limit=500'])
        await walk('no id', { method, path: `${path}${query}` })
      const all = await owner.raw(method, path)
      if ((await all.text()).includes(MARK)) shown += 1
    }
    // Clients, imports, connections, values, financials, leads, key figures, audit.
    expect(shown).toBeGreaterThanOrEqual(8)
    const search = `/api/v1/search?q=${MARK}`
    expect((await me.get(search)).data).toEqual([])
    // The client, and its project with a task.
    const kinds = (await owner.get<{ kind: string }[]>(search)).data.map(({ kind }) => kind)
    expect(kinds.sort()).toEqual(['client', 'project', 'task'])
  })

  it('[F22] [AC146] gets for every hidden id in a path what it gets for one that is not there', async () => {
    const routes = (await routeTable(owner)).filter((entry) => entry.path.includes(':') && isOfTenant(entry))
    for (const entry of routes) {
      const withA = (kind: keyof Owned) => (owned: Owned) => ({
        method: entry.method,
        path: filled(entry.path, owned[kind]),
        body: bodyOf(entry, mine.client),
        headers: { 'if-match': '1' },
      })
      // An id that is not there is of no kind.
      const none = await answered('nobody in the path', withA('client'), ofNobody())
      for (const kind of Object.keys(hidden) as (keyof Owned)[]) {
        const status = await alike(`${kind} in the path`, withA(kind), none)
        // A browser that comes back from a provider is sent into the app, whatever it brings.
        expect([kind, entry.method, entry.path, [303, 403, 404].includes(status)]).toEqual([
          kind,
          entry.method,
          entry.path,
          true,
        ])
      }
    }
    expect(routes.length).toBeGreaterThan(40)
    const whole: [string, string][] = [
      [`metrics/units/records?${DAYS}&clientId=`, 'client'],
      ['history/clients/', 'client'],
      ['clients/', 'client'],
      ['connections/', 'connection'],
      ['imports/', 'import'],
      ['imports/', 'many'],
      ['custom-metrics/', 'value'],
      ['history/leads/', 'lead'],
      ['projects/', 'project'],
      ['project-tasks/', 'task'],
    ]
    // The same addresses lead somewhere for who reaches the client.
    for (const [path, kind] of whole)
      expect([path, (await owner.get(`/api/v1/${path}${hidden[kind as keyof Owned]}`)).status]).toEqual([
        path,
        200,
      ])
    const [day = '', key = '', at = ''] = hidden.record.split('_')
    for (const path of [
      `history/values/units/${day}_${key}_${at}`,
      `history/financials/${hidden.client}/2026-01-05/${hidden.source}`,
      `connections/${hidden.connection}/runs/${hidden.run}`,
    ])
      expect([path, (await walk('whole path', { method: 'GET', path: `/api/v1/${path}` })).status]).toEqual([
        path,
        404,
      ])
  })

  it('[AC146] gets for a hidden id in a query what it gets for one that is not there', async () => {
    const names = ['clientId', 'cursor', 'after', 'value', 'source', 'client', 'connectionId', 'q']
    for (const { method, path, access } of await routeTable(owner)) {
      if (method !== 'GET' || !isOfTenant({ method, path, access })) continue
      const target = filled(
        path.replace(':key', 'units').replace('/clients/:id', `/clients/${mine.client}`),
        mine.import,
      )
      const always = path.endsWith('/records') ? `${DAYS}&dimension=item&` : ''
      for (const name of names)
        await alike(`${name} in the query`, (owned) => ({
          method,
          path: `${target}?${always}${name}=${owned[name === 'source' ? 'source' : name === 'cursor' ? 'import' : 'client']}`,
        }))
    }
  })

  it('[AC146] gets for a hidden client in a body what it gets for one that is not there', async () => {
    const question = { metrics: ['units'], from: '2026-01-01', to: '2026-01-31', grain: 'total' }
    const value = { metricName: 'entered', metricValue: '1', recordDate: '2026-01-01' }
    const file = await me.upload(csv('again'))
    const person = (await me.browser.me()).person.id
    const bodies: [string, string, (owned: Owned) => object, number][] = [
      ['POST', '/metrics/query', ({ client }) => ({ ...question, clientId: client }), 200],
      [
        'POST',
        '/metrics/query',
        ({ client }) => ({ questions: [question, { ...question, clientId: client }] }),
        200,
      ],
      [
        'POST',
        '/metrics/query',
        ({ client }) => ({ ...question, clientId: client, breakdown: { dimension: 'item' } }),
        200,
      ],
      [
        'POST',
        '/metrics/query',
        ({ client }) => ({ ...question, clientId: client, breakdown: { dimension: 'client' } }),
        200,
      ],
      ['POST', '/custom-metrics', ({ client }) => ({ ...value, clientId: client }), 404],
      ['POST', '/custom-metrics', ({ client }) => ({ values: [value, { ...value, clientId: client }] }), 404],
      [
        'POST',
        '/custom-metrics/removals',
        (owned) => ({ ids: [owned.value.replace(/^[0-9a-f-]{36}$/, hidden.value)] }),
        404,
      ],
      ['POST', `/imports/${file.data.id}/commit`, ({ client }) => ({ ...mapping, clientId: client }), 404],
      ['POST', '/connections', ({ client }) => ({ provider: 'ecb', clientId: client }), 403],
      ['POST', '/projects', ({ client }) => ({ name: 'Film', clientId: client }), 404],
      [
        'POST',
        '/invitations',
        ({ client }) => ({ emails: ['y@hidden.example'], role: 'viewer', clients: [client] }),
        404,
      ],
      ['PATCH', `/members/${person}`, ({ client }) => ({ clients: [client] }), 404],
    ]
    for (const [method, path, body, expected] of bodies) {
      const status = await alike('in a body', (owned) => ({
        method,
        path: `/api/v1${path}`,
        body: body(owned),
      }))
      expect([method, path, status]).toEqual([method, path, expected])
    }
    const named = await me.commit(file.data.id, { ...mapping, client: 'item' })
    expect([named.status, named.error.code]).toEqual([403, 'limited_to_clients'])
    const taken = await me.commit(file.data.id, { ...mapping, clientId: mine.client })
    expect([taken.status, taken.data.mapping?.clientId]).toEqual([202, mine.client])
    const listed = (await me.get<ImportView[]>('/api/v1/imports')).data.map(({ id }) => id)
    expect(listed.sort()).toEqual([mine.import, file.data.id].sort())
  })

  it('[AC146] gets nothing for a hidden id in a header', async () => {
    const names = ['x-client-id', 'x-orrery-clients', 'if-none-match', 'last-event-id', 'x-orrery-principal']
    for (const { method, path, access } of await routeTable(owner)) {
      if (method !== 'GET' || !isOfTenant({ method, path, access })) continue
      const withA = (named: readonly string[]) => (owned: Owned) => ({
        method,
        path: filled(path.replace(':key', 'units'), mine.client),
        headers: Object.fromEntries(named.map((name) => [name, owned.client])),
      })
      const none = await answered('nobody in the headers', withA(names), ofNobody())
      for (const name of names) await alike(`${name} header`, withA([name]), none)
    }
  })

  it('[AC143] gets no more with a key', async () => {
    const key = await me.call<{ secret: string }>('POST', '/api/v1/keys', {
      name: 'k',
      scopes: keyScopes.filter((scope) => !undivided.includes(scope)),
    })
    expect([key.status, key.error]).toEqual([201, undefined])
    const program = owner.seenBy(new Browser(owner.site))
    const headers = { 'x-api-key': key.data.secret }
    let read = 0
    for (const { method, path, access } of await routeTable(owner)) {
      if (method !== 'GET' || !isOfTenant({ method, path, access })) continue
      for (const id of [hidden.client, hidden.import, hidden.connection]) {
        const { status } = await walk(
          'with a key',
          { method, path: filled(path.replace(':key', 'units'), id), headers },
          program,
        )
        if (status === 200) read += 1
      }
    }
    expect(read).toBeGreaterThan(10)
  })

  it('[AC148] hears nothing of it on a socket, whatever topic it asks for', async () => {
    const listen = async (home: Home, query: string) => {
      walked += 1
      const headers = { cookie: home.browser.cookie, origin: ORIGIN, upgrade: 'websocket' }
      const address = `${ORIGIN}/api/v1/live?tenant=${home.tenantId}${query}`
      const response = await home.site.edge.fetch(new Request(address, { headers }))
      const { webSocket } = response
      if (!webSocket) throw new Error(`no socket: ${response.status}`)
      const heard = { text: '' }
      webSocket.accept()
      webSocket.addEventListener('message', ({ data }) => {
        heard.text += String(data)
      })
      return { webSocket, heard }
    }
    const topics = ['clientId', 'client', 'topic', 'subject', 'metric'].map(
      (name) => `&${name}=${hidden.client}`,
    )
    const sockets = [
      await listen(owner, ''),
      ...(await Promise.all(['', '&after=1.1', ...topics].map((query) => listen(me, query)))),
    ]
    const [whole, ...limited] = sockets
    const more = await owner.bring(
      csv(`${MARK} more`),
      { ...mapping, clientId: hidden.client },
      `${MARK}.csv`,
    )
    const own = await owner.bring(csv('more of mine'), { ...mapping, clientId: mine.client }, 'own.csv')
    await owner.call('PATCH', `/api/v1/clients/${hidden.client}`, { industry: MARK }, { 'if-match': '1' })
    await owner.call('POST', `/api/v1/connections/${hidden.connection}/cancel`)
    for (let i = 0; i < 40 && !limited.every(({ heard }) => heard.text.includes(own.id)); i += 1)
      await scheduler.wait(25)
    expect(whole?.heard.text).toContain(more.id)
    expect(whole?.heard.text).toContain(hidden.client)
    for (const { heard } of limited) {
      expect(heard.text).toContain(own.id)
      expect(
        [MARK, more.id, ...Object.values(hidden)].filter((secret) => heard.text.includes(secret)),
      ).toEqual([])
    }
    for (const { webSocket } of sockets) webSocket.close(1000)
  })

  it('[AC146] has changed nothing of it', async () => {
    console.log(`client isolation walk: ${walked} calls with ids of a client out of reach`)
    expect(walked).toBeGreaterThan(1500)
    const rowsOf = (state: string) =>
      (JSON.parse(state) as [number, object[]][]).map(([, rows]) =>
        rows.filter(
          (row) => JSON.stringify(row).includes(hidden.client) || JSON.stringify(row).includes(MARK),
        ),
      )
    const [then, now] = [rowsOf(before), rowsOf(await stateOf())]
    // Its owner gave it an industry, one more file and a value of it, and ended its sync.
    for (const at of [4, 5]) expect(now[at]).toEqual(then[at])
    expect(now.map((rows) => rows.length)).toEqual(
      then.map((rows, at) => rows.length + (at === 1 || at === 3 ? 1 : 0)),
    )
  })
})
