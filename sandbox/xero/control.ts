import { type Answer, jsonAnswer } from './answer.ts'
import { BOOK_KINDS } from './books.ts'
import { addDays, dayIn, daysBetween, parseDay } from './days.ts'
import { parseFault } from './faults.ts'
import { toJson } from './json.ts'
import type { Limits } from './limits.ts'
import type { Sandbox } from './sandbox.ts'
import { invoiceWire } from './wire.ts'

const BULK_MAX = 50_000
const BULK_DAYS = 365

type Body = Readonly<Record<string, unknown>>
type Handler = (sandbox: Sandbox, body: Body) => Answer

const done = (value: object = { ok: true }): Answer => jsonAnswer(200, value)
const refused = (reason: string): Answer => jsonAnswer(400, { error: reason })

/** Every endpoint of the control surface; README.md explains each. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /sandbox': (sandbox) => done(overview(sandbox)),
  'GET /sandbox/calls': (sandbox) => done(sandbox.calls.report()),
  'DELETE /sandbox/calls': (sandbox) => {
    sandbox.calls.clear()
    return done()
  },
  'GET /sandbox/faults': (sandbox) => done({ faults: sandbox.faults.waiting() }),
  'POST /sandbox/faults': (sandbox, body) => {
    const tenantId = organisationOf(sandbox, body)
    if (tenantId === null) return refused('no such organisation')
    const fault = parseFault(body, tenantId)
    if (fault === null) return refused('not a fault: see sandbox/xero/README.md')
    sandbox.faults.queue(fault)
    return done({ faults: sandbox.faults.waiting() })
  },
  'DELETE /sandbox/faults': (sandbox) => {
    sandbox.faults.clear()
    return done()
  },
  'POST /sandbox/release': (sandbox) => {
    sandbox.faults.release()
    return done()
  },
  'PUT /sandbox/limits': (sandbox, body) => {
    const limits: Limits = { ...sandbox.rates.limits }
    for (const name of Object.keys(limits) as (keyof Limits)[]) {
      const value = body[name]
      if (value === undefined) continue
      if (!Number.isInteger(value) || Number(value) < 0) return refused(`${name} is not a count`)
      limits[name] = Number(value)
    }
    sandbox.rates.reset(limits)
    return done({ limits })
  },
  'PUT /sandbox/booking': (sandbox, body) => {
    const { everyMs } = body
    if (everyMs !== null && !(Number.isInteger(everyMs) && Number(everyMs) > 0))
      return refused('everyMs is null or a number of milliseconds')
    sandbox.bookEvery(everyMs === null ? null : Number(everyMs))
    return done({ everyMs })
  },
  'PUT /sandbox/clock': (sandbox, body) => {
    const { aheadMs } = body
    if (!Number.isInteger(aheadMs) || Number(aheadMs) < sandbox.aheadMs())
      return refused('aheadMs is a number of milliseconds, and time never goes back')
    sandbox.setAhead(Number(aheadMs))
    return done({ now: new Date(sandbox.nowMs()).toISOString() })
  },
  'POST /sandbox/book': book,
  'POST /sandbox/documents': bookMany,
  'POST /sandbox/expire-access': (sandbox) => {
    sandbox.oauth.tokens.expireAccess(sandbox.nowMs())
    return done()
  },
  'POST /sandbox/revoke-grants': (sandbox, body) => {
    const tenantId = organisationOf(sandbox, body)
    if (tenantId === null) return refused('no such organisation')
    if (tenantId === undefined) sandbox.oauth.tokens.revokeAll()
    else sandbox.oauth.tokens.revokeLast(tenantId)
    return done()
  },
  'POST /sandbox/reset': (sandbox) => {
    sandbox.reset()
    return done()
  },
}

/** Answers a call below /sandbox; `text` is its body. */
export function answerControl(sandbox: Sandbox, method: string, path: string, text: string): Answer {
  const handler = HANDLERS[`${method} ${path.replace(/\/$/, '')}`]
  if (handler === undefined) return jsonAnswer(404, { error: 'no such control: see sandbox/xero/README.md' })
  const body = parseBody(text)
  return body === null ? refused('the body is not a JSON object') : handler(sandbox, body)
}

function parseBody(text: string): Body | null {
  if (text === '') return {}
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Body) : null
  } catch {
    return null
  }
}

function overview(sandbox: Sandbox): object {
  const nowMs = sandbox.nowMs()
  return {
    now: new Date(nowMs).toISOString(),
    bookEveryMs: sandbox.bookingEveryMs(),
    limits: sandbox.rates.limits,
    faults: sandbox.faults.waiting(),
    connections: sandbox.oauth.tokens.connections().length,
    organisations: sandbox.books().organisations.map(({ id, name, baseCurrency }) => ({
      tenantId: id,
      name,
      baseCurrency,
      documents: sandbox.books().at(id, nowMs)?.documents().length ?? 0,
    })),
  }
}

/** An organisation by id or name; undefined when the body names none, null when it names none of ours. */
function organisationOf(sandbox: Sandbox, body: Body): string | undefined | null {
  const { organisation } = body
  if (organisation === undefined) return undefined
  const found = sandbox
    .books()
    .organisations.find(({ id, name }) => id === organisation || name === organisation)
  return found?.id ?? null
}

function book(sandbox: Sandbox, body: Body): Answer {
  const organisationId = organisationOf(sandbox, body)
  if (organisationId === null) return refused('no such organisation')
  const kind = BOOK_KINDS.find((one) => one === body.kind)
  if (body.kind !== undefined && kind === undefined) return refused(`kind is one of ${BOOK_KINDS.join(', ')}`)
  const currency = currencyOf(sandbox, body, organisationId)
  if (currency === null) return refused('no such currency')
  const made = sandbox.book({
    ...(organisationId === undefined ? {} : { organisationId }),
    ...(kind === undefined ? {} : { kind }),
    ...(currency === undefined ? {} : { currency }),
  })
  if (made === null)
    return jsonAnswer(409, { error: 'nothing can be booked: no contacts, or nothing is open' })
  const { booking, document } = made
  const json = toJson({
    kind: booking.kind,
    tenantId: booking.organisationId,
    document: invoiceWire(document, 'full'),
  })
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: json }
}

function bookMany(sandbox: Sandbox, body: Body): Answer {
  const named = organisationOf(sandbox, body)
  const organisation =
    named === null
      ? undefined
      : sandbox.books().organisations.find(({ id }) => named === undefined || id === named)
  if (organisation === undefined || organisation.contacts.length === 0) return refused('no such organisation')
  const { count, type = 'ACCREC' } = body
  if (!Number.isInteger(count) || Number(count) < 1 || Number(count) > BULK_MAX)
    return refused(`count is a number from 1 to ${BULK_MAX}`)
  if (type !== 'ACCREC' && type !== 'ACCPAY') return refused('type is ACCREC or ACCPAY')
  const today = dayIn(organisation.zone, sandbox.nowMs())
  const toDay = parseDay(String(body.toDay ?? today))
  const fromDay = parseDay(String(body.fromDay ?? addDays(toDay ?? today, 1 - BULK_DAYS)))
  if (toDay === null || fromDay === null || daysBetween(fromDay, toDay) < 0)
    return refused('fromDay and toDay are days, YYYY-MM-DD')
  const currency = currencyOf(sandbox, body, organisation.id)
  if (currency === null) return refused('no such currency')
  const made = sandbox.bookMany({
    organisationId: organisation.id,
    atMs: sandbox.nowMs(),
    kind: 'bulk',
    type,
    count: Number(count),
    fromDay,
    toDay,
    ...(currency === undefined ? {} : { currency }),
  })
  return done({ tenantId: organisation.id, made: made.length, fromDay, toDay })
}

/** A currency that some organisation, or the named one, trades in; undefined when none is asked for. */
function currencyOf(
  sandbox: Sandbox,
  body: Body,
  organisationId: string | undefined,
): string | undefined | null {
  const { currency } = body
  if (currency === undefined) return undefined
  const [first] = sandbox.books().organisations
  const organisation = sandbox.books().organisations.find(({ id }) => id === organisationId) ?? first
  const isKnown =
    typeof currency === 'string' &&
    organisation !== undefined &&
    (currency === organisation.baseCurrency || Object.hasOwn(organisation.rates, currency))
  return isKnown ? currency : null
}
