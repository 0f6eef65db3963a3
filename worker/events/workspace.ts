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
