import { describe, expect, it } from 'vitest'
import { Role } from '../../contracts/principal.ts'
import { mayGrant } from './rules.ts'

const roles = Role.options
const states = [...roles, null]

describe('mayGrant', () => {
  it('[AC11] lets only owners and admins change members', () => {
    for (const actor of roles) {
      const handles = actor === 'owner' || actor === 'admin'
      expect([actor, mayGrant(actor, 'viewer', 'editor')]).toEqual([actor, handles])
    }
  })

  it('[AC11] lets only owners touch owners', () => {
    for (const before of states) {
      for (const after of states) {
        expect(mayGrant('owner', before, after)).toBe(true)
        expect(mayGrant('admin', before, after)).toBe(before !== 'owner' && after !== 'owner')
      }
    }
  })
})
