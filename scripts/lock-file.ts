import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'

/** Another living process holds the lock. `pid` is null when the file could not be read. */
export class LockHeld extends Error {
  readonly pid: number | null
  constructor(path: string, pid: number | null) {
    super(`${path} is held by process ${pid ?? 'unknown'}`)
    this.name = 'LockHeld'
    this.pid = pid
  }
}

/** Start time of a process in clock ticks; tells a reused process id from the one that took the lock. */
function startedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return '' // not Linux, or gone: the process id alone has to do
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The process named in the lock file at `path`, and whether it lives, is dead, or its number is another's by now. */
export function lockedProcess(path: string): { pid: number; state: 'alive' | 'dead' | 'another' } | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return null
  }
  const [pidText = '', ticks = ''] = text.trim().split(' ')
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0) return null
  if (!isAlive(pid)) return { pid, state: 'dead' }
  return { pid, state: ticks !== '' && startedAt(pid) !== ticks ? 'another' : 'alive' }
}

/** The living process that holds the lock at `path`, or null. */
export function lockHolder(path: string): number | null {
  const named = lockedProcess(path)
  return named?.state === 'alive' ? named.pid : null
}

/**
 * Takes the lock file at `path` for process `pid` (this one unless told) and returns the function that gives it back.
 * A file left by a dead process is replaced. Throws `LockHeld` when a living process has it.
 */
export function takeLock(path: string, pid = process.pid): () => void {
  const own = `${path}.${process.pid}.${randomUUID()}`
  writeFileSync(own, `${pid} ${startedAt(pid)}\n`)
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        // A hard link appears with its content or not at all, so a reader never sees a half-written lock.
        linkSync(own, path)
        return () => rmSync(path, { force: true })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = lockHolder(path)
      if (holder !== null) throw new LockHeld(path, holder)
      setAsideStale(path, own)
    }
    throw new LockHeld(path, null)
  } finally {
    unlinkSync(own)
  }
}

/** Moves a stale lock away; when two processes try, only one rename succeeds and both go round again. */
function setAsideStale(path: string, own: string): void {
  const aside = `${own}.stale`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  // Between the check and the rename somebody may have put a fresh lock there: then it goes back.
  if (lockHolder(aside) !== null) {
    try {
      linkSync(aside, path)
    } catch {
      // a third process was faster; it is seen on the next round
    }
  }
  rmSync(aside, { force: true })
}
