import { createAccessControl } from 'better-auth/plugins/access'
import { defaultStatements } from 'better-auth/plugins/organization/access'
import { may, type Permission, type Role } from '../../contracts/permissions.ts'

// better-auth asks its own table. It is derived from ours, so that there is one truth about roles.
const control = createAccessControl(defaultStatements)

function roleOf(role: Role) {
  const when = <A extends string>(permission: Permission, ...actions: A[]): A[] =>
    may({ role }, permission) ? actions : []
  return control.newRole({
    organization: role === 'owner' ? ['update', 'delete'] : when('workspace.update', 'update'),
    member: when('members.manage', 'create', 'update', 'delete'),
    invitation: when('members.manage', 'create', 'cancel'),
  })
}

export const accessControl = control

/** The six roles of a workspace in the form the organization plugin reads. */
export const organizationRoles = {
  owner: roleOf('owner'),
  admin: roleOf('admin'),
  manager: roleOf('manager'),
  editor: roleOf('editor'),
  viewer: roleOf('viewer'),
  freelancer: roleOf('freelancer'),
} satisfies Record<Role, unknown>
