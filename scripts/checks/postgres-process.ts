import { startEmbeddedPostgres } from '../postgres/server.ts'
import { startRealPostgres } from '../real-postgres.ts'
import { prepareForTests, testPasswords } from './postgres-for-tests.ts'

// A process of its own: inside the test runner of the workerd projects, packages resolve to their Worker builds.
const kind = process.argv[2] === 'real' ? 'real' : 'embedded'
const server =
  kind === 'real'
    ? await startRealPostgres(testPasswords)
    : await startEmbeddedPostgres({ dataDir: null, passwords: testPasswords })
if (!server) throw new Error('no PostgreSQL server was found on this machine')
// The parent's end closes the channel, however it ended; nothing is left running then.
process.once('disconnect', async () => {
  await server.close()
  process.exit()
})
process.send?.(await prepareForTests(kind, server))
