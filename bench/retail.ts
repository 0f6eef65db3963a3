import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { micros } from './harness/api.ts'
import { type Bench, type Part, RETAIL_METRIC } from './harness/bench.ts'
import { type HeapUse, watchHeap } from './harness/heap.ts'
import { importRetail, type Loaded } from './harness/import.ts'
import { startProgram } from './harness/programs.ts'
import { ceilingLine, notRunLine, perSecond, ratioLine } from './harness/report.ts'
import { type RetailFile, retailFile, shuffledRetail } from './harness/retail.ts'
import { measured } from './harness/rounds.ts'
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
    const plain: PlainLoad[] = []
    const loads: [what: string, ceilingS: number, Loaded, Growth, HeapUse][] = []
    for (const [what, ceilingS, taken, prefix] of [
      ['in order', IN_ORDER_S, file, 'retail'],
      ['shuffled', SHUFFLED_S, shuffledRetail(file), 'shuffled'],
    ] as const) {
      plain.push(await plainLoad(stack, taken))
      const memory = watchMemory(stack)
      const heap = await watchHeap(stack.inspectorPort)
      const loaded = await importRetail({ url: stack.url, headers: stack.headers }, taken, prefix)
      loads.push([what, ceilingS, loaded, memory.stop(), await heap.stop()])
    }
    for (const load of loads) report(bench, file, plain, ...load)
    await insideTheObject(bench)
  },
}

function report(
  bench: Bench,
  file: RetailFile,
  plain: readonly PlainLoad[],
  what: string,
  ceilingS: number,
  loaded: Loaded,
  grown: Growth,
  heap: HeapUse,
): void {
  for (const script of plain) {
    bench.check(
      script.rows === file.rows,
      `RETAIL: the plain script read ${script.rows} of ${file.rows} lines`,
    )
    bench.check(
      micros(loaded.total) === micros(script.total),
      `RETAIL ${what}: the dashboard says ${loaded.total}, the plain script ${script.total}`,
    )
  }
  bench.check(loaded.rowsLoaded === file.rows, `RETAIL ${what}: ${loaded.rowsLoaded} of ${file.rows} lines`)
  const seconds = loaded.dashboardMs / 1000
  const scripts = measured(plain.map((script) => script.ms / 1000))
  bench.add({
    ...ratioLine({
      part: 'RETAIL',
      what: `${file.rows} lines ${what}, upload to finished dashboard`,
      measured: `${seconds.toFixed(1)} s (${perSecond(file.rows / seconds, ' rows/s')})`,
      against: `plain unnest script ${scripts.median.toFixed(1)} s; equal totals ${loaded.total}`,
      ratio: seconds / scripts.median,
      floorSpread: scripts.spread,
    }),
    // The ceiling is meant for the whole file.
    ...(bench.isQuick ? {} : { aim: `<= ${ceilingS} s`, isMet: seconds <= ceilingS }),
  })
  const mb = (bytes: number) => (bytes / MEBIBYTE).toFixed(1)
  bench.add(
    ceilingLine({
      part: 'RETAIL',
      what: `JavaScript heap of the isolate at its most (${what})`,
      value: heap.peakBytes / MEBIBYTE,
      ceiling: MEMORY_MB,
      unit: 'MB',
      against: `after collecting: ${mb(heap.beforeBytes)} MB before, ${mb(heap.afterBytes)} MB after`,
    }),
  )
  bench.add(
    ceilingLine({
      part: 'RETAIL',
      what: `growth of the runtime's resident memory (${what})`,
      value: grown.grownBytes / MEBIBYTE,
      ceiling: MEMORY_MB,
      unit: 'MB',
      against: `from ${(grown.beforeBytes / MEBIBYTE).toFixed(0)} MB; the whole process`,
    }),
  )
}

interface Growth {
  beforeBytes: number
  grownBytes: number
}

/** Resident memory of the process, sampled: all isolates, their buffers and SQLite's pages, so more than one isolate's heap. */
function watchMemory(stack: WholeStack): { stop(): Growth } {
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
  const site = await bench.siteWithRetail()
  const question = (top: number) => ({
    metrics: [RETAIL_METRIC],
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
