import { z } from 'zod'
import { ownersOnly, type Permission as PermissionName, roleNames } from './permissions.ts'
import { Permission, Role } from './principal.ts'

export const CUSTOM_ROLES_MAX = 20
export const ROLE_NAME_CHARS_MAX = 40

/** What a member holds: the name of a built-in role, or the id of one that the workspace made itself. */
export const RoleId = z.union([Role, z.uuid()])
export type RoleId = z.infer<typeof RoleId>

const builtInNames: readonly string[] = Object.values(roleNames).map((name) => name.toLowerCase())
const RoleName = z
  .string()
  .trim()
  .min(1)
  .max(ROLE_NAME_CHARS_MAX)
  .refine((name) => !builtInNames.includes(name.toLowerCase()), 'the name of a built-in role')

/** Whatever can be changed has to be seen first: an action implies the reading of its kind, and the workspace itself is always read. */
function isReadable(chosen: readonly PermissionName[]): boolean {
  const reads = new Set<string>(chosen)
  return (
    reads.has('workspace.read') &&
    chosen.every((permission) => {
      const [resource = ''] = permission.split('.')
      const read = `${resource}.read`
      return !Permission.safeParse(read).success || reads.has(read)
    })
  )
}
const Chosen = z
  .array(Permission)
  .min(1)
  .refine((chosen) => new Set(chosen).size === chosen.length, 'a permission is named twice')
  .refine((chosen) => !chosen.some((one) => ownersOnly.includes(one)), 'only owners hold that')
  .refine(isReadable, 'what may be changed has to be readable as well')

/** `POST /api/v1/roles` */
export const CreateRole = z.strictObject({ name: RoleName, permissions: Chosen })
export type CreateRole = z.infer<typeof CreateRole>
/** `PATCH /api/v1/roles/:id` with `If-Match`: only what changes. */
export const UpdateRole = CreateRole.partial().refine(
  (change) => Object.keys(change).length > 0,
  'nothing to change',
)
export type UpdateRole = z.infer<typeof UpdateRole>
/** `DELETE /api/v1/roles/:id`: who had the role gets this one. */
export const DeleteRole = z.strictObject({ fallback: RoleId })

/** `GET /api/v1/roles`: the built-in ones first, strongest first. `version` is null for those, which nobody changes. */
export const RoleView = z.object({
  id: RoleId,
  name: z.string(),
  isBuiltIn: z.boolean(),
  permissions: z.array(Permission),
  members: z.number().int().nonnegative(),
  version: z.number().int().positive().nullable(),
})
export type RoleView = z.infer<typeof RoleView>
