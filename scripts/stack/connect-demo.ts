import { StartProblem } from './state.ts'

const DEMO = { email: 'demo@orrery.example', password: 'orrery-demo', slug: 'demo' }
const CALL_MS = 30_000
const OFTEN_SECONDS = 60

interface Connected {
  id: string
  provider: string
  status: string
  version: number
}

/**
 * Connects the demo workspace to the stand-ins as a person would: sign in, consent at the provider, come back. Nothing happens
 * where it is connected already; the first numbers arrive afterwards.
 */
export async function connectDemo(origin: string): Promise<void> {
  const caller = new Caller(origin)
  await caller.signIn()
  const before = await caller.connections()
  if (!before.some(({ provider }) => provider === 'ecb'))
    await caller.post('/api/v1/connections', { provider: 'ecb' })
  if (before.some(({ provider, status }) => provider === 'xero' && status !== 'pending')) return
  await consent(caller)
  await readOften(caller)
}

async function consent(caller: Caller): Promise<void> {
  const { url } = await caller.get<{ url: string }>('/api/v1/connections/xero/authorize')
  const page = await fetch(url, { signal: AbortSignal.timeout(CALL_MS) })
  const form = formOf(await page.text())
  const answer = await fetch(new URL(form.action, url), {
    method: 'POST',
    body: form.fields,
    redirect: 'manual',
    signal: AbortSignal.timeout(CALL_MS),
  })
  const back = answer.headers.get('location')
  if (back === null) throw new StartProblem(`The sandbox of Xero gave no consent (${answer.status}).`)
  const landed = await caller.follow(back)
  if (landed.includes('problem='))
    throw new StartProblem(
      `The demo could not be connected: ${new URL(landed, back).searchParams.get('problem')}`,
    )
}

/** The stand-in books something every 20 seconds, which is to be seen while somebody looks. */
async function readOften(caller: Caller): Promise<void> {
  const xero = (await caller.connections()).find(({ provider }) => provider === 'xero')
  if (xero === undefined)
    throw new StartProblem('The demo workspace has no connection to the sandbox of Xero.')
  const streams = [{ stream: 'invoices', everySeconds: OFTEN_SECONDS }]
  await caller.patch(`/api/v1/connections/${xero.id}`, { streams }, xero.version)
}

/** The consent form as it stands: hidden fields, the organisations that are ticked, and the button that allows. */
function formOf(html: string): { action: string; fields: URLSearchParams } {
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1]
  if (action === undefined) throw new StartProblem('The sandbox of Xero showed no consent form.')
  const fields = new URLSearchParams()
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const isTicked = /type="hidden"/.test(tag) || /\bchecked\b/.test(tag)
    const [name, value] = [/name="([^"]*)"/.exec(tag)?.[1], /value="([^"]*)"/.exec(tag)?.[1]]
    if (isTicked && name !== undefined) fields.append(unescaped(name), unescaped(value ?? ''))
  }
  fields.set('decision', 'allow')
  return { action: unescaped(action), fields }
}

const unescaped = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/** The demo owner at the API. */
class Caller {
  private readonly origin: string
  private cookie = ''
  private tenantId = ''

  constructor(origin: string) {
    this.origin = origin
  }

  async signIn(): Promise<void> {
    const { email, password } = DEMO
    const answer = await this.send('POST', '/api/auth/sign-in/email', { email, password })
    this.cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const workspaces = await this.get<{ id: string; slug: string }[]>('/api/v1/workspaces')
    this.tenantId = workspaces.find(({ slug }) => slug === DEMO.slug)?.id ?? ''
  }

  connections(): Promise<Connected[]> {
    return this.get<Connected[]>('/api/v1/connections')
  }

  /** `data` of an answer of our own API. */
  async get<T>(path: string): Promise<T> {
    const answer = await this.send('GET', path)
    // The caller names the shape of a route of ours, which contract tests hold.
    return ((await answer.json()) as { data: T }).data
  }

  async post(path: string, body: unknown): Promise<void> {
    await (await this.send('POST', path, body)).body?.cancel()
  }

  /** Changes what is still at a version. */
  async patch(path: string, body: unknown, version: number): Promise<void> {
    await (await this.send('PATCH', path, body, { 'if-match': String(version) })).body?.cancel()
  }

  /** Opens the address the provider sends the browser back to; gives where that leads. */
  async follow(address: string): Promise<string> {
    const answer = await fetch(address, {
      headers: { cookie: this.cookie },
      redirect: 'manual',
      signal: AbortSignal.timeout(CALL_MS),
    })
    const location = answer.headers.get('location')
    if (location === null)
      throw new StartProblem(`The way back from the sandbox ended with ${answer.status}.`)
    return location
  }

  private async send(
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Response> {
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        origin: this.origin,
        cookie: this.cookie,
        'x-tenant-id': this.tenantId,
        ...more,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_MS),
    })
    if (answer.ok) return answer
    throw new StartProblem(
      `${method} ${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`,
    )
  }
}
