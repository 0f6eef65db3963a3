import { z } from 'zod'
import { AuditChange } from './audit.ts'

/** One state a record had, newest first. `seq` is the event it began with; null where only the row was kept. */
export const RecordVersion = z.object({
  id: z.string(),
  seq: z.int().positive().nullable(),
  /** When it began; null when nobody noted it. */
  at: z.iso.datetime().nullable(),
  /** `person:<id>`, `key:<id>`, `system:<job>`; null when nobody noted it. */
  actor: z.string().nullable(),
  /** Against the version before it; of the oldest one: everything it held. */
  changes: z.array(AuditChange),
  isCurrent: z.boolean(),
  /** It may be brought back as it was. */
  canRestore: z.boolean(),
})
export type RecordVersion = z.infer<typeof RecordVersion>

/** `data` of GET /api/v1/history/<relation>/<id>. `version` is what `If-Match` of a restore has to carry, where the record has one. */
export const RecordHistory = z.object({
  version: z.int().positive().nullable(),
  versions: z.array(RecordVersion),
})
export type RecordHistory = z.infer<typeof RecordHistory>

/** Body of POST /api/v1/history/<relation>/<id>/restore. */
export const RestoreVersion = z.strictObject({ id: z.string().min(1).max(60) })
export type RestoreVersion = z.infer<typeof RestoreVersion>

/** What the front door asks an object: what the settings, or one of the roles it keeps, were after an event. */
export interface AskedState {
  v: 1
  of: { kind: 'settings' } | { kind: 'role'; id: string }
  seq: string
}
