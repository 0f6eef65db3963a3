import { type GoogleSandbox, startGoogleSandbox } from '../../sandbox/google/server.ts'
import { StartProblem } from './state.ts'

/** The stand-in's only client; it opens nothing but this machine. */
const CLIENT_ID = 'orrery-on-this-machine'
const CLIENT_SECRET = 'opens-nothing-but-the-sandbox'
const PORTS_ABOVE = 1002
const LAST_PORT = 65_535

/** Starts the stand-in for signing in with Google beside that of Xero. Throws `StartProblem` when its port is taken. */
export async function startGoogle(
  ownPort: number,
  publicOrigin: string,
): Promise<{ sandbox: GoogleSandbox; settings: Readonly<Record<string, string>> }> {
  const port = ownPort + (ownPort + PORTS_ABOVE > LAST_PORT ? -PORTS_ABOVE : PORTS_ABOVE)
  try {
    const sandbox = await startGoogleSandbox({
      port,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      // The second one is where a company's own sign-in comes back, which can be tried with it.
      redirectUris: [`${publicOrigin}/api/auth/callback/google`, `${publicOrigin}/api/auth/sso/callback`],
      now: () => new Date(),
    })
    const settings = {
      GOOGLE_CLIENT_ID: CLIENT_ID,
      GOOGLE_CLIENT_SECRET: CLIENT_SECRET,
      GOOGLE_ISSUER: sandbox.url,
    }
    return { sandbox, settings }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new StartProblem(
      code === 'EADDRINUSE'
        ? `Port ${port}, where the stand-in for signing in with Google listens, is in use. Stop what listens there, or choose another port for everything with PORT=8788 npm start.`
        : `The stand-in for signing in with Google could not be started: ${message}`,
    )
  }
}
