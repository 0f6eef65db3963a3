import { err, ok, type Result } from '../../../contracts/result.ts'

/** Something a consent covers: an organisation, a property, a shop. */
export interface GrantedAccount {
  id: string
  name: string
  /** The provider's own id of the grant on it, for taking it back; null where there is none. */
  grantId: string | null
}

/** What to do after a consent, when the provider has listed what it covers. */
export type AccountDecision = { kind: 'chosen'; account: GrantedAccount } | { kind: 'ask' }

/**
 * The account after a consent: the one from before if it is still covered, the only one if there was none before; otherwise
 * somebody has to choose. Another account than before is never taken silently, because the figures of both would add up.
 */
export function accountAfterConsent(
  accounts: readonly GrantedAccount[],
  before: string | null,
): AccountDecision {
  const same = accounts.find(({ id }) => id === before)
  if (same !== undefined) return { kind: 'chosen', account: same }
  const [only, ...others] = accounts
  if (before === null && only !== undefined && others.length === 0) return { kind: 'chosen', account: only }
  return { kind: 'ask' }
}

export type ChoiceRefusal =
  | { code: 'account_unknown'; details: { accounts: { id: string; name: string }[] } }
  | { code: 'account_differs'; details: { before: string; chosen: string } }

/** Checks what a person chose. `before` is the account whose figures are stored; another one needs `mix`. */
export function decideChoice(
  accounts: readonly GrantedAccount[],
  before: { id: string; name: string } | null,
  choice: { accountId: string; mix?: boolean | undefined },
): Result<GrantedAccount, ChoiceRefusal> {
  const chosen = accounts.find(({ id }) => id === choice.accountId)
  if (chosen === undefined) {
    return err({
      code: 'account_unknown',
      details: { accounts: accounts.map(({ id, name }) => ({ id, name })) },
    })
  }
  if (before !== null && before.id !== chosen.id && choice.mix !== true)
    return err({ code: 'account_differs', details: { before: before.name, chosen: chosen.name } })
  return ok(chosen)
}
