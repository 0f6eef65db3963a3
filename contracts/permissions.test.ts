import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { may, permissions, permissionsOf, roleNames, rolePermissions, roles } from './permissions.ts'
import { CreateRole } from './roles.ts'

/** Rows of the table in the specification: permission, then a cell for each role. */
function documented(): { head: string[]; rows: Map<string, string[]> } {
  const spec = readFileSync('docs/spec/access.md', 'utf8')
  const section = spec.split('### What each role may do')[1]?.split('\n#')[0] ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('|'))
  const cells = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
  const [head = [], , ...rows] = cells
  return { head, rows: new Map(rows.map(([permission = '', ...marks]) => [permission, marks])) }
}

describe('what each role may do', () => {
  it('[AC110] is the same in the specification, cell by cell', () => {
    const { head, rows } = documented()
    expect(head.slice(1)).toEqual(roles.map((role) => roleNames[role]))
    expect([...rows.keys()]).toEqual([...permissions])
    for (const [permission, marks] of rows) {
      const expected = roles.map((role) =>
        rolePermissions[role].some((one) => one === permission) ? 'yes' : '–',
      )
      expect([permission, marks]).toEqual([permission, expected])
    }
  })

  it('[AC110] is everything for the owner, and ownership for nobody else', () => {
    expect(rolePermissions.owner).toEqual(permissions)
    for (const role of roles.filter((one) => one !== 'owner')) {
      expect([role, may({ role }, 'workspace.delete'), may({ role }, 'ownership.manage')]).toEqual([
        role,
        false,
        false,
      ])
    }
  })

  it('[AC110] lets every built-in role read whatever it may change', () => {
    for (const role of roles.filter((one) => one !== 'owner' && one !== 'freelancer'))
      expect([
        role,
        CreateRole.safeParse({ name: 'Same', permissions: rolePermissions[role] }).success,
      ]).toEqual([role, true])
  })

  it('[AC111] of a role that the workspace made is what travels with it, and nothing besides', () => {
    expect(permissionsOf({ role: 'custom', permissions: ['records.read'] })).toEqual(['records.read'])
    expect(permissionsOf({ role: 'custom' })).toEqual([])
    // What a built-in role may do cannot be widened from outside.
    expect(may({ role: 'viewer', permissions: ['workspace.delete'] }, 'workspace.delete')).toBe(false)
  })
})
