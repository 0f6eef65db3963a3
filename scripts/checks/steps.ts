import { spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import path from 'node:path'

/** What one step of a check found. Counts are of tests; a step without tests counts as one. */
export interface Outcome {
  ok: boolean
  /** One short line for the table. */
  summary: string
  /** Shown in full when the step fails, or when it is worth reading anyway. */
  output: string
  showOutput?: boolean
  passed?: number
  failed?: number
  /** Why the step could not run here; it is listed and counted as neither passed nor failed. */
  notRun?: string
}

export interface Step {
  name: string
  run: () => Promise<Outcome> | Outcome
}

export interface Finished extends Outcome {
  name: string
  seconds: number
}

/** Runs a program of node_modules/.bin (or the path) to its end and keeps what it printed; `inGaps` it mostly works while others wait. */
export function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  inGaps = false,
): Promise<{ code: number; output: string }> {
  const bin = path.resolve('node_modules/.bin')
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`, ...quietEnv, ...env },
    })
    if (inGaps && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
    let output = ''
    const keep = (chunk: string) => {
      output += chunk
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', (error) => resolve({ code: 1, output: `${output}\n${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Keeps the tools from calling home, colouring pipes or printing banners. */
const quietEnv = {
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
  X_LOCAL_EXPLORER: 'false',
}

/** A step that is one program: it passes when the program ends with 0. The summary is its last line. */
export function programStep(name: string, program: string, args: readonly string[], inGaps = false): Step {
  return {
    name,
    run: async () => {
      const { code, output } = await runProgram(program, args, {}, inGaps)
      return { ok: code === 0, summary: code === 0 ? 'ok' : `ended with ${code}`, output }
    },
  }
}

/** What a check found in this process: none is good. */
export interface Problems {
  summary: string
  problems: string[]
}

/** A step that is a list of problems found in this process. */
export function problemStep(name: string, check: () => Problems | Promise<Problems>): Step {
  return {
    name,
    run: async () => {
      const { summary, problems } = await check()
      return { ok: problems.length === 0, summary, output: problems.join('\n') }
    },
  }
}

/** Runs one step; a thrown error is a failed step. */
export async function runStep(step: Step): Promise<Finished> {
  const startedMs = performance.now()
  let outcome: Outcome
  try {
    outcome = await step.run()
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    outcome = { ok: false, summary: 'threw', output: text }
  }
  return { ...outcome, name: step.name, seconds: (performance.now() - startedMs) / 1000 }
}

/** One line per step: result, time and what it found. */
export function table(finished: readonly Finished[]): string {
  const widest = Math.max(...finished.map((step) => step.name.length))
  return finished
    .map((step) => {
      const mark = step.notRun ? 'not run' : step.ok ? 'ok' : 'FAILED'
      const words = step.notRun ?? (step.summary === 'ok' ? '' : step.summary)
      const seconds = step.seconds.toFixed(1).padStart(6)
      return `${step.name.padEnd(widest)}  ${mark.padEnd(7)}  ${seconds} s  ${words}`.trimEnd()
    })
    .join('\n')
}

/** Full output of the steps that failed or have something worth reading. */
export function details(finished: readonly Finished[]): string {
  return finished
    .filter((step) => (!step.ok && !step.notRun) || step.showOutput)
    .map((step) => `--- ${step.name}\n${step.output.trim()}\n`)
    .join('\n')
}

const LAST_LINES = 80

/** The end of what each failed step printed, for readers who are shown only the end of a long log. */
export function failures(finished: readonly Finished[]): string {
  return finished
    .filter((step) => !step.ok && !step.notRun)
    .map((step) => `--- ${step.name}\n${step.output.trim().split('\n').slice(-LAST_LINES).join('\n')}\n`)
    .join('\n')
}

/** Tests and checks together, for the last line. */
export function countAll(finished: readonly Finished[]): { passed: number; failed: number } {
  let passed = 0
  let failed = 0
  for (const step of finished) {
    if (step.notRun) continue
    passed += step.passed ?? (step.ok ? 1 : 0)
    failed += Math.max(step.failed ?? 0, step.ok ? 0 : 1)
  }
  return { passed, failed }
}
