import * as oauth from 'oauth4webapi'
import type { ErrorCode } from '../../../contracts/errors.ts'
import { err, ok, type Result } from '../../../contracts/result.ts'
import { cleanDetail } from '../../platform/clean-detail.ts'
import { type CallResult, callOut, type OutboundDeps, type Usage } from '../../platform/outbound.ts'
import type { Connector, OAuth2 } from './define.ts'
import { addressOf, type ConnectorSettings, isLocal, reachOf } from './settings.ts'

/** A token pair as it is stored (sealed). `expiresAt` is ISO; `scopes` are those granted. */
export interface Tokens {
  accessToken: string
  refreshToken: string | null
  expiresAt: string
  scopes: string[]
}

/** Why a consent or a refresh came to nothing. `detail` is what the provider said, cleaned; never a secret. */
export interface GrantRefusal {
  code: Extract<
    ErrorCode,
    | 'consent_denied'
    | 'consent_expired'
    | 'connector_unavailable'
    | 'reauthorise'
    | 'scopes_missing'
    | 'provider_down'
    | 'provider_throttled'
    | 'provider_unreadable'
  >
  detail: string
  retryAfterSeconds?: number
}

export interface OAuthParty {
  connector: Connector
  settings: ConnectorSettings
}

/** What the provider sent the browser back with. */
export interface ConsentAnswer {
  state: string
  code?: string | undefined
  error?: string | undefined
  error_description?: string | undefined
}

const SECOND_MS = 1000

/** A PKCE verifier (RFC 7636) of 32 random bytes; it is kept, sealed, until the browser comes back. */
export function verifierOf(random: Uint8Array): string {
  if (random.byteLength !== 32) throw new Error('a verifier is made of 32 bytes')
  const text = btoa(String.fromCharCode(...random))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Where to send the browser for consent. */
export async function consentUrl(
  party: OAuthParty,
  consent: { state: string; verifier: string; redirectUri: string },
): Promise<string> {
  const auth = authOf(party.connector)
  const url = new URL(addressOf(party.settings, auth.authorizeUrl))
  const parameters: Record<string, string> = {
    ...auth.extraAuthorizeParams,
    response_type: 'code',
    client_id: party.settings.clientId,
    redirect_uri: consent.redirectUri,
    scope: party.settings.scopes.join(' '),
    state: consent.state,
  }
  if (auth.pkce) {
    parameters.code_challenge = await oauth.calculatePKCECodeChallenge(consent.verifier)
    parameters.code_challenge_method = 'S256'
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/**
 * Exchanges the code of a consent for tokens. Refusals: `consent_denied`, `consent_expired` (code used or too old), `scopes_missing`,
 * `connector_unavailable` (our credentials are not accepted), `provider_down`, `provider_throttled`, `provider_unreadable`.
 */
export async function exchangeCode(
  deps: OutboundDeps,
  party: OAuthParty,
  consent: { answer: ConsentAnswer; state: string; verifier: string; redirectUri: string },
  usage: Usage,
): Promise<Result<Tokens, GrantRefusal>> {
  const exchanged = await exchange(deps, party, consent, usage)
  // The same error of the protocol: here it is the code that no longer counts, not a grant that ended.
  if (!exchanged.ok && exchanged.error.code === 'reauthorise')
    return err({ ...exchanged.error, code: 'consent_expired' })
  return exchanged
}

function exchange(
  deps: OutboundDeps,
  party: OAuthParty,
  consent: { answer: ConsentAnswer; state: string; verifier: string; redirectUri: string },
  usage: Usage,
): Promise<Result<Tokens, GrantRefusal>> {
  const { code, error, error_description: description } = consent.answer
  const secrets = [code ?? '', consent.verifier, party.settings.clientSecret]
  return asResult(secrets, async () => {
    const { server, client, clientAuth, auth } = protocolOf(party)
    const answer = new URLSearchParams({ state: consent.answer.state })
    if (code !== undefined) answer.set('code', code)
    if (error !== undefined) answer.set('error', error)
    if (description !== undefined) answer.set('error_description', description)
    const checked = oauth.validateAuthResponse(server, client, answer, consent.state)
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      clientAuth,
      checked,
      consent.redirectUri,
      auth.pkce ? consent.verifier : oauth.nopkce,
      optionsOf(deps, party, secrets, usage),
    )
    const granted = await oauth.processAuthorizationCodeResponse(server, client, response)
    const tokens = tokensOf(granted, auth, deps.now(), { refreshToken: null, scopes: party.settings.scopes })
    const needed = auth.scopesNeeded === 'all' ? party.settings.scopes : auth.scopesNeeded
    const lacking = needed.filter((scope) => !tokens.scopes.includes(scope))
    if (lacking.length > 0) return err({ code: 'scopes_missing', detail: lacking.join(' ') })
    return ok(tokens)
  })
}

/**
 * New tokens for old. `reauthorise`: the provider ended the grant (`invalid_grant`); nothing but a new consent mends that. The old pair
 * must be kept until the new one is stored. Other refusals as with `exchangeCode`.
 */
export function refreshTokens(
  deps: OutboundDeps,
  party: OAuthParty,
  tokens: Tokens,
  usage: Usage,
): Promise<Result<Tokens, GrantRefusal>> {
  const { refreshToken } = tokens
  if (refreshToken === null)
    return Promise.resolve(err({ code: 'reauthorise', detail: 'There is no refresh token.' }))
  const secrets = [refreshToken, tokens.accessToken, party.settings.clientSecret]
  return asResult(secrets, async () => {
    const { server, client, clientAuth, auth } = protocolOf(party)
    const options = optionsOf(deps, party, secrets, usage)
    const response = await oauth.refreshTokenGrantRequest(server, client, clientAuth, refreshToken, options)
    const granted = await oauth.processRefreshTokenResponse(server, client, response)
    return ok(tokensOf(granted, auth, deps.now(), { refreshToken, scopes: tokens.scopes }))
  })
}

/** Ends the grant at the provider, as far as it offers that. A grant that is over already is no refusal. */
export function revokeTokens(
  deps: OutboundDeps,
  party: OAuthParty,
  tokens: Tokens,
  usage: Usage,
): Promise<Result<null, GrantRefusal>> {
  const secrets = [tokens.refreshToken ?? '', tokens.accessToken, party.settings.clientSecret]
  return asResult(secrets, async () => {
    const { server, client, clientAuth, auth } = protocolOf(party)
    if (auth.revokeUrl === null) return ok(null)
    const token = tokens.refreshToken ?? tokens.accessToken
    const options = optionsOf(deps, party, secrets, usage)
    const response = await oauth.revocationRequest(server, client, clientAuth, token, options)
    await oauth.processRevocationResponse(response)
    return ok(null)
  })
}

function authOf(connector: Connector): OAuth2 {
  if (connector.auth.kind !== 'oauth2') throw new Error(`${connector.provider} has no consent`)
  return connector.auth
}

function protocolOf(party: OAuthParty) {
  const auth = authOf(party.connector)
  const { clientSecret, clientId } = party.settings
  const server: oauth.AuthorizationServer = {
    issuer: auth.issuer,
    token_endpoint: addressOf(party.settings, auth.tokenUrl),
    ...(auth.revokeUrl === null ? {} : { revocation_endpoint: addressOf(party.settings, auth.revokeUrl) }),
  }
  const clientAuth =
    auth.clientAuth === 'basic' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret)
  return { auth, server, client: { client_id: clientId }, clientAuth }
}

/** The call could not be made or was not answered; caught below, where it becomes a refusal. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly result: CallResult
  constructor(result: CallResult) {
    super(result.kind)
    this.result = result
  }
}

/** The library speaks the protocol; the one outbound client carries it. */
function optionsOf(deps: OutboundDeps, party: OAuthParty, secrets: readonly string[], usage: Usage) {
  const reach = reachOf(party.connector, party.settings)
  return {
    [oauth.allowInsecureRequests]: isLocal(party.settings),
    [oauth.customFetch]: async (
      url: string,
      init: oauth.CustomFetchOptions<'POST', URLSearchParams>,
    ): Promise<Response> => {
      const result = await callOut(
        deps,
        reach,
        {
          method: init.method,
          url,
          headers: { ...init.headers, 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
          body: init.body.toString(),
          expects: 'json',
          purpose: `${party.connector.provider}.token`,
          secrets,
        },
        usage,
      )
      if (!('answer' in result)) throw new NoAnswer(result)
      const { status, headers, text } = result.answer
      return new Response(text === '' ? null : text, { status, headers })
    },
  }
}

function tokensOf(
  granted: oauth.TokenEndpointResponse,
  auth: OAuth2,
  now: Date,
  before: { refreshToken: string | null; scopes: readonly string[] },
): Tokens {
  const seconds = granted.expires_in ?? auth.accessTtlSeconds
  return {
    accessToken: granted.access_token,
    // A provider that does not rotate answers without one: the old one stays good.
    refreshToken: granted.refresh_token ?? before.refreshToken,
    expiresAt: new Date(now.getTime() + seconds * SECOND_MS).toISOString(),
    // RFC 6749 5.1: left out when it is what was asked for.
    scopes: granted.scope === undefined ? [...before.scopes] : granted.scope.split(/[\s,]+/).filter(Boolean),
  }
}

async function asResult<T>(
  secrets: readonly string[],
  work: () => Promise<Result<T, GrantRefusal>>,
): Promise<Result<T, GrantRefusal>> {
  try {
    return await work()
  } catch (thrown) {
    const refusal = refusalOf(thrown)
    if (refusal === null) throw thrown
    return err({ ...refusal, detail: cleanDetail(refusal.detail, secrets) })
  }
}

/** A refusal of the provider; null for a bug of ours, which is thrown on. */
function refusalOf(thrown: unknown): GrantRefusal | null {
  if (thrown instanceof NoAnswer) return refusalOfCall(thrown.result)
  if (thrown instanceof oauth.AuthorizationResponseError)
    return refusalOfError(thrown.error, thrown.error_description ?? thrown.error, 'consent_denied')
  if (thrown instanceof oauth.ResponseBodyError)
    return refusalOfError(thrown.error, thrown.error_description ?? thrown.error, 'provider_unreadable')
  if (thrown instanceof oauth.WWWAuthenticateChallengeError)
    return { code: 'connector_unavailable', detail: 'The provider does not accept the client credentials.' }
  if (thrown instanceof oauth.OperationProcessingError)
    return { code: 'provider_unreadable', detail: thrown.message }
  return null
}

function refusalOfCall(result: CallResult): GrantRefusal {
  switch (result.kind) {
    case 'throttled': {
      const { retryAfterSeconds, detail } = result
      return {
        code: 'provider_throttled',
        detail,
        ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
      }
    }
    case 'unreadable':
      return { code: 'provider_unreadable', detail: result.detail }
    default:
      return { code: 'provider_down', detail: 'detail' in result ? result.detail : '' }
  }
}

/** Error codes of RFC 6749 4.1.2.1 and 5.2. */
function refusalOfError(error: string, detail: string, otherwise: GrantRefusal['code']): GrantRefusal {
  switch (error) {
    case 'access_denied':
      return { code: 'consent_denied', detail }
    case 'invalid_grant':
      return { code: 'reauthorise', detail }
    case 'invalid_scope':
      return { code: 'scopes_missing', detail }
    case 'invalid_client':
    case 'unauthorized_client':
      return { code: 'connector_unavailable', detail }
    case 'server_error':
    case 'temporarily_unavailable':
      return { code: 'provider_down', detail }
    default:
      return { code: otherwise, detail }
  }
}
