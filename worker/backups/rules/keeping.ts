import {
  BACKUP_LATE_MS,
  BACKUP_PROOF_EVERY_MS,
  BACKUPS_KEPT_MS,
  EXPORTS_KEPT_MS,
} from '../../../contracts/limits.ts'

/** What the keeping of copies looks at. Times are milliseconds since 1970. */
export interface Kept {
  id: string
  kind: 'daily' | 'export'
  status: 'running' | 'done' | 'failed'
  startedAtMs: number
  /** When it was last found to hold everything there is. */
  checkedAtMs: number | null
  provedAtMs: number | null
}

export const keptMs = (kind: Kept['kind']): number => (kind === 'daily' ? BACKUPS_KEPT_MS : EXPORTS_KEPT_MS)

/** The newest copy by the clock that is good; null when there is none. */
export function newestGood(all: readonly Kept[]): Kept | null {
  const good = all.filter(({ kind, status }) => kind === 'daily' && status === 'done')
  return good.reduce<Kept | null>(
    (newest, one) => (newest === null || one.startedAtMs > newest.startedAtMs ? one : newest),
    null,
  )
}

/** True when nobody could get back what the last day brought. A workspace younger than that is not late. */
export function isLate(all: readonly Kept[], madeAtMs: number, nowMs: number): boolean {
  const newest = newestGood(all)
  return nowMs - (newest?.checkedAtMs ?? newest?.startedAtMs ?? madeAtMs) > BACKUP_LATE_MS
}

/** Copies past their time. The newest good one stays, however old it is. */
export function expired(all: readonly Kept[], nowMs: number): Kept[] {
  const newest = newestGood(all)
  return all.filter(
    (one) => one.id !== newest?.id && one.status !== 'running' && nowMs - one.startedAtMs > keptMs(one.kind),
  )
}

/** True when no copy was restored as a proof for a month. */
export function needsProof(all: readonly Kept[], nowMs: number): boolean {
  const last = Math.max(0, ...all.map(({ provedAtMs }) => provedAtMs ?? 0))
  return nowMs - last > BACKUP_PROOF_EVERY_MS
}
