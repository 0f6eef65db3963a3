import { z } from 'zod'

export const BackupKind = z.enum(['daily', 'export'])
export type BackupKind = z.infer<typeof BackupKind>
export const BackupStatus = z.enum(['running', 'done', 'failed'])
export type BackupStatus = z.infer<typeof BackupStatus>

/** One entry of `data` of GET /api/v1/backups, newest first. Sizes are bytes as stored: packed and sealed. */
export const BackupView = z.object({
  id: z.uuid(),
  kind: BackupKind,
  status: BackupStatus,
  requestedBy: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** When it was last found to hold everything there is; null while it runs. */
  checkedAt: z.iso.datetime().nullable(),
  rows: z.int().nonnegative(),
  rowsTotal: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** True when nothing changed while it was made: it is one state of the workspace. */
  isOneState: z.boolean(),
  problem: z.string().nullable(),
  proof: z.object({ at: z.iso.datetime(), isGood: z.boolean() }).nullable(),
  expiresAt: z.iso.datetime(),
})
export type BackupView = z.infer<typeof BackupView>

/** `meta` of the list. `isLate`: the newest good one is older than it should ever be. */
export const BackupsMeta = z.object({
  isLate: z.boolean(),
  newestAt: z.iso.datetime().nullable(),
  nextAt: z.iso.datetime().nullable(),
  lastProofAt: z.iso.datetime().nullable(),
})
export type BackupsMeta = z.infer<typeof BackupsMeta>

/** One piece of a copy: rows of one table as NDJSON. `sha256` is of the NDJSON itself, hexadecimal. */
export const BackupPart = z.object({
  no: z.int().positive(),
  table: z.string(),
  rows: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  packedBytes: z.int().nonnegative(),
  sha256: z.string(),
})
export type BackupPart = z.infer<typeof BackupPart>

/** A list of people or of what lets them in, as it was when the download began: one line of JSON each. */
export const PeopleFile = z.object({ file: z.string(), rows: z.int(), bytes: z.int(), sha256: z.string() })
export type PeopleFile = z.infer<typeof PeopleFile>

/** One entry of `files.json`, which ends a download: a file of the workspace that is no row. */
export const TakenFile = z.object({ file: z.string(), bytes: z.int(), sha256: z.string() })
export type TakenFile = z.infer<typeof TakenFile>

/** `manifest.json` of a download. */
export const BackupManifest = z.object({
  v: z.literal(1),
  workspace: z.uuid(),
  backup: z.uuid(),
  finishedAt: z.iso.datetime(),
  seqFrom: z.int(),
  seqTo: z.int(),
  head: z.object({ seq: z.int(), hash: z.string(), era: z.int() }),
  tables: z.array(z.object({ table: z.string(), rows: z.int(), parts: z.array(BackupPart) })),
  /** Not part of the copy itself, which names nobody. */
  people: z.array(PeopleFile),
})
export type BackupManifest = z.infer<typeof BackupManifest>
