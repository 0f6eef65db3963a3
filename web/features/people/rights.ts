import { type Permission, permissions, resources } from '../../../contracts/permissions.ts'

const readOf = (permission: Permission): Permission | undefined => {
  const [resource = ''] = permission.split('.')
  return permissions.find((one) => one === `${resource}.read`)
}

/**
 * What is chosen after one box was ticked or cleared: whatever may be changed can be read as well, and the workspace itself always. In
 * the order of the table.
 */
export function turned(chosen: readonly Permission[], permission: Permission, isOn: boolean): Permission[] {
  const next = new Set<Permission>([...chosen, 'workspace.read'])
  const read = readOf(permission)
  if (isOn) {
    next.add(permission)
    if (read !== undefined) next.add(read)
  } else if (permission !== 'workspace.read') {
    next.delete(permission)
    if (permission === read) for (const one of next) if (readOf(one) === permission) next.delete(one)
  }
  return permissions.filter((one) => next.has(one))
}

/** The rights of each kind of thing, as the rows of the matrix. */
export const rightsByResource: readonly { resource: string; rights: readonly Permission[] }[] = Object.keys(
  resources,
).map((resource) => ({
  resource,
  rights: permissions.filter((permission) => permission.startsWith(`${resource}.`)),
}))
