import type { IncomingHttpHeaders } from 'node:http'
import { answerAccounting, modifiedSince } from './accounting.ts'
import {
  type Answer,
  authorizationUnsuccessful,
  emptyAnswer,
  gatewayProblem,
  jsonAnswer,
  throttled,
} from './answer.ts'
import type { Fault } from './faults.ts'
import { askForConsent, exchange, revoke, takeDecision } from './oauth.ts'
import type { Sandbox } from './sandbox.ts'
import { isPermitted } from './scopes.ts'
import type { Connection } from './tokens.ts'

const API = '/api.xro/2.0/'

export interface Received {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: string
}

/** An answer, and the place among the calls at once that it takes. */
export interface Held {
  answer: Answer
  /** Gives the place back; to be called once the answer is sent. */
  leave: () => void
}

/** Answers a call as the host of Xero's that it would have gone to. */
export function answerCall(sandbox: Sandbox, received: Received, faults: readonly Fault[]): Held {
  if (received.path.startsWith(API)) return accounting(sandbox, received, faults)
  return { answer: identity(sandbox, received), leave: () => {} }
}

/** The hosts login.xero.com and identity.xero.com, and /connections. */
function identity(sandbox: Sandbox, received: Received): Answer {
  const { method, path, query, body } = received
  const { oauth } = sandbox
  const authorization = header(received, 'authorization') ?? undefined
  const form = new URLSearchParams(body)
  switch (`${method} ${path}`) {
    case 'GET /identity/connect/authorize':
      return askForConsent(oauth, query)
    case 'POST /identity/connect/authorize':
      return takeDecision(oauth, form, sandbox.nowMs())
    case 'POST /connect/token':
      if (form.get('grant_type') === 'refresh_token') sandbox.calls.refreshed()
      return exchange(oauth, form, authorization, sandbox.nowMs())
    case 'POST /connect/revocation':
      return revoke(oauth, form, authorization)
  }
  if (path === '/connections' || path.startsWith('/connections/')) return connections(sandbox, received)
  return jsonAnswer(404, { Title: 'Not Found', Status: 404 })
}

function connections(sandbox: Sandbox, received: Received): Answer {
  const bearer = bearerOf(sandbox, received)
  if (!bearer.ok) return bearer.answer
  const { tokens, organisations } = sandbox.oauth
  const { method, path, query } = received
  if (method === 'DELETE') {
    const isGone = tokens.disconnect(path.slice('/connections/'.length))
    return isGone ? emptyAnswer(204) : gatewayProblem(404, 'Not Found', 'Connection not found')
  }
  if (method !== 'GET' || path !== '/connections') return jsonAnswer(404, { Title: 'Not Found', Status: 404 })
  const event = query.get('authEventId')
  const shown = tokens.connections().filter((one) => event === null || one.authEventId === event)
  return jsonAnswer(
    200,
    shown.map((one) => connectionWire(one, organisations)),
  )
}

type BearerResult = { ok: true; scopes: readonly string[] } | { ok: false; answer: Answer }

function bearerOf(sandbox: Sandbox, received: Received): BearerResult {
  const token = /^Bearer (.+)$/i.exec(header(received, 'authorization') ?? '')?.[1] ?? ''
  const bearer = sandbox.oauth.tokens.bearer(token, sandbox.nowMs())
  switch (bearer.state) {
    case 'valid':
      return { ok: true, scopes: bearer.grant.scopes }
    case 'expired': {
      const detail = `TokenExpired: token expired at ${new Date(bearer.atMs).toISOString()}`
      return { ok: false, answer: gatewayProblem(401, 'Unauthorized', detail) }
    }
    case 'unknown':
      return { ok: false, answer: gatewayProblem(401, 'Unauthorized', 'AuthenticationUnsuccessful') }
  }
}

function accounting(sandbox: Sandbox, received: Received, faults: readonly Fault[]): Held {
  const free = (answer: Answer): Held => ({ answer, leave: () => {} })
  const bearer = bearerOf(sandbox, received)
  if (!bearer.ok) return free(bearer.answer)
  const path = received.path.slice(API.length).replace(/\/$/, '')
  const nowMs = sandbox.nowMs()
  const tenantId = header(received, 'xero-tenant-id')
  const isConnected = sandbox.oauth.tokens.connections().some((one) => one.tenantId === tenantId)
  const ledger = tenantId !== null && isConnected ? sandbox.books().at(tenantId, nowMs) : undefined
  if (tenantId === null || ledger === undefined)
    return free(gatewayProblem(403, 'Forbidden', 'AuthenticationUnsuccessful'))
  // The journals belong to the Advanced tier, which this app does not have, whatever its scopes.
  if (/^Journals(\/|$)/.test(path) || !isPermitted(path, bearer.scopes))
    return free(authorizationUnsuccessful())
  const admission = sandbox.rates.enter(tenantId, nowMs)
  if (!admission.admitted) return free(throttled(admission.problem, String(admission.retryAfterSeconds)))
  if (received.method !== 'GET') {
    admission.leave()
    return free(emptyAnswer(405))
  }
  const has = (kind: Fault['kind']): boolean => faults.some((fault) => fault.kind === kind)
  const answer = answerAccounting({
    path,
    query: received.query,
    modifiedSinceMs: modifiedSince(header(received, 'if-modified-since') ?? undefined),
    wantsJson: (header(received, 'accept') ?? '').includes('application/json'),
    ledger,
    openedMs: sandbox.openedMs(),
    nowMs,
    twist: {
      numbersAsText: has('numbers-as-text'),
      currencySigns: has('currency-signs'),
      unknownLayout: has('unknown-layout'),
      noAccounts: has('no-accounts'),
      futureReport: has('future-report'),
      emptyReport: has('empty-report'),
      noReport: has('no-report'),
      missingValues: has('missing-values'),
      repeatedPage: has('repeated-page'),
    },
  })
  const { day, minute, appMinute } = admission.remaining
  const headers = {
    ...answer.headers,
    'x-daylimit-remaining': String(day),
    'x-minlimit-remaining': String(minute),
    'x-appminlimit-remaining': String(appMinute),
  }
  return { answer: { ...answer, headers }, leave: admission.leave }
}

/** The time of connections has seven decimals and no zone; it is UTC. */
const wireTime = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, -1)}0000`

const connectionWire = (one: Connection, organisations: readonly { id: string; name: string }[]): object => ({
  id: one.id,
  authEventId: one.authEventId,
  tenantId: one.tenantId,
  tenantType: 'ORGANISATION',
  tenantName: organisations.find(({ id }) => id === one.tenantId)?.name ?? '',
  createdDateUtc: wireTime(one.createdAtMs),
  updatedDateUtc: wireTime(one.updatedAtMs),
})

export function header({ headers }: Received, name: string): string | null {
  const value = headers[name]
  return typeof value === 'string' ? value : null
}
