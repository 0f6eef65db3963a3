import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface RealPostgres {
  port: number
  /** Connection string of a role in `passwords`, or of `postgres`, the superuser. */
  url(role: string): string
  close(): Promise<void>
}

const INSTALL_ROOT = '/usr/lib/postgresql'
const START_MS = 30_000
const POLL_MS = 50

/** Folder with `initdb` and `postgres`: PG_BIN, else the newest installed, else one on PATH; null when there is none. */
export function findRealPostgres(): string | null {
  const installed = existsSync(INSTALL_ROOT)
    ? readdirSync(INSTALL_ROOT)
        .sort((left, right) => Number(right) - Number(left))
        .map((version) => join(INSTALL_ROOT, version, 'bin'))
    : []
  const candidates = [process.env.PG_BIN ?? '', ...installed, ...(process.env.PATH ?? '').split(delimiter)]
  const isComplete = (folder: string): boolean =>
    folder !== '' && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))
  return candidates.find(isComplete) ?? null
}

/** Nothing in the server outlives its process, so what a commit waits for is traded for speed. */
const FORGETFUL = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

/**
 * Starts a throw-away server of the binaries on this machine, on a free port; null when there are none.
 * With `isDurable` a commit waits until it is on the disk, as one that is answered to a customer does.
 */
export async function startRealPostgres(
  passwords: Readonly<Record<string, string>>,
  { isDurable = false }: { isDurable?: boolean } = {},
): Promise<RealPostgres | null> {
  const bin = findRealPostgres()
  if (bin === null) return null
  const folder = mkdtempSync(join(tmpdir(), 'orrery-real-pg-'))
  const owner = serverUser()
  const superPassword = passwords.postgres ?? 'postgres'
  const dataDir = join(folder, 'data')
  try {
    if (owner !== null) chownSync(folder, owner.uid, owner.gid)
    const passwordFile = join(folder, 'password')
    writeFileSync(passwordFile, superPassword, { mode: 0o600 })
    if (owner !== null) chownSync(passwordFile, owner.uid, owner.gid)
    const how = [
      '-D',
      dataDir,
      '-U',
      'postgres',
      '-E',
      'UTF8',
      '--locale=C',
      '--auth=scram-sha-256',
      '--no-sync',
    ]
    execFileSync(join(bin, 'initdb'), [...how, `--pwfile=${passwordFile}`], {
      ...owner,
      cwd: folder,
      stdio: 'pipe',
    })
    const port = await freePort()
    const server = launch(bin, folder, dataDir, port, owner, isDurable ? [] : FORGETFUL)
    await untilReady(server.child, join(dataDir, 'postmaster.pid'), server.log)
    const known: Readonly<Record<string, string>> = { ...passwords, postgres: superPassword }
    return {
      port,
      url: (role) => {
        const password = known[role]
        if (password === undefined) throw new Error(`no password is known for role "${role}"`)
        return `postgres://${encodeURIComponent(role)}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
      },
      close: server.stop,
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** The server refuses to run as root; then it gets the account made for it, or `nobody`. */
export function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const account =
    accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody')
  return { uid: Number(account?.[2] ?? 65534), gid: Number(account?.[3] ?? 65534) }
}

function launch(
  bin: string,
  folder: string,
  dataDir: string,
  port: number,
  owner: { uid: number; gid: number } | null,
  durability: readonly string[],
): { child: ChildProcess; log: () => string; stop: () => Promise<void> } {
  const settings = [...durability, 'max_connections=200', 'shared_buffers=128MB']
  const args = [
    '-D',
    dataDir,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    folder,
    ...settings.flatMap((one) => ['-c', one]),
  ]
  const child = spawn(join(bin, 'postgres'), args, {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  child.stderr.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4000)
  })
  // SIGQUIT makes the server take its own children down at once; the folder goes with it.
  const dropNow = (): void => {
    child.kill('SIGQUIT')
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  process.on('exit', dropNow)
  const stop = async (): Promise<void> => {
    process.off('exit', dropNow)
    const gone = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : null
    child.kill('SIGQUIT')
    await gone
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  return { child, log: () => text, stop }
}

/** The last line of postmaster.pid says `ready` once connections are accepted. */
async function untilReady(child: ChildProcess, pidFile: string, log: () => string): Promise<void> {
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`postgres ended with code ${child.exitCode}: ${log()}`)
    if (existsSync(pidFile) && readFileSync(pidFile, 'utf8').split('\n')[7]?.trim() === 'ready') return
    await sleep(POLL_MS)
  }
  child.kill('SIGQUIT')
  throw new Error(`postgres was not ready within ${START_MS} ms: ${log()}`)
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'))
        else resolve(address.port)
      })
    })
  })
}
