import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../scripts/real-postgres.ts'
import { startStack } from '../../scripts/stack.ts'
import { signIn } from './api.ts'
import { DEMO_EMAIL, DEMO_PASSWORD, DEMO_TENANT_ID } from './demo.ts'
import { openEmbeddedPostgres } from './postgres.ts'
import { openStatementMeter, type StatementMeter } from './statement-meter.ts'

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
  /** Resident memory of the runtime's process in bytes. */
  runtimeBytes(): number
  close(): Promise<void>
}

export async function openWholeStack(): Promise<WholeStack> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-stack-'))
  const postgres = await openEmbeddedPostgres(join(folder, 'postgres'))
  const meter = await openStatementMeter(postgres.appUrl)
  const before = new Set(runtimePids())
  const stack = await startStack({
    port: await freePort(),
    stateDir: join(folder, 'state'),
    database: { appUrl: meter.url, adminUrl: postgres.adminUrl },
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
    runtimeBytes: () => Math.max(0, ...own.map(residentBytes)),
    close: async () => {
      await stack.close()
      await meter.close()
      await postgres.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
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
