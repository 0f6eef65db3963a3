import { z } from 'zod'
import { BackupKind } from '../../contracts/backups.ts'
import { defineEvent } from '../events/define.ts'

const backupId = z.uuid()

export const backupStarted = defineEvent('backup.started', 1, z.object({ backupId, kind: BackupKind }))

export const backupFinished = defineEvent(
  'backup.finished',
  1,
  z.object({ backupId, kind: BackupKind, rows: z.number().int(), bytes: z.number().int() }),
)

/** It could not be made, or what was stored does not say what was read. */
export const backupFailed = defineEvent(
  'backup.failed',
  1,
  z.object({ backupId, kind: BackupKind, problem: z.string() }),
)

/** It was restored into a workspace made for it, and compared row by row. */
export const backupProved = defineEvent('backup.proved', 1, z.object({ backupId, isGood: z.boolean() }))

/** Copies past their time were deleted. */
export const backupsExpired = defineEvent('backup.expired', 1, z.object({ backupIds: z.array(z.uuid()) }))
