import { spawn } from 'node:child_process'
import path from 'node:path'
import { startRealPostgres } from '../real-postgres.ts'
import { testPasswords } from './postgres-for-tests.ts'

// `npm start` on a throw-away Postgres of this machine, which ends with it. For the browser tests.
const server = await startRealPostgres(testPasswords)
if (server === null) throw new Error('no PostgreSQL server was found on this machine')
const stack = spawn(process.execPath, [path.join(import.meta.dirname, '../start.ts')], {
  stdio: 'inherit',
  env: { ...process.env, DATABASE_URL: server.url('postgres') },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stack.kill(signal))
stack.once('exit', async (code) => {
  await server.close()
  process.exit(code ?? 1)
})
