import {
  PROVIDER_BODY_BYTES_MAX,
  PROVIDER_CALL_TIMEOUT_MS,
  PROVIDER_RETRY_BASE_MS,
  PROVIDER_THROTTLE_SECONDS_MAX,
  PROVIDER_TRIES_MAX,
} from '../../contracts/limits.ts'
import { cleanDetail } from './clean-detail.ts'
import { type ExactJson, parseExactJson } from './exact-json.ts'
import type { Log } from './log.ts'
import { retryAfterSeconds } from './retry-after.ts'

/** Time, chance, waiting and the network, handed in so that tests decide about them. */
export interface OutboundDeps {
  fetch(url: string, init: RequestInit): Promise<Response>
  now(): Date
  /** From 0 up to, but not including, 1. */
  random(): number
  sleep(ms: number): Promise<void>
  log: Log
  /** Instead of PROVIDER_CALL_TIMEOUT_MS. */
  callTimeoutMs?: number
}

/** Where calls may go. Everything else is refused before a byte is sent. */
export interface Reach {
  hosts: readonly string[]
  /** The local base a deployment's settings name for a stand-in: the one place plain HTTP may go to. */
  localOrigin: string | null
}

export interface OutboundRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers: Readonly<Record<string, string>>
  body: string | null
  /** What a 2xx answer must be made of; what is not is asked for again. */
  expects: 'json' | 'text' | 'nothing'
  /** For the log: what the call is for. Never an address, which may hold ids or secrets. */
  purpose: string
  /** Texts that must not come out again in a detail, whatever the other side echoes. */
  secrets: readonly string[]
}

/** What the calls cost, added up over all tries. */
export interface Usage {
  requests: number
  bytes: number
  waitedMs: number
}

/** An answer that arrived whole. `json` is null for text, for an empty body and for a body of another kind. */
export interface Answer {
  status: number
  headers: Headers
  text: string
  json: ExactJson | null
}

/** The outcome of a call; `detail` is what the other side said, cleaned and cut. */
export type CallResult =
  | { kind: 'ok'; answer: Answer }
  | { kind: 'throttled'; retryAfterSeconds: number | null; detail: string }
  | { kind: 'unauthorised' | 'forbidden' | 'not_found'; answer: Answer; detail: string }
  | { kind: 'refused'; status: number; answer: Answer; detail: string }
  | { kind: 'unreadable'; why: Unreadable; detail: string }
  | { kind: 'down'; detail: string }

/** Why an answer is of no use: it leads elsewhere, has no end, or is not what was asked for. */
export type Unreadable = 'redirected' | 'too_long' | 'not_json'

/** How one try ended: with an answer, or with a reason to try again or to give up. */
type Try =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'again'; as: 'not_json' | 'down'; detail: string }
  | { kind: 'unreadable'; why: Unreadable; detail: string }

const USER_AGENT = 'Orrery/0.1 (+https://orrery.example)'

export const noUsage = (): Usage => ({ requests: 0, bytes: 0, waitedMs: 0 })

/**
 * Makes one call and says how it ended; nothing about the other side is thrown. No answer, a 5xx, an answer that comes too slowly and
 * one that is cut off are tried PROVIDER_TRIES_MAX times with exponential back-off and full jitter. A throttle is never waited out
 * here: whoever asked parks its work. `usage` is added to. Throws only when the address is outside `reach`, which is a bug of ours.
 */
export async function callOut(
  deps: OutboundDeps,
  reach: Reach,
  request: OutboundRequest,
  usage: Usage,
): Promise<CallResult> {
  assertWithinReach(request.url, reach)
  for (let tried = 1; ; tried += 1) {
    const outcome = await tryOnce(deps, reach, request, usage)
    if (outcome.kind === 'answer') return judge(outcome.answer, request, deps.now())
    const detail = cleanDetail(outcome.detail, request.secrets)
    deps.log.info('provider_call_failed', {
      purpose: request.purpose,
      host: new URL(request.url).host,
      tried,
      detail,
    })
    if (outcome.kind === 'unreadable') return { kind: 'unreadable', why: outcome.why, detail }
    if (tried >= PROVIDER_TRIES_MAX)
      return outcome.as === 'down'
        ? { kind: 'down', detail }
        : { kind: 'unreadable', why: outcome.as, detail }
    const waitMs = Math.floor(deps.random() * PROVIDER_RETRY_BASE_MS * 2 ** tried)
    usage.waitedMs += waitMs
    await deps.sleep(waitMs)
  }
}

/** True for an address calls may go to: HTTPS on an allowed host, or the named local stand-in. */
export function isWithinReach(address: string, reach: Reach): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return false
  if (reach.localOrigin !== null && url.origin === reach.localOrigin) return true
  return url.protocol === 'https:' && url.port === '' && reach.hosts.includes(url.hostname)
}

function assertWithinReach(address: string, reach: Reach): void {
  if (!isWithinReach(address, reach)) throw new Error('a call to a host that is not allowed')
}

const TOOK_TOO_LONG = 'The answer took too long.'

async function tryOnce(
  deps: OutboundDeps,
  reach: Reach,
  request: OutboundRequest,
  usage: Usage,
): Promise<Try> {
  usage.requests += 1
  // A timer of the runtime's own would keep the object awake long after the call.
  const limit = new AbortController()
  const { signal } = limit
  const timer = setTimeout(() => limit.abort(), deps.callTimeoutMs ?? PROVIDER_CALL_TIMEOUT_MS)
  try {
    const response = await followed(deps, reach, request, signal)
    if (response === null)
      return { kind: 'unreadable', why: 'redirected', detail: 'It sends us to another place.' }
    const text = await readBody(response, signal, usage)
    if (text === null)
      return {
        kind: 'unreadable',
        why: 'too_long',
        detail: `The answer is longer than ${PROVIDER_BODY_BYTES_MAX} bytes.`,
      }
    if (response.status >= 500)
      return { kind: 'again', as: 'down', detail: `HTTP ${response.status}: ${text}` }
    const json = request.expects === 'nothing' ? null : jsonOf(text)
    const isWhole = request.expects !== 'json' || json !== null || text === '' || !response.ok
    if (!isWhole) return { kind: 'again', as: 'not_json', detail: `Not JSON: ${text}` }
    return { kind: 'answer', answer: { status: response.status, headers: response.headers, text, json } }
  } catch (error) {
    // A network error or the time-out: the runtime throws many kinds, and all of them mean that no answer came.
    const said = error instanceof Error ? error.message : 'no answer'
    // Whether the runtime or we noticed first is a matter of luck; the words are the same.
    return { kind: 'again', as: 'down', detail: signal.aborted ? TOOK_TOO_LONG : said }
  } finally {
    clearTimeout(timer)
  }
}

/** The answer after at most one redirect within the same origin; null for any other, which would carry our token elsewhere. */
async function followed(
  deps: OutboundDeps,
  reach: Reach,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<Response | null> {
  const init: RequestInit = {
    method: request.method,
    headers: { 'user-agent': USER_AGENT, ...request.headers },
    redirect: 'manual',
    signal,
    ...(request.body === null ? {} : { body: request.body }),
  }
  const first = await deps.fetch(request.url, init)
  if (![301, 302, 303, 307, 308].includes(first.status)) return first
  await first.body?.cancel()
  const location = first.headers.get('location')
  if (location === null || request.method !== 'GET' || !URL.canParse(location, request.url)) return null
  const target = new URL(location, request.url)
  if (target.origin !== new URL(request.url).origin || !isWithinReach(target.href, reach)) return null
  const second = await deps.fetch(target.href, init)
  if (second.status < 300 || second.status >= 400 || second.status === 304) return second
  await second.body?.cancel()
  return null
}

/** The body as text, or null when it is longer than the bound. The time-out ends a body that trickles. */
async function readBody(response: Response, signal: AbortSignal, usage: Usage): Promise<string | null> {
  if (response.body === null) return ''
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(TOOK_TOO_LONG)), { once: true })
  })
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), aborted])
      if (done) return text + decoder.decode()
      bytes += value.byteLength
      usage.bytes += value.byteLength
      if (bytes > PROVIDER_BODY_BYTES_MAX) return null
      text += decoder.decode(value, { stream: true })
    }
  } finally {
    // Ends the connection of a body that was not read to its end; of one that was, nothing is left to cancel.
    reader.cancel().catch(() => undefined)
  }
}

function jsonOf(text: string): ExactJson | null {
  try {
    return parseExactJson(text)
  } catch {
    return null
  }
}

function judge(answer: Answer, request: OutboundRequest, now: Date): CallResult {
  const { status } = answer
  if ((status >= 200 && status < 300) || status === 304) return { kind: 'ok', answer }
  const detail = cleanDetail(`HTTP ${status}: ${answer.text}`, request.secrets)
  switch (status) {
    case 429: {
      const header = answer.headers.get('retry-after')
      return {
        kind: 'throttled',
        retryAfterSeconds: retryAfterSeconds(header, now, PROVIDER_THROTTLE_SECONDS_MAX),
        detail,
      }
    }
    case 401:
      return { kind: 'unauthorised', answer, detail }
    case 403:
      return { kind: 'forbidden', answer, detail }
    case 404:
      return { kind: 'not_found', answer, detail }
    default:
      return { kind: 'refused', status, answer, detail }
  }
}
