import { importRetail } from './import.ts'
import { type LoadGenerator, openLoadGenerator } from './load.ts'
import { type BenchPostgres, openEmbeddedPostgres, openRealPostgres } from './postgres.ts'
import type { Line } from './report.ts'
import { retailFile } from './retail.ts'
import { openSite, type Site } from './site.ts'
import { openWholeStack, type WholeStack } from './whole-stack.ts'

/** What one run shares between its parts: servers started when first asked for, the lines, the failed checks. */
export interface Bench {
  isQuick: boolean
  rounds: number
  lines: Line[]
  failures: string[]
  load: LoadGenerator
  /** Null where this machine has no server binaries. */
  realPostgres(): Promise<BenchPostgres | null>
  embeddedPostgres(): Promise<BenchPostgres>
  /** The Worker in raw workerd, on real Postgres where there is one. */
  site(): Promise<Site>
  /** The same with the sales lines loaded as metric RETAIL_METRIC. */
  siteWithRetail(): Promise<Site>
  /** Everything as `npm start` has it. */
  stack(): Promise<WholeStack>
  add(line: Line): void
  /** A check of correctness; a false one fails the run. */
  check(isTrue: boolean, sentence: string): void
  close(): Promise<void>
}

export const RETAIL_METRIC = 'bench_revenue'

/** One benchmark. */
export interface Part {
  name: string
  title: string
  run(bench: Bench): Promise<void>
}

export function openBench(isQuick: boolean): Bench {
  const closers: (() => Promise<void> | void)[] = []
  const once = <T>(open: () => Promise<T>, close: (opened: T) => Promise<void> | undefined) => {
    let opened: Promise<T> | null = null
    return () => {
      opened ??= open().then((value) => {
        closers.push(async () => close(value))
        return value
      })
      return opened
    }
  }
  const load = openLoadGenerator()
  const realPostgres = once(openRealPostgres, (server) => server?.close())
  const embeddedPostgres = once(
    () => openEmbeddedPostgres(),
    (server) => server.close(),
  )
  const site = once(
    async () => openSite((await realPostgres())?.appUrl ?? (await embeddedPostgres()).appUrl),
    (opened) => opened.close(),
  )
  let loaded: Promise<Site> | null = null
  const loadRetail = async () => {
    const opened = await site()
    await importRetail({ url: opened.url, headers: opened.owner.headers }, retailFile(isQuick), 'bench')
    return opened
  }
  const stack = once(openWholeStack, (opened) => opened.close())
  const bench: Bench = {
    isQuick,
    rounds: isQuick ? 2 : 3,
    lines: [],
    failures: [],
    load,
    realPostgres,
    embeddedPostgres,
    site,
    siteWithRetail: () => {
      loaded ??= loadRetail()
      return loaded
    },
    stack,
    add: (line) => {
      bench.lines.push(line)
      process.stderr.write(`  ${line.what}: ${line.measured} ${line.ratio && `(ratio ${line.ratio})`}\n`)
    },
    check: (isTrue, sentence) => {
      if (!isTrue) bench.failures.push(sentence)
    },
    close: async () => {
      load.close()
      for (const close of closers.reverse()) await close()
    },
  }
  return bench
}
