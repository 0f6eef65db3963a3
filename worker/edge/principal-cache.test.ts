import { describe, expect, it } from 'vitest'
import { PRINCIPAL_KEPT_MS } from '../../contracts/limits.ts'
import type { Principal } from '../../contracts/principal.ts'
import { PRINCIPALS_KEPT_MAX, PrincipalCache } from './principal-cache.ts'

const kept = (over: Partial<Principal> = {}) => ({
  region: 'eu' as const,
  principal: {
    v: 1,
    kind: 'person',
    id: 'p1',
    name: 'Ann',
    tenantId: '01900000-0000-7000-8000-000000000001',
    role: 'viewer',
    clients: 'all',
    credentialId: 's1',
    memberVersion: 1,
    ...over,
  } satisfies Principal,
})

describe('PrincipalCache', () => {
  it('[AC24] keeps a principal for a minute and not a millisecond longer', () => {
    const cache = new PrincipalCache()
    cache.put('a', kept(), 1000, null)
    expect(cache.get('a', 1000 + PRINCIPAL_KEPT_MS - 1)?.principal.id).toBe('p1')
    expect(cache.get('a', 1000 + PRINCIPAL_KEPT_MS)).toBeNull()
  })

  it('[AC24] never keeps it longer than its credential', () => {
    const cache = new PrincipalCache()
    cache.put('a', kept(), 1000, 1500)
    expect(cache.get('a', 1499)).not.toBeNull()
    expect(cache.get('a', 1500)).toBeNull()
  })

  it('[AC24] forgets by workspace and by credential', () => {
    const cache = new PrincipalCache()
    const other = '01900000-0000-7000-8000-000000000002'
    cache.put('a', kept(), 0, null)
    cache.put('b', kept({ credentialId: 's2' }), 0, null)
    cache.put('c', kept({ tenantId: other, credentialId: 's2' }), 0, null)
    cache.forgetCredentials(['s1'])
    expect(['a', 'b', 'c'].map((key) => cache.get(key, 1) !== null)).toEqual([false, true, true])
    cache.forgetTenant(other)
    expect(['a', 'b', 'c'].map((key) => cache.get(key, 1) !== null)).toEqual([false, true, false])
  })

  it('[AC24] drops what has run out with the next one, although nobody asked for it again', () => {
    const cache = new PrincipalCache()
    cache.put('a', kept(), 0, null)
    cache.put('b', kept(), 1, null)
    expect(cache.size).toBe(2)
    cache.put('c', kept(), PRINCIPAL_KEPT_MS + 1, null)
    expect(cache.size).toBe(1)
  })

  it('[AC24] stays within its bound and drops the oldest first', () => {
    const cache = new PrincipalCache()
    for (let n = 0; n <= PRINCIPALS_KEPT_MAX; n += 1) cache.put(`key${n}`, kept(), 0, null)
    expect(cache.get('key0', 1)).toBeNull()
    expect(cache.get('key1', 1)).not.toBeNull()
    expect(cache.get(`key${PRINCIPALS_KEPT_MAX}`, 1)).not.toBeNull()
  })
})
