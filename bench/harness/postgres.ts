import type { RolePasswords } from '../../db/roles.ts'
import { migratePostgres, urlForRole } from '../../scripts/migrate.ts'
import { startRealPostgres } from '../../scripts/real-postgres.ts'
import { startProgram } from './programs.ts'

/** Logins of throw-away servers that listen on this machine only. */
export const BENCH_PASSWORDS: RolePasswords & { postgres: string } = {
  postgres: 'bench',
  orrery_owner: 'bench-owner',
  orrery_app: 'bench-app',
  orrery_lab: 'bench-lab',
}

/** A migrated, empty server in a process of its own. */
export interface BenchPostgres {
  kind: 'real' | 'durable' | 'embedded'
  adminUrl: string
  appUrl: string
  ownerUrl: string
  close(): Promise<void>
}

/** The Postgres found on this machine on a temporary folder, `fsync` off; null when there is none. */
export function openRealPostgres(): Promise<BenchPostgres | null> {
  return openFound('real')
}

/** The same, where a commit waits for the disk. */
export function openDurablePostgres(): Promise<BenchPostgres | null> {
  return openFound('durable')
}

async function openFound(kind: 'real' | 'durable'): Promise<BenchPostgres | null> {
  const server = await startRealPostgres(BENCH_PASSWORDS, { isDurable: kind === 'durable' })
  return server === null ? null : migrated(kind, server.url('postgres'), server.close)
}

/** The embedded server; its data on disk in `dataDir`, or in memory. */
export async function openEmbeddedPostgres(dataDir?: string): Promise<BenchPostgres> {
  const program = await startProgram<{ adminUrl: string }>(
    'harness/embedded-child.ts',
    dataDir === undefined ? [] : [dataDir],
  )
  return migrated('embedded', program.ready.adminUrl, program.close)
}

async function migrated(
  kind: BenchPostgres['kind'],
  adminUrl: string,
  close: () => Promise<void>,
): Promise<BenchPostgres> {
  await migratePostgres({ adminUrl, passwords: BENCH_PASSWORDS })
  const url = (role: 'orrery_app' | 'orrery_owner') => urlForRole(adminUrl, role, BENCH_PASSWORDS)
  return { kind, adminUrl, appUrl: url('orrery_app'), ownerUrl: url('orrery_owner'), close }
}
