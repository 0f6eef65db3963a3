import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lockedProcess, takeLock } from '../lock-file.ts'
import { QUIET_ENV, WRANGLER } from './programs.ts'
import { ROOT, StartProblem, type StateFolder } from './state.ts'

const READY_MS = 60_000
const POLL_MS = 40
const POLITE_EXIT_MS = 3_000
/** The system takes a moment to free the port of a process that was just killed. */
const LEFTOVER_MS = 300

export interface WorkerOptions {
  port: number
  folder: StateFolder
  /** Settings and secrets of the Worker; they reach it through a file, so no list of processes shows them. */
  settings: Readonly<Record<string, string>>
  /** Where the HYPERDRIVE binding points. */
  databaseUrl: string
  /** Where a debugger may look into the runtime; any free port when left out. */
  inspectorPort?: number
}

export interface WorkerProcess {
  url: string
  /** Resolves when the runtime ends, asked or not; `problem` is the end of its log. */
  ended: Promise<{ problem: string }>
  /** Resolves once /healthz answers 200. Throws `StartProblem` when the runtime ends or stays silent. */
  ready(): Promise<void>
  /** Ends the runtime and everything it started. */
  close(): Promise<void>
}

/** Starts `wrangler dev` as the leader of its own process group, so that nothing it spawns can be missed. */
export function startWorker(options: WorkerOptions): WorkerProcess {
  const { folder, port } = options
  const lines = Object.entries(options.settings).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  writeFileSync(folder.workerEnv, `${lines.join('\n')}\n`, { mode: 0o600 })
  const ownSettings = join(ROOT, '.dev.vars')
  const args = ['dev', '--ip', '127.0.0.1', '--port', String(port), '--persist-to', folder.wrangler]
  args.push('--inspector-port', String(options.inspectorPort ?? 0), '--show-interactive-dev-session=false')
  // A line for every request would cost a call back into wrangler for each one.
  args.push('--log-level', process.env.ORRERY_LOG_LEVEL ?? 'warn')
  args.push('--env-file', folder.workerEnv)
  if (existsSync(ownSettings)) args.push('--env-file', ownSettings)
  const child = spawn(process.execPath, ['--no-warnings', WRANGLER, ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...QUIET_ENV,
      CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: options.databaseUrl,
    },
  })
  const release = rememberGroup(folder, child)
  const url = `http://127.0.0.1:${port}`
  const { ended, hasEnded } = watch(child, join(folder.logs, 'worker.log'))
  const killNow = (): void => void signalGroup(child.pid, 'SIGKILL')
  process.once('exit', killNow)
  void ended.then(() => {
    // The leader may be gone while the runtime it spawned is not.
    killNow()
    process.off('exit', killNow)
    release()
  })
  return {
    url,
    ended,
    ready: () => untilHealthy(url, ended, hasEnded),
    close: async () => {
      if (hasEnded()) return
      signalGroup(child.pid, 'SIGTERM')
      await Promise.race([ended, sleep(POLITE_EXIT_MS, undefined, { ref: false })])
      killNow()
      await ended
    },
  }
}

function watch(
  child: ChildProcess,
  logFile: string,
): { ended: Promise<{ problem: string }>; hasEnded: () => boolean } {
  const log = createWriteStream(logFile)
  let tail = ''
  let isOver = false
  const collect = (chunk: Buffer): void => {
    log.write(chunk)
    tail = (tail + chunk.toString()).slice(-4000)
  }
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  const ended = new Promise<{ problem: string }>((resolve) => {
    const finish = (how: string): void => {
      isOver = true
      log.end()
      resolve({ problem: `${how}\n${tail.trim()}\n(the whole log: ${logFile})` })
    }
    child.once('error', (error) => finish(`The Worker could not be started: ${error.message}`))
    child.once('exit', (code, signal) => finish(`The Worker ended with ${signal ?? `code ${code}`}.`))
  })
  return { ended, hasEnded: () => isOver }
}

async function untilHealthy(
  url: string,
  ended: Promise<{ problem: string }>,
  hasEnded: () => boolean,
): Promise<void> {
  const deadline = Date.now() + READY_MS
  let last = 'nothing answered'
  while (Date.now() < deadline) {
    if (hasEnded()) throw new StartProblem((await ended).problem)
    try {
      const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) })
      const text = await response.text()
      if (response.status === 200) return
      last = `/healthz answered ${response.status}: ${text.slice(0, 500)}`
    } catch (error) {
      last = error instanceof Error ? error.message : String(error)
    }
    await sleep(POLL_MS)
  }
  throw new StartProblem(`The Worker was not ready within ${READY_MS / 1000} s; ${last}.`)
}

/** Notes the process group in the state folder while it lives. */
function rememberGroup(folder: StateFolder, child: ChildProcess): () => void {
  if (child.pid === undefined) return () => {}
  return takeLock(folder.workerGroup, child.pid)
}

/**
 * Ends what a start that was killed outright left behind; it would keep the port. The leader of the group is often
 * gone by then (it dies of its closed output), the runtime it spawned is not.
 */
export async function endLeftover(folder: StateFolder): Promise<void> {
  if (!existsSync(folder.workerGroup)) return
  const group = lockedProcess(folder.workerGroup)
  // A living leader that is not the one noted down means that the number was given to somebody else.
  if (group !== null && group.state !== 'another' && signalGroup(group.pid, 'SIGKILL'))
    await sleep(LEFTOVER_MS)
  rmSync(folder.workerGroup, { force: true })
}

/** False when the group is gone already. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(-pid, signal)
  } catch {
    return false
  }
}
