import postgres from 'postgres'
import { callApi, micros } from './harness/api.ts'
import { type Bench, type Part, RETAIL_METRIC } from './harness/bench.ts'
import { burst, floorRound } from './harness/burst.ts'
import { startProgram } from './harness/programs.ts'
import { openRedis } from './harness/redis.ts'
import { inMs, latency, notRunLine, perSecond, ratioLine } from './harness/report.ts'
import { interleave, pairedRatio } from './harness/rounds.ts'
import { ROUND_SECONDS, type Site } from './harness/site.ts'
import { median, spread } from './harness/stats.ts'
import { dashboardTiles, type Tile } from './harness/tiles.ts'

const PATH = '/api/v1/metrics/query'
const PEER_PEOPLE = 4000

interface Answer {
  series: { total: string | null }[]
}

/** The one question, and a dashboard of twelve, against what else could answer it. */
export const b2: Part = {
  name: 'B2',
  title: 'Questions and a dashboard of twelve tiles',
  run: async (bench) => {
    const site = await bench.siteWithRetail()
    const owner = { url: site.url, headers: site.owner.headers }
    const tiles = dashboardTiles(RETAIL_METRIC)
    const questions = tiles.map((tile) => tile.question)
    const dashboard = JSON.stringify({ questions })
    const answers = await callApi<Answer[]>(owner, 'POST', PATH, { questions })
    const one = JSON.stringify(questions[1])
    await oneQuestion(bench, site, one)
    await againstPeer(bench, site, { 'one question': one, 'dashboard of 12': dashboard })
    await againstRows(bench, site, tiles, answers)
  },
}

async function oneQuestion(bench: Bench, site: Site, body: string): Promise<void> {
  const response = await fetch(`${site.url}${PATH}`, {
    method: 'POST',
    headers: { ...site.owner.headers, 'content-type': 'application/json' },
    body,
  })
  await site.setFloor(await response.text(), response)
  let last = ''
  const floor = async (path: string) =>
    (await floorRound(bench, site.floorUrl, { method: 'POST', path, body })).perSecond
  const both = await interleave(bench.rounds, {
    floor: () => floor('/'),
    ceiling: () => floor('/hop'),
    subject: async () => {
      const result = await burst(bench, site, { method: 'POST', path: PATH, body })
      last = latency(result)
      return result.perSecond
    },
  })
  bench.add(
    ratioLine({
      part: 'B2',
      what: 'one question (the kept answer)',
      measured: `${perSecond(both.subject.median)}, ${last}`,
      against: `raw workerd, same body ${perSecond(both.floor.median)}`,
      ratio: pairedRatio(both.subject, both.floor),
      aim: { value: 0.4 },
      floorSpread: both.floor.spread,
    }),
  )
  bench.add(
    ratioLine({
      part: 'B2',
      what: 'ceiling of that: a bare hop into an object, same answer and headers',
      measured: perSecond(both.ceiling.median),
      against: `raw workerd, same body ${perSecond(both.floor.median)}; the question reaches ${pairedRatio(both.subject, both.ceiling).toFixed(2)} of it`,
      ratio: pairedRatio(both.ceiling, both.floor),
      floorSpread: both.floor.spread,
    }),
  )
}

async function againstPeer(bench: Bench, site: Site, bodies: Record<string, string>): Promise<void> {
  const redis = await openRedis()
  if (redis === null) {
    bench.add(notRunLine('B2', 'dashboard of 12 tiles against Fastify + Redis', 'no redis-server'))
    return
  }
  const peer = await startProgram<{ url: string }>('peers/dashboard-server.ts', [String(redis.port)])
  try {
    const people = Array.from({ length: PEER_PEOPLE }, (_, i) => `s${i}`)
    for (const person of people)
      void redis.client.set(`session:${person}`, JSON.stringify({ tenantId: site.tenantId }))
    await redis.client.hset('moved', RETAIL_METRIC, '1')
    const owner = { url: site.url, headers: site.owner.headers }
    for (const [what, body] of Object.entries(bodies)) {
      await fillPeer(redis.client, owner, body)
      const headers = { 'content-type': 'application/json', 'x-tenant-id': site.tenantId }
      const requests = people.map((person) => ({
        method: 'POST',
        path: PATH,
        body,
        headers: { ...headers, cookie: `session=${person}` },
      }))
      const job = { url: peer.ready.url, connections: 16, requests, expectedStatus: 200 }
      let last = ''
      const both = await interleave(bench.rounds, {
        floor: async () => (await bench.load.run({ ...job, seconds: ROUND_SECONDS })).perSecond,
        subject: async () => {
          const result = await burst(bench, site, { method: 'POST', path: PATH, body })
          last = latency(result)
          return result.perSecond
        },
      })
      bench.add(
        ratioLine({
          part: 'B2',
          what: `${what} against the same on Node`,
          measured: `${perSecond(both.subject.median)}, ${last}`,
          against: `Fastify + Redis ${perSecond(both.floor.median)}`,
          ratio: pairedRatio(both.subject, both.floor),
          ...(what === 'dashboard of 12' ? { aim: { value: 0.9 } } : {}),
          floorSpread: both.floor.spread,
        }),
      )
    }
  } finally {
    await peer.close()
    await redis.close()
  }
}

/** Puts the Worker's own answers into the reference, so that both send the same bytes. */
async function fillPeer(
  client: { set(key: string, value: string): Promise<unknown> },
  owner: { url: string; headers: Record<string, string> },
  body: string,
): Promise<void> {
  const asked = JSON.parse(body) as { questions?: unknown[] }
  const questions = asked.questions ?? [asked]
  const answers = await callApi<unknown[]>(owner, 'POST', PATH, { questions })
  const head = JSON.stringify({ seq: 1, metrics: [RETAIL_METRIC] })
  for (const [i, question] of questions.entries()) {
    await client.set(`answer:${JSON.stringify(question)}`, `${head}\n${JSON.stringify(answers[i])}`)
  }
}

/** The same twelve answers from the rows themselves, equal to the last digit. */
async function againstRows(
  bench: Bench,
  site: Site,
  tiles: readonly Tile[],
  answers: Answer[],
): Promise<void> {
  const server = (await bench.realPostgres()) ?? (await bench.embeddedPostgres())
  const sql = postgres(server.adminUrl, { max: 1 })
  try {
    await sql`analyze custom_metrics`
    const [definition] = await sql<{ no: number }[]>`
      select no from metric_definitions where tenant_id = ${site.tenantId} and key = ${RETAIL_METRIC}`
    const answerFromRows = () =>
      Promise.all(
        tiles.map(({ question, sql: text }) =>
          sql.unsafe<{ total: string }[]>(
            text,
            [site.tenantId, definition?.no ?? 0, question.from, question.to],
            { prepare: true },
          ),
        ),
      )
    const fromRows = await answerFromRows()
    const sum = (totals: (string | null)[]) => totals.reduce((all, one) => all + micros(one ?? '0'), 0n)
    for (const [i, rows] of fromRows.entries()) {
      const mine = sum((answers[i]?.series ?? []).map((series) => series.total))
      const theirs = sum(rows.map((row) => row.total))
      bench.check(mine === theirs, `B2: tile ${i} says ${mine}, the rows say ${theirs} (millionths)`)
    }
    const dashboard = JSON.stringify({ questions: tiles.map((tile) => tile.question) })
    const cohort = site.nextCohort()
    const call = async (i: number) => {
      const headers = { ...cohort[i % cohort.length]?.headers, 'content-type': 'application/json' }
      const response = await fetch(`${site.url}${PATH}`, { method: 'POST', headers, body: dashboard })
      await response.text()
    }
    for (let i = 0; i < cohort.length; i += 1) await call(i)
    const kept: number[] = []
    const raw: number[] = []
    for (let round = 0; round < (bench.isQuick ? 5 : 10); round += 1) {
      for (let i = 0; i < 20; i += 1) kept.push(await timed(() => call(i)))
      raw.push(await timed(answerFromRows))
    }
    bench.add(
      ratioLine({
        part: 'B2',
        what: 'dashboard of 12 against the rows, one caller (equal to the last digit)',
        measured: `${inMs(median(kept))} over HTTP`,
        against: `${server.kind} Postgres, raw rows ${inMs(median(raw))}`,
        ratio: median(raw) / median(kept),
        aim: { value: 50 },
        floorSpread: spread(raw),
      }),
    )
  } finally {
    await sql.end()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
