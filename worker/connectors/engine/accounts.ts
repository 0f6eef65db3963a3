import type { OutboundDeps, Usage } from '../../platform/outbound.ts'
import { type CallParty, callProvider } from './calls.ts'
import type { SyncStop } from './outcome.ts'
import { listAt, textAt } from './paths.ts'

/** An account a consent covers. `grantId` names the grant of this one account, where the provider has such a thing. */
export interface Account {
  id: string
  name: string
  grantId: string | null
}

export type AccountsReading = { ok: true; accounts: Account[] } | { ok: false; stop: SyncStop }

/** The accounts the token opens; none where a provider has no choice of accounts. */
export async function listAccounts(
  deps: OutboundDeps,
  party: CallParty,
  usage: Usage,
): Promise<AccountsReading> {
  const { accounts, provider } = party.connector
  if (accounts === null) return { ok: true, accounts: [] }
  const called = await callProvider(
    deps,
    party,
    { request: accounts.request, variables: {}, expects: 'json', purpose: `${provider}.accounts` },
    usage,
  )
  if (!called.ok) return called
  const listed = listAt(called.answer.json, accounts.at)
  if (listed === null)
    return {
      ok: false,
      stop: { kind: 'failed', code: 'provider_unreadable', detail: 'There is no list of accounts.' },
    }
  const kept = listed.filter(
    (one) => accounts.keep === null || accounts.keep.in.includes(textAt(one, accounts.keep.at) ?? ''),
  )
  return {
    ok: true,
    accounts: kept.flatMap((one) => {
      const id = textAt(one, accounts.id)
      if (id === null) return []
      const grantId = accounts.grantId === null ? null : textAt(one, accounts.grantId)
      return [{ id, name: textAt(one, accounts.name) ?? id, grantId }]
    }),
  }
}

/** Ends the grant of one account. Null: it is over, or the provider has no such thing; a grant that is gone already is over. */
export async function releaseAccount(
  deps: OutboundDeps,
  party: CallParty,
  grantId: string,
  usage: Usage,
): Promise<SyncStop | null> {
  const release = party.connector.accounts?.release ?? null
  if (release === null) return null
  const called = await callProvider(
    deps,
    party,
    {
      request: release,
      variables: { grant: grantId },
      expects: 'nothing',
      purpose: `${party.connector.provider}.release`,
    },
    usage,
  )
  if (called.ok || (called.stop.kind === 'failed' && called.stop.code === 'provider_forbids')) return null
  return called.stop
}
