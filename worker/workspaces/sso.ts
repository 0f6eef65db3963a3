import { err, ok, type Result } from '../../contracts/result.ts'
import {
  type SaveSso,
  SSO_DOMAINS_MAX,
  SSO_MISSING_GRACE_MS,
  type SsoDomainView,
  type SsoView,
} from '../../contracts/sso.ts'
import { OidcClient } from '../auth/oidc.ts'
import { type MetadataFault, readMetadata } from '../auth/saml/metadata.ts'
import { readTxt } from '../platform/dns.ts'
import { isPublicAddress } from '../platform/public-address.ts'
import type { ControlDeps } from './deps.ts'
import { ssoDomainChanged, ssoRemoved, ssoRequired, ssoSaved } from './events.ts'
import { factBy } from './facts.ts'
import { pushOutbox } from './outbox.ts'
import { findRole } from './roles.repository.ts'
import type { Told } from './service.ts'
import {
  addDomain,
  findProvider,
  listDomains,
  markVerified,
  type ProviderSettings,
  removeDomain,
  removeProvider,
  type StoredDomain,
  type StoredProvider,
  saveProvider,
  saveRequired,
} from './sso.repository.ts'
import { sealText, unsealText } from './sso-sealed.ts'

export interface SsoDeps extends ControlDeps {
  fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Seals client secrets. */
  sealKey: string
  /** Resolver of the DNS, over HTTPS. */
  dnsResolver: string
  /** On a developer's machine its own stand-ins may be called. */
  mayCallLocal: boolean
}

interface Owner {
  tenantId: string
  id: string
}

/** Where the provider of a workspace sends people back to, and as whom we are known there. */
export const ourAddresses = (origin: string, tenantId: string): SsoView['ours'] => {
  const saml = `${origin}/api/auth/sso/saml/${tenantId}`
  return {
    redirectUri: `${origin}/api/auth/sso/callback`,
    entityId: saml,
    assertionUrl: saml,
    metadataUrl: `${saml}/metadata`,
  }
}

/** The record by which the DNS names the workspace. */
export const recordOf = (domain: string, token: string) => ({
  name: `_orrery.${domain}`,
  value: `orrery-domain=${token}`,
})

const domainView = ({ domain, token, verifiedAt, missingSince }: StoredDomain): SsoDomainView => ({
  domain,
  record: recordOf(domain, token),
  verifiedAt: verifiedAt?.toISOString() ?? null,
  stopsAt:
    missingSince === null ? null : new Date(missingSince.getTime() + SSO_MISSING_GRACE_MS).toISOString(),
})

async function fingerprint(pem: string): Promise<string> {
  const body = atob(pem.replace(/-----[A-Z ]+-----|\s/g, ''))
  const bytes = Uint8Array.from(body, (char) => char.charCodeAt(0))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function providerView(settings: ProviderSettings): Promise<NonNullable<SsoView['provider']>> {
  if (settings.kind === 'oidc') return settings
  const { kind, entityId, entryPoint, certificates } = settings
  return { kind, entityId, entryPoint, fingerprints: await Promise.all(certificates.map(fingerprint)) }
}

/** How people of the company come in, as its owner sees it. The secret is in no answer. */
export async function readSso(deps: SsoDeps, tenantId: string): Promise<SsoView> {
  const [provider, domains] = await Promise.all([
    findProvider(deps.db, tenantId),
    listDomains(deps.db, tenantId, SSO_DOMAINS_MAX),
  ])
  return {
    provider: provider && (await providerView(provider.settings)),
    defaultRole: provider?.defaultRole ?? null,
    isRequired: provider?.isRequired ?? false,
    domains: domains.map(domainView),
    ours: ourAddresses(deps.origin, tenantId),
  }
}

/** What reads the OpenID provider of a workspace. Its parts may lie in public places only. */
export const oidcOf = (
  deps: Pick<SsoDeps, 'fetch' | 'mayCallLocal'>,
  of: { id: string; issuer: string; clientId: string; clientSecret: string },
): OidcClient =>
  new OidcClient(
    { ...of, name: of.id, mayCall: (url) => isPublicAddress(url, deps.mayCallLocal) },
    deps.fetch,
  )

const scopeOf = ({ tenantId, id }: { tenantId: string; id: string }) => ({
  tenantId,
  rowId: id,
  column: 'client_secret',
})

/** The secret by which the provider knows us. */
export async function clientSecretOf(deps: SsoDeps, provider: StoredProvider): Promise<string> {
  if (provider.sealedSecret === null) throw new Error(`provider ${provider.id} has no secret`)
  return unsealText(deps.sealKey, scopeOf(provider), provider.sealedSecret)
}

type SaveError =
  | { code: 'not_found' }
  | { code: 'invalid_request'; field: string }
  | { code: 'issuer_refused' }
  | { code: 'metadata_refused'; reason: MetadataFault | 'entry_point' }

/** Settings that were asked for, and the secret that goes with them. */
interface Wanted {
  settings: ProviderSettings
  secret: string | null
}

async function wantedOidc(
  deps: SsoDeps,
  asked: Extract<SaveSso, { kind: 'oidc' }>,
  before: StoredProvider | null,
): Promise<Result<Wanted, SaveError>> {
  const issuer = asked.issuer.replace(/\/$/, '')
  const { clientId, clientSecret } = asked
  const isSame =
    before?.settings.kind === 'oidc' &&
    before.settings.issuer === issuer &&
    before.settings.clientId === clientId
  // A secret goes to the provider it was meant for, and to no address that was put in later.
  const secret = clientSecret ?? (isSame ? await clientSecretOf(deps, before) : null)
  if (secret === null) return err({ code: 'invalid_request', field: 'clientSecret' })
  const client = oidcOf(deps, { id: 'new', issuer, clientId, clientSecret: secret })
  try {
    await client.discovery(deps.now().getTime())
  } catch (error) {
    deps.log.info('sso_issuer_refused', { error })
    return err({ code: 'issuer_refused' })
  }
  return ok({ settings: { kind: 'oidc', issuer, clientId }, secret })
}

async function wantedSaml(
  deps: SsoDeps,
  metadata: string | undefined,
  before: StoredProvider | null,
): Promise<Result<Wanted, SaveError>> {
  if (metadata === undefined)
    return before?.settings.kind === 'saml'
      ? ok({ settings: before.settings, secret: null })
      : err({ code: 'invalid_request', field: 'metadata' })
  const read = await readMetadata(metadata)
  if (!read.ok) return err({ code: 'metadata_refused', reason: read.error.code })
  if (!isPublicAddress(read.value.entryPoint, deps.mayCallLocal))
    return err({ code: 'metadata_refused', reason: 'entry_point' })
  return ok({ settings: { kind: 'saml', ...read.value }, secret: null })
}

const issuerOf = (settings: ProviderSettings): string =>
  settings.kind === 'oidc' ? `oidc ${settings.issuer}` : `saml ${settings.entityId}`

const stateOf = (provider: StoredProvider, role: string) => ({
  kind: provider.settings.kind,
  issuer: provider.settings.kind === 'oidc' ? provider.settings.issuer : provider.settings.entityId,
  role,
})

/** Sets the provider of the company. Another issuer is another provider: whom the one before has named is unknown to it. */
export async function saveSso(
  deps: SsoDeps,
  owner: Owner,
  asked: SaveSso,
): Promise<Result<Told<SsoView>, SaveError>> {
  const { tenantId } = owner
  const [before, role] = await Promise.all([
    findProvider(deps.db, tenantId),
    findRole(deps.db, tenantId, asked.defaultRole),
  ])
  if (role === null) return err({ code: 'not_found' })
  // Ownership is taken by acceptance, never by coming in.
  if (role.role === 'owner') return err({ code: 'invalid_request', field: 'defaultRole' })
  const wanted =
    asked.kind === 'oidc'
      ? await wantedOidc(deps, asked, before)
      : await wantedSaml(deps, asked.metadata, before)
  if (!wanted.ok) return wanted
  const { settings, secret } = wanted.value
  const isOther = before !== null && issuerOf(before.settings) !== issuerOf(settings)
  const id = before === null || isOther ? deps.newId() : before.id
  const provider: StoredProvider = {
    id,
    tenantId,
    settings,
    sealedSecret: secret === null ? null : await sealText(deps.sealKey, scopeOf({ tenantId, id }), secret),
    defaultRole: asked.defaultRole,
    isRequired: before?.isRequired ?? false,
  }
  const beforeRole = before && (await findRole(deps.db, tenantId, before.defaultRole))
  const event = ssoSaved.of(`sso:${id}`, {
    ...(before && { before: stateOf(before, beforeRole?.name ?? before.defaultRole) }),
    after: stateOf(provider, role.name),
  })
  const word = { outboxId: deps.newId(), fact: factBy(deps, owner, event) }
  await saveProvider(deps.db, provider, isOther ? before.id : null, word)
  const told = await pushOutbox(deps, tenantId)
  return ok({ value: await readSso(deps, tenantId), told })
}

/** Whether members other than owners must come in by the company's provider. */
export async function requireSso(
  deps: SsoDeps,
  owner: Owner,
  isRequired: boolean,
): Promise<Result<Told<SsoView>, { code: 'sso_not_ready' }>> {
  const { tenantId } = owner
  const before = await readSso(deps, tenantId)
  const isReady = before.provider !== null && before.domains.some(({ verifiedAt }) => verifiedAt !== null)
  if (isRequired && !isReady) return err({ code: 'sso_not_ready' })
  if (before.isRequired === isRequired) return ok({ value: before, told: true })
  const event = ssoRequired.of(`sso:${tenantId}`, {
    before: { isRequired: before.isRequired },
    after: { isRequired },
  })
  const word = { outboxId: deps.newId(), fact: factBy(deps, owner, event) }
  await saveRequired(deps.db, tenantId, isRequired, word)
  return ok({ value: { ...before, isRequired }, told: await pushOutbox(deps, tenantId) })
}

/** Takes the provider away. Sessions it began end, and nobody is kept out for not having come by it. */
export async function removeSso(
  deps: SsoDeps,
  owner: Owner,
): Promise<Result<Told<null>, { code: 'not_found' }>> {
  const provider = await findProvider(deps.db, owner.tenantId)
  if (provider === null) return err({ code: 'not_found' })
  const role = await findRole(deps.db, owner.tenantId, provider.defaultRole)
  const event = ssoRemoved.of(`sso:${provider.id}`, {
    before: stateOf(provider, role?.name ?? provider.defaultRole),
  })
  await removeProvider(deps.db, provider, { outboxId: deps.newId(), fact: factBy(deps, owner, event) })
  return ok({ value: null, told: await pushOutbox(deps, owner.tenantId) })
}

const domainFact = (deps: SsoDeps, owner: Owner, domain: string, what: 'added' | 'verified' | 'removed') =>
  factBy(deps, owner, ssoDomainChanged.of(`sso:${owner.tenantId}`, { domain, what }))

/** Names a mail domain. It counts once its owner has shown in the DNS that it is theirs. */
export async function nameDomain(
  deps: SsoDeps,
  owner: Owner,
  domain: string,
): Promise<Result<SsoView, { code: 'limit_reached'; max: number }>> {
  const made = { domain, token: deps.newSecret() }
  const fact = domainFact(deps, owner, domain, 'added')
  if (!(await addDomain(deps.db, owner.tenantId, made, SSO_DOMAINS_MAX, fact)))
    return err({ code: 'limit_reached', max: SSO_DOMAINS_MAX })
  await pushOutbox(deps, owner.tenantId)
  return ok(await readSso(deps, owner.tenantId))
}

type CheckError = { code: 'not_found' } | { code: 'domain_unproven' } | { code: 'domain_taken' }

/** Looks for the record. A domain belongs to one workspace: the first that shows it. */
export async function checkDomain(
  deps: SsoDeps,
  owner: Owner,
  domain: string,
): Promise<Result<SsoView, CheckError>> {
  const domains = await listDomains(deps.db, owner.tenantId, SSO_DOMAINS_MAX)
  const stored = domains.find((each) => each.domain === domain)
  if (stored === undefined) return err({ code: 'not_found' })
  const { name, value } = recordOf(domain, stored.token)
  const records = await readTxt(deps.fetch, deps.dnsResolver, name).catch((error: unknown) => {
    deps.log.error('dns_failed', { error })
    return [] as string[]
  })
  if (!records.includes(value)) return err({ code: 'domain_unproven' })
  const fact = domainFact(deps, owner, domain, 'verified')
  if (!(await markVerified(deps.db, owner.tenantId, domain, fact))) return err({ code: 'domain_taken' })
  await pushOutbox(deps, owner.tenantId)
  return ok(await readSso(deps, owner.tenantId))
}

export async function forgetDomain(
  deps: SsoDeps,
  owner: Owner,
  domain: string,
): Promise<Result<SsoView, { code: 'not_found' }>> {
  const fact = domainFact(deps, owner, domain, 'removed')
  if (!(await removeDomain(deps.db, owner.tenantId, domain, fact))) return err({ code: 'not_found' })
  await pushOutbox(deps, owner.tenantId)
  return ok(await readSso(deps, owner.tenantId))
}
