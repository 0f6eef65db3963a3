import type { BackupKind, BackupManifest, BackupsMeta, BackupView } from '../../contracts/backups.ts'
import { EXPORTS_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { backupFailed, backupFinished, backupProved, backupStarted, backupsExpired } from './events.ts'
import * as rows from './repository.ts'
import { expired, isLate, type Kept, keptMs, needsProof, newestGood } from './rules/keeping.ts'
import { copiedNames, countRows } from './tables.repository.ts'

export type { Backup } from './repository.ts'

export const subjectOf = (id: string) => `backup:${id}`

const keptOf = (one: rows.Backup): Kept => ({
  id: one.id,
  kind: one.kind,
  status: one.status,
  startedAtMs: Date.parse(one.startedAt),
  checkedAtMs: one.checkedAt === null ? null : Date.parse(one.checkedAt),
  provedAtMs: one.provedAt === null ? null : Date.parse(one.provedAt),
})

const sum = (parts: rows.Backup['parts'], of: 'rows' | 'packedBytes') =>
  parts.reduce((total, part) => total + part[of], 0)

export function viewOf(one: rows.Backup): BackupView {
  const { id, kind, status, requestedBy, startedAt, finishedAt, checkedAt, rowsTotal, problem } = one
  return {
    id,
    kind,
    status,
    requestedBy,
    startedAt,
    finishedAt,
    checkedAt,
    rows: sum(one.parts, 'rows'),
    rowsTotal,
    bytes: sum(one.parts, 'packedBytes'),
    isOneState: one.seqTo === one.seqFrom,
    problem,
    proof:
      one.provedAt === null || one.isProofGood === null
        ? null
        : { at: one.provedAt, isGood: one.isProofGood },
    expiresAt: new Date(Date.parse(startedAt) + keptMs(kind)).toISOString(),
  }
}

/** Copies with how the keeping of them stands. */
export async function readBackups(
  tx: TenantTx,
  now: Date,
): Promise<{ data: BackupView[]; meta: Omit<BackupsMeta, 'nextAt'> }> {
  const [all, madeAtMs] = await Promise.all([rows.listBackups(tx), rows.readMadeAt(tx)])
  const kept = all.map(keptOf)
  const newest = all.find(({ id }) => id === newestGood(kept)?.id)
  const proofs = all.flatMap(({ provedAt }) => provedAt ?? []).sort()
  return {
    data: all.map(viewOf),
    meta: {
      isLate: isLate(kept, madeAtMs ?? now.getTime(), now.getTime()),
      newestAt: newest?.checkedAt ?? newest?.startedAt ?? null,
      lastProofAt: proofs.at(-1) ?? null,
    },
  }
}

export function findBackup(tx: TenantTx, id: string): Promise<rows.Backup | null> {
  return rows.findBackup(tx, id)
}

export type StartRefusal =
  | { code: 'limit_reached'; details: { limit: number } }
  | { code: 'conflict'; details: object }

/** Begins a copy; what it reads comes in steps. One runs at a time. */
export async function startBackup(
  tx: TenantTx,
  made: { id: string; kind: BackupKind; by: string; keyId: string; at: Date },
): Promise<Result<{ view: BackupView; events: NewEvent[] }, StartRefusal>> {
  const all = await rows.listBackups(tx)
  const running = all.find(({ status }) => status === 'running')
  if (running !== undefined)
    return err({ code: 'conflict', details: { id: running.id, reason: 'One is being made.' } })
  const exports = all.filter(({ kind }) => kind === 'export').length
  if (made.kind === 'export' && exports >= EXPORTS_MAX)
    return err({ code: 'limit_reached', details: { limit: EXPORTS_MAX } })
  const [head, rowsTotal] = await Promise.all([rows.readHeadPlace(tx), countRows(tx)])
  const backup: rows.Backup = {
    id: made.id,
    kind: made.kind,
    status: 'running',
    requestedBy: made.by,
    startedAt: made.at.toISOString(),
    finishedAt: null,
    checkedAt: null,
    position: { table: copiedNames[0] ?? null, after: null },
    parts: [],
    seqFrom: head.seq,
    seqTo: null,
    head,
    rowsTotal,
    keyId: made.keyId,
    problem: null,
    provedAt: null,
    isProofGood: null,
    scratchId: null,
  }
  await rows.insertBackup(tx, backup)
  const event = backupStarted.of(subjectOf(made.id), { backupId: made.id, kind: made.kind })
  return ok({ view: viewOf(backup), events: [event] })
}

/** The next place to read from after a page. */
export function nextPosition(table: string, last: string[] | null): rows.Backup['position'] {
  if (last !== null) return { table, after: last }
  return { table: copiedNames[copiedNames.indexOf(table) + 1] ?? null, after: null }
}

/** Notes what a step has stored, if the run is still where the step began; else another step was faster. */
export async function storeStep(
  tx: TenantTx,
  seen: rows.Backup,
  step: Pick<rows.Backup, 'position' | 'parts'>,
): Promise<boolean> {
  const now = await rows.findBackup(tx, seen.id)
  if (now === null || JSON.stringify(now.position) !== JSON.stringify(seen.position)) return false
  await rows.updateBackup(tx, seen.id, step)
  return true
}

/** The event number a copy reaches: that of its begin when nothing else happened while it was made. */
export async function readSeqTo(tx: TenantTx, backup: rows.Backup): Promise<number> {
  const head = await rows.readHeadPlace(tx)
  return (await rows.hasOtherEvents(tx, backup.seqFrom, head.seq)) ? head.seq : backup.seqFrom
}

/** A run is at its end: good when what was stored reads back as what was read. */
export async function endBackup(
  tx: TenantTx,
  backup: rows.Backup,
  end: { problem: string | null; seqTo: number; at: Date },
): Promise<NewEvent[]> {
  const { id, kind, parts } = backup
  const finishedAt = end.at.toISOString()
  const { problem, seqTo } = end
  const status = problem === null ? 'done' : 'failed'
  await rows.updateBackup(tx, id, {
    status,
    problem,
    seqTo,
    finishedAt,
    checkedAt: problem === null ? finishedAt : null,
  })
  if (problem !== null) return [backupFailed.of(subjectOf(id), { backupId: id, kind, problem })]
  const counts = { rows: sum(parts, 'rows'), bytes: sum(parts, 'packedBytes') }
  return [backupFinished.of(subjectOf(id), { backupId: id, kind, ...counts })]
}

/** Notes in which workspace a proof puts rows, before it does: one that ends in the middle leaves rows that the next one finds. */
export async function noteScratch(tx: TenantTx, id: string, scratchId: string | null): Promise<void> {
  await rows.updateBackup(tx, id, { scratchId })
}

export async function noteProof(
  tx: TenantTx,
  id: string,
  proof: { isGood: boolean; problem: string | null; at: Date },
): Promise<NewEvent[]> {
  const provedAt = proof.at.toISOString()
  await rows.updateBackup(tx, id, {
    provedAt,
    isProofGood: proof.isGood,
    scratchId: null,
    ...(proof.problem === null ? {} : { problem: proof.problem }),
  })
  return [backupProved.of(subjectOf(id), { backupId: id, isGood: proof.isGood })]
}

/**
 * What the clock wants: a new copy, or only a note that the newest one still holds everything, when nothing happened since but copies
 * themselves.
 */
export async function planDaily(tx: TenantTx, at: Date): Promise<'copy' | 'checked'> {
  const [all, head] = await Promise.all([rows.listBackups(tx), rows.readHeadPlace(tx)])
  const newest = all.find(({ id }) => id === newestGood(all.map(keptOf))?.id)
  if (newest === undefined || newest.seqTo !== newest.seqFrom) return 'copy'
  if (await rows.hasOtherEvents(tx, newest.seqFrom, head.seq)) return 'copy'
  await rows.updateBackup(tx, newest.id, { checkedAt: at.toISOString() })
  return 'checked'
}

/** Deletes copies past their time; their files are the caller's to delete afterwards. */
export async function expireBackups(
  tx: TenantTx,
  now: Date,
): Promise<{ gone: rows.Backup[]; events: NewEvent[] }> {
  const all = await rows.listBackups(tx)
  const ids = new Set(expired(all.map(keptOf), now.getTime()).map(({ id }) => id))
  if (ids.size === 0) return { gone: [], events: [] }
  await rows.deleteBackups(tx, [...ids])
  return {
    gone: all.filter(({ id }) => ids.has(id)),
    events: [backupsExpired.of('backups', { backupIds: [...ids] })],
  }
}

/** The newest good copy when it is time to prove one; null when one was proved lately. */
export async function findUnproved(tx: TenantTx, now: Date): Promise<rows.Backup | null> {
  const all = await rows.listBackups(tx)
  const kept = all.map(keptOf)
  if (!needsProof(kept, now.getTime())) return null
  return all.find(({ id }) => id === newestGood(kept)?.id) ?? null
}

/** Runs that have not come to their end, for whoever lost their timers. */
export async function listRunning(tx: TenantTx): Promise<string[]> {
  return (await rows.listBackups(tx)).filter(({ status }) => status === 'running').map(({ id }) => id)
}

/** What a download says about itself. */
export function manifestOf(
  workspace: string,
  backup: rows.Backup,
  people: BackupManifest['people'],
): BackupManifest {
  const tables = copiedNames.map((table) => {
    const parts = backup.parts.filter((part) => part.table === table)
    return { table, rows: sum(parts, 'rows'), parts }
  })
  return {
    v: 1,
    workspace,
    backup: backup.id,
    finishedAt: backup.finishedAt ?? backup.startedAt,
    seqFrom: backup.seqFrom,
    seqTo: backup.seqTo ?? backup.seqFrom,
    head: backup.head,
    tables,
    people,
  }
}
