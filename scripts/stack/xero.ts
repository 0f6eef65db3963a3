import { startXeroSandbox, type XeroSandbox } from '../../sandbox/xero/server.ts'
import { StartProblem } from './state.ts'

/** The stand-in's only client. It opens invented books on this machine to who runs them; nothing is kept secret by it. */
const CLIENT_ID = 'orrery-on-this-machine'
const CLIENT_SECRET = 'opens-nothing-but-the-sandbox'
const PORTS_ABOVE = 1000
const LAST_PORT = 65_535
const BOOK_EVERY_MS = 20_000
const SEED = 'harbour-and-finch'

export interface Xero {
  sandbox: XeroSandbox
  /** Settings of the Worker. */
  settings: Readonly<Record<string, string>>
}

/**
 * Starts the stand-in for Xero 1000 ports above Orrery's. `stateFile` null: it forgets who is connected.
 * Throws `StartProblem` when its port is taken or its state cannot be read.
 */
export async function startXero(options: {
  port: number
  publicOrigin: string
  stateFile: string | null
}): Promise<Xero> {
  const port = options.port + (options.port + PORTS_ABOVE > LAST_PORT ? -PORTS_ABOVE : PORTS_ABOVE)
  try {
    const sandbox = await startXeroSandbox({
      port,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      redirectUris: [`${options.publicOrigin}/api/v1/connections/xero/callback`],
      seed: SEED,
      now: () => new Date(),
      bookEveryMs: BOOK_EVERY_MS,
      stateFile: options.stateFile,
    })
    const settings = {
      XERO_CLIENT_ID: CLIENT_ID,
      XERO_CLIENT_SECRET: CLIENT_SECRET,
      XERO_BASE_URL: sandbox.url,
    }
    return { sandbox, settings }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new StartProblem(
      code === 'EADDRINUSE'
        ? `Port ${port}, where the stand-in for Xero listens, is in use. Stop what listens there, or choose another port for everything with PORT=8788 npm start.`
        : `The stand-in for Xero could not be started: ${message}`,
    )
  }
}
