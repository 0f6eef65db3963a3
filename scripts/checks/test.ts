import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findPgBouncer } from '../pgbouncer.ts'
import { findRealPostgres } from '../real-postgres.ts'
import { buildWebOnce } from '../stack/web-build.ts'
import { judgeSizes, measureWeb, measureWorker } from './sizes.ts'
import {
  countAll,
  details,
  type Finished,
  failures,
  type Outcome,
  runProgram,
  runStep,
  type Step,
  table,
} from './steps.ts'
import { readingStepsInGaps } from './verify.ts'
import { vitestStep } from './vitest-step.ts'

/** A named part of `npm test`: `npm test -- workers e2e` runs only those. */
interface Part {
  name: string
  /** Chains of a part run side by side, the steps of a chain one after the other. */
  chains: readonly (readonly Step[])[]
  /** Begins at once, beside the parts that come one after the other, which often wait; the browser tests begin when it is over. */
  inGaps?: true
}

const parts: readonly Part[] = [
  { name: 'reading', inGaps: true, chains: readingStepsInGaps.map((step) => [step]) },
  {
    name: 'node',
    // The embedded server keeps one core busy; the tests on a real one mostly wait.
    chains: [
      [vitestStep('pure and embedded Postgres, with coverage', ['unit', 'pg'], { coverage: true })],
      [
        onRealPostgres('Postgres, real', 'realpg', { 'PostgreSQL server': findRealPostgres() }),
        onRealPostgres('Postgres behind PgBouncer', 'pooled', {
          'PostgreSQL server': findRealPostgres(),
          PgBouncer: findPgBouncer(),
        }),
        onRealPostgres('workerd, ids behind PgBouncer', 'workers-pooled', {
          'PostgreSQL server': findRealPostgres(),
          PgBouncer: findPgBouncer(),
        }),
      ],
    ],
  },
  {
    name: 'workers',
    chains: [
      [vitestStep('workerd', ['workers']), vitestStep('workerd, evicted between calls', ['workers-evicted'])],
    ],
  },
  {
    name: 'build',
    chains: [
      [
        { name: 'web build', run: buildWebForAll },
        { name: 'web sizes', run: () => sizes([...measureWeb('dist/client')]) },
        { name: 'worker bundle', run: bundleWorker },
      ],
    ],
  },
  { name: 'e2e', chains: [[{ name: 'browser', run: runBrowser }]] },
]

/** Tests on programs of this machine. Where one is missing they are listed as not run; the CI run, which installs them, fails. */
function onRealPostgres(name: string, project: string, programs: Record<string, string | null>): Step {
  const [missing] = Object.entries(programs).find(([, found]) => found === null) ?? []
  if (missing === undefined) return vitestStep(name, [project])
  const summary = `no ${missing} was found on this machine`
  const run = (): Outcome =>
    process.env.CI
      ? { ok: false, summary, output: `${summary}; the CI run needs one.` }
      : { ok: true, summary, output: '', notRun: summary }
  return { name, run }
}

function sizes(rows: Parameters<typeof judgeSizes>[0]): Outcome {
  const { table, problems } = judgeSizes(rows)
  const output = [table, ...problems].join('\n')
  return { ok: problems.length === 0, summary: `${rows.length} measured`, output, showOutput: true }
}

/** The stacks of the browser tests find it built. */
async function buildWebForAll(): Promise<Outcome> {
  await buildWebOnce()
  return { ok: true, summary: 'ok', output: '' }
}

/** Bundles the Worker as a deployment would, without deploying, and measures it. */
async function bundleWorker(): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'orrery-bundle-'))
  try {
    const { code, output } = await runProgram('wrangler', [
      'deploy',
      '--dry-run',
      '--minify',
      '--outdir',
      folder,
    ])
    if (code !== 0) return { ok: false, summary: `ended with ${code}`, output }
    return sizes([measureWorker(folder)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the step reads of Playwright's JSON report. */
interface BrowserReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: { message?: string }[]
}

async function runBrowser(): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'orrery-browser-'))
  const file = path.join(folder, 'report.json')
  try {
    const { code, output } = await runProgram('playwright', ['test', '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      E2E_WHOLE: '1',
    })
    // Written by the pinned Playwright in the run above.
    const { stats, errors } = JSON.parse(readFileSync(file, 'utf8')) as BrowserReport
    const failed = stats.unexpected + stats.flaky + stats.skipped + errors.length
    return {
      ok: code === 0 && failed === 0 && stats.expected > 0,
      summary: `${stats.expected} passed, ${failed} failed`,
      output,
      passed: stats.expected,
      failed,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runPart(part: Part): Promise<Finished[]> {
  const runChain = async (steps: readonly Step[]): Promise<Finished[]> => {
    const finished: Finished[] = []
    for (const step of steps) {
      finished.push(await runStep(step))
    }
    return finished
  }
  return (await Promise.all(part.chains.map(runChain))).flat()
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !parts.some((part) => part.name === name))
if (unknown.length > 0) {
  console.error(
    `There is no part ${unknown.join(', ')}; the parts are ${parts.map((part) => part.name).join(', ')}.`,
  )
  process.exit(2)
}

/** Runs a part and shows what is worth reading in it at once: long runs are easier to follow, and to stop. */
async function runShown(part: Part): Promise<Finished[]> {
  console.log(`${part.name} ...`)
  const finished = await runPart(part)
  const worthReading = details(finished)
  if (worthReading) console.log(worthReading)
  return finished
}

const chosen = parts.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const running = new Map<Part, Promise<Finished[]>>()
for (const part of chosen) if (part.inGaps) running.set(part, runShown(part))
for (const part of chosen) {
  if (part.inGaps) continue
  // Browsers leave no gaps, and what they wait for is told by the clock.
  if (part.name === 'e2e') await Promise.all(running.values())
  running.set(part, runShown(part))
  await running.get(part)
}
const all = (await Promise.all(chosen.map((part) => running.get(part) ?? []))).flat()
const again = failures(all)
if (again) console.log(`\n${again}`)
console.log(`\n${table(all)}`)
const { passed, failed } = countAll(all)
console.log(`\n${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1
