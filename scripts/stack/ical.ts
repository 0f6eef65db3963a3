import { type IcalSandbox, startIcalSandbox } from '../../sandbox/ical/server.ts'
import { StartProblem } from './state.ts'

const PORTS_ABOVE = 1004
const LAST_PORT = 65_535

/** Starts the stand-in for a calendar server beside that of Xero. Throws `StartProblem` when its port is taken. */
export async function startIcal(ownPort: number): Promise<{ sandbox: IcalSandbox }> {
  const port = ownPort + (ownPort + PORTS_ABOVE > LAST_PORT ? -PORTS_ABOVE : PORTS_ABOVE)
  try {
    return { sandbox: await startIcalSandbox({ port, now: () => new Date() }) }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new StartProblem(
      code === 'EADDRINUSE'
        ? `Port ${port}, where the stand-in for a calendar server listens, is in use. Stop what listens there, or choose another port for everything with PORT=8788 npm start.`
        : `The stand-in for a calendar server could not be started: ${message}`,
    )
  }
}
