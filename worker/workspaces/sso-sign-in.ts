import { z } from 'zod'
import { err, ok, type Result } from '../../contracts/result.ts'
import { SSO_ATTEMPT_SECONDS } from '../../contracts/sso.ts'
import { requestAddress } from '../auth/saml/request.ts'
import { readResponse, type SamlFault } from '../auth/saml/response.ts'
import { findPersonByEmail } from '../auth/service.ts'
import { secretHash } from '../platform/secrets.ts'
import { memberJoined } from './events.ts'
import { factBy } from './facts.ts'
import { pushOutbox } from './outbox.ts'
import { findWorkspace } from './repository.ts'
import { findRole } from './roles.repository.ts'
import {
  accountProvider,
  findProviderById,
  findProviderOfDomain,
  findWaiting,
  insertAttempt,
  isOwnDomain,
  keepIdentity,
  type StoredProvider,
  takeAttempt,
} from './sso.repository.ts'
import { clientSecretOf, oidcOf, ourAddresses, type SsoDeps } from './sso.ts'
import { arrive, findByAccount } from './sso-arrival.repository.ts'
import { sealText, unsealText } from './sso-sealed.ts'

/** Whom a provider has named. */
const Identity = z.object({ subject: z.string(), email: z.string(), name: z.string() })
type Identity = z.infer<typeof Identity>

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

/** Nonce and code verifier come from the browser's secret, so they are stored nowhere and known to that browser alone. */
const derived = (what: 'nonce' | 'verifier', browser: string, state: string) =>
  secretHash(`${what}:${browser}:${state}`)

async function clientOf(deps: SsoDeps, provider: StoredProvider) {
  if (provider.settings.kind !== 'oidc') throw new Error(`provider ${provider.id} speaks no OpenID`)
  const { issuer, clientId } = provider.settings
  return oidcOf(deps, {
    id: provider.id,
    issuer,
    clientId,
    clientSecret: await clientSecretOf(deps, provider),
  })
}

/**
 * Begins a sign-in at the provider of the company that an address belongs to.
 * @returns where the browser goes, and the secret it is known by when it comes back.
 */
export async function beginAtCompany(
  deps: SsoDeps,
  email: string,
  next: string | null,
): Promise<Result<{ url: string; browser: string }, { code: 'no_company_sign_in' }>> {
  const provider = await findProviderOfDomain(deps.db, domainOf(email))
  if (provider === null) return err({ code: 'no_company_sign_in' })
  const [browser, state] = [deps.newSecret(), deps.newSecret()]
  const { settings, tenantId } = provider
  const requestId = settings.kind === 'saml' ? `_${deps.newSecret()}` : null
  const now = deps.now()
  await insertAttempt(deps.db, {
    id: await secretHash(state),
    providerId: provider.id,
    browserHash: await secretHash(browser),
    requestId,
    next,
    expiresAt: new Date(now.getTime() + SSO_ATTEMPT_SECONDS * 1000),
  })
  const ours = ourAddresses(deps.origin, tenantId)
  if (settings.kind === 'saml' && requestId !== null) {
    const { entryPoint } = settings
    const asked = { id: requestId, now, entryPoint, entityId: ours.entityId, recipient: ours.assertionUrl }
    return ok({ url: await requestAddress({ ...asked, relayState: state }), browser })
  }
  const url = await (await clientOf(deps, provider)).authorization({
    state,
    nonce: await derived('nonce', browser, state),
    codeVerifier: await derived('verifier', browser, state),
    redirectURI: ours.redirectUri,
    more: { login_hint: email },
  })
  return ok({ url: url.href, browser })
}

/**
 * Takes the answer of a SAML provider, which another site's page posts and which therefore comes without cookies: whom it names is kept
 * for the browser that began.
 */
export async function takeAssertion(
  deps: SsoDeps,
  tenantId: string,
  posted: { state: string; response: string },
): Promise<Result<null, { code: 'stray' } | { code: SamlFault | 'replayed' }>> {
  const attemptId = await secretHash(posted.state)
  const waiting = await findWaiting(deps.db, attemptId, deps.now())
  const provider = waiting && (await findProviderById(deps.db, waiting.providerId))
  if (!waiting || provider?.tenantId !== tenantId || provider.settings.kind !== 'saml')
    return err({ code: 'stray' })
  const { entityId: issuer, certificates } = provider.settings
  const ours = ourAddresses(deps.origin, tenantId)
  const read = await readResponse(posted.response, {
    issuer,
    certificates,
    audience: ours.entityId,
    recipient: ours.assertionUrl,
    requestId: waiting.requestId,
    now: deps.now(),
  })
  if (!read.ok) return read
  const { subject, email, name, assertionId, endsAt } = read.value
  const identity: Identity = { subject, email, name }
  const kept = await keepIdentity(deps.db, {
    attemptId,
    sealedIdentity: await sealText(deps.sealKey, scopeOf(tenantId, attemptId), JSON.stringify(identity)),
    assertion: { id: await secretHash(`${provider.id} ${assertionId}`), expiresAt: endsAt },
  })
  return kept ? ok(null) : err({ code: 'replayed' })
}

const scopeOf = (tenantId: string, attemptId: string) => ({
  tenantId,
  rowId: attemptId,
  column: 'identity',
})

export type ComeBackError =
  | { code: 'stray_sign_in' }
  | { code: 'provider_sign_in_failed' }
  | { code: 'provider_address_unconfirmed' }
  | { code: 'sso_other_domain' }
  | { code: 'account_not_connected' }
  | { code: 'no_seat_free' }

export interface Arrived {
  personId: string
  providerId: string
  /** Where to land: a path of this site. */
  next: string
}

/** Somebody comes back from their company's provider, with a code of OpenID Connect or after an assertion was taken. */
export async function comeBack(
  deps: SsoDeps,
  back: { state: string; browser: string; code: string | null },
): Promise<Result<Arrived, ComeBackError>> {
  const attempt = await takeAttempt(deps.db, {
    id: await secretHash(back.state),
    browserHash: await secretHash(back.browser),
    now: deps.now(),
  })
  const provider = attempt && (await findProviderById(deps.db, attempt.providerId))
  if (!attempt || !provider) return err({ code: 'stray_sign_in' })
  const named =
    provider.settings.kind === 'oidc'
      ? await namedByToken(deps, provider, back)
      : await namedByAssertion(deps, provider, attempt)
  if (!named.ok) return named
  return letIn(deps, provider, named.value, attempt.next)
}

async function namedByToken(
  deps: SsoDeps,
  provider: StoredProvider,
  back: { state: string; browser: string; code: string | null },
): Promise<Result<Identity, ComeBackError>> {
  if (back.code === null) return err({ code: 'provider_sign_in_failed' })
  const { redirectUri } = ourAddresses(deps.origin, provider.tenantId)
  try {
    const client = await clientOf(deps, provider)
    const verifier = await derived('verifier', back.browser, back.state)
    const token = await client.idToken(back.code, verifier, redirectUri)
    const claims = await client.claims(token, await derived('nonce', back.browser, back.state))
    if (claims.email_verified === false) return err({ code: 'provider_address_unconfirmed' })
    return ok({ subject: claims.sub, email: claims.email.toLowerCase(), name: claims.name })
  } catch (error) {
    // The error of a token repeats what it says of a person: only its kind is kept.
    const reason = Reflect.get(Object(error), 'code') ?? Reflect.get(Object(error), 'name')
    deps.log.error('company_token_refused', { providerId: provider.id, reason: String(reason) })
    return err({ code: 'provider_sign_in_failed' })
  }
}

async function namedByAssertion(
  deps: SsoDeps,
  { tenantId }: StoredProvider,
  attempt: { id: string; sealedIdentity: string | null },
): Promise<Result<Identity, ComeBackError>> {
  if (attempt.sealedIdentity === null) return err({ code: 'provider_sign_in_failed' })
  const text = await unsealText(deps.sealKey, scopeOf(tenantId, attempt.id), attempt.sealedIdentity)
  return ok(Identity.parse(JSON.parse(text)))
}

async function letIn(
  deps: SsoDeps,
  provider: StoredProvider,
  identity: Identity,
  next: string | null,
): Promise<Result<Arrived, ComeBackError>> {
  const { tenantId, id: providerId } = provider
  if (!(await isOwnDomain(deps.db, tenantId, domainOf(identity.email))))
    return err({ code: 'sso_other_domain' })
  const found = await findWorkspace(deps.db, tenantId)
  if (found?.workspace.state !== 'active') return err({ code: 'stray_sign_in' })
  const person = await personOf(deps, provider, identity)
  // Whoever signed up with somebody else's address must not become that colleague.
  if (!person.isConfirmed) return err({ code: 'account_not_connected' })
  const role = await findRole(deps.db, tenantId, provider.defaultRole)
  const event = memberJoined.of(`person:${person.id}`, {
    personId: person.id,
    after: { role: role?.name ?? 'Viewer' },
    byCompany: true,
    personal: { name: person.name, email: identity.email },
  })
  const isMember = await arrive(deps.db, {
    tenantId,
    person: { id: person.id, email: identity.email, name: person.name, isNew: person.isNew },
    account: { id: deps.newId(), providerId: accountProvider(providerId), subject: identity.subject },
    memberId: deps.newId(),
    // A role that was deleted meanwhile must not keep everybody out.
    role: role?.id ?? 'viewer',
    now: deps.now(),
    fact: factBy(deps, { tenantId, id: person.id }, event),
  })
  if (!isMember) return err({ code: 'no_seat_free' })
  await pushOutbox(deps, tenantId)
  return ok({ personId: person.id, providerId, next: next ?? `/${found.workspace.slug}` })
}

/** The person a provider names: by its own id for them, else by the address, else somebody new. */
async function personOf(deps: SsoDeps, provider: StoredProvider, { subject, email, name }: Identity) {
  const shown = name.trim().slice(0, 100) || (email.split('@')[0] ?? 'Somebody')
  const known = await findByAccount(deps.db, accountProvider(provider.id), subject)
  if (known) return { id: known.id, isConfirmed: known.isConfirmed, name: shown, isNew: false }
  const same = await findPersonByEmail(deps.db, email)
  if (same) return { id: same.id, isConfirmed: same.emailVerified, name: same.name, isNew: false }
  return { id: deps.newId(), isConfirmed: true, name: shown, isNew: true }
}
