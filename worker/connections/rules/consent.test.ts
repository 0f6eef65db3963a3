import { describe, expect, it } from 'vitest'
import { TenantId } from '../../../contracts/ids.ts'
import { decideGrant, type Grant, stateOf, tenantOfState } from './consent.ts'

const tenantId = TenantId.parse('0198c5f0-0000-7000-8000-000000000001')
const now = new Date('2026-03-01T12:00:00Z')
const grant: Grant = {
  provider: 'xero',
  credentialId: 'session',
  personId: 'person',
  expiresAt: new Date('2026-03-01T12:10:00Z'),
  usedAt: null,
}
const answer = { provider: 'xero', credentialId: 'session', personId: 'person' }

describe('a state', () => {
  it('[CN30] names the workspace and carries 32 bytes', () => {
    const state = stateOf(tenantId, new Uint8Array(32).fill(251))
    expect(tenantOfState(state)).toBe(tenantId)
    expect(state.length).toBe(36 + 1 + 43)
  })

  it('[CN31] names no workspace when it is not one of ours', () => {
    const state = stateOf(tenantId, new Uint8Array(32))
    for (const wrong of [
      '',
      'x',
      tenantId,
      `${state}A`,
      state.slice(1),
      `${state.slice(0, -1)}!`,
      state.replace('-', 'z'),
    ])
      expect(tenantOfState(wrong)).toBeNull()
  })
})

describe('the answer to a consent', () => {
  it('[CN31] is taken once, in time, from the session and person that asked, by the provider that was asked', () => {
    expect(decideGrant(grant, answer, now).ok).toBe(true)
    const codeOf = (one: Grant | null, given = answer, at = now) => {
      const decided = decideGrant(one, given, at)
      return decided.ok ? 'ok' : decided.error.code
    }
    expect(codeOf(null)).toBe('consent_unknown')
    expect(codeOf(grant, { ...answer, credentialId: 'other' })).toBe('consent_unknown')
    expect(codeOf(grant, { ...answer, personId: 'other' })).toBe('consent_unknown')
    expect(codeOf(grant, { ...answer, provider: 'other' })).toBe('consent_unknown')
    expect(codeOf({ ...grant, usedAt: now })).toBe('consent_expired')
    expect(codeOf(grant, answer, grant.expiresAt)).toBe('consent_expired')
  })
})
