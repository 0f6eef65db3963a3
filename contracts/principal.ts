import { z } from 'zod'
import { roles } from './permissions.ts'

/** Built-in roles of a workspace, strongest first. */
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

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
  role: Role,
  /** Session or key id: what a revocation names. */
  credentialId: z.string().min(1),
  /** Version of the membership this was read from; the object refuses older ones after a change. */
  memberVersion: z.number().int().nonnegative(),
})
export type Principal = z.infer<typeof Principal>
