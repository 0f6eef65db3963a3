import { z } from 'zod'

/** How long a workspace that is to be deleted can be kept after all. */
export const DELETION_COOLING_MS = 14 * 24 * 60 * 60 * 1000
/** Deletions a person asked for: so many are listed. */
export const DELETIONS_LISTED_MAX = 50

/** What a deletion took away and what was left when it was looked for afterwards, which is nothing. */
export const WipeProof = z.object({
  tables: z.array(z.object({ name: z.string(), removed: z.int(), left: z.int() })),
  files: z.object({ removed: z.int(), left: z.int() }),
})
export type WipeProof = z.infer<typeof WipeProof>

/** A workspace that is to be deleted, or was. `proof` is there once it is gone. */
export const DeletionView = z.object({
  tenantId: z.uuid(),
  name: z.string(),
  slug: z.string(),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  proof: WipeProof.nullable(),
})
export type DeletionView = z.infer<typeof DeletionView>
