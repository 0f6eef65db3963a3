import { describe, expect, it } from 'vitest'
import { accountAfterConsent, decideChoice, type GrantedAccount } from './account.ts'

const account = (id: string): GrantedAccount => ({ id, name: `Organisation ${id}`, grantId: null })
const [a, b] = [account('a'), account('b')]

describe('the account after a consent', () => {
  it('[CN35] is the only one there is, when there was none before', () => {
    expect(accountAfterConsent([a], null)).toEqual({ kind: 'chosen', account: a })
  })

  it('[CN35] is the one from before, however many there are', () => {
    expect(accountAfterConsent([a, b], 'b')).toEqual({ kind: 'chosen', account: b })
  })

  it('[CN35] is asked for when there are several or none', () => {
    expect(accountAfterConsent([a, b], null)).toEqual({ kind: 'ask' })
    expect(accountAfterConsent([], null)).toEqual({ kind: 'ask' })
  })

  it('[CN36] is never silently another one than before', () => {
    expect(accountAfterConsent([b], 'a')).toEqual({ kind: 'ask' })
  })
})

describe('choosing an account', () => {
  it('[CN36] refuses another one than before unless both shall add up', () => {
    const before = { id: 'a', name: a.name }
    const refused = decideChoice([a, b], before, { accountId: 'b' })
    expect(refused).toMatchObject({ ok: false, error: { code: 'account_differs' } })
    expect(decideChoice([a, b], before, { accountId: 'b', mix: true })).toEqual({ ok: true, value: b })
    expect(decideChoice([a, b], before, { accountId: 'a' })).toEqual({ ok: true, value: a })
  })

  it('[CN35] refuses one the consent does not cover, with those it does', () => {
    expect(decideChoice([b], null, { accountId: 'a' })).toEqual({
      ok: false,
      error: { code: 'account_unknown', details: { accounts: [{ id: 'b', name: b.name }] } },
    })
  })
})
