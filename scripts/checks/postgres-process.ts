import { type PgBouncer, startPgBouncer } from '../pgbouncer.ts'
import { startEmbeddedPostgres } from '../postgres/server.ts'
import { type RealPostgres, startRealPostgres } from '../real-postgres.ts'
import { type PostgresForTests, prepareForTests, testPasswords } from './postgres-for-tests.ts'

// A process of its own: inside the test runner of the workerd projects, packages resolve to their Worker builds.
const kind = process.argv[2]

async function startReal(): Promise<RealPostgres> {
  const server = await startRealPostgres(testPasswords)
  if (!server) throw new Error('no PostgreSQL server was found on this machine')
  return server
}

/** Only what the Worker and the lab send goes through the pooler; migrations do not, as in production. */
function through(pooler: PgBouncer, direct: PostgresForTests): PostgresForTests {
  return { ...direct, appUrl: pooler.url('orrery_app'), labUrl: pooler.url('orrery_lab') }
}

async function start(): Promise<{ addresses: PostgresForTests; close: () => Promise<void> }> {
  if (kind !== 'real' && kind !== 'pooled') {
    const server = await startEmbeddedPostgres({ dataDir: null, passwords: testPasswords })
    return { addresses: await prepareForTests('embedded', server), close: () => server.close() }
  }
  const server = await startReal()
  const addresses = await prepareForTests(kind, server)
  if (kind === 'real') return { addresses, close: server.close }
  const pooler = await startPgBouncer(server.port, testPasswords)
  const close = async () => {
    await pooler.close()
    await server.close()
  }
  return { addresses: through(pooler, addresses), close }
}

const { addresses, close } = await start()
// The parent's end closes the channel, however it ended; nothing is left running then.
process.once('disconnect', async () => {
  await close()
  process.exit()
})
process.send?.(addresses)
