import { existsSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { migratePostgres, urlForRole } from './migrate.ts'
import { startEmbeddedPostgres } from './postgres/server.ts'
import { connectDemo } from './stack/connect-demo.ts'
import { CONTROL_MIGRATIONS, migrateControlPlane } from './stack/control-plane.ts'
import { startEcb } from './stack/ecb.ts'
import { fingerprint } from './stack/fingerprint.ts'
import { startGoogle } from './stack/google.ts'
import { startIcal } from './stack/ical.ts'
import { startSaml } from './stack/saml.ts'
import {
  doneMark,
  openState,
  ROOT,
  readSecrets,
  type Secrets,
  StartProblem,
  type StateFolder,
  setDoneMark,
  stateFolder,
} from './stack/state.ts'
import { buildWebOnce, WEB_PAGE } from './stack/web-build.ts'
import { endLeftover, startWorker, type WorkerProcess } from './stack/worker-process.ts'
import { startXero } from './stack/xero.ts'

const CRON_EVERY_MS = 60_000
const SEED_MS = 60_000

export interface StackOptions {
  port: number
  /** Folder for everything that outlives a run; `.orrery` or ORRERY_STATE when left out. */
  stateDir?: string
  /** Throws the facts away at the end; the control plane still lies in `stateDir`. */
  inMemory?: boolean
  /** Takes dist/client as it is; for runs that have just built it. */
  webIsBuilt?: boolean
  /** Makes the demo workspace (default), which needs ENVIRONMENT=local. */
  seed?: boolean
  /** Connects the demo workspace to the stand-ins (default). */
  connectDemo?: boolean
  /** Added to the Worker's settings. */
  settings?: Readonly<Record<string, string>>
  /** Instead of the embedded server: the Worker's login and the admin's. */
  database?: { appUrl: string; adminUrl: string }
  /** Where a debugger may look into the Worker's runtime. */
  inspectorPort?: number
  /** Told after each step, with its duration. */
  onStep?: (step: string, durationMs: number) => void
}

export interface Stack {
  url: string
  /** Connection string of `postgres` (the admin), `orrery_owner`, `orrery_app` or `orrery_lab`. */
  pgUrl(role: string): string
  /** Resolves when the Worker's runtime ended without having been asked to. */
  failed: Promise<{ problem: string }>
  close(): Promise<void>
}

/**
 * Starts everything: the stand-in for Xero, web build, Postgres, both migrations, the Worker, cron, the demo
 * workspace. Whatever was started is ended again when a step fails. Throws `StartProblem` for what a person can mend.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const folder = stateFolder(options.stateDir)
  const unlock = openState(folder)
  const closers: (() => Promise<void> | void)[] = [unlock]
  let isClosing: Promise<void> | null = null
  const close = (): Promise<void> => {
    isClosing ??= (async () => {
      for (const end of closers.reverse()) await end()
    })()
    return isClosing
  }
  try {
    await endLeftover(folder)
    await assertPortFree(options.port)
    return await startIn(folder, options, closers, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function startIn(
  folder: StateFolder,
  options: StackOptions,
  closers: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<Stack> {
  const secrets = readSecrets(folder)
  const timed = async <T>(step: string, work: Promise<T> | T): Promise<T> => {
    const startedAt = performance.now()
    const result = await work
    options.onStep?.(step, performance.now() - startedAt)
    return result
  }
  // Before the slow steps: a taken port is told at once.
  const publicOrigin = `http://127.0.0.1:${options.port}`
  const stateFile = options.inMemory === true ? null : folder.xero
  const xero = await timed('xero sandbox', startXero({ port: options.port, publicOrigin, stateFile }))
  closers.push(() => xero.sandbox.close())
  const ecb = await startEcb(options.port)
  closers.push(() => ecb.sandbox.close())
  const google = await startGoogle(options.port, publicOrigin)
  closers.push(() => google.sandbox.close())
  const saml = await startSaml(options.port, publicOrigin)
  closers.push(() => saml.sandbox.close())
  const ical = await startIcal(options.port)
  closers.push(() => ical.sandbox.close())
  // The three have nothing to do with each other. All are awaited, so none is left running when one fails.
  const [database, web, control] = await Promise.allSettled([
    timed('database', openDatabase(folder, options, secrets, closers)),
    timed('web app', prepareWeb(options)),
    timed('accounts', prepareControlPlane(folder)),
  ])
  if (database.status === 'rejected') throw database.reason
  if (web.status === 'rejected') throw web.reason
  if (control.status === 'rejected') throw control.reason
  const pgUrl = database.value
  const settings = {
    ...workerSettings(publicOrigin, secrets),
    ...xero.settings,
    ...ecb.settings,
    ...google.settings,
    ...saml.settings,
    ...options.settings,
  }
  const { port, inspectorPort } = options
  const worker = startWorker({
    port,
    folder,
    settings,
    databaseUrl: pgUrl('orrery_app'),
    ...(inspectorPort === undefined ? {} : { inspectorPort }),
  })
  closers.push(() => worker.close())
  await timed('worker', worker.ready())
  if (options.seed !== false) {
    await timed('demo workspace', seedDemo(worker))
    // What it brings arrives after the start, for everybody to see.
    if (options.connectDemo !== false) await timed('demo connection', connectDemo(worker.url))
  }
  const cron = setInterval(() => void ringCron(worker.url), CRON_EVERY_MS)
  closers.push(() => clearInterval(cron))
  return { url: worker.url, pgUrl, failed: worker.ended, close }
}

async function openDatabase(
  folder: StateFolder,
  options: StackOptions,
  secrets: Secrets,
  closers: (() => Promise<void> | void)[],
): Promise<(role: string) => string> {
  const { passwords } = secrets
  if (options.database !== undefined) {
    const { adminUrl, appUrl } = options.database
    const given = new URL(appUrl)
    const used = { ...passwords, orrery_app: decodeURIComponent(given.password) || passwords.orrery_app }
    await migratePostgres({ adminUrl, passwords: used })
    return (role) => {
      if (role === 'orrery_owner' || role === 'orrery_lab' || role === 'orrery_app')
        return urlForRole(adminUrl, role, used)
      return adminUrl
    }
  }
  const server = await startEmbeddedPostgres({
    dataDir: options.inMemory === true ? null : folder.postgres,
    passwords,
  })
  closers.push(() => server.close())
  await migratePostgres({ adminUrl: server.url('postgres'), passwords })
  return server.url
}

async function prepareWeb(options: StackOptions): Promise<void> {
  if (options.webIsBuilt !== true) return buildWebOnce()
  if (!existsSync(WEB_PAGE))
    throw new StartProblem('dist/client is empty. Build the web app first with "npx vite build".')
}

async function prepareControlPlane(folder: StateFolder): Promise<void> {
  const mark = fingerprint(ROOT, [CONTROL_MIGRATIONS])
  if (existsSync(folder.wrangler) && doneMark(folder, 'control') === mark) return
  await migrateControlPlane(folder.wrangler)
  setDoneMark(folder, 'control', mark)
}

function workerSettings(publicOrigin: string, secrets: Secrets): Record<string, string> {
  return {
    ENVIRONMENT: 'local',
    PUBLIC_ORIGIN: publicOrigin,
    BETTER_AUTH_SECRET: secrets.BETTER_AUTH_SECRET,
    SEAL_KEY: secrets.SEAL_KEY,
  }
}

async function seedDemo(worker: WorkerProcess): Promise<void> {
  const asked = fetch(`${worker.url}/dev/seed`, {
    method: 'POST',
    headers: { origin: worker.url },
    signal: AbortSignal.timeout(SEED_MS),
  })
  const response = await asked.catch((error: Error) => {
    throw new StartProblem(`The demo workspace could not be made: ${String(error.cause ?? error.message)}`)
  })
  const text = await response.text()
  if (!response.ok)
    throw new StartProblem(`The demo workspace could not be made (${response.status}): ${text.slice(0, 500)}`)
}

/** Locally nobody rings the cron triggers. A missed ring is made up for by the next one. */
async function ringCron(url: string): Promise<void> {
  try {
    const response = await fetch(`${url}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent('* * * * *')}`)
    await response.body?.cancel()
  } catch {
    // the Worker is restarting or gone; `failed` tells about the latter
  }
}

async function assertPortFree(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code ?? error.message})`
      reject(
        new StartProblem(
          `Port ${port} ${reason}. Stop what listens there, or choose another with PORT=8788 npm start.`,
        ),
      )
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
}

/** Empties a state folder that nobody uses. */
export function resetState(stateDir?: string): string {
  const folder = stateFolder(stateDir)
  if (!existsSync(folder.path)) return folder.path
  const unlock = openState(folder)
  unlock()
  rmSync(folder.path, { recursive: true, force: true })
  return folder.path
}
