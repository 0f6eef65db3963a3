import type { D1Database } from '@cloudflare/workers-types'
import postgres from 'postgres'
import { JobId, TenantId } from '../contracts/ids.ts'
import { ok } from '../contracts/result.ts'
import { SearchQuery } from '../contracts/search.ts'
import { openLane } from '../db/lane.ts'
import { inTenant } from '../db/tenant-tx.ts'
import { Board } from '../worker/board/service.ts'
import { search as find, kindsFor } from '../worker/search/service.ts'
import type { Bench, Part } from './harness/bench.ts'
import type { BenchPostgres } from './harness/postgres.ts'
import { ceilingLine, inMs, notRunLine, ratioLine } from './harness/report.ts'
import { interleave, pairedRatio } from './harness/rounds.ts'
import { newId } from './harness/workspace.ts'

const RECORDS = 10_000
const LISTINGS = 1_000
const CEILING_MS = 100
const WORDS = ['Lisbon', 'Berlin', 'Madrid', 'Oslo', 'Rome', 'Sound', 'Light', 'Tour', 'Studio', 'Session']
/** What people type: the beginnings of words, of many records and of few. */
const QUESTIONS = ['lis', 'tour ber', 'sess', 's', 'light 77', 'studio mad 1', 'nothing']

/** Words of a question against a look through all titles, and the whole call, which reads open jobs of other workspaces meanwhile. */
export const search: Part = {
  name: 'SEARCH',
  title: 'Finding records by words in a workspace of ten thousand',
  run: async (bench) => {
    const real = await bench.realPostgres()
    if (real === null) bench.add(notRunLine('SEARCH', 'search on a real Postgres', 'no server found'))
    else await compare(bench, real)
    await compare(bench, await bench.embeddedPostgres())
    await wholeCall(bench, real ?? (await bench.embeddedPostgres()))
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

/** Open listings of another workspace, as it would hand them over. */
async function fillBoard(control: D1Database): Promise<void> {
  const tenantId = newId()
  const at = new Date()
  await control
    .prepare(
      `insert into tenants (id, slug, name, region, state, time_zone, currency, week_start, fiscal_year_start_month, created_at)
        values (?, ?, 'Other', 'eu', 'active', 'UTC', 'EUR', 1, 1, ?)`,
    )
    .bind(tenantId, `board-${tenantId}`, at.getTime())
    .run()
  const board = new Board(control)
  const word = (i: number) => WORDS[i % WORDS.length] ?? ''
  for (let i = 0; i < LISTINGS; i += 1)
    await board.putListing(tenantId, {
      ...{ id: JobId.parse(newId()), title: `${word(i)} ${word(Math.floor(i / WORDS.length))} ${i}` },
      ...{ description: 'Work for some days.', place: null, isRemote: true, isBlind: false, skills: [] },
      ...{ rate: null, days: { from: '2099-01-01', to: '2099-01-02' }, closedAt: null, version: 1 },
      ...{ deadline: { day: '2098-12-01', timeZone: 'UTC' }, deadlineAt: '2098-12-02T00:00:00.000Z' },
      postedAt: at.toISOString(),
    })
}

/** `GET /api/v1/search` through front door and object, with Postgres and the board behind it, one call after the other. */
async function wholeCall(bench: Bench, server: BenchPostgres): Promise<void> {
  const site = await bench.site()
  const bare = postgres(server.adminUrl, { max: 1 })
  const [clock] = await bare<{ now: string }[]>`select now()::text as now`
  const startedAt = clock?.now ?? ''
  try {
    for (const statement of FILL) await bare.unsafe(statement, [site.tenantId])
    await bare`analyze`
    await fillBoard(site.control)
    const call = (path: string) => async (q: string) => {
      const response = await fetch(`${site.url}${path}${encodeURIComponent(q)}`, {
        headers: site.owner.headers,
      })
      const { data } = (await response.json()) as { data: { kind: string }[] }
      bench.check(response.ok, `SEARCH: ${path} answered ${response.status}`)
      return data
    }
    const ask = call('/api/v1/search?q=')
    const found = await ask('lis')
    bench.check(
      found.some(({ kind }) => kind === 'listing') && found.some(({ kind }) => kind === 'artist'),
      'SEARCH: a word of all kinds did not find records and open jobs',
    )
    const slowest = { ms: 0 }
    const { subject, floor } = await interleave(bench.rounds, {
      floor: () => meanMs(async (q) => (await call('/api/v1/clients?limit=15&q=')(q)).length),
      subject: () => meanMs(async (q) => (await ask(q)).length, slowest),
    })
    bench.add(
      ceilingLine({
        part: 'SEARCH',
        what: `the slowest whole call, ${RECORDS.toLocaleString('en')} records and ${LISTINGS.toLocaleString('en')} open jobs, ${server.kind} Postgres`,
        ...{ value: slowest.ms, ceiling: CEILING_MS, unit: 'ms' },
        against: `mean ${subject.median.toFixed(1)} ms, a page of clients ${floor.median.toFixed(1)} ms`,
      }),
    )
  } finally {
    // Other parts ask the same workspace.
    for (const table of ['bookings', 'artists', 'clients'])
      await bare`delete from ${bare(table)} where tenant_id = ${site.tenantId} and created_at >= ${startedAt}::timestamptz`
    await bare.end()
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
