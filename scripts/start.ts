import { StartProblem } from './stack/state.ts'
import { type Stack, startStack } from './stack.ts'

const DEFAULT_PORT = 8787
const DEMO_LOGIN = 'Demo login:  demo@orrery.example  /  orrery-demo'
const FORCED_EXIT_MS = 10_000

function portFromEnvironment(): number {
  const text = process.env.PORT ?? String(DEFAULT_PORT)
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new StartProblem(`PORT must be a number from 1 to 65535; it is "${text}".`)
}

/** DATABASE_URL is the Worker's login; DATABASE_ADMIN_URL may create roles and extensions, and defaults to it. */
function databaseFromEnvironment(): { appUrl: string; adminUrl: string } | undefined {
  const appUrl = process.env.DATABASE_URL
  if (appUrl === undefined || appUrl === '') return undefined
  const adminUrl = process.env.DATABASE_ADMIN_URL ?? appUrl
  for (const [name, value] of [
    ['DATABASE_URL', appUrl],
    ['DATABASE_ADMIN_URL', adminUrl],
  ] as const) {
    if (!/^postgres(?:ql)?:\/\//.test(value) || !URL.canParse(value)) {
      throw new StartProblem(`${name} is not a postgres:// address.`)
    }
  }
  return { appUrl, adminUrl }
}

/** ORRERY_SEED=none begins with nobody and nothing; it is read at every start, and what is there stays. */
function wantsDemo(): boolean {
  const text = process.env.ORRERY_SEED ?? 'demo'
  if (text === 'demo' || text === 'none') return text === 'demo'
  throw new StartProblem(`ORRERY_SEED must be demo or none; it is "${text}".`)
}

/** The limit of one person, where the caller's environment sets it: a program that plays a person is faster than one. */
function settingsFromEnvironment(): Record<string, string> {
  const { PERSON_CALLS_PER_MINUTE: calls = '' } = process.env
  return calls === '' ? {} : { PERSON_CALLS_PER_MINUTE: calls }
}

function reportStep(step: string, durationMs: number): void {
  console.log(`  ${step.padEnd(16)}${(durationMs / 1000).toFixed(1).padStart(6)} s`)
}

function explain(error: unknown): string {
  if (error instanceof StartProblem) return error.message
  if (error instanceof Error && error.name === 'DataFolderInUse') return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

async function main(): Promise<void> {
  const startedAt = performance.now()
  let stack: Stack | null = null
  let stopping = false
  const stop = (code: number): void => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(code || 1), FORCED_EXIT_MS).unref()
    const closed = stack?.close() ?? Promise.resolve()
    void closed.finally(() => process.exit(code))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0))
  const database = databaseFromEnvironment()
  const seed = wantsDemo()
  stack = await startStack({
    port: portFromEnvironment(),
    seed,
    onStep: reportStep,
    settings: settingsFromEnvironment(),
    ...(database ? { database } : {}),
  })
  if (stopping) return stop(0)
  void stack.failed.then(({ problem }) => {
    if (stopping) return
    console.error(problem)
    stop(1)
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`\nOrrery is ready after ${seconds} s:  ${stack.url}\n`)
  if (seed) console.log(DEMO_LOGIN)
  console.log('Stop it with Ctrl-C.')
}

main().catch((error: unknown) => {
  console.error(explain(error))
  process.exit(1)
})
