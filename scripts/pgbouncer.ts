import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, serverUser } from './real-postgres.ts'

/** A pooler between clients and a server, as many hosted databases put one there. */
export interface PgBouncer {
  /** Connection string of a role in `passwords`. It says that nothing may be prepared: versions before 1.21 cannot keep it apart. */
  url(role: string): string
  close(): Promise<void>
}

const SYSTEM_FOLDER = '/usr/sbin'
const START_MS = 15_000
const POLL_MS = 50
/** Fewer than clients, so that the connection to the server changes under them between transactions. */
const SERVER_CONNECTIONS = 8

/** The program, or null where it is not installed. */
export function findPgBouncer(): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), SYSTEM_FOLDER]
  return folders.map((folder) => join(folder, 'pgbouncer')).find(existsSync) ?? null
}

/** Starts a pooler in transaction mode before the server at `serverPort`; throws when the program is missing. */
export async function startPgBouncer(
  serverPort: number,
  passwords: Readonly<Record<string, string>>,
): Promise<PgBouncer> {
  const program = findPgBouncer()
  if (program === null) throw new Error('no PgBouncer was found on this machine')
  const folder = mkdtempSync(join(tmpdir(), 'orrery-pgbouncer-'))
  const port = await freePort()
  const users = join(folder, 'users.txt')
  const config = join(folder, 'pgbouncer.ini')
  const lines = Object.entries(passwords).map(([role, password]) => `"${role}" "${password}"`)
  writeFileSync(users, `${lines.join('\n')}\n`, { mode: 0o600 })
  writeFileSync(config, configText({ port, serverPort, users }))
  // It refuses to run as root, as Postgres does.
  const owner = serverUser()
  if (owner !== null) for (const path of [folder, users, config]) chownSync(path, owner.uid, owner.gid)
  const child = spawn(program, ['-q', config], { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000)
  })
  const dropNow = (): void => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', dropNow)
  await untilListening(child, port, () => log)
  return {
    url: (role) => {
      const password = passwords[role]
      if (password === undefined) throw new Error(`no password is known for role "${role}"`)
      return `postgres://${encodeURIComponent(role)}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres?prepare=false`
    },
    close: async () => {
      process.off('exit', dropNow)
      const gone = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : null
      dropNow()
      await gone
    },
  }
}

function configText(at: { port: number; serverPort: number; users: string }): string {
  return `[databases]
postgres = host=127.0.0.1 port=${at.serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${at.port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${at.users}
pool_mode = transaction
default_pool_size = ${SERVER_CONNECTIONS}
max_client_conn = 400
`
}

async function untilListening(child: ChildProcess, port: number, log: () => string): Promise<void> {
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended with code ${child.exitCode}: ${log()}`)
    const isOpen = await new Promise<boolean>((resolve) => {
      const probe = connect(port, '127.0.0.1')
      probe.once('connect', () => {
        probe.destroy()
        resolve(true)
      })
      probe.once('error', () => resolve(false))
    })
    if (isOpen) return
    await sleep(POLL_MS)
  }
  child.kill('SIGKILL')
  throw new Error(`pgbouncer was not ready within ${START_MS} ms: ${log()}`)
}
