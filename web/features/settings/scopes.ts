import { keyScopes } from '../../../contracts/key-scopes.ts'
import type { Permission } from '../../../contracts/permissions.ts'

/** The ways a person can limit a key: two ready ones, and picking by hand. */
export type ScopeChoice = 'read' | 'all' | 'picked'

const isReading = (scope: Permission) => /\.read\b/.test(scope)

/** What this person can give a key at all. */
export const scopesToGive = (may: (permission: Permission) => boolean): Permission[] => keyScopes.filter(may)

/** What a choice stands for. */
export function scopesOf(
  choice: ScopeChoice,
  toGive: readonly Permission[],
  picked: readonly Permission[],
): Permission[] {
  switch (choice) {
    case 'read':
      return toGive.filter(isReading)
    case 'all':
      return [...toGive]
    case 'picked':
      return toGive.filter((scope) => picked.includes(scope))
  }
}

/** The permissions of one kind of thing: `imports` with `read` and `write`. */
export interface ScopeGroup {
  thing: string
  scopes: Permission[]
}

/** Permissions by what they are about, in the order of the table. */
export function groupsOf(scopes: readonly Permission[]): ScopeGroup[] {
  const groups = new Map<string, Permission[]>()
  for (const scope of scopes) {
    const [thing = ''] = scope.split('.')
    groups.set(thing, [...(groups.get(thing) ?? []), scope])
  }
  return [...groups].map(([thing, all]) => ({ thing, scopes: all }))
}

/** In a word, what a key may do: whether it only reads, and of how many kinds of things. */
export function summaryOf(scopes: readonly Permission[]): { isReadOnly: boolean; things: number } {
  return { isReadOnly: scopes.every(isReading), things: groupsOf(scopes).length }
}
