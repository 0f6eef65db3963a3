import { z } from 'zod'
import { defineEvent } from './define.ts'

export const workspaceProvisioned = defineEvent('workspace.provisioned', 1, z.object({ name: z.string() }))

const Setting = z.union([z.string(), z.number(), z.null()])
/** Settings changed: the fields, and what they were and are. */
export const workspaceChanged = defineEvent(
  'workspace.changed',
  1,
  z.object({
    fields: z.array(z.string()),
    before: z.record(z.string(), Setting).optional(),
    after: z.record(z.string(), Setting).optional(),
  }),
)

/** Somebody asked for the workspace to be deleted: it is, from this time on, unless they keep it after all. */
export const deletionAsked = defineEvent('workspace.deletion_asked', 1, z.object({ dueAt: z.iso.datetime() }))

/** The workspace is kept after all. */
export const deletionUndone = defineEvent(
  'workspace.deletion_undone',
  1,
  z.object({ dueAt: z.iso.datetime() }),
)

/** The workspace was made of a copy of another one. */
export const workspaceRestored = defineEvent(
  'workspace.restored',
  1,
  z.object({ backupId: z.uuid(), madeAt: z.iso.datetime() }),
)

/** Another workspace is made of a copy of this one. */
export const workspaceCopied = defineEvent(
  'workspace.copied',
  1,
  z.object({ backupId: z.uuid(), madeAt: z.iso.datetime(), workspaceId: z.uuid() }),
)
