import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { micros } from './harness/api.ts'
import type { Bench, Part } from './harness/bench.ts'
import { importRetail, type Loaded } from './harness/import.ts'
import { startProgram } from './harness/programs.ts'
import { ceilingLine, notRunLine, ratioLine } from './harness/report.ts'
import { type RetailFile, retailFile, shuffledRetail } from './harness/retail.ts'
import { quantile } from './harness/stats.ts'
import type { WholeStack } from './harness/whole-stack.ts'

const IN_ORDER_S = 20
const SHUFFLED_S = 30
const MEMORY_MB = 128
const SAMPLE_EVERY_MS = 100
const MEBIBYTE = 1024 * 1024
const ASKED_TIMES = 50
const ASK_MS = 20

/** Half a million sales lines, from the upload to the dashboard that holds them all. */
export const retail: Part = {
  name: 'RETAIL',
  title: 'Online Retail: upload to finished dashboard',
  run: async (bench) => {
    const file = retailFile(bench.isQuick)
    const stack = await bench.stack()
    const plain = await plainLoad(stack, file)
    bench.check(plain.rows === file.rows, `RETAIL: the plain script read ${plain.rows} of ${file.rows} lines`)
    await oneLoad(bench, stack, file, 'retail', { what: 'in order', ceilingS: IN_ORDER_S }, plain)
    await oneLoad(
      bench,
      stack,
      shuffledRetail(file),
      'shuffled',
      { what: 'shuffled', ceilingS: SHUFFLED_S },
      plain,
    )
    await insideTheObject(bench)
  },
}

async function oneLoad(
  bench: Bench,
  stack: WholeStack,
  file: RetailFile,
  prefix: string,
  run: { what: string; ceilingS: number },
  plain: PlainLoad,
): Promise<void> {
  const memory = watchMemory(stack)
  const loaded: Loaded = await importRetail({ url: stack.url, headers: stack.headers }, file, prefix)
  const grown = memory.stop()
  bench.check(
    loaded.rowsLoaded === file.rows,
    `RETAIL ${run.what}: ${loaded.rowsLoaded} of ${file.rows} lines`,
  )
  bench.check(
    micros(loaded.total) === micros(plain.total),
    `RETAIL ${run.what}: the dashboard says ${loaded.total}, the rows ${plain.total}`,
  )
  const seconds = loaded.dashboardMs / 1000
  bench.add(
    ceilingLine({
      part: 'RETAIL',
      what: `${file.rows} lines ${run.what}, upload to finished dashboard`,
      value: seconds,
      // The ceiling is meant for the whole file.
      ...(bench.isQuick ? {} : { ceiling: run.ceilingS }),
      unit: 's',
      against: `${Math.round(file.rows / seconds).toLocaleString('en')} rows/s, total ${loaded.total}`,
    }),
  )
  bench.add(
    ratioLine({
      part: 'RETAIL',
      what: `the same against a plain script (${run.what})`,
      measured: `${seconds.toFixed(1)} s`,
      against: `unnest from Node ${(plain.ms / 1000).toFixed(1)} s`,
      ratio: loaded.dashboardMs / plain.ms,
      floorSpread: 0,
    }),
  )
  bench.add(
    ceilingLine({
      part: 'RETAIL',
      what: `growth of the runtime's resident memory (${run.what})`,
      value: grown.grownBytes / MEBIBYTE,
      ceiling: MEMORY_MB,
      unit: 'MB',
      against: `from ${(grown.beforeBytes / MEBIBYTE).toFixed(0)} MB; all isolates of the process`,
    }),
  )
}

/** Resident memory of the process, sampled: all isolates, their buffers and SQLite's pages, so more than one isolate's heap. */
function watchMemory(stack: WholeStack): { stop(): { beforeBytes: number; grownBytes: number } } {
  const beforeBytes = stack.runtimeBytes()
  let peak = beforeBytes
  const timer = setInterval(() => {
    peak = Math.max(peak, stack.runtimeBytes())
  }, SAMPLE_EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return { beforeBytes, grownBytes: Math.max(peak, stack.runtimeBytes()) - beforeBytes }
    },
  }
}

interface PlainLoad {
  ms: number
  rows: number
  total: string
}

async function plainLoad(stack: WholeStack, file: RetailFile): Promise<PlainLoad> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-file-'))
  try {
    const path = join(folder, file.name)
    writeFileSync(path, file.csv)
    const program = await startProgram<PlainLoad>('peers/plain-load.ts', [stack.adminUrl, path])
    await program.close()
    return program.ready
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A year by day by country, asked from inside the runtime with texts that differ, so that no kept answer is given. */
async function insideTheObject(bench: Bench): Promise<void> {
  const site = await bench.site()
  const file = retailFile(bench.isQuick)
  await importRetail({ url: site.url, headers: site.owner.headers }, file, 'inside')
  const question = (top: number) => ({
    metrics: ['inside_revenue'],
    from: '2010-12-10',
    to: '2011-12-09',
    grain: 'day',
    breakdown: { dimension: 'Country', top },
  })
  const texts = Array.from({ length: ASKED_TIMES }, (_, i) => JSON.stringify(question(50 + i)))
  await site.askInside([JSON.stringify(question(49))])
  const cold = await site.askInside(texts)
  if (cold.calls.some((call) => call.status !== 200)) {
    bench.add(notRunLine('RETAIL', 'year by day by country', 'a question was refused'))
    return
  }
  const kept = await site.askInside(texts.map(() => texts[ASKED_TIMES - 1] ?? ''))
  const bytes = (cold.calls[0]?.bytes ?? 0) / 1024
  bench.add(
    ceilingLine({
      part: 'RETAIL',
      what: 'year by day by country in the object, worked out anew, mean of 50',
      value: cold.totalMs / ASKED_TIMES,
      ceiling: ASK_MS,
      unit: 'ms',
      against: `${bytes.toFixed(0)} KB of JSON; p95 ${quantile(
        cold.calls.map((call) => call.ms),
        0.95,
      )} ms; kept answer ${(kept.totalMs / ASKED_TIMES).toFixed(2)} ms`,
    }),
  )
}
