import { expect, it } from 'vitest'
import { groupsOf, scopesOf, scopesToGive, summaryOf } from './scopes.ts'

const all = scopesToGive(() => true)

it('[AC72] offers what the person holds and nothing that only people may do', () => {
  expect(all).toContain('imports.write')
  expect(all).not.toContain('keys.manage')
  expect(scopesToGive((scope) => scope === 'metrics.read' || scope === 'members.manage')).toEqual([
    'metrics.read',
  ])
})

it('reads choices as permissions', () => {
  const toGive = ['metrics.read', 'metrics.write', 'imports.read'] as const
  expect(scopesOf('read', toGive, [])).toEqual(['metrics.read', 'imports.read'])
  expect(scopesOf('all', toGive, [])).toEqual([...toGive])
  expect(scopesOf('picked', toGive, ['imports.read', 'records.read'])).toEqual(['imports.read'])
})

it('says what a key may do', () => {
  expect(summaryOf(['metrics.read', 'imports.read'])).toEqual({ isReadOnly: true, things: 2 })
  expect(summaryOf(['metrics.read', 'metrics.write'])).toEqual({ isReadOnly: false, things: 1 })
  expect(groupsOf(['metrics.read', 'metrics.write'])).toEqual([
    { thing: 'metrics', scopes: ['metrics.read', 'metrics.write'] },
  ])
})
