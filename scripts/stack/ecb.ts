import { type EcbSandbox, startEcbSandbox } from '../../sandbox/ecb/server.ts'
import { StartProblem } from './state.ts'

const PORTS_ABOVE = 1001
const LAST_PORT = 65_535

/** Starts the stand-in for the European Central Bank beside that of Xero. Throws `StartProblem` when its port is taken. */
export async function startEcb(
  ownPort: number,
): Promise<{ sandbox: EcbSandbox; settings: Readonly<Record<string, string>> }> {
  const port = ownPort + (ownPort + PORTS_ABOVE > LAST_PORT ? -PORTS_ABOVE : PORTS_ABOVE)
  try {
    const sandbox = await startEcbSandbox({ port, now: () => new Date() })
    return { sandbox, settings: { ECB_BASE_URL: sandbox.url } }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new StartProblem(
      code === 'EADDRINUSE'
        ? `Port ${port}, where the stand-in for exchange rates listens, is in use. Stop what listens there, or choose another port for everything with PORT=8788 npm start.`
        : `The stand-in for exchange rates could not be started: ${message}`,
    )
  }
}
