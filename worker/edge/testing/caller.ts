import { z } from 'zod'
import { type JsonObject, openApiDocument } from '../../../contracts/api/document.ts'
import type { Operation } from '../../../contracts/api/operation.ts'
import { operations } from '../../../contracts/api/operations.ts'
import type { Home } from './home.ts'
import { nameOf } from './id-fields.ts'

/** How many changes the log of a workspace tells of. */
async function entriesOf(workspace: Home): Promise<number> {
  const [row] = await workspace.rows<{ count: number }>(
    `select count(*)::int as count from events where tenant_id = $1 and type <> all ('{${ASIDE.join()}}')`,
  )
  return row?.count ?? 0
}

/** Fewer than a person may make in a burst. */
const CALLS_AT_ONCE = 25

/** A document's schema as something that checks, its references included. */
function checkerOf(document: JsonObject): (operation: Operation, status: number) => z.ZodType | null {
  const { schemas } = document.components as { schemas: JsonObject }
  const local = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/$defs/'))
  const $defs = local(schemas)
  const kept = new Map<string, z.ZodType>()
  return (operation, status) => {
    const paths = document.paths as Record<string, Record<string, { responses: Record<string, JsonObject> }>>
    const answers = paths[operation.path]?.[operation.method.toLowerCase()]?.responses ?? {}
    const answer = (answers[String(status)] ?? { $ref: '' }) as JsonObject
    const content = (answer.content ?? {}) as Record<string, { schema: JsonObject }>
    const isRefusal = status >= 400
    const schema = isRefusal ? { $ref: '#/$defs/Failure' } : content['application/json']?.schema
    if (answers[String(status)] === undefined && !isRefusal)
      throw new Error(`${nameOf(operation)} has no answer ${status}`)
    if (schema === undefined) return null
    const name = isRefusal ? 'Failure' : `${nameOf(operation)} ${status}`
    const known = kept.get(name) ?? z.fromJSONSchema({ ...local(schema), $defs })
    kept.set(name, known)
    return known
  }
}

/** What is written beside a change, whatever it was: what was read and tried, and who was told. */
const ASIDE = ['access.noted', 'sign_in.noted', 'call.refused', 'support.read', 'notifications.told']

/** What a call sends; `heardIn` is the workspace whose log tells of it, where that is another one. */
interface Sent {
  path?: string
  body?: BodyInit | object
  headers?: Record<string, string>
  heardIn?: string
}

/** Calls operations, and holds each answer against the document. */
export class Caller {
  readonly home: Home
  /** The cookies of the last answer, as a browser would send them back. */
  cookies = ''

  readonly called = new Map<string, number>()
  /** Answers that are not what the document says, all of them at once. */
  readonly problems: string[] = []
  private readonly check = checkerOf(openApiDocument(operations))

  /** Unsafe operations that succeeded, and whether one of their calls left something in the log of its workspace. */
  readonly left = new Map<string, boolean>()

  /** Workspaces that were called, for looking into their logs. */
  private readonly logs = new Map<string, Home>()
  private asked = 0

  constructor(home: Home) {
    this.home = home
  }

  /** One call that does what it is for, with the first answer that the document has. */
  good(name: string, sent: Sent = {}): Promise<Record<string, unknown>> {
    const [answer] = operations.find((one) => nameOf(one) === name)?.answers ?? []
    return this.call(name, answer?.status ?? 200, sent)
  }

  /** One call. `expected` is the status; a refusal's shape is checked as well. Gives `data`, or the whole body where there is none. */
  async call(name: string, expected: number, sent: Sent = {}): Promise<Record<string, unknown>> {
    const operation = operations.find((one) => nameOf(one) === name)
    if (operation === undefined) throw new Error(`${name} is not in the reference`)
    this.asked += 1
    if (this.asked % CALLS_AT_ONCE === 0) await this.home.forgetCalls()
    const isUnsafe = operation.method !== 'GET'
    const tenantId = sent.heardIn ?? sent.headers?.['x-tenant-id'] ?? this.home.tenantId
    const workspace = this.logs.get(tenantId) ?? this.home.in(tenantId)
    this.logs.set(tenantId, workspace)
    const before = isUnsafe ? await entriesOf(workspace) : 0
    const response = await this.home.raw(
      operation.method,
      sent.path ?? operation.path,
      sent.body,
      sent.headers,
    )
    if (isUnsafe && response.status < 400)
      this.left.set(name, this.left.get(name) === true || (await entriesOf(workspace)) > before)
    // Files are read as bytes, which the runtime warns of as text.
    const text = new TextDecoder().decode(await response.arrayBuffer())
    this.cookies = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
    // Some changes renew the session they are made in.
    const renewed = response.headers.getSetCookie().find((cookie) => cookie.includes('session_token='))
    if (renewed !== undefined && sent.headers?.cookie === undefined)
      this.home.browser.cookie = renewed.split(';')[0] ?? ''
    if (response.status !== expected) {
      this.problems.push(`${name}: ${response.status} instead of ${expected}: ${text.slice(0, 300)}`)
      return {}
    }
    if (operation.access !== 'public' && !response.headers.has('ratelimit-remaining'))
      this.problems.push(`${name}: counted by no limit`)
    const schema = this.check(operation, response.status)
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
    const body = isJson && text !== '' ? JSON.parse(text) : null
    const issues = schema?.safeParse(body).error?.issues ?? []
    for (const issue of issues)
      this.problems.push(`${name} ${response.status}: ${JSON.stringify(issue).slice(0, 300)}`)
    this.called.set(name, Math.min(this.called.get(name) ?? 999, response.status))
    return body?.data ?? body ?? {}
  }
}
