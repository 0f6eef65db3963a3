import { type SamlSandbox, startSamlSandbox } from '../../sandbox/saml/server.ts'
import { StartProblem } from './state.ts'

const PORTS_ABOVE = 1003
const LAST_PORT = 65_535

/** Starts the stand-in for a company with its own sign-in beside the others. Throws `StartProblem` when its port is taken. */
export async function startSaml(
  ownPort: number,
  publicOrigin: string,
): Promise<{ sandbox: SamlSandbox; settings: Readonly<Record<string, string>> }> {
  const port = ownPort + (ownPort + PORTS_ABOVE > LAST_PORT ? -PORTS_ABOVE : PORTS_ABOVE)
  try {
    const sandbox = await startSamlSandbox({ port, clients: [publicOrigin], now: () => new Date() })
    return { sandbox, settings: { DNS_RESOLVER: `${sandbox.url}/dns-query` } }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new StartProblem(
      code === 'EADDRINUSE'
        ? `Port ${port}, where the stand-in for a company's own sign-in listens, is in use. Stop what listens there, or choose another port for everything with PORT=8788 npm start.`
        : `The stand-in for a company's own sign-in could not be started: ${message}`,
    )
  }
}
