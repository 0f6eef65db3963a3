import { describe, expect, it } from 'vitest'
import { type ClientScope, coversClients, reaches, scopeKey, shownScope } from './client-scope.ts'
import { may, permissions, rolePermissions, roles, undivided } from './permissions.ts'
import { Clients, Principal, permissionRefusal } from './principal.ts'

const [a, b, c] = ['a', 'b', 'c'].map((name) => `${name.repeat(8)}-0000-7000-8000-000000000001`) as [
  string,
  string,
  string,
]

describe('the clients of a member', () => {
  it('[AC146] reaches the named ones and no other', () => {
    expect([reaches('all', a), reaches([a], a), reaches([a], b)]).toEqual([true, true, false])
  })

  it('[AC141] covers what is within, and nobody covers all but who reaches all', () => {
    const cases: [ClientScope, ClientScope, boolean][] = [
      ['all', 'all', true],
      ['all', [a], true],
      [[a, b], [b], true],
      [[a, b], [a, b], true],
      [[a], [a, b], false],
      [[a], [c], false],
      [[a], 'all', false],
    ]
    for (const [outer, inner, is] of cases)
      expect([outer, inner, coversClients(outer, inner)]).toEqual([outer, inner, is])
    expect(shownScope([a], [a, b])).toEqual([a])
    expect(shownScope([a], [b])).toEqual([])
    expect(shownScope([a], 'all')).toBe('all')
  })

  it('[AC147] has one key however it is written, and another than any other', () => {
    expect(scopeKey([b, a, b])).toBe(scopeKey([a, b]))
    expect(new Set([scopeKey('all'), scopeKey([a]), scopeKey([b]), scopeKey([a, b])]).size).toBe(4)
  })

  it('[AC140] is all of them or up to a hundred ids, each counted once', () => {
    expect(Clients.parse([a, b, a])).toEqual([a, b])
    for (const wrong of [[], 'none', null, ['x'], Array.from({ length: 101 }, () => a)])
      expect([wrong, Clients.safeParse(wrong).success]).toEqual([wrong, false])
  })
})

describe('rights of a limited member', () => {
  const limited = { clients: [a] }

  it('[AC144] are those of the role less what no client divides', () => {
    for (const role of roles) {
      const held = permissions.filter((permission) => may({ role, ...limited }, permission))
      expect([role, held]).toEqual([
        role,
        permissions.filter((one) => rolePermissions[role].includes(one) && !undivided.includes(one)),
      ])
    }
    const own = { role: 'custom', permissions: ['audit.read', 'clients.read'], ...limited } as const
    expect([may(own, 'audit.read'), may(own, 'clients.read')]).toEqual([false, true])
  })

  it('[AC144] are refused with the reason: the clients, or the role', () => {
    const codeOf = (role: 'admin' | 'viewer', clients: ClientScope) =>
      permissionRefusal({ role, clients }, 'audit.read').code
    expect(codeOf('admin', [a])).toBe('limited_to_clients')
    expect(codeOf('viewer', [a])).toBe('forbidden')
    expect(codeOf('viewer', 'all')).toBe('forbidden')
  })

  it('[AC145] has a principal that says which clients it reaches: none was forgotten', () => {
    const principal = {
      v: 1,
      kind: 'person',
      id: 'p',
      name: 'P',
      tenantId: a,
      role: 'viewer',
      credentialId: 's',
      memberVersion: 1,
    }
    expect(Principal.safeParse(principal).success).toBe(false)
    expect(Principal.safeParse({ ...principal, clients: [] }).success).toBe(false)
    expect(Principal.parse({ ...principal, clients: [b] }).clients).toEqual([b])
  })
})
