import { useQuery } from '@tanstack/solid-query'
import { may as holds, roleNames, rolePermissions, roles } from '../../../contracts/permissions.ts'
import type { RoleView } from '../../../contracts/roles.ts'
import { useMay, useWorkspace } from '../../lib/session.tsx'
import type { Option } from '../../ui/Select.tsx'
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
    return all
      .filter((role) => role.permissions.every((permission) => holds(workspace(), permission)))
      .map((role) => ({ value: role.id, label: role.name }))
  }
}
