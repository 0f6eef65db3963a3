import type { AuthorizeQuery, AuthorizeView, CallbackQuery } from '../../contracts/connections.ts'
import type { ErrorCode } from '../../contracts/errors.ts'
import type { Principal } from '../../contracts/principal.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import {
  type BeginRefusal,
  beginConsent,
  type Settled,
  settleConsent,
  storeTokens,
  takeGrant,
} from '../connections/consent.service.ts'
import {
  type ConsentRefusal,
  exchangeCode,
  listGrantedAccounts,
  type ProviderDeps,
  planOf,
  startConsent,
} from '../connections/provider.service.ts'
import { stateOf } from '../connections/rules/consent.ts'
import type { AccessTokens } from '../connections/tokens.service.ts'
import { actorText } from '../events/append.ts'
import { seal, unseal } from '../platform/seal.ts'
import { sha256 } from './context.ts'
import { record } from './record.ts'
import type { Syncs } from './syncs.ts'
import type { HostRefusal, Tenant } from './tenant.ts'

const STATE_BYTES = 32
const NONCE_BYTES = 12

type Refused = { code: ErrorCode; details?: unknown }
type Grant = Extract<Awaited<ReturnType<typeof takeGrant>>, { ok: true }>['value']

/** Consents at providers: begun here, answered by a navigation of the browser, ending in a connection that syncs. */
export class Consents {
  private readonly tenant: Tenant
  private readonly deps: ProviderDeps
  private readonly syncs: Syncs

  constructor(tenant: Tenant, deps: ProviderDeps, syncs: Syncs) {
    this.tenant = tenant
    this.deps = deps
    this.syncs = syncs
  }

  /** Where to send the browser for consent. Only a hash of the state is stored, and the verifier sealed. */
  async begin(
    principal: Principal,
    provider: string,
    query: AuthorizeQuery,
  ): Promise<Result<AuthorizeView, ConsentRefusal | BeginRefusal | HostRefusal>> {
    const state = stateOf(this.tenant.id, crypto.getRandomValues(new Uint8Array(STATE_BYTES)))
    const started = await startConsent(this.deps, provider, state)
    if (!started.ok) return started
    const stateHash = await sha256(state)
    const keys = await this.syncs.tokens.sealKeys()
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
    const sealedVerifier = await seal(keys, this.scopeOf(stateHash), started.value.verifier, nonce)
    const begun = await this.tenant.write(this.tenant.commands, (tx) =>
      beginConsent(
        tx,
        {
          stateHash,
          provider,
          clientId: query.clientId ?? null,
          connectionId: query.connectionId ?? null,
          credentialId: principal.credentialId,
          personId: principal.id,
          sealedVerifier,
        },
        this.tenant.deps.now(),
      ),
    )
    return begun.ok ? ok({ url: started.value.url, expiresAt: begun.value.expiresAt }) : begun
  }

  /** Takes the answer of a provider and gives the path of the app to go on at; refusals are part of that path. */
  async finish(
    principal: Principal,
    provider: string,
    query: CallbackQuery,
  ): Promise<Result<string, HostRefusal>> {
    const ready = await this.tenant.ready()
    if (!ready.ok) return ready
    const facts = await this.tenant.facts()
    if (facts === null) return err({ code: 'workspace_provisioning' })
    const home = `/${facts.settings.slug}/connectors`
    const settled = await this.settle(principal, provider, query)
    if (!settled.ok) return ok(`${home}?problem=${settled.error.code}`)
    const { connectionId, isActive } = settled.value
    return ok(`${home}/${connectionId}${isActive ? '' : '?step=account'}`)
  }

  private async settle(
    principal: Principal,
    provider: string,
    query: CallbackQuery,
  ): Promise<Result<Settled, Refused>> {
    const stateHash = await sha256(query.state)
    const { credentialId, id: personId } = principal
    const taken = await this.tenant.write(this.tenant.commands, (tx) =>
      takeGrant(tx, stateHash, { provider, credentialId, personId }, this.tenant.deps.now()),
    )
    if (!taken.ok) return taken
    // The provider's own words are for its log; what people can do is the same for all of them.
    if (query.error !== undefined)
      return err({ code: query.error === 'access_denied' ? 'consent_denied' : 'provider_down' })
    if (query.code === undefined) return err({ code: 'consent_unknown' })
    const verifier = await unseal(
      await this.syncs.tokens.sealKeys(),
      this.scopeOf(stateHash),
      taken.value.sealedVerifier,
    )
    const exchanged = await exchangeCode(this.deps, provider, query, verifier)
    if (!exchanged.ok) return exchanged
    return this.connect(principal, taken.value, provider, exchanged.value)
  }

  /** Stores the tokens, asks the provider what they are good for, and decides what to do with it. */
  private async connect(
    principal: Principal,
    grant: Grant,
    provider: string,
    tokens: AccessTokens,
  ): Promise<Result<Settled, Refused>> {
    const plan = planOf(provider)
    if (plan === null) return err({ code: 'not_found' })
    const doer = { actor: actorText(principal), now: this.tenant.deps.now() }
    const connectionId = grant.connectionId ?? this.tenant.deps.newId()
    const sealed = await this.syncs.tokens.seal(connectionId, tokens)
    const { expiresAt } = tokens
    const stored = await this.tenant.write<null, BeginRefusal>(this.tenant.commands, (tx) =>
      storeTokens(tx, grant, connectionId, plan, { sealed, expiresAt }, doer),
    )
    if (!stored.ok) return stored
    const accounts = plan.hasAccounts
      ? await listGrantedAccounts(this.deps, provider, tokens.accessToken)
      : ok([])
    if (!accounts.ok) return accounts
    const reseal = async (id: string) => ({ sealed: await this.syncs.tokens.seal(id, tokens), expiresAt })
    await this.syncs.expectRuns()
    const settled = await record<Settled, never>(this.tenant, this.tenant.commands, doer.actor, async (tx) =>
      ok(await settleConsent(tx, connectionId, plan, accounts.value, reseal, doer)),
    )
    if (settled.ok) await this.syncs.startDue()
    return settled
  }

  private scopeOf(stateHash: string) {
    return { tenantId: this.tenant.id, rowId: stateHash, column: 'sealed_verifier' }
  }
}
