import { z } from 'zod'
import { CLIENTS_OF_MEMBER_MAX } from './client-scope.ts'
import { isLimited, may, permissions, roles } from './permissions.ts'

/** Built-in roles of a workspace, strongest first. */
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>
/** A permission of the one table. */
export const Permission = z.enum(permissions)
export type Permission = z.infer<typeof Permission>

/** The clients of a membership. */
export const Clients = z.union([
  z.literal('all'),
  z
    .array(z.uuid())
    .min(1)
    .max(CLIENTS_OF_MEMBER_MAX)
    .transform((ids): readonly string[] => [...new Set(ids)]),
])

/**
 * Who is calling, as decided by the front door. Made only at the edge (session, API key) or by the system itself;
 * the tenant object trusts it because client headers of that name are stripped before.
 */
export const Principal = z.object({
  v: z.literal(1),
  kind: z.enum(['person', 'key', 'system']),
  /** Person id, API key id or the name of a system job. */
  id: z.string().min(1),
  name: z.string(),
  tenantId: z.uuid(),
  /** `custom` is a role the workspace made itself; what it may do travels along. */
  role: z.enum([...roles, 'custom']),
  permissions: z.array(Permission).optional(),
  /** Whose rows they reach. What has no limit says so: a scope that is left out would be one that was forgotten. */
  clients: Clients,
  /** True while the person has not shown that the address of the account is theirs. */
  isUnconfirmed: z.literal(true).optional(),
  /** Somebody of support, let in by an owner: looks, changes nothing, and every look is noted. */
  isSupport: z.literal(true).optional(),
  /** Session or key id: what a revocation names. */
  credentialId: z.string().min(1),
  /** Version of the membership this was read from; the object refuses older ones after a change. */
  memberVersion: z.number().int().nonnegative(),
  /** For a key: what it was limited to, whatever the role allows. Absent: no limit but the role. */
  scopes: z.array(z.enum(permissions)).optional(),
  /** For a key: the person whose membership it rests on. A change of that membership makes the principal stale as well. */
  sponsorId: z.string().min(1).optional(),
  /** When the credential itself runs out, milliseconds since 1970; absent: not by itself. */
  endsAtMs: z.number().int().optional(),
})
export type Principal = z.infer<typeof Principal>

/** True when the caller holds the permission: by role, and within what the credential is limited to. */
export function allows(
  principal: Pick<Principal, 'role' | 'permissions' | 'scopes' | 'clients'>,
  permission: Permission,
): boolean {
  return may(principal, permission) && (principal.scopes?.includes(permission) ?? true)
}

/** What somebody without a permission is told: whether it is their role that lacks it, or the clients they are limited to. */
export function permissionRefusal(principal: Parameters<typeof allows>[0], permission: Permission) {
  const isForAll = isLimited(principal) && allows({ ...principal, clients: 'all' }, permission)
  return { code: isForAll ? 'limited_to_clients' : 'forbidden', details: { permission } } as const
}
