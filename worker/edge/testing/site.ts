import type { ControlFact } from '../../../contracts/control-facts.ts'
import { Principal } from '../../../contracts/principal.ts'
import { err, ok } from '../../../contracts/result.ts'
import { Me } from '../../../contracts/session.ts'
import type { TenantCall, TextAnswer } from '../../../contracts/tenant-call.ts'
import type { Revocation, WorkspaceSettings } from '../../../contracts/workspaces.ts'
import { testEnv } from '../../../scripts/checks/workers-env.ts'
import { listMail } from '../../auth/repository.ts'
import { uuidv7 } from '../../platform/ids.ts'
import { randomSecret } from '../../platform/secrets.ts'
import { answerOf } from '../../tenant/api.ts'
import { createEdge, type Edge } from '../app.ts'
import type { EdgeEnv } from '../deps.ts'
import { principalHeader } from '../forward.ts'
import { mountImports } from '../import-upload.ts'
import { mountLogo } from '../logo-routes.ts'
import { mountPortfolios } from '../portfolio-files.ts'
import type { TenantStub } from '../tenant-stub.ts'

export const ORIGIN = 'https://orrery.example'
export const PASSWORD = 'a long enough password'

/** What the objects behind the front door were asked, and how they shall answer. */
export interface Objects {
  opened: string[]
  revoked: Revocation[]
  provisioned: string[]
  wiped: string[]
  /** What logs were told of the control plane. */
  facts: ControlFact[]
  /** When set, logs cannot be written. */
  factFailure: Error | null
  /** What the one workspace under test is set to. */
  settings: WorkspaceSettings
  /** The clients it has. */
  clients: string[]
  requests: Request[]
  asked: Principal[]
  /** When set, every call to an object fails with it. */
  failure: Error | null
  /** Answers a forwarded call; the default says 200. */
  answer: (request: Request) => Response
  /** Answers a question. */
  question: TextAnswer
}

/** A tenant object reduced to its door: it notes what it hears. */
function stubOf(objects: Objects, tenantId: string): TenantStub {
  const heard = async <T>(note: () => T | Promise<T>): Promise<T> => {
    if (objects.failure) throw objects.failure
    return note()
  }
  return {
    fetch: (request) =>
      heard(() => {
        objects.requests.push(request)
        return objects.answer(request)
      }),
    call: (principal, call) =>
      heard(() => {
        const request = requestOf(principal, call)
        objects.requests.push(request)
        return answerOf(objects.answer(request))
      }),
    calendarFeed: () => heard(() => null),
    ask: (principal, _text, requestId) =>
      heard(() => {
        objects.asked.push(principal)
        const { body, ...rest } = objects.question
        return { ...rest, body: body.replace('"requestId":""', `"requestId":"${requestId}"`) }
      }),
    countCall: () =>
      heard(() => ({ allowed: true, limit: 600, remaining: 119, resetSeconds: 0, of: 'caller' as const })),
    admitUpload: () => heard(() => null),
    addImport: () => heard(() => ({ status: 201, body: '{"data":{}}' })),
    admitPortfolioFile: () => heard(() => null),
    addPortfolioFile: () => heard(() => ok(null)),
    notePortfolioThumbnail: (_principal, { itemId }) => heard(() => ok({ itemId, item: null })),
    portfolioFile: () => heard(() => null),
    revoke: (list) => heard(() => objects.revoked.push(...list)),
    provision: () => heard(() => objects.provisioned.push(tenantId)),
    wipe: () =>
      heard(() => {
        objects.wiped.push(tenantId)
        return { tables: [{ name: 'clients', removed: 3, left: 0 }], files: { removed: 2, left: 0 } }
      }),
    noteFacts: (facts) =>
      heard(() => {
        if (objects.factFailure) throw objects.factFailure
        objects.facts.push(...facts)
        return { unread: [] }
      }),
    changeSettings: (asked) =>
      heard(() => {
        objects.settings = { ...objects.settings, ...asked.change, version: asked.version + 1 }
        return ok(null)
      }),
    stateAt: () => heard(() => null),
    settings: () => heard(() => objects.settings),
    restoreSource: () => heard(() => null),
    restore: () => heard(() => ({ done: 0, total: 0 })),
    entriesOfPerson: () => heard(() => ({ entries: [], next: null })),
    linkTarget: () => heard(() => err({ code: 'not_found' })),
    knownClients: ({ ids }) => heard(() => ids.filter((id) => objects.clients.includes(id))),
    night: () => heard(() => undefined),
    seedDemo: () => heard(() => null),
    rebuild: () => heard(() => ({ isEqual: true, bucketsBefore: 0, bucketsAfter: 0 })),
  }
}

/** A call as one request, so that tests read both ways into an object alike. */
function requestOf(principal: Principal, call: TenantCall): Request {
  const headers = new Headers(call.headers)
  headers.set('x-orrery-principal', principalHeader(principal))
  headers.set('x-request-id', call.requestId)
  if (call.commandId !== null) headers.set('x-orrery-command', call.commandId)
  return new Request(`https://tenant.internal${call.path}`, {
    method: call.method,
    headers,
    body: call.body,
  })
}

const indexHtml = '<!doctype html><html lang="en"><head><title>Orrery</title></head><body></body></html>'

/** The files of a build: an index and one hashed script. */
const files: EdgeEnv['ASSETS']['fetch'] = async (input) => {
  const { pathname } = new URL(input instanceof Request ? input.url : String(input))
  if (pathname === '/') return new Response(indexHtml, { headers: { 'content-type': 'text/html' } })
  if (pathname === '/assets/app-1a2b.js')
    return new Response('1', { headers: { 'content-type': 'text/javascript' } })
  return new Response(null, { status: 404 })
}

export interface Site {
  edge: Edge
  objects: Objects
  /** Moves the front door's clock. */
  clock: { now: Date }
  logged: string[]
}

/** No provider answers, unless a test brings one. */
const nobody = (_url: string, _init: RequestInit): Promise<Response> =>
  Promise.resolve(new Response(null, { status: 404 }))

/** A front door on the test database with noted objects. Without a bucket the routes of uploads are there but store nothing. */
export function openSite(over: Partial<EdgeEnv> = {}, bucket = {} as R2Bucket, peer = nobody): Site {
  const objects: Objects = {
    opened: [],
    revoked: [],
    provisioned: [],
    wiped: [],
    facts: [],
    factFailure: null,
    settings: {
      name: 'Studio',
      industry: null,
      country: null,
      timeZone: 'UTC',
      currency: 'USD',
      weekStart: 1,
      fiscalYearStartMonth: 1,
      version: 1,
    },
    clients: [],
    requests: [],
    asked: [],
    failure: null,
    answer: () => Response.json({ data: 'ok' }),
    question: { status: 200, body: '{"data":"kept"}', headers: {} },
  }
  const clock = { now: new Date() }
  const logged: string[] = []
  const edgeEnv: EdgeEnv = {
    DB: testEnv().DB,
    // Only fetch is used of the assets binding.
    ASSETS: { fetch: files } as EdgeEnv['ASSETS'],
    ENVIRONMENT: 'test',
    PUBLIC_ORIGIN: ORIGIN,
    BETTER_AUTH_SECRET: 'a-secret-for-tests-a-secret-for-tests',
    SEAL_KEY: btoa('a-seal-key-for-tests-of-32-bytes'),
    MAIL_FROM: 'Orrery <no-reply@orrery.example>',
    PERSON: testEnv().PERSON,
    TENANT: {
      getByName: (name) => {
        objects.opened.push(name)
        return stubOf(objects, name)
      },
    },
    ...over,
  }
  const log = (event: string, fields?: Record<string, unknown>) =>
    void logged.push(
      `${event} ${fields?.error instanceof Error ? `${fields.error.message} ${fields.error.cause ?? ''}` : ''}`,
    )
  const runtime = {
    log: { info: log, error: log },
    now: () => clock.now,
    fetch: peer,
    newId: () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
    newSecret: randomSecret,
  }
  const door = createEdge(edgeEnv, runtime, {
    mountFiles: (api) => {
      mountImports(api, bucket)
      mountLogo(api, bucket)
      mountPortfolios(api, bucket)
    },
  })
  const edge = { ...door, fetch: async (request: Request) => whole(await door.fetch(request)) }
  return { edge, objects, clock, logged }
}

let callers = 0

/**
 * An answer that has come to its end. A body that nobody reads is cut off when it is collected, some time later, and whoever writes it
 * then hears that the connection is lost.
 */
async function whole(response: Response): Promise<Response> {
  if (response.body === null || response.webSocket) return response
  return new Response(await response.arrayBuffer(), response)
}

/** A browser with its own address and cookies. */
export class Browser {
  private readonly site: Site
  private readonly address = `203.0.113.${(callers++ % 250) + 1}`
  private cookies = new Map<string, string>()
  /** What the network says of the caller. */
  cf: RequestInitCfProperties = {}

  constructor(site: Site) {
    this.site = site
  }

  /** All cookies, as they are sent. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  set cookie(header: string) {
    const pairs = header.split('; ').filter((pair) => pair !== '')
    this.cookies = new Map(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    )
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const all = new Headers({ 'cf-connecting-ip': this.address, cookie: this.cookie, ...headers })
    if (method !== 'GET' && !all.has('origin')) all.set('origin', ORIGIN)
    const form = body instanceof URLSearchParams
    if (body !== undefined && !form) all.set('content-type', 'application/json')
    const response = await this.site.edge.fetch(
      new Request(`${ORIGIN}${path}`, {
        method,
        headers: all,
        body: body === undefined ? null : form ? body : JSON.stringify(body),
        redirect: 'manual',
        cf: this.cf,
      }),
    )
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (pair.endsWith('=') || /max-age=0/i.test(cookie)) this.cookies.delete(name)
      else this.cookies.set(name, pair.slice(name.length + 1))
    }
    return response
  }

  in(
    tenantId: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return this.call(method, path, body, { 'x-tenant-id': tenantId, ...headers })
  }

  async me(): Promise<Me> {
    const response = await this.call('GET', '/api/v1/me')
    return Me.parse((await response.json<{ data: unknown }>()).data)
  }
}

let people = 0

/** A new person, signed in and not confirmed. */
export async function signedUp(site: Site): Promise<{ browser: Browser; email: string }> {
  people += 1
  const email = `person${people}@${crypto.randomUUID()}.example`
  const browser = new Browser(site)
  const response = await browser.call('POST', '/api/auth/sign-up/email', {
    name: `Person ${people}`,
    email,
    password: PASSWORD,
  })
  if (!response.ok) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`)
  return { browser, email }
}

/** The link of the newest mail to an address. */
export async function linkTo(site: Site, email: string): Promise<URL> {
  const mail = (await listMail(site.edge.deps.db)).find((each) => each.to === email)
  if (!mail?.link) throw new Error(`no mail to ${email}`)
  return new URL(mail.link)
}

/** A person whose address is confirmed. */
export async function confirmed(site: Site): Promise<{ browser: Browser; email: string }> {
  const person = await signedUp(site)
  const link = await linkTo(site, person.email)
  const form = new URLSearchParams({ token: link.searchParams.get('token') ?? '' })
  const response = await person.browser.call('POST', link.pathname, form)
  if (response.status !== 303) throw new Error(`confirming answered ${response.status}`)
  return person
}

/** A workspace of its own for a test. */
export async function workspaceOf(browser: Browser): Promise<string> {
  const slug = `w-${crypto.randomUUID().slice(0, 13)}`
  const response = await browser.call('POST', '/api/v1/workspaces', { name: 'Test', slug })
  const body = await response.json<{ data: { id: string } }>()
  return body.data.id
}

/** The principal an object was handed with a request. */
export function principalIn(request: Request): Principal {
  const header = (request.headers.get('x-orrery-principal') ?? '').replaceAll('-', '+').replaceAll('_', '/')
  const bytes = Uint8Array.from(atob(header), (char) => char.charCodeAt(0))
  return Principal.parse(JSON.parse(new TextDecoder().decode(bytes)))
}

export async function codeOf(response: Response): Promise<string> {
  const body = await response.json<{ error?: { code?: string } }>()
  return body.error?.code ?? ''
}

/** The secret in the newest mail to an address. */
export async function secretTo(site: Site, email: string): Promise<string> {
  return (await linkTo(site, email)).searchParams.get('token') ?? ''
}

/** Invites somebody, who accepts by the link; gives the id of the person. */
export async function joinedBy(
  site: Site,
  owner: Browser,
  tenantId: string,
  guest: { browser: Browser; email: string },
  role: string,
): Promise<string> {
  const sent = await owner.in(tenantId, 'POST', '/api/v1/invitations', { emails: [guest.email], role })
  if (sent.status !== 201) throw new Error(`inviting answered ${sent.status}: ${await sent.text()}`)
  const joined = await guest.browser.call('POST', '/api/v1/join', {
    token: await secretTo(site, guest.email),
  })
  if (joined.status !== 201) throw new Error(`joining answered ${joined.status}: ${await joined.text()}`)
  return (await guest.browser.me()).person.id
}

/** Somebody signed in whose address is confirmed, with a workspace of their own. */
export async function ownerAtHome(over: Partial<EdgeEnv> = {}) {
  const site = openSite(over)
  const { browser } = await confirmed(site)
  return { site, browser, tenantId: await workspaceOf(browser) }
}

/** An owner with a workspace, and a colleague in it. */
export async function team(site: Site, role: string) {
  const owner = await confirmed(site)
  const tenantId = await workspaceOf(owner.browser)
  const colleague = await confirmed(site)
  const personId = await joinedBy(site, owner.browser, tenantId, colleague, role)
  return { owner: owner.browser, tenantId, colleague: colleague.browser, personId }
}

/** The test database, and how many statements it was asked to prepare. */
export function countedDb(): { DB: D1Database; count: { asked: number } } {
  const count = { asked: 0 }
  const DB = new Proxy(testEnv().DB, {
    get(db, name) {
      if (name === 'prepare') count.asked += 1
      const found: unknown = Reflect.get(db, name)
      return typeof found === 'function' ? found.bind(db) : found
    },
  })
  return { DB, count }
}
