import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../scripts/real-postgres.ts'
import type { Secrets } from '../../scripts/stack/state.ts'
import { startStack } from '../../scripts/stack.ts'
import { signIn } from './api.ts'
import { DEMO_EMAIL, DEMO_PASSWORD, DEMO_TENANT_ID } from './demo.ts'
import { BENCH_PASSWORDS, openEmbeddedPostgres } from './postgres.ts'
import { openStatementMeter, type StatementMeter } from './statement-meter.ts'
import { openXero, type Xero } from './xero.ts'

/** Everything as `npm start` has it: embedded Postgres on disk, `wrangler dev`, the built web app, the demo workspace. */
export interface WholeStack {
  url: string
  tenantId: string
  /** Headers of the demo person's session. */
  headers: Record<string, string>
  /** Login of Postgres' superuser. */
  adminUrl: string
  /** Times every statement of the Worker. */
  meter: StatementMeter
  /** What stands in for Xero. */
  xero: Xero
  /** Where the debugger of the runtime listens. */
  inspectorPort: number
  /** Resident memory of the runtime's process in bytes. */
  runtimeBytes(): number
  close(): Promise<void>
}

export async function openWholeStack(): Promise<WholeStack> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-stack-'))
  const postgres = await openEmbeddedPostgres(join(folder, 'postgres'))
  const meter = await openStatementMeter(postgres.adminUrl)
  const before = new Set(runtimePids())
  const stateDir = join(folder, 'state')
  writeSecrets(stateDir)
  const inspectorPort = await freePort()
  const port = await freePort()
  const xero = await openXero(`http://127.0.0.1:${port}`)
  const stack = await startStack({
    port,
    inspectorPort,
    settings: xero.settings,
    stateDir,
    // A sync beside the measured work would be measured too.
    connectDemo: false,
    // The Worker's login is made from the admin's address, so both go by way of the meter.
    database: { appUrl: postgres.appUrl, adminUrl: meter.url },
  })
  const headers = await signIn(stack.url, DEMO_TENANT_ID, DEMO_EMAIL, DEMO_PASSWORD)
  // The Worker's runtime is the one that appeared with the stack and is largest.
  const own = runtimePids().filter((pid) => !before.has(pid))
  return {
    url: stack.url,
    tenantId: DEMO_TENANT_ID,
    headers,
    adminUrl: postgres.adminUrl,
    meter,
    xero,
    inspectorPort,
    runtimeBytes: () => Math.max(0, ...own.map(residentBytes)),
    close: async () => {
      await stack.close()
      await xero.close()
      await meter.close()
      await postgres.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The stack makes its own passwords unless there are some; the server runs beside it, so they must be the same. */
function writeSecrets(stateDir: string): void {
  mkdirSync(stateDir, { mode: 0o700 })
  const secrets: Secrets = {
    BETTER_AUTH_SECRET: randomBytes(32).toString('base64'),
    SEAL_KEY: randomBytes(32).toString('base64'),
    passwords: BENCH_PASSWORDS,
  }
  writeFileSync(join(stateDir, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 })
}

/** Processes of workerd below this one. */
function runtimePids(): number[] {
  const parents = new Map<number, number>()
  const names = new Map<number, string>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = readOrEmpty(`/proc/${entry}/stat`)
    const match = /^\d+ \((.*)\) \S (\d+)/.exec(stat)
    if (match === null) continue
    parents.set(Number(entry), Number(match[2]))
    names.set(Number(entry), match[1] ?? '')
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid)
    return parent === process.pid || (parent !== undefined && parent > 1 && isBelow(parent))
  }
  return [...names].filter(([pid, name]) => name === 'workerd' && isBelow(pid)).map(([pid]) => pid)
}

function residentBytes(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readOrEmpty(`/proc/${pid}/status`))
  return match === null ? 0 : Number(match[1]) * 1024
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process ended between listing and reading.
    return ''
  }
}
