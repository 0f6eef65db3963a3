import type { CallbackQuery, ConnectorView, StreamView } from '../../contracts/connections.ts'
import type { MetricDefinition } from '../../contracts/metrics.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { listAccounts, releaseAccount } from '../connectors/engine/accounts.ts'
import type { CallParty } from '../connectors/engine/calls.ts'
import type { Connector } from '../connectors/engine/define.ts'
import { describeConnector, fieldsOf, metricsOf, scheduleOf } from '../connectors/engine/describe.ts'
import * as oauth from '../connectors/engine/oauth.ts'
import type { SyncFailureCode } from '../connectors/engine/outcome.ts'
import { readConnectorSettings } from '../connectors/engine/settings.ts'
import { connectorOf, connectors } from '../connectors/registry.ts'
import type { Env } from '../platform/env.ts'
import type { Log } from '../platform/log.ts'
import { noUsage, type OutboundDeps } from '../platform/outbound.ts'
import type { ProviderPlan } from './consent.service.ts'
import type { GrantedAccount } from './rules/account.ts'
import type { AccessTokens, HeldAccess } from './tokens.service.ts'

/** The settings of the deployment, the clock and the log: what speaking to a provider takes. */
export interface ProviderDeps {
  env: Env
  now(): Date
  log: Log
}

export type ConsentRefusal =
  | Pick<oauth.GrantRefusal, 'code' | 'detail'>
  | { code: SyncFailureCode; detail: string }
  | { code: 'not_found' }
  | { code: 'connector_unavailable'; details: unknown }

const VERIFIER_BYTES = 32

/** Everything that can be connected, with whether this deployment has what it takes. */
export function listConnectors(env: Env): ConnectorView[] {
  return connectors.map((connector) => describeConnector(connector, env))
}

/** How connections of a provider are made and read; null for a provider nobody knows. */
export function planOf(provider: string): ProviderPlan | null {
  const connector = connectorOf(provider)
  if (connector === null) return null
  return {
    provider,
    name: connector.name,
    hasAccounts: connector.accounts !== null,
    needsConsent: connector.auth.kind === 'oauth2',
    streams: Object.entries(connector.streams).map(([stream, read]) => ({ stream, ...scheduleOf(read) })),
  }
}

/** How a stream is shown to people; null for one its provider no longer has. */
export function streamFace(provider: string, stream: string): Pick<StreamView, 'label' | 'fields'> | null {
  const read = connectorOf(provider)?.streams[stream]
  return read === undefined ? null : { label: read.label, fields: fieldsOf(read) }
}

/** The metrics that value records of a stream may feed, with money in the base currency of the workspace. */
export function metricsOfStream(provider: string, stream: string, base: string): MetricDefinition[] {
  const read = connectorOf(provider)?.streams[stream]
  return read === undefined ? [] : metricsOf(read, base)
}

/** Calls a provider allows one account. Infinity where it sets no bound. */
export function callLimitsOf(provider: string): { callsPerMinute: number; concurrency: number } {
  const limits = connectorOf(provider)?.limits
  return {
    callsPerMinute: limits?.requestsPerMinute ?? Number.POSITIVE_INFINITY,
    concurrency: limits?.concurrent ?? Number.POSITIVE_INFINITY,
  }
}

/** Where to send the browser, and the verifier that its code has to be exchanged with. */
export async function startConsent(
  deps: ProviderDeps,
  provider: string,
  state: string,
): Promise<Result<{ url: string; verifier: string }, ConsentRefusal>> {
  const party = partyOf(deps.env, provider)
  if (!party.ok) return party
  const verifier = oauth.verifierOf(crypto.getRandomValues(new Uint8Array(VERIFIER_BYTES)))
  const redirectUri = redirectUriOf(deps.env, provider)
  return ok({ url: await oauth.consentUrl(party.value, { state, verifier, redirectUri }), verifier })
}

/** Tokens for the code a consent ended with. */
export async function exchangeCode(
  deps: ProviderDeps,
  provider: string,
  answer: CallbackQuery,
  verifier: string,
): Promise<Result<AccessTokens, ConsentRefusal>> {
  const party = partyOf(deps.env, provider)
  if (!party.ok) return party
  const redirectUri = redirectUriOf(deps.env, provider)
  const consent = { answer, state: answer.state, verifier, redirectUri }
  const exchanged = await oauth.exchangeCode(outboundOf(deps), party.value, consent, noUsage())
  if (exchanged.ok) return ok({ ...exchanged.value, previousRefreshToken: null })
  // The code was used or is too old; there is no access yet that could be renewed.
  return exchanged.error.code === 'reauthorise' ? err({ code: 'consent_expired', detail: '' }) : exchanged
}

export type RefreshRefusal = { code: 'reauthorise' | 'provider_down'; detail: string | null }

/** New tokens for old ones. Only an ended grant is `reauthorise`; whatever else stands in the way may pass. */
export async function refreshTokens(
  deps: ProviderDeps,
  provider: string,
  tokens: AccessTokens,
): Promise<Result<AccessTokens, RefreshRefusal>> {
  const party = partyOf(deps.env, provider)
  if (!party.ok)
    return err({ code: 'provider_down', detail: 'The settings of this connector are not complete.' })
  const before = { ...tokens, expiresAt: tokens.expiresAt ?? new Date(0).toISOString() }
  const refreshed = await oauth.refreshTokens(outboundOf(deps), party.value, before, noUsage())
  if (refreshed.ok) return ok({ ...refreshed.value, previousRefreshToken: tokens.refreshToken })
  const { code, detail } = refreshed.error
  return err({ code: code === 'reauthorise' ? 'reauthorise' : 'provider_down', detail })
}

/** The organisations, properties or shops a consent covers. */
export async function listGrantedAccounts(
  deps: ProviderDeps,
  provider: string,
  accessToken: string,
): Promise<Result<GrantedAccount[], ConsentRefusal>> {
  const party = partyOf(deps.env, provider)
  if (!party.ok) return party
  const reading = await listAccounts(outboundOf(deps), callPartyOf(party.value, accessToken), noUsage())
  if (reading.ok) return ok(reading.accounts)
  const { stop } = reading
  return err({ code: stop.kind === 'failed' ? stop.code : 'provider_down', detail: stop.detail })
}

/** Tokens of a consent that was given a moment ago: a refusal is no matter of their age. */
function callPartyOf({ connector, settings }: oauth.OAuthParty, accessToken: string): CallParty {
  return { connector, settings, accessToken, account: null, tokenIsFresh: true }
}

/**
 * Ends our access at the provider as well as it lets us; true when it said that it has. Where the grant on one account can be released,
 * that is all: ending the tokens as well would, at some providers, end what the same person allowed elsewhere.
 */
export async function revokeAccess(deps: ProviderDeps, held: HeldAccess | null): Promise<boolean> {
  if (held === null) return false
  const party = partyOf(deps.env, held.provider)
  if (!party.ok) return false
  const outbound = outboundOf(deps)
  const { tokens, grantId } = held
  if (grantId !== null && party.value.connector.accounts?.release) {
    const access = callPartyOf(party.value, tokens.accessToken)
    if ((await releaseAccount(outbound, access, grantId, noUsage())) === null) return true
  }
  const before = { ...tokens, expiresAt: tokens.expiresAt ?? new Date(0).toISOString() }
  return (await oauth.revokeTokens(outbound, party.value, before, noUsage())).ok
}

function partyOf(env: Env, provider: string): Result<oauth.OAuthParty, ConsentRefusal> {
  const connector: Connector | null = connectorOf(provider)
  if (connector === null || connector.auth.kind !== 'oauth2') return err({ code: 'not_found' })
  const reading = readConnectorSettings(connector, env)
  if (!reading.isAvailable)
    return err({ code: 'connector_unavailable', details: { missing: reading.missing } })
  return ok({ connector, settings: reading.settings })
}

const redirectUriOf = (env: Env, provider: string): string =>
  `${new URL(env.PUBLIC_ORIGIN).origin}/api/v1/connections/${provider}/callback`

/** The real network, clock and chance. */
export function outboundOf({ now, log }: Pick<ProviderDeps, 'now' | 'log'>): OutboundDeps {
  return {
    fetch: (url, init) => fetch(url, init),
    now,
    random: () => Math.random(),
    sleep: (ms) => scheduler.wait(ms),
    log,
  }
}
