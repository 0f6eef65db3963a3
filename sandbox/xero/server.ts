import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { KEEP_ALIVE_MS } from '../keep-alive.ts'
import {
  type Answer,
  authorizationUnsuccessful,
  emptyAnswer,
  gatewayProblem,
  htmlAnswer,
  throttled,
} from './answer.ts'
import { HISTORY_MONTHS } from './books.ts'
import { answerControl } from './control.ts'
import type { Fault } from './faults.ts'
import { answerCall, type Held, header, type Received } from './gateway.ts'
import { type Limits, XERO_LIMITS } from './limits.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'

const BODY_BYTES_MAX = 1_000_000
const RETRY_AFTER_SECONDS = 30
const DRIP_BYTES = 64
const DRIP_MS = 25

export interface XeroSandboxOptions {
  /** 0 takes a free one. */
  port: number
  clientId: string
  clientSecret: string
  /** The only addresses anybody is sent back to, to the letter. */
  redirectUris: readonly string[]
  /** The same seed and day give the same books. */
  seed: string
  /** How far back the books go: fourteen months unless said. */
  historyMonths?: number
  now: () => Date
  /** How often something is booked; null: only when asked for. */
  bookEveryMs: number | null
  /** Those of the real Xero unless some are named. */
  limits?: Partial<Limits>
  /** Keeps tokens, connections and what was booked; null: all is gone at the end. */
  stateFile: string | null
}

export interface XeroSandbox {
  /** Without a slash at its end; stands for every host of Xero. */
  url: string
  organisations: readonly { tenantId: string; name: string; baseCurrency: string }[]
  close(): Promise<void>
}

/** Starts the stand-in on 127.0.0.1. Rejects with the error of the system (EADDRINUSE) when the port is taken. */
export async function startXeroSandbox(options: XeroSandboxOptions): Promise<XeroSandbox> {
  const sandbox = openSandbox({
    client: { id: options.clientId, secret: options.clientSecret, redirectUris: options.redirectUris },
    seed: options.seed,
    historyMonths: options.historyMonths ?? HISTORY_MONTHS,
    now: options.now,
    bookEveryMs: options.bookEveryMs,
    limits: { ...XERO_LIMITS, ...options.limits },
    stateFile: options.stateFile,
  })
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS },
    (request, response) => void serve(sandbox, request, response),
  )
  try {
    await listen(server, options.port)
  } catch (error) {
    sandbox.close()
    throw error
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    organisations: sandbox
      .books()
      .organisations.map(({ id, name, baseCurrency }) => ({ tenantId: id, name, baseCurrency })),
    close: () => {
      sandbox.close()
      sandbox.faults.release()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })

async function serve(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const method = request.method ?? 'GET'
  const body = await readBody(request)
  if (body === null) return void response.writeHead(413).end()
  const received = { method, path: url.pathname, query: url.searchParams, headers: request.headers, body }
  if (/^\/sandbox(\/|$)/.test(url.pathname))
    return send(response, answerControl(sandbox, method, url.pathname, body), [])
  sandbox.calls.start()
  const faults = sandbox.faults.take(method, url.pathname, header(received, 'xero-tenant-id'))
  let status = 0
  try {
    status = await meet(sandbox, received, faults, response)
  } catch (error) {
    console.error('sandbox: xero failed', error)
    response.destroy()
  } finally {
    sandbox.calls.end({
      method,
      path: url.pathname,
      query: url.search,
      tenantId: header(received, 'xero-tenant-id'),
      ifModifiedSince: header(received, 'if-modified-since'),
      status,
    })
  }
}

/** Answers one call of Xero's under the faults that meet it; gives the status, 0 for a cut connection. */
async function meet(
  sandbox: Sandbox,
  received: Received,
  faults: readonly Fault[],
  response: ServerResponse,
): Promise<number> {
  const has = (kind: Fault['kind']): boolean => faults.some((fault) => fault.kind === kind)
  if (has('reset')) {
    response.socket?.resetAndDestroy()
    return 0
  }
  for (const fault of faults) happenBefore(sandbox, fault, header(received, 'xero-tenant-id'))
  const { answer, leave } = answerFor(sandbox, received, faults)
  try {
    for (const fault of faults) if (fault.kind === 'delay') await sleep(fault.delayMs)
    if (has('hold')) await sandbox.faults.released()
    if (has('lost-response')) {
      response.socket?.destroy()
      return 0
    }
    await send(response, answer, faults)
    return answer.status
  } finally {
    leave()
  }
}

/** What happens just before a call is answered, as if by chance in the midst of a run. */
function happenBefore(sandbox: Sandbox, fault: Fault, tenantId: string | null): void {
  if (fault.kind === 'expire-access') sandbox.oauth.tokens.expireAccess(sandbox.nowMs())
  if (fault.kind === 'revoke-grants') sandbox.oauth.tokens.revokeAll()
  if (fault.kind === 'book')
    sandbox.book({ kind: fault.book ?? 'sale', ...(tenantId === null ? {} : { organisationId: tenantId }) })
}

function answerFor(sandbox: Sandbox, received: Received, faults: readonly Fault[]): Held {
  const planned = faults
    .map((fault) => plannedAnswer(fault, sandbox.nowMs()))
    .find((answer) => answer !== null)
  if (planned) return { answer: planned, leave: () => {} }
  return answerCall(sandbox, received, faults)
}

/** The whole answer of a fault that replaces it, or null. */
function plannedAnswer(fault: Fault, nowMs: number): Answer | null {
  switch (fault.kind) {
    case 'status':
      return fault.status === 429
        ? tooMany(fault, nowMs)
        : gatewayProblem(fault.status, 'An error occurred', 'An error occurred in Xero')
    case 'html':
      return htmlAnswer(
        fault.status ?? 502,
        '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
      )
    case 'not-permitted':
      return authorizationUnsuccessful()
    default:
      return null
  }
}

function tooMany(fault: Extract<Fault, { kind: 'status' }>, nowMs: number): Answer {
  const { retryAfter = RETRY_AFTER_SECONDS, problem = 'minute' } = fault
  if (retryAfter === 'none') return emptyAnswer(429, { 'x-rate-limit-problem': problem })
  const date = new Date(nowMs + RETRY_AFTER_SECONDS * 1000).toUTCString()
  return throttled(problem, retryAfter === 'date' ? date : String(retryAfter))
}

async function send(response: ServerResponse, answer: Answer, faults: readonly Fault[]): Promise<void> {
  const isCut = faults.some((fault) => fault.kind === 'truncate')
  const bytes = Buffer.from(isCut ? answer.body.slice(0, Math.floor(answer.body.length / 2)) : answer.body)
  if (faults.some((fault) => fault.kind === 'endless')) {
    // Blanks are JSON too: everything is there, only the end never comes.
    response.writeHead(answer.status, answer.headers).write(bytes)
    while (!response.destroyed) {
      response.write(' ')
      await sleep(DRIP_MS)
    }
    return
  }
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length })
  const drip = faults.find((fault) => fault.kind === 'drip')
  if (drip) {
    const { chunkBytes = DRIP_BYTES, everyMs = DRIP_MS } = drip
    for (let at = 0; at < bytes.length && !response.destroyed; at += chunkBytes) {
      response.write(bytes.subarray(at, at + chunkBytes))
      await sleep(everyMs)
    }
    response.end()
  } else response.end(bytes)
}

/** Null when there is more of it than anybody needs to send. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_BYTES_MAX) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
