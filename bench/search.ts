import postgres from 'postgres'
import { TenantId } from '../contracts/ids.ts'
import { ok } from '../contracts/result.ts'
import { SearchQuery } from '../contracts/search.ts'
import { openLane } from '../db/lane.ts'
import { inTenant } from '../db/tenant-tx.ts'
import { search as find, kindsFor } from '../worker/search/service.ts'
import type { Bench, Part } from './harness/bench.ts'
import type { BenchPostgres } from './harness/postgres.ts'
import { ceilingLine, inMs, notRunLine, ratioLine } from './harness/report.ts'
import { interleave, pairedRatio } from './harness/rounds.ts'
import { newId } from './harness/workspace.ts'

const RECORDS = 10_000
const CEILING_MS = 100
const WORDS = ['Lisbon', 'Berlin', 'Madrid', 'Oslo', 'Rome', 'Sound', 'Light', 'Tour', 'Studio', 'Session']
/** What people type: the beginnings of words, of many records and of few. */
const QUESTIONS = ['lis', 'tour ber', 'sess', 's', 'light 77', 'studio mad 1', 'nothing']

/** Words of a question against a look through all titles. The open jobs that the call reads from D1 meanwhile are not in it. */
export const search: Part = {
  name: 'SEARCH',
  title: 'Finding records by words in a workspace of ten thousand',
  run: async (bench) => {
    const real = await bench.realPostgres()
    if (real === null) bench.add(notRunLine('SEARCH', 'search on a real Postgres', 'no server found'))
    else await compare(bench, real)
    await compare(bench, await bench.embeddedPostgres())
  },
}

/** A title of two of the words and a number, made by Postgres from `i`. */
const TITLE = `(array['${WORDS.join("','")}'])[1 + i % 10] || ' ' || (array['${WORDS.join("','")}'])[1 + i / 10 % 10] || ' ' || i`
const FILL = [
  `insert into artists (tenant_id, id, kind, name, time_zone, skills, created_at)
   select $1::uuid, gen_random_uuid(), 'person', ${TITLE}, 'UTC', '[]', now() from generate_series(1, ${RECORDS * 0.2}) i`,
  `insert into clients (tenant_id, id, name, external_id, created_at)
   select $1::uuid, gen_random_uuid(), ${TITLE}, 'c' || i, now() from generate_series(1, ${RECORDS * 0.2}) i`,
  `insert into bookings (tenant_id, id, artist_id, title, status, blocks, is_exclusive, starts_at, ends_at, time_zone, claims, created_by, created_at)
   select $1::uuid, gen_random_uuid(), (select id from artists where tenant_id = $1::uuid limit 1), ${TITLE}, 'confirmed', false, true,
     now() + i * interval '1 hour', now() + (i + 1) * interval '1 hour', 'UTC', '[]', 'system:bench', now() from generate_series(1, ${RECORDS * 0.6}) i`,
]

async function compare(bench: Bench, server: BenchPostgres): Promise<void> {
  const tenantId = TenantId.parse(newId())
  const bare = postgres(server.adminUrl, { max: 1 })
  const lane = openLane(server.appUrl)
  const every = kindsFor(() => true)
  const ask = async (q: string) => {
    const result = await inTenant<number, never>(lane, tenantId, 'read', async (tx) =>
      ok((await find(tx, SearchQuery.parse({ q }), every)).length),
    )
    return result.ok ? result.value : 0
  }
  const lookThrough = async (q: string) => {
    const parts = q.split(' ').map((word) => `%${word}%`)
    const rows = await bare`
      select * from (
      select 'artist' as kind, id, name from artists where tenant_id = ${tenantId} and name ilike all (${parts})
      union all select 'client', id, name from clients where tenant_id = ${tenantId} and name ilike all (${parts})
      union all select 'booking', id, title from bookings where tenant_id = ${tenantId} and title ilike all (${parts})
      ) found order by length(name), name limit 15`
    return rows.length
  }
  try {
    for (const statement of FILL) await bare.unsafe(statement, [tenantId])
    await bare`analyze`
    const slowest = { ms: 0 }
    const both = await interleave(bench.rounds, {
      floor: () => meanMs(lookThrough),
      subject: () => meanMs(ask, slowest),
    })
    bench.check((await ask('lis')) === 15, 'SEARCH: a word of all kinds did not find five of each')
    bench.check((await ask('nothing')) === 0, 'SEARCH: something was found by a word that is nowhere')
    const what = `${RECORDS.toLocaleString('en')} records, ${server.kind} Postgres`
    bench.add(
      ratioLine({
        part: 'SEARCH',
        what: `a question in ${what}`,
        measured: inMs(both.subject.median),
        against: `ilike over all titles, no policy ${inMs(both.floor.median)}`,
        ratio: pairedRatio(both.subject, both.floor),
        floorSpread: both.floor.spread,
      }),
    )
    bench.add(
      ceilingLine({
        part: 'SEARCH',
        what: `the slowest of ${what}`,
        value: slowest.ms,
        ceiling: CEILING_MS,
        unit: 'ms',
      }),
    )
  } finally {
    await bare.end()
    await lane.reset()
  }
}

/** Mean time of the questions, one after the other. The first question of `slowest` opens the connection and counts for nothing. */
async function meanMs(ask: (q: string) => Promise<number>, slowest?: { ms: number }): Promise<number> {
  await ask('warm')
  let sum = 0
  for (const question of QUESTIONS) {
    const startedAt = performance.now()
    await ask(question)
    const took = performance.now() - startedAt
    sum += took
    if (slowest !== undefined) slowest.ms = Math.max(slowest.ms, took)
  }
  return sum / QUESTIONS.length
}
