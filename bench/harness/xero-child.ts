// The stand-in for Xero in a process of its own: the pages it makes shall not hold up who measures.

import { startXeroSandbox } from '../../sandbox/xero/server.ts'

const [origin = '', clientId = '', clientSecret = ''] = process.argv.slice(2)
const sandbox = await startXeroSandbox({
  port: 0,
  clientId,
  clientSecret,
  redirectUris: [`${origin}/api/v1/connections/xero/callback`],
  seed: 'bench',
  now: () => new Date(),
  bookEveryMs: null,
  stateFile: null,
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
process.send?.({ url: sandbox.url })
