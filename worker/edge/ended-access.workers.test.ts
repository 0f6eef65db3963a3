import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sweepOutbox } from '../workspaces/outbox.ts'
import { bindings, Home, holdQueue } from './testing/home.ts'
import { type Entry, filled, routeTable } from './testing/routes.ts'
import {
  Browser,
  confirmed,
  countedDb,
  joinedBy,
  linkTo,
  ORIGIN,
  openSite,
  PASSWORD,
  type Site,
} from './testing/site.ts'

/** The front door of another isolate: the same databases and objects, and a memory of its own. */
const isolate = (DB = bindings.DB) =>
  openSite({ DB, TENANT: bindings.TENANT, SEAL_KEY: bindings.SEAL_KEY }, bindings.FILES)

const WALK_MS = 120_000
let home: Home
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
})
afterAll(async () => {
  queue.release()
  await home.close()
})

// Each test invites people, of whom one person invites ten a minute.
beforeEach(() => {
  home.site.clock.now = new Date(home.site.clock.now.getTime() + 61_000)
})

/** The same browser, whose call happens to reach another isolate. */
function through(site: Site, browser: Browser): Browser {
  const same = new Browser(site)
  same.cookie = browser.cookie
  return same
}

/** Another member of the workspace, in a browser of their own. */
async function member(role: string, of = home): Promise<{ browser: Browser; personId: string }> {
  const guest = await confirmed(of.site)
  const personId = await joinedBy(of.site, of.browser, of.tenantId, guest, role)
  return { browser: guest.browser, personId }
}

/** A live socket of the workspace through the front door, to the object that runs. */
async function listening(browser: Browser) {
  const headers = { cookie: browser.cookie, origin: ORIGIN, upgrade: 'websocket' }
  const address = `${ORIGIN}/api/v1/live?tenant=${home.tenantId}`
  const { webSocket } = await home.site.edge.fetch(new Request(address, { headers }))
  if (!webSocket) throw new Error('no socket')
  const live = {
    socket: webSocket,
    heard: '',
    closed: new Promise<number>((resolve) => {
      webSocket.addEventListener('close', ({ code }) => resolve(code))
    }),
  }
  webSocket.addEventListener('message', ({ data }) => {
    live.heard += String(data)
  })
  webSocket.accept()
  return live
}

/** Remembers a row of the directory; gives the way to put it back as it is now. */
async function rowOf(table: string, column: string, value: string): Promise<() => Promise<unknown>> {
  const found = await bindings.DB.prepare(`select * from ${table} where ${column} = ?`).bind(value).first()
  if (found === null) throw new Error(`no ${table} ${value}`)
  const names = Object.keys(found)
  const set = names.map((name) => `${name} = excluded.${name}`)
  const statement = `insert into ${table} (${names}) values (${names.map(() => '?')}) on conflict (id) do update set ${set}`
  return () =>
    bindings.DB.prepare(statement)
      .bind(...Object.values(found))
      .run()
}

/** Whose access ends. */
interface Ending {
  browser: Browser
  email: string
  personId: string
  sessionId: string
  roleId: string
}

/** Routes of the workspace: whoever may not be in it any more has no business with one of them. */
const routes = async () =>
  (await routeTable(home)).filter(({ access }) => access !== 'public' && access !== 'session')

/** What each route of the workspace answers, as `GET /api/v1/x 401`; those that answer as they should are left out. */
async function answersBut(expected: number, browser: Browser, table: Entry[]): Promise<string[]> {
  const others: string[] = []
  for (const { method, path } of table) {
    const target = filled(path.replace(':tenantId', home.tenantId), crypto.randomUUID())
    const body = method === 'GET' ? undefined : {}
    const answer = await browser.in(home.tenantId, method, target, body, { 'if-match': '1' })
    if (answer.status !== expected) others.push(`${method} ${path} ${answer.status}`)
  }
  return others
}

describe('access that ended elsewhere a moment ago', { timeout: WALK_MS }, () => {
  it('[AC33] [AC88] of a session is refused on every route by an isolate that asked the database nothing for it before', async () => {
    const { browser } = await member('admin')
    const { DB, count } = countedDb()
    const there = through(isolate(DB), browser)
    const read = () => there.in(home.tenantId, 'GET', '/api/v1/metrics')
    expect((await read()).status).toBe(200)
    count.asked = 0
    expect([(await read()).status, count.asked]).toEqual([200, 0])
    expect((await browser.call('POST', '/api/auth/sign-out', {})).status).toBe(200)
    const table = await routes()
    expect(await answersBut(401, there, table)).toEqual([])
    expect(table.length).toBeGreaterThan(150)
  })

  it('[F27] [AC14] [AC33] of a member is refused on every route, though their session lives', async () => {
    const { browser, personId } = await member('admin')
    const there = through(isolate(), browser)
    for (const path of ['/api/v1/metrics', '/api/v1/members'])
      expect((await there.in(home.tenantId, 'GET', path)).status).toBe(200)
    const [theirs, ours] = [await listening(browser), await listening(home.browser)]
    const removed = await home.call('DELETE', `/api/v1/members/${personId}`)
    expect(removed.status).toBe(200)
    // Answered when the object has heard, which has closed the socket by then; the colleague's goes on.
    expect(await theirs.closed).toBe(4001)
    await home.call('POST', '/api/v1/clients', { name: 'Heard by who stayed' })
    for (let i = 0; i < 400 && !ours.heard.includes('client.created'); i += 1) await scheduler.wait(25)
    expect(ours.heard).toContain('client.created')
    expect(theirs.heard).not.toContain('client.created')
    ours.socket.close(1000)
    // A foreign workspace and one that was left are the same.
    expect(await answersBut(404, there, await routes())).toEqual([])
    expect((await there.call('GET', '/api/v1/me')).status).toBe(200)
  })

  it('[AC33] of a key is refused on every route', async () => {
    const scopes = ['metrics.read', 'imports.write', 'records.read', 'clients.read']
    const asked = { name: 'robot', scopes }
    const made = await home.call<{ id: string; secret: string }>('POST', '/api/v1/keys', asked)
    const there = isolate()
    const call = (method: string, path: string) =>
      new Browser(there).call(method, path, method === 'GET' ? undefined : {}, {
        'x-api-key': made.data.secret,
      })
    const introspect = () =>
      new Browser(there).call(
        'POST',
        '/api/v1/auth/introspect',
        { token: 'x' },
        { 'x-api-key': made.data.secret },
      )
    expect((await call('GET', '/api/v1/metrics')).status).toBe(200)
    expect((await introspect()).status).toBe(200)
    expect((await home.call('DELETE', `/api/v1/keys/${made.data.id}`)).status).toBe(200)
    for (const { method, path } of await routes()) {
      const answer = await call(method, filled(path.replace(':tenantId', home.tenantId), crypto.randomUUID()))
      expect([method, path, answer.status]).toEqual([method, path, 401])
    }
    expect((await introspect()).status).toBe(401)
  })

  it('[F40] [AC24] stays ended in the object when the directory is put back to an hour before', async () => {
    const other = await Home.open(home.site)
    const [removed, signedOut] = [await member('admin', other), await member('admin', other)]
    const read = (browser: Browser) =>
      through(isolate(), browser).in(other.tenantId, 'GET', '/api/v1/clients')
    for (const { browser } of [removed, signedOut]) expect((await read(browser)).status).toBe(200)
    const asIs = [
      await rowOf('tenants', 'id', other.tenantId),
      await rowOf('member', 'user_id', removed.personId),
      await rowOf('session', 'user_id', signedOut.personId),
    ]
    const { cookie } = signedOut.browser
    await other.call('DELETE', `/api/v1/members/${removed.personId}`)
    await signedOut.browser.call('POST', '/api/auth/sign-out', {})
    signedOut.browser.cookie = cookie
    expect([(await read(removed.browser)).status, (await read(signedOut.browser)).status]).toEqual([404, 401])
    for (const putBack of asIs) await putBack()
    expect([(await read(removed.browser)).status, (await read(signedOut.browser)).status]).toEqual([401, 401])
    await other.close()
  })

  it('[F40] [SN22] of a workspace stays ended when the directory still says that it is there', async () => {
    const other = await Home.open(home.site)
    await other.call('POST', '/api/v1/clients', { name: 'Gone for good' })
    const question = { metrics: ['units'], from: '2026-01-01', to: '2026-01-31', grain: 'total' }
    await other.stub.wipe()
    for (let i = 0; i < 2; i += 1) {
      if (i === 1) await other.evict()
      expect((await other.get('/api/v1/clients')).error.code).toBe('workspace_provisioning')
      expect((await other.ask(question)).error.code).toBe('workspace_provisioning')
      expect((await other.call('POST', '/api/v1/clients', { name: 'Again' })).error.code).toBe(
        'workspace_provisioning',
      )
    }
    await sweepOutbox(home.site.edge.deps)
    expect(await other.rows('select id from clients where tenant_id = $1')).toEqual([])
    await other.close()
  })

  const read = (browser: Browser) => browser.in(home.tenantId, 'GET', '/api/v1/clients')
  const newPassword = 'another long password'
  const ends: Record<string, (who: Ending) => Promise<Response | { status: number }>> = {
    'a member who is removed': ({ personId }) => home.call('DELETE', `/api/v1/members/${personId}`),
    'a member who leaves': ({ browser }) => browser.in(home.tenantId, 'DELETE', '/api/v1/membership'),
    'a session ended from the list of devices': async ({ email, sessionId }) => {
      const other = new Browser(home.site)
      await other.call('POST', '/api/auth/sign-in/email', { email, password: PASSWORD })
      return other.call('DELETE', `/api/v1/sessions/${sessionId}`)
    },
    'a session that signs out': ({ browser }) => browser.call('POST', '/api/auth/sign-out', {}),
    'a password that is reset': async ({ email }) => {
      const other = new Browser(home.site)
      await other.call('POST', '/api/auth/request-password-reset', { email })
      const token = (await linkTo(home.site, email)).searchParams.get('token')
      return other.call('POST', '/api/auth/reset-password', { token, newPassword })
    },
    'a password that is changed elsewhere': async ({ email }) => {
      const other = new Browser(home.site)
      await other.call('POST', '/api/auth/sign-in/email', { email, password: PASSWORD })
      return other.call('POST', '/api/v1/me/password', { password: PASSWORD, newPassword })
    },
    'another role': ({ personId }) =>
      home.call('PATCH', `/api/v1/members/${personId}`, { role: 'freelancer' }),
    'other rights of the role': ({ roleId }) =>
      home.call(
        'PATCH',
        `/api/v1/roles/${roleId}`,
        { permissions: ['workspace.read', 'live.read'] },
        { 'if-match': '1' },
      ),
    'a role that is deleted': ({ roleId }) =>
      home.call('DELETE', `/api/v1/roles/${roleId}`, { fallback: 'freelancer' }),
  }

  for (const [name, end] of Object.entries(ends))
    it(`[F27] [AC14] [AC33] by ${name} closes the open socket and refuses the next call, in the answer to it`, async () => {
      const rights = ['workspace.read', 'live.read', 'clients.read', 'members.read']
      const role = { name: crypto.randomUUID(), permissions: rights }
      const roleId = (await home.call<{ id: string }>('POST', '/api/v1/roles', role)).data.id
      const guest = await confirmed(home.site)
      const personId = await joinedBy(home.site, home.browser, home.tenantId, guest, roleId)
      const sessionId = (await guest.browser.me()).session.id
      // What the isolate keeps in memory is no help to them, whether the object answers or the front door itself.
      const there = through(isolate(), guest.browser)
      const members = () => there.in(home.tenantId, 'GET', '/api/v1/members')
      expect([(await read(there)).status, (await members()).status]).toEqual([200, 200])
      const [theirs, ours] = [await listening(guest.browser), await listening(home.browser)]
      const before = there.cookie
      expect((await end({ ...guest, personId, sessionId, roleId })).status).toBe(200)
      there.cookie = before
      const refused = [401, 403, 404]
      expect(refused).toContain((await read(there)).status)
      expect(refused).toContain((await members()).status)
      expect(await theirs.closed).toBe(4001)
      expect(ours.socket.readyState).toBe(WebSocket.OPEN)
      ours.socket.close(1000)
    })

  it('[F27] [AC176] that its object could not be told is known to the object that comes after it, sockets included', async () => {
    const guest = await confirmed(home.site)
    await joinedBy(home.site, home.browser, home.tenantId, guest, 'viewer')
    const { id } = (await guest.browser.me()).session
    const there = through(isolate(), guest.browser)
    expect((await read(there)).status).toBe(200)
    const theirs = await listening(guest.browser)
    const { cookie } = there
    // Word is stored with the end, and the object that should hear it cannot be reached.
    const revoke = { v: 1, id: crypto.randomUUID(), kind: 'session', subjectId: id, memberVersion: 0 }
    const columns = '(id, tenant_id, kind, payload, created_at, due_at)'
    await bindings.DB.batch([
      bindings.DB.prepare('delete from session where id = ?').bind(id),
      bindings.DB.prepare(`insert into d1_outbox ${columns} values (?, ?, 'revoke', ?, 0, ?)`).bind(
        revoke.id,
        home.tenantId,
        JSON.stringify({ kind: 'revoke', revocation: revoke }),
        Date.now() + WALK_MS,
      ),
    ])
    there.cookie = cookie
    expect((await read(there)).status).toBe(200)
    await home.evict()
    // The next instance asks as it starts, and keeps nobody waiting for the answer.
    for (let i = 0; i < 400 && (await read(there)).status === 200; i += 1) await scheduler.wait(25)
    expect((await read(there)).status).toBe(401)
    expect(await theirs.closed).toBe(4001)
  })

  it('[AC33] of a role counts at once, for what the front door answers and for what the object does', async () => {
    const { browser, personId } = await member('admin')
    const there = through(isolate(), browser)
    const tried = async () => {
      const invited = await there.in(home.tenantId, 'POST', '/api/v1/invitations', {
        emails: [`x@${crypto.randomUUID()}.example`],
        role: 'viewer',
      })
      const client = await there.in(home.tenantId, 'POST', '/api/v1/clients', { name: crypto.randomUUID() })
      return [invited.status, client.status]
    }
    expect(await tried()).toEqual([201, 201])
    const changed = await home.call('PATCH', `/api/v1/members/${personId}`, { role: 'viewer' })
    expect(changed.status).toBe(200)
    expect(await tried()).toEqual([403, 403])
  })
})
