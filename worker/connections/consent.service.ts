import { CONNECTIONS_MAX, CONSENT_KEPT_MS } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { listClients, type OpenClientRefusal, requireOpenClient } from '../clients/service.ts'
import type { NewEvent } from '../events/define.ts'
import type { Sealed } from '../platform/seal.ts'
import {
  connectionAccountChosen,
  connectionAuthorised,
  connectionConfirmed,
  connectionCreated,
} from './events.ts'
import * as grants from './grants.repository.ts'
import * as rows from './repository.ts'
import {
  accountAfterConsent,
  type ChoiceRefusal,
  decideChoice,
  type GrantedAccount,
} from './rules/account.ts'
import { decideGrant, type GrantRefusal } from './rules/consent.ts'
import { minuteOf } from './rules/schedule.ts'
import { subjectOf } from './runs.service.ts'
import * as streams from './streams.repository.ts'

/** How a stream of a provider is read unless somebody says otherwise. */
export interface StreamPlan {
  stream: string
  everySeconds: number | null
  /** `HH:MM`. */
  dailyAt: string | null
}

/** What making a connection needs to know of its provider. */
export interface ProviderPlan {
  provider: string
  name: string
  /** True when somebody must choose what a consent covers: an organisation, a property. */
  hasAccounts: boolean
  /** False for a provider that asks nobody, such as a central bank. */
  needsConsent: boolean
  streams: readonly StreamPlan[]
}

/** Who does it, and when. */
export interface Doer {
  actor: string
  now: Date
}

export interface NewGrant {
  stateHash: string
  provider: string
  clientId: string | null
  connectionId: string | null
  credentialId: string
  personId: string
  sealedVerifier: Sealed
}

export type BeginRefusal =
  | { code: 'not_found' }
  | { code: 'limit_reached'; details: unknown }
  | OpenClientRefusal

/** Remembers a consent that somebody goes to give, until its time is over. */
export async function beginConsent(
  tx: TenantTx,
  grant: NewGrant,
  now: Date,
): Promise<Result<{ expiresAt: string }, BeginRefusal>> {
  const { connectionId, clientId } = grant
  if (connectionId === null) {
    const refusal = await refuseNew(tx, clientId)
    if (refusal !== null) return err(refusal)
  } else {
    const known = await rows.findConnection(tx, connectionId)
    if (known?.provider !== grant.provider) return err({ code: 'not_found' })
  }
  await grants.deleteExpiredGrants(tx, now)
  const expiresAt = new Date(now.getTime() + CONSENT_KEPT_MS).toISOString()
  await grants.insertGrant(tx, { ...grant, expiresAt })
  return ok({ expiresAt })
}

async function refuseNew(tx: TenantTx, clientId: string | null): Promise<BeginRefusal | null> {
  if ((await rows.countConnections(tx)) >= CONNECTIONS_MAX)
    return { code: 'limit_reached', details: { connectionsMax: CONNECTIONS_MAX } }
  const open = await openClient(tx, clientId)
  return open.ok ? null : open.error
}

/** The client that new figures are for: the one named, or the one that stands for the workspace itself. */
async function openClient(tx: TenantTx, clientId: string | null): Promise<Result<string, OpenClientRefusal>> {
  const [standard] = clientId === null ? await listClients(tx) : []
  const client = await requireOpenClient(tx, clientId ?? standard?.id ?? '')
  return client.ok ? ok(client.value.id) : client
}

/** Uses a consent up: the same state is refused from now on. Somebody else's try leaves it as it is. */
export async function takeGrant(
  tx: TenantTx,
  stateHash: string,
  answer: { provider: string; credentialId: string; personId: string },
  now: Date,
): Promise<Result<grants.StoredGrant, GrantRefusal>> {
  const grant = await grants.lockGrant(tx, stateHash)
  const decision = decideGrant(grant, answer, now)
  if (!decision.ok) return decision
  if (grant === null) throw new Error('a consent that is not there was accepted')
  await grants.markGrantUsed(tx, stateHash, now)
  return ok(grant)
}

export interface Tokens {
  sealed: Sealed
  expiresAt: string | null
}

/**
 * Stores what a consent gave before anything is done with it: for the connection it renews, or for a new one, which waits for its
 * account. Gives the account whose figures the connection holds.
 */
export async function storeTokens(
  tx: TenantTx,
  grant: Pick<grants.StoredGrant, 'connectionId' | 'clientId'>,
  connectionId: string,
  plan: ProviderPlan,
  tokens: Tokens,
  doer: Doer,
): Promise<Result<null, BeginRefusal>> {
  const stored = {
    sealedTokens: tokens.sealed,
    tokenExpiresAt: tokens.expiresAt,
    authorisedBy: doer.actor,
    consentAt: doer.now.toISOString(),
  }
  if (grant.connectionId !== null) {
    if ((await rows.lockConnection(tx, connectionId)) === null) return err({ code: 'not_found' })
    await rows.updateConnection(tx, connectionId, stored)
    return ok(null)
  }
  const client = await openClient(tx, grant.clientId)
  if (!client.ok) return client
  await rows.insertConnection(tx, {
    id: connectionId,
    clientId: client.value,
    provider: plan.provider,
    label: plan.name,
    status: 'pending',
    createdAt: doer.now.toISOString(),
    ...stored,
  })
  return ok(null)
}

/** Where a consent has led: to a connection that syncs, or to one whose account somebody has to choose. */
export interface Settled {
  connectionId: string
  isActive: boolean
}

/**
 * Decides what a new consent is for, once the provider has listed its accounts. An account that another connection of the workspace
 * reads already is that connection, authorised anew: two of them would count everything twice.
 */
export async function settleConsent(
  tx: TenantTx,
  connectionId: string,
  plan: ProviderPlan,
  accounts: readonly GrantedAccount[],
  reseal: (connectionId: string) => Promise<Tokens>,
  doer: Doer,
): Promise<{ value: Settled; events: NewEvent[] }> {
  const connection = await rows.lockConnection(tx, connectionId)
  if (connection === null) throw new Error(`connection ${connectionId} is gone`)
  const isAgain = (await streams.listStreams(tx, [connectionId])).length > 0
  const decision = plan.hasAccounts
    ? accountAfterConsent(accounts, connection.account?.id ?? null)
    : ({ kind: 'none' } as const)
  if (decision.kind === 'chosen' && !isAgain) {
    const twin = await rows.findByAccount(tx, plan.provider, decision.account.id, connectionId)
    if (twin !== null) {
      const tokens = await reseal(twin.id)
      const { sealed: sealedTokens, expiresAt: tokenExpiresAt } = tokens
      await rows.updateConnection(tx, twin.id, {
        sealedTokens,
        tokenExpiresAt,
        authorisedBy: doer.actor,
        consentAt: doer.now.toISOString(),
        accounts,
      })
      await rows.deleteConnection(tx, connectionId)
      const events = await activate(tx, twin, plan, decision.account, doer)
      return {
        value: { connectionId: twin.id, isActive: true },
        events: [authorised(twin.id, plan, true), ...events],
      }
    }
  }
  await rows.updateConnection(tx, connectionId, { accounts })
  const events: NewEvent[] = isAgain ? [] : [created(connection)]
  events.push(authorised(connectionId, plan, isAgain))
  if (decision.kind === 'ask') {
    await streams.insertStreams(tx, streamRows(connectionId, plan, null))
    await streams.unscheduleStreams(tx, connectionId)
    await rows.updateConnection(tx, connectionId, { status: 'pending', failure: null, failuresInARow: 0 })
    return { value: { connectionId, isActive: false }, events }
  }
  const account = decision.kind === 'chosen' ? decision.account : null
  events.push(...(await activate(tx, connection, plan, account, doer)))
  return { value: { connectionId, isActive: true }, events }
}

/** Makes a connection to a provider that asks nobody, such as a central bank. It is active at once. */
export async function createOpenConnection(
  tx: TenantTx,
  connectionId: string,
  plan: ProviderPlan,
  clientId: string | null,
  doer: Doer,
): Promise<Result<{ events: NewEvent[] }, BeginRefusal | { code: 'already_exists'; details: unknown }>> {
  const refusal = await refuseNew(tx, clientId)
  if (refusal !== null) return err(refusal)
  const twin = (await rows.listConnections(tx)).find(({ provider }) => provider === plan.provider)
  if (twin !== undefined) return err({ code: 'already_exists', details: { connectionId: twin.id } })
  const client = await openClient(tx, clientId)
  if (!client.ok) return client
  await rows.insertConnection(tx, {
    id: connectionId,
    clientId: client.value,
    provider: plan.provider,
    label: plan.name,
    status: 'pending',
    authorisedBy: doer.actor,
    consentAt: doer.now.toISOString(),
    createdAt: doer.now.toISOString(),
  })
  const connection = await rows.lockConnection(tx, connectionId)
  if (connection === null) throw new Error('a connection was not stored')
  return ok({ events: [created(connection), ...(await activate(tx, connection, plan, null, doer))] })
}

export type ChooseRefusal =
  | ChoiceRefusal
  | { code: 'not_found' }
  | { code: 'connection_inactive' }
  | { code: 'already_exists'; details: { connectionId: string } }

/** Takes the account somebody chose among those a consent covers. */
export async function chooseAccount(
  tx: TenantTx,
  connectionId: string,
  planOf: (provider: string) => ProviderPlan | null,
  choice: { accountId: string; mix?: boolean | undefined },
  doer: Doer,
): Promise<Result<{ events: NewEvent[] }, ChooseRefusal>> {
  const connection = await rows.lockConnection(tx, connectionId)
  const plan = connection === null ? null : planOf(connection.provider)
  if (connection === null || plan === null) return err({ code: 'not_found' })
  if (connection.status === 'disabled') return err({ code: 'connection_inactive' })
  const chosen = decideChoice(connection.accounts, connection.account, choice)
  if (!chosen.ok) return chosen
  const twin = await rows.findByAccount(tx, plan.provider, chosen.value.id, connectionId)
  if (twin !== null) return err({ code: 'already_exists', details: { connectionId: twin.id } })
  const isSame = connection.account?.id === chosen.value.id
  if (isSame && connection.status !== 'pending') return ok({ events: [] })
  return ok({ events: await activate(tx, connection, plan, chosen.value, doer) })
}

/** Lets a connection sync: its account is known and every stream is due now. */
async function activate(
  tx: TenantTx,
  connection: rows.Connection,
  plan: ProviderPlan,
  account: GrantedAccount | null,
  doer: Doer,
): Promise<NewEvent[]> {
  const { id } = connection
  const before = connection.account
  const isOther = account !== null && before !== null && before.id !== account.id
  await rows.updateConnection(tx, id, {
    status: 'active',
    failure: null,
    failuresInARow: 0,
    ...(account === null ? {} : { externalAccount: account.id, accountName: account.name }),
  })
  await streams.insertStreams(tx, streamRows(id, plan, doer.now))
  for (const { stream } of await streams.listStreams(tx, [id])) {
    // What was read of the one account says nothing about the other.
    const cursor = isOther ? { cursor: null } : {}
    await streams.updateStream(tx, id, stream, { nextDueAt: doer.now.toISOString(), ...cursor })
  }
  if (account === null || before?.id === account.id) return []
  return [
    connectionAccountChosen.of(subjectOf(id), {
      connectionId: id,
      accountId: account.id,
      accountName: account.name,
      isMixed: isOther,
    }),
  ]
}

function streamRows(connectionId: string, plan: ProviderPlan, dueAt: Date | null) {
  return plan.streams.map(({ stream, everySeconds, dailyAt }) => ({
    connectionId,
    stream,
    everySeconds,
    dailyAtMinute: dailyAt === null ? null : minuteOf(dailyAt),
    nextDueAt: dueAt?.toISOString() ?? null,
  }))
}

const created = ({ id, provider, label, clientId }: rows.Connection): NewEvent =>
  connectionCreated.of(subjectOf(id), { connectionId: id, provider, label, clientId })

const authorised = (connectionId: string, { provider }: ProviderPlan, isAgain: boolean): NewEvent =>
  connectionAuthorised.of(subjectOf(connectionId), { connectionId, provider, isAgain })

export type ConfirmRefusal = { code: 'not_found' } | { code: 'connection_inactive' }

/** Somebody confirms that what a connection reads may go on being read; its six months begin anew. */
export async function confirmConsent(
  tx: TenantTx,
  connectionId: string,
  doer: Doer,
): Promise<Result<{ events: NewEvent[] }, ConfirmRefusal>> {
  const connection = await rows.lockConnection(tx, connectionId)
  if (connection === null) return err({ code: 'not_found' })
  if (connection.consentSince === null) return err({ code: 'connection_inactive' })
  await rows.updateConnection(tx, connectionId, { consentAt: doer.now.toISOString() }, false)
  const { provider, label } = connection
  return ok({
    events: [connectionConfirmed.of(subjectOf(connectionId), { connectionId, provider, label })],
  })
}
