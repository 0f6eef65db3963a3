import { z } from 'zod'
import { accessKinds } from '../../contracts/audit-kinds.ts'
import { defineEvent } from '../events/define.ts'

/**
 * What somebody looked at or was refused within a minute: which rows or file, how often. Written after the fact, so that reading waits
 * for nothing.
 */
export const accessNoted = defineEvent(
  'access.noted',
  1,
  z.object({
    /** The minute it was in. */
    minute: z.iso.datetime(),
    items: z.array(
      z.object({ kind: z.enum(accessKinds), what: z.string(), times: z.number().int().positive() }),
    ),
  }),
)
