import postgres from 'postgres'
import { ok } from '../contracts/result.ts'
import { openLane } from '../db/lane.ts'
import { inTenant } from '../db/tenant-tx.ts'
import { sampleRetailCsv } from '../worker/imports/parsing/sample.ts'
import type { Bench, Part } from './harness/bench.ts'
import type { BenchPostgres } from './harness/postgres.ts'
import { notRunLine, perSecond, ratioLine } from './harness/report.ts'
import { retailMapping } from './harness/retail.ts'
import { interleave, pairedRatio } from './harness/rounds.ts'
import { loadFile, openBareWorkspace } from './harness/workspace.ts'

const ROWS = 20_000
const LANES = 8
/** Length of one round. */
const ROUND_MS = 700
const DAY = '2011-03-01'

/** A tenant's reading transaction against the bare prepared query of somebody whom no policy binds. */
export const b3: Part = {
  name: 'B3',
  title: 'A transaction under row-level security against the bare query',
  run: async (bench) => {
    const real = await bench.realPostgres()
    if (real === null) bench.add(notRunLine('B3', 'row-level security on a real Postgres', 'no server found'))
    else await compare(bench, real, LANES, 0.8)
    await compare(bench, await bench.embeddedPostgres(), 1)
  },
}

async function compare(bench: Bench, server: BenchPostgres, lanes: number, aim?: number): Promise<void> {
  const csv = Buffer.from(sampleRetailCsv({ rows: ROWS, seed: 3 }))
  const workspace = await openBareWorkspace(server.appUrl, csv, retailMapping('rls'))
  await loadFile(workspace, csv)
  const { tenantId } = workspace
  const metricNo = workspace.definitions[0]?.no ?? 0
  const bare = postgres(server.adminUrl, { max: lanes })
  const opened = Array.from({ length: lanes }, () => openLane(server.appUrl))
  const floorQuery = async () => {
    const rows = await bare`
      select record_date, sum(value) from custom_metrics where tenant_id = ${tenantId} and metric_no = ${metricNo}
        and record_date = ${DAY} group by record_date`
    return rows.length
  }
  const subject = async (lane: (typeof opened)[number]) => {
    const result = await inTenant<number, never>(lane, tenantId, 'read', async (tx) => {
      const rows = await tx.sql`
        select record_date, sum(value) from custom_metrics where tenant_id = ${tenantId} and metric_no = ${metricNo}
          and record_date = ${DAY} group by record_date`
      return ok(rows.length)
    })
    return result.ok ? result.value : 0
  }
  try {
    await bare`analyze custom_metrics`
    const both = await interleave(bench.rounds, {
      floor: () =>
        rate(
          bench,
          Array.from({ length: lanes }, () => floorQuery),
        ),
      subject: () =>
        rate(
          bench,
          opened.map((lane) => () => subject(lane)),
        ),
    })
    bench.add(
      ratioLine({
        part: 'B3',
        what: `read in inTenant, ${server.kind} Postgres, ${lanes} at once`,
        measured: perSecond(both.subject.median),
        against: `no policy, no transaction ${perSecond(both.floor.median)}`,
        ratio: pairedRatio(both.subject, both.floor),
        ...(aim === undefined ? {} : { aim: { value: aim } }),
        floorSpread: both.floor.spread,
      }),
    )
  } finally {
    await bare.end()
    for (const lane of [...opened, workspace.lane]) await lane.reset()
  }
}

/** Calls a second when every caller asks again as soon as it was answered. */
async function rate(bench: Bench, callers: readonly (() => Promise<number>)[]): Promise<number> {
  const endsAt = performance.now() + ROUND_MS
  const startedAt = performance.now()
  let calls = 0
  await Promise.all(
    callers.map(async (call) => {
      while (performance.now() < endsAt) {
        const rows = await call()
        bench.check(rows === 1, 'B3: a query did not see its row')
        calls += 1
      }
    }),
  )
  return (calls * 1000) / (performance.now() - startedAt)
}
