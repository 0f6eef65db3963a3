import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startXeroSandbox, type XeroSandbox } from '../../sandbox/xero/server.ts'
import { lockedProcess } from '../../scripts/lock-file.ts'
import { stateFolder } from '../../scripts/stack/state.ts'
import { type Stack, startStack } from '../../scripts/stack.ts'
import { drawPort } from './ports.ts'

const CLIENT = { id: 'of-this-stack', secret: 'opens-nothing-but-the-sandbox' }
/** The stand-in holds nothing back; the connector still keeps to what Xero allows. */
const CALLS_A_MINUTE = 6_000

/**
 * A stack as `npm start` has it, on a state folder of its own, that a test may kill and start again. Its Xero is no part of it:
 * a real provider stays up, and remembers what it was told, while those who read it are away.
 */
export class OwnStack {
  readonly origin: string
  private readonly port: number
  private readonly folder: string
  private readonly xero: XeroSandbox
  private running: Stack | null = null

  private constructor(port: number, origin: string, xero: XeroSandbox) {
    this.port = port
    this.origin = origin
    this.xero = xero
    this.folder = mkdtempSync(path.join(tmpdir(), 'orrery-e2e-own-'))
  }

  static async start(): Promise<OwnStack> {
    const port = await drawPort(Math.random, Number(process.env.E2E_PORT))
    const origin = `http://127.0.0.1:${port}`
    const xero = await startXeroSandbox({
      port: 0,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      redirectUris: [`${origin}/api/v1/connections/xero/callback`],
      seed: 'a-stack-of-its-own',
      now: () => new Date(),
      bookEveryMs: null,
      limits: { perMinute: CALLS_A_MINUTE },
      stateFile: null,
    })
    const own = new OwnStack(port, origin, xero)
    try {
      await own.startAgain()
    } catch (error) {
      await own.close()
      throw error
    }
    return own
  }

  /** Starts on what the state folder holds. The web app was built by the stacks of all tests. */
  async startAgain(): Promise<void> {
    this.running = await startStack({
      port: this.port,
      stateDir: this.folder,
      webIsBuilt: true,
      seed: false,
      settings: {
        XERO_CLIENT_ID: CLIENT.id,
        XERO_CLIENT_SECRET: CLIENT.secret,
        XERO_BASE_URL: this.xero.url,
      },
    })
  }

  /** Kills the Worker and its runtime where they stand (SIGKILL), as a machine that loses its power does. */
  async killWorker(): Promise<void> {
    const leader = lockedProcess(stateFolder(this.folder).workerGroup)
    if (this.running === null || leader?.state !== 'alive') throw new Error('no Worker runs')
    process.kill(-leader.pid, 'SIGKILL')
    await this.running.failed
  }

  /** Connection string of the superuser of Postgres, who sees every workspace. */
  get database(): string {
    if (this.running === null) throw new Error('nothing runs')
    return this.running.pgUrl('postgres')
  }

  /** Stops all that still runs; the state folder stays. */
  async stop(): Promise<void> {
    await this.running?.close()
    this.running = null
  }

  /** The stand-in for Xero answers everything again, also what it has held back. */
  async forgetFaults(): Promise<void> {
    await this.tellXero('/faults', undefined, 'DELETE')
  }

  /** Calls the control surface of the stand-in for Xero. */
  async tellXero<T>(path: string, body?: object, method = body === undefined ? 'GET' : 'POST'): Promise<T> {
    const answer = await fetch(`${this.xero.url}/sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`sandbox ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  /** Ids of organisations of the stand-in, by their names. */
  idsOf(names: readonly string[]): string[] {
    return this.xero.organisations.filter(({ name }) => names.includes(name)).map(({ tenantId }) => tenantId)
  }

  async close(): Promise<void> {
    await this.stop()
    await this.xero.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
