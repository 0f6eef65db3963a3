import { useQuery } from '@tanstack/solid-query'
import {
  may as holds,
  isLimited,
  type Permission,
  roleNames,
  rolePermissions,
  roles,
  undivided,
} from '../../../contracts/permissions.ts'
import type { RoleView } from '../../../contracts/roles.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import type { Option } from '../../ui/options.ts'
import { rolesQuery } from './queries.ts'

const builtIn: readonly Pick<RoleView, 'id' | 'name' | 'permissions'>[] = roles.map((role) => ({
  id: role,
  name: roleNames[role],
  permissions: [...rolePermissions[role]],
}))

/** The roles this person may give: none that holds more than they do themselves. */
export function useGivableRoles(): () => Option[] {
  const workspace = useWorkspace()
  const may = useMay()
  const own = useQuery(() => ({ ...rolesQuery(workspace().id), enabled: may('roles.read') }))
  return () => {
    const all = own.isPending || own.data === undefined ? builtIn : own.data
    // For some clients a role is what of it can be divided; an owner reaches all.
    const counts = (permission: Permission) => !isLimited(workspace()) || !undivided.includes(permission)
    return all
      .filter(({ id }) => id !== 'owner' || !isLimited(workspace()))
      .filter((role) => role.permissions.filter(counts).every((permission) => holds(workspace(), permission)))
      .map((role) => ({ value: role.id, label: role.name }))
  }
}
