import { describe, expect, it } from 'vitest'
import { type Holder, rolePermissions, roles } from '../../contracts/permissions.ts'
import { covers, decideDomain, mayGrant, mayInvite } from './rules.ts'

const builtIn = roles.map((role): Holder => ({ role }))
const states = [...builtIn, null]
const owner: Holder = { role: 'owner' }
const admin: Holder = { role: 'admin' }
/** Somebody who handles people and may do little else. */
const host: Holder = {
  role: 'custom',
  permissions: [
    ...rolePermissions.freelancer,
    ...(['members.read', 'members.manage', 'invitations.read', 'invitations.manage'] as const),
  ],
}

describe('mayGrant', () => {
  it('[AC11] lets only owners and admins change members', () => {
    for (const actor of builtIn) {
      const handles = actor.role === 'owner' || actor.role === 'admin'
      expect([actor, mayGrant(actor, { role: 'viewer' }, { role: 'editor' })]).toEqual([actor, handles])
    }
  })

  it('[AC11] lets only owners touch owners', () => {
    for (const before of states) {
      for (const after of states) {
        expect(mayGrant(owner, before, after)).toBe(true)
        expect(mayGrant(admin, before, after)).toBe(before?.role !== 'owner' && after?.role !== 'owner')
      }
    }
  })

  it('[AC141] lets who is limited to some clients touch what is within them, whatever the role', () => {
    const limited: Holder = { role: 'admin', clients: ['a', 'b'] }
    const place = (role: Holder['role'], clients: Holder['clients']): Holder => ({ role, clients })
    expect(mayGrant(limited, place('viewer', ['a']), place('admin', ['a', 'b']))).toBe(true)
    expect(mayGrant(limited, place('viewer', ['a']), place('viewer', 'all'))).toBe(false)
    expect(mayGrant(limited, place('viewer', ['c']), null)).toBe(false)
    expect(mayGrant(limited, place('owner', 'all'), null)).toBe(false)
    expect(mayInvite(limited, place('editor', ['b']))).toBe(true)
    expect(mayInvite(limited, place('editor', ['b', 'c']))).toBe(false)
    expect(covers(admin, limited)).toBe(true)
    expect(covers(limited, admin)).toBe(false)
  })

  it('[AC111] lets nobody hand out or take away more than they hold themselves', () => {
    const guest: Holder = { role: 'custom', permissions: ['workspace.read', 'members.read'] }
    expect(mayGrant(host, null, guest)).toBe(true)
    expect(mayGrant(host, guest, { role: 'freelancer' })).toBe(true)
    expect(mayGrant(host, null, { role: 'viewer' })).toBe(false)
    expect(mayGrant(host, { role: 'editor' }, guest)).toBe(false)
    expect(mayGrant(guest, null, guest)).toBe(false)
    expect(covers(admin, host)).toBe(true)
    expect(covers(host, admin)).toBe(false)
  })
})

it('[AC101] lets only owners invite owners, and nobody invite to more than they hold', () => {
  for (const role of builtIn) {
    expect(mayInvite(owner, role)).toBe(true)
    expect(mayInvite(admin, role)).toBe(role.role !== 'owner')
    expect(mayInvite({ role: 'editor' }, role)).toBe(false)
  }
  expect(mayInvite(host, { role: 'freelancer' })).toBe(true)
  expect(mayInvite(host, { role: 'viewer' })).toBe(false)
})

describe('a domain that counts', () => {
  const now = new Date('2026-11-26T10:00:00Z')
  const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60 * 1000)

  it('[SS12] is told of once when it is missed, and lapses on the fourteenth day', () => {
    expect(decideDomain(null, 'missing', now)).toMatchObject({ what: 'missed', missingSince: now })
    expect(decideDomain(daysAgo(13), 'missing', now)).toMatchObject({ what: null, missingSince: daysAgo(13) })
    expect(decideDomain(daysAgo(14), 'missing', now).what).toBe('lapsed')
  })

  it('[SS11] is asked about again in a month, a day or an hour', () => {
    const next = (since: Date | null, seen: 'there' | 'missing' | 'unknown') =>
      (decideDomain(since, seen, now).nextCheckAt.getTime() - now.getTime()) / 3_600_000
    expect([next(null, 'there'), next(null, 'missing'), next(daysAgo(1), 'unknown')]).toEqual([720, 24, 1])
    expect(decideDomain(daysAgo(20), 'unknown', now)).toMatchObject({ what: null, missingSince: daysAgo(20) })
    expect(decideDomain(daysAgo(5), 'there', now)).toMatchObject({ what: 'found', missingSince: null })
  })
})
