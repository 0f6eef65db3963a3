import { createHash, timingSafeEqual } from 'node:crypto'
import { type Answer, emptyAnswer, jsonAnswer } from './answer.ts'
import { consentPage, refusalPage } from './consent-page.ts'
import { KNOWN_SCOPES } from './scopes.ts'
import { ACCESS_LIFETIME_SECONDS, type CodeRequest, type TokenPair, type Tokens } from './tokens.ts'

export interface Client {
  id: string
  secret: string
  redirectUris: readonly string[]
}

export interface OAuth {
  client: Client
  tokens: Tokens
  organisations: readonly { id: string; name: string }[]
}

const APP_NAME = 'Orrery'

const sent = (address: string, parameters: Record<string, string>): Answer => {
  const url = new URL(address)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return emptyAnswer(302, { location: url.href, 'cache-control': 'no-store' })
}

type Asked = { ok: true; request: CodeRequest; state: string } | { ok: false; answer: Answer }

/** Reads a request for authorisation; nobody is sent to an address that is not registered. */
function readAuthorize(client: Client, query: URLSearchParams): Asked {
  const refuse = (answer: Answer): Asked => ({ ok: false, answer })
  if (query.get('client_id') !== client.id)
    return refuse(refusalPage('unauthorized_client', 'Unknown client or client not enabled'))
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!client.redirectUris.includes(redirectUri))
    return refuse(refusalPage('invalid_request', 'Invalid redirect_uri'))
  const state = query.get('state') ?? ''
  const back = (error: string, description: string): Asked =>
    refuse(sent(redirectUri, { error, error_description: description, ...(state ? { state } : {}) }))
  if (query.get('response_type') !== 'code')
    return back('unsupported_response_type', 'response_type must be code')
  if (state === '') return back('invalid_request', 'state is missing')
  const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '')
  const unknown = scopes.filter((scope) => !KNOWN_SCOPES.has(scope))
  if (scopes.length === 0 || unknown.length > 0)
    return back('invalid_scope', `not available to this app: ${unknown.join(' ')}`)
  const codeChallenge = query.get('code_challenge')
  if (codeChallenge !== null && query.get('code_challenge_method') !== 'S256')
    return back('invalid_request', 'code_challenge_method must be S256')
  return { ok: true, request: { redirectUri, scopes, codeChallenge }, state }
}

const CARRIED = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
]

function carried(query: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams()
  for (const name of CARRIED) {
    const value = query.get(name)
    if (value !== null) kept.set(name, value)
  }
  return kept
}

/** The page that asks, for GET /identity/connect/authorize. */
export function askForConsent(oauth: OAuth, query: URLSearchParams, problem?: string): Answer {
  const asked = readAuthorize(oauth.client, query)
  if (!asked.ok) return asked.answer
  const { scopes, redirectUri } = asked.request
  return consentPage({
    appName: APP_NAME,
    organisations: oauth.organisations,
    scopes,
    parameters: carried(query),
    redirectUri,
    ...(problem === undefined ? {} : { problem }),
  })
}

/** What the form of the page sends: the same request again, the choice and the organisations. */
export function takeDecision(oauth: OAuth, form: URLSearchParams, nowMs: number): Answer {
  const asked = readAuthorize(oauth.client, form)
  if (!asked.ok) return asked.answer
  const { request, state } = asked
  if (form.get('decision') !== 'allow') return sent(request.redirectUri, { error: 'access_denied', state })
  const chosen = form.getAll('organisation')
  const known = oauth.organisations.map(({ id }) => id).filter((id) => chosen.includes(id))
  if (known.length === 0) return askForConsent(oauth, form, 'Choose at least one organisation.')
  const code = oauth.tokens.approve(request, known, nowMs)
  return sent(request.redirectUri, { code, scope: request.scopes.join(' '), state })
}

const tokenError = (error: string): Answer => jsonAnswer(400, { error }, { 'cache-control': 'no-store' })

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** By Basic, or by the two fields in the body. */
function isClient(client: Client, form: URLSearchParams, authorization: string | undefined): boolean {
  let id = form.get('client_id') ?? ''
  let secret = form.get('client_secret') ?? ''
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1]
  if (basic !== undefined) {
    const [first = '', ...rest] = Buffer.from(basic, 'base64').toString().split(':')
    try {
      id = decodeURIComponent(first.replaceAll('+', ' '))
      secret = decodeURIComponent(rest.join(':').replaceAll('+', ' '))
    } catch {
      return false
    }
  }
  return id === client.id && timingSafeEqual(digest(secret), digest(client.secret))
}

/** POST /connect/token */
export function exchange(
  oauth: OAuth,
  form: URLSearchParams,
  authorization: string | undefined,
  nowMs: number,
): Answer {
  if (!isClient(oauth.client, form, authorization)) return tokenError('invalid_client')
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(oauth, form, nowMs)
    case 'refresh_token': {
      const pair = oauth.tokens.rotate(form.get('refresh_token') ?? '', nowMs)
      return pair === null ? tokenError('invalid_grant') : pairAnswer(pair)
    }
    case 'client_credentials':
      // Only custom connections, which are paid and hold one organisation, may ask like this.
      return tokenError('unauthorized_client')
    default:
      return tokenError('unsupported_grant_type')
  }
}

function exchangeCode({ tokens }: OAuth, form: URLSearchParams, nowMs: number): Answer {
  const code = tokens.takeCode(form.get('code') ?? '', nowMs)
  if (code === null || code.redirectUri !== form.get('redirect_uri')) return tokenError('invalid_grant')
  if (code.codeChallenge !== null) {
    const verifier = form.get('code_verifier') ?? ''
    if (digest(verifier).toString('base64url') !== code.codeChallenge) return tokenError('invalid_grant')
  }
  return pairAnswer(tokens.issue(code.grant, nowMs))
}

const pairAnswer = ({ access, refresh, grant }: TokenPair): Answer =>
  jsonAnswer(
    200,
    {
      access_token: access,
      expires_in: ACCESS_LIFETIME_SECONDS,
      token_type: 'Bearer',
      ...(refresh === null ? {} : { refresh_token: refresh }),
      scope: grant.scopes.join(' '),
    },
    { 'cache-control': 'no-store' },
  )

/** POST /connect/revocation: 200 also for a token nobody knows, as RFC 7009 has it. */
export function revoke(oauth: OAuth, form: URLSearchParams, authorization: string | undefined): Answer {
  if (!isClient(oauth.client, form, authorization)) return tokenError('invalid_client')
  const token = form.get('token')
  if (!token) return tokenError('invalid_request')
  oauth.tokens.revoke(token)
  return emptyAnswer(200)
}
