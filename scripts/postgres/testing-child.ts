/** Serves the folder given as argument until it is killed. Only for the tests of what survives that. */
import { startEmbeddedPostgres } from './server.ts'
import { TEST_PASSWORDS } from './testing.ts'

const [, , dataDir] = process.argv
if (dataDir === undefined) throw new Error('name a folder')
const server = await startEmbeddedPostgres({ dataDir, passwords: TEST_PASSWORDS })
process.stdout.write(`${server.port}\n`)
