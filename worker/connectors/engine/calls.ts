import { PROVIDER_THROTTLE_SECONDS_MAX } from '../../../contracts/limits.ts'
import { cleanDetail } from '../../platform/clean-detail.ts'
import {
  type Answer,
  type CallResult,
  callOut,
  isWithinReach,
  type OutboundDeps,
  type Usage,
} from '../../platform/outbound.ts'
import { retryAfterSeconds } from '../../platform/retry-after.ts'
import type { Connector, ErrorRule, Request } from './define.ts'
import type { SyncStop } from './outcome.ts'
import { countAt, textAt } from './paths.ts'
import { addressOf, type ConnectorSettings, reachOf } from './settings.ts'
import { fill, fillBody, fillPath, type Variables } from './templates.ts'

/** Everything a call for data needs beside the request itself. */
export interface CallParty {
  connector: Connector
  settings: ConnectorSettings
  /** Id of the account at the provider; null where there is no choice. */
  account: string | null
  /** Null where the provider wants none. */
  accessToken: string | null
  /** True when the token was refreshed for this very call: that it is refused is then no matter of the token. */
  tokenIsFresh: boolean
}

export interface Asked {
  request: Request
  variables: Variables
  expects: 'json' | 'text' | 'nothing'
  purpose: string
  /** A whole address the provider gave, instead of the request's own. */
  address?: string
}

export type DataAnswer = { ok: true; answer: Answer } | { ok: false; stop: SyncStop }

/** Asks a provider for data and says what its answer means, by the manifest's rules for errors. */
export async function callProvider(
  deps: OutboundDeps,
  party: CallParty,
  asked: Asked,
  usage: Usage,
): Promise<DataAnswer> {
  const { connector, settings } = party
  const reach = reachOf(connector, settings)
  const url = addressOfCall(party, asked)
  if (!isWithinReach(url, reach))
    return failed('provider_unreadable', 'It names a next page at another host.')
  const { body } = asked.request
  const result = await callOut(
    deps,
    reach,
    {
      method: asked.request.method,
      url,
      headers: headersOf(party, asked),
      body: body === null ? null : JSON.stringify(fillBody(body, variablesOf(party, asked))),
      expects: asked.expects,
      purpose: asked.purpose,
      secrets: [party.accessToken ?? '', settings.clientSecret],
    },
    usage,
  )
  if (!('answer' in result)) return byStatus(result, party)
  const { answer } = result
  const rule = connector.errors.find((one) => fits(one, answer))
  if (rule === undefined) return byStatus(result, party)
  // Told as an empty answer, the rest of the engine needs to know nothing of it.
  if (rule.meaning === 'nothing')
    return { ok: true, answer: { ...answer, status: 204, text: '', json: null } }
  return { ok: false, stop: stopOf(rule, rule.meaning, answer, party, deps.now()) }
}

/** The address a call goes to. */
export function addressOfCall(party: CallParty, asked: Asked): string {
  if (asked.address !== undefined) return asked.address
  const variables = variablesOf(party, asked)
  const path = fillPath(asked.request.path, variables)
  const whole = path.startsWith('https://') ? path : `${party.connector.baseUrl}${path}`
  const url = new URL(addressOf(party.settings, whole))
  for (const [name, template] of Object.entries(asked.request.query)) {
    const value = fill(template, variables)
    if (value !== null) url.searchParams.set(name, value)
  }
  return url.href
}

function headersOf(party: CallParty, asked: Asked): Record<string, string> {
  const { connector, accessToken } = party
  const variables = variablesOf(party, asked)
  const headers: Record<string, string> = {
    accept: asked.expects === 'text' ? 'text/csv' : 'application/json',
    ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }),
    ...(asked.request.body === null ? {} : { 'content-type': 'application/json' }),
  }
  // The list of accounts is asked for before one is chosen; its templates then stay empty.
  const templates = { ...connector.headers, ...connector.accounts?.headers, ...asked.request.headers }
  for (const [name, template] of Object.entries(templates)) {
    const value = fill(template, variables)
    if (value !== null) headers[name.toLowerCase()] = value
  }
  return headers
}

const variablesOf = (party: CallParty, asked: Asked): Variables => ({
  ...asked.variables,
  account: party.account ?? '',
})

function stopOf(
  rule: ErrorRule,
  meaning: Exclude<ErrorRule['meaning'], 'nothing'>,
  answer: Answer,
  party: CallParty,
  now: Date,
): SyncStop {
  const secrets = [party.accessToken ?? '', party.settings.clientSecret]
  const detail = cleanDetail(`HTTP ${answer.status}: ${answer.text}`, secrets)
  switch (meaning) {
    case 'retry_later': {
      const told = rule.waitAt === undefined ? null : countAt(answer.json, rule.waitAt)
      const header = answer.headers.get('retry-after')
      return {
        kind: 'throttled',
        retryAfterSeconds:
          told === null
            ? retryAfterSeconds(header, now, PROVIDER_THROTTLE_SECONDS_MAX)
            : Math.min(told, PROVIDER_THROTTLE_SECONDS_MAX),
        detail,
      }
    }
    case 'reauthorise':
      return { kind: 'failed', code: 'reauthorise', detail }
    case 'permission':
      return { kind: 'failed', code: 'provider_forbids', detail }
    case 'scope':
      return { kind: 'failed', code: 'scopes_missing', detail }
    case 'permanent':
      return { kind: 'failed', code: 'provider_unreadable', detail }
  }
}

function fits(rule: ErrorRule, answer: Answer): boolean {
  if (!rule.status.includes(answer.status)) return false
  if (rule.at === undefined) return true
  const found = textAt(answer.json, rule.at)
  return found !== null && (rule.in === undefined || rule.in.includes(found))
}

function byStatus(result: CallResult, party: CallParty): DataAnswer {
  switch (result.kind) {
    case 'ok':
      return { ok: true, answer: result.answer }
    case 'throttled':
      return { ok: false, stop: result }
    case 'unauthorised':
      return party.tokenIsFresh || party.accessToken === null
        ? failed('provider_forbids', result.detail)
        : { ok: false, stop: { kind: 'token_refused', detail: result.detail } }
    case 'forbidden':
    case 'not_found':
      return failed('provider_forbids', result.detail)
    case 'down':
      return failed('provider_down', result.detail)
    case 'refused':
    case 'unreadable':
      return failed('provider_unreadable', result.detail)
  }
}

const failed = (code: Extract<SyncStop, { kind: 'failed' }>['code'], detail: string): DataAnswer => ({
  ok: false,
  stop: { kind: 'failed', code, detail },
})
