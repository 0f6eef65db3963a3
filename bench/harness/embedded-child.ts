// The embedded Postgres in a process of its own, as `npm start` has it beside the Worker's process.
import { startEmbeddedPostgres } from '../../scripts/postgres/server.ts'
import { BENCH_PASSWORDS } from './postgres.ts'

const server = await startEmbeddedPostgres({
  dataDir: process.argv[2] ?? null,
  passwords: BENCH_PASSWORDS,
})
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)))
process.on('disconnect', () => void server.close().then(() => process.exit(0)))
process.send?.({ adminUrl: server.url('postgres') })
