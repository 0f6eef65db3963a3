import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { LockHeld, takeLock } from '../lock-file.ts'

export const ROOT = join(import.meta.dirname, '../..')

/** Something the person at the keyboard can mend; its message is one sentence and needs no stack. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem'
}

/** Secrets of one state folder, made once. Losing them signs everybody out and unseals nothing. */
export interface Secrets {
  BETTER_AUTH_SECRET: string
  SEAL_KEY: string
  passwords: { postgres: string; orrery_owner: string; orrery_app: string; orrery_lab: string }
}

/** Where things lie in the state folder. */
export interface StateFolder {
  path: string
  postgres: string
  wrangler: string
  logs: string
  /** What the stand-in for Xero keeps. */
  xero: string
  /** File with the Worker's settings, readable by its owner only. */
  workerEnv: string
  /** The process group of the Worker's runtime, so that one left behind by a killed start can be found. */
  workerGroup: string
  /** What was last applied or built, by step. */
  done: string
  lock: string
}

/** `ORRERY_STATE`, else `.orrery` in the repository. */
export function stateFolder(path = process.env.ORRERY_STATE ?? join(ROOT, '.orrery')): StateFolder {
  const folder = resolve(path)
  const inside = (name: string): string => join(folder, name)
  return {
    path: folder,
    postgres: inside('postgres'),
    wrangler: inside('wrangler'),
    logs: inside('logs'),
    xero: inside('xero-sandbox.json'),
    workerEnv: inside('worker.env'),
    workerGroup: inside('worker.pid'),
    done: inside('done.json'),
    lock: inside('start.lock'),
  }
}

/** Makes the folder and takes its lock. Throws `StartProblem` when it cannot be written or somebody else runs in it. */
export function openState(folder: StateFolder): () => void {
  try {
    makeFolder(folder.logs)
    const probe = join(folder.path, `.probe-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error)
    throw new StartProblem(
      `The state folder ${folder.path} cannot be written (${reason}). Make it writable or set ORRERY_STATE to another folder.`,
    )
  }
  try {
    return takeLock(folder.lock)
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error
    throw new StartProblem(
      `Orrery is already running on ${folder.path} (process ${error.pid ?? 'unknown'}). Stop that one first, or set ORRERY_STATE and PORT for a second one.`,
    )
  }
}

/** Not `recursive: true`, which never returns where a system folder such as /proc refuses. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}

export function readSecrets(folder: StateFolder): Secrets {
  const file = join(folder.path, 'secrets.json')
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Secrets
    } catch {
      throw new StartProblem(
        `${file} is damaged. Restore it, or run "npm run reset" to begin anew (this deletes all local data).`,
      )
    }
  }
  const password = (): string => randomBytes(18).toString('base64url')
  const secrets: Secrets = {
    BETTER_AUTH_SECRET: randomBytes(32).toString('base64'),
    SEAL_KEY: randomBytes(32).toString('base64'),
    passwords: {
      postgres: password(),
      orrery_owner: password(),
      orrery_app: password(),
      orrery_lab: password(),
    },
  }
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  return secrets
}

/** Mark of what a step last worked on, or undefined. */
export function doneMark(folder: StateFolder, step: string): string | undefined {
  return readDone(folder)[step]
}

export function setDoneMark(folder: StateFolder, step: string, mark: string): void {
  writeFileSync(folder.done, JSON.stringify({ ...readDone(folder), [step]: mark }))
}

function readDone(folder: StateFolder): Record<string, string> {
  try {
    return JSON.parse(readFileSync(folder.done, 'utf8')) as Record<string, string>
  } catch {
    return {} // nothing was done yet, or it is not known: then it is done again, which is harmless
  }
}
