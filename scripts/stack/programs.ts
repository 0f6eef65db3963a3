import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT, StartProblem } from './state.ts'

export const WRANGLER = join(ROOT, 'node_modules/wrangler/wrangler-dist/cli.js')
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js')

/** Keeps wrangler and the runtime quiet, offline and fast. */
export const QUIET_ENV: Readonly<Record<string, string>> = {
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  // Local tracing slows every call to an object about twentyfold.
  X_LOCAL_OBSERVABILITY: 'false',
  X_LOCAL_EXPLORER: 'false',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
}

/** Runs a program of node_modules to its end. Throws `StartProblem` with the end of its output when it fails. */
export async function runProgram(what: string, script: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['--no-warnings', script, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET_ENV, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = (): void => void child.kill('SIGTERM')
  process.once('exit', stop)
  let output = ''
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-8000)
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  process.off('exit', stop)
  if (code !== 0) throw new StartProblem(`${what} failed:\n${output.trim()}`)
}

export const buildWeb = (): Promise<void> =>
  runProgram('Building the web app', VITE, ['build', '--logLevel', 'warn'])
