import { expect, it } from 'vitest'
import { ownersOnly, permissions } from '../../../contracts/permissions.ts'
import { CreateRole } from '../../../contracts/roles.ts'
import { rightsByResource, turned } from './rights.ts'

it('[AC111] what may be changed can be read: ticking one box ticks the other, clearing it clears both', () => {
  expect(turned([], 'records.write', true)).toEqual(['workspace.read', 'records.read', 'records.write'])
  const all = turned(turned([], 'connections.manage', true), 'connections.sync', true)
  expect(turned(all, 'connections.read', false)).toEqual(['workspace.read'])
  expect(turned(all, 'connections.sync', false)).toEqual([
    'workspace.read',
    'connections.read',
    'connections.manage',
  ])
  expect(turned(all, 'workspace.read', false)).toContain('workspace.read')
})

it('[AC111] whatever is ticked is a role that the server takes', () => {
  for (const permission of permissions) {
    if (ownersOnly.includes(permission)) continue
    const chosen = turned([], permission, true)
    expect([permission, CreateRole.safeParse({ name: 'x', permissions: chosen }).success]).toEqual([
      permission,
      true,
    ])
  }
})

it('[AC110] the matrix has every right once', () => {
  expect(rightsByResource.flatMap(({ rights }) => rights)).toEqual([...permissions])
})
