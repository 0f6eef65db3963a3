import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './server.ts'

/** Passwords every test server is started with. */
export const TEST_PASSWORDS = { postgres: 'super', plain: 'plain-secret', other: 'other-secret' } as const

/** A client that reports nothing on its own. */
export function clientOf(url: string, options: postgres.Options<Record<string, never>> = {}): postgres.Sql {
  return postgres(url, { max: 1, onnotice: () => {}, ...options })
}

/** A throw-away server with two ordinary roles and a table `notes` of everybody. */
export async function startTestServer(dataDir: string | null = null): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, passwords: TEST_PASSWORDS })
  const admin = clientOf(server.url('postgres'))
  await admin.unsafe(`
    create role plain login nosuperuser; create role other login nosuperuser;
    create table notes (id int primary key, body text);
    grant all on notes to plain, other`)
  await admin.end()
  return server
}

/** SQLSTATE (or the driver's own code) a promise is rejected with; `none` when it is not. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'orrery-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Another process that serves `dataDir`; resolves once it prints its port. */
export async function serveInChild(dataDir: string): Promise<{ port: number; kill: () => Promise<void> }> {
  const script = join(import.meta.dirname, 'testing-child.ts')
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())))
    child.once('exit', (code) => reject(new Error(`the child ended with ${code}`)))
  })
  return {
    port,
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** The socket of a client as the driver opened it, so that a test can cut it. */
export function socketsOf(port: number): { open: () => Socket; cut: () => void } {
  const sockets: Socket[] = []
  return {
    open: () => {
      const socket = connect(port, '127.0.0.1')
      sockets.push(socket)
      return socket
    },
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Resolves when `check` does; the conditions it is used for come about without further action. */
export async function eventually<T>(check: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await check()
    if (found !== null) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
