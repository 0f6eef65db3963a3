import { z } from 'zod'
import { BackupPart } from './backups.ts'
import { NewWorkspaceSlug, type TenantSpec } from './workspaces.ts'

/** What one workspace's object is told about a copy of another: enough to read its files, and nothing else of that workspace. */
export const RestoreSource = z.object({
  tenantId: z.uuid(),
  backupId: z.uuid(),
  /** When the copy was begun. */
  madeAt: z.iso.datetime(),
  keyId: z.string(),
  era: z.int(),
  parts: z.array(BackupPart),
})
export type RestoreSource = z.infer<typeof RestoreSource>

/** `POST /api/v1/workspaces/:tenantId/restores`: a new workspace with the rows of a copy. */
export const CreateRestore = z.strictObject({
  backupId: z.uuid(),
  name: z.string().trim().min(1).max(80),
  slug: NewWorkspaceSlug,
})
export type CreateRestore = z.infer<typeof CreateRestore>

/** A workspace that is being made of a copy, or was. Files are counted. */
export const RestoreView = z.object({
  tenantId: z.uuid(),
  name: z.string(),
  slug: z.string(),
  sourceId: z.uuid(),
  madeAt: z.iso.datetime(),
  requestedAt: z.iso.datetime(),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  finishedAt: z.iso.datetime().nullable(),
})
export type RestoreView = z.infer<typeof RestoreView>

/** What the object of the new workspace is asked, again and again until all files are in. */
export interface RestoreCall {
  v: 1
  spec: TenantSpec
  from: RestoreSource
}
