import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Question, RecordView, Series } from '../../contracts/metrics.ts'
import { type Answered, Home, holdQueue } from '../edge/testing/home.ts'

const ITEMS = ['apple', 'Übergröße', 'other', '', 'plum'] as const
/** More values than are kept by day, and more than are kept by month. */
const SHELVES = 260
const SERIALS = 5100
const ROWS = 5300
const FIRST = Date.UTC(2025, 0, 1)
const DAY_MS = 86_400_000
const LAST_OFFSET = 399
const dayOf = (offset: number) => new Date(FIRST + offset * DAY_MS).toISOString().slice(0, 10)
const DIMENSIONS = ['item', 'shelf', 'serial'] as const
const mapping = {
  date: 'day',
  client: 'customer',
  values: [
    { metric: 'sales', label: 'Sales', currency: 'GBP', expression: 'n * price' },
    { metric: 'units', label: 'Units', unit: 'count', expression: 'n' },
    { metric: 'share', label: 'Share', unit: 'percent', expression: 'price' },
  ],
  dimensions: [...DIMENSIONS],
}
const file = () => {
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const day = dayOf((i * 37) % LAST_OFFSET)
    const amount = `${(i % 7) - 2},${(i % 90) / 8}`
    return `${day},${['Ada', 'Bo', '', 'Cy'][i % 4]},${ITEMS[i % 5]},s${(i * 7) % SHELVES},n${(i * 11) % SERIALS},${amount}`
  })
  return `${['day,customer,item,shelf,serial,n,price', ...rows].join('\n')}\n`
}

let home: Home
let clients: { id: string; name: string }[]
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
  const view = await home.bring(file(), mapping, 'sales.csv')
  expect(view).toMatchObject({ status: 'done', rowsLoaded: ROWS, rowsRejected: 0 })
  clients = (await home.get<typeof clients>('/api/v1/clients')).data
  expect(clients).toHaveLength(4)
})
afterAll(async () => {
  queue.release()
  await home.close()
})

const columns: Record<string, string> = { item: 'd1', shelf: 'd2', serial: 'd3' }
const fold = (metric: string) => (metric === 'share' ? 'round(avg(value), 4)' : 'sum(value)')

interface Raw {
  val: string
  day: string
  v: string
}
/** What plain SQL says: a value per bucket and dimension value; grain `total` has one bucket. */
function raw(metric: string, question: Question, from = question.from, to = question.to): Promise<Raw[]> {
  const { grain, clientId, breakdown } = question
  const bucket =
    grain === 'total' ? `'${from}'` : `date_trunc('${grain}', record_date::timestamp)::date::text`
  const val = breakdown === undefined ? `''` : `coalesce(${columns[breakdown.dimension]}, '')`
  return home.rows<Raw>(
    `select ${val} as val, ${bucket} as day, trim_scale(${fold(metric)})::text as v from custom_metrics f
     join metric_definitions d on d.tenant_id = f.tenant_id and d.no = f.metric_no
     where f.tenant_id = $1 and d.key = '${metric}' and record_date between '${from}' and '${to}'
       ${clientId === undefined ? '' : `and client_id = '${clientId}'`} group by 1, 2 order by 1, 2`,
  )
}
const recorded = (series: Series) =>
  series.points.filter((point) => point.value !== null).map(({ date, value }) => ({ day: date, v: value }))
const bare = (rows: readonly Raw[], val = '') =>
  rows.filter((row) => row.val === val).map(({ day, v }) => ({ day, v }))
const sumOf = (texts: readonly (string | null)[]) =>
  texts.reduce((all, text) => all + unitsOf(text ?? '0'), 0n)
/** Exact: all values here have at most four decimals. */
function unitsOf(text: string): bigint {
  const [whole = '0', part = ''] = text.replace('-', '').split('.')
  const units = BigInt(whole + part.padEnd(4, '0'))
  return text.startsWith('-') ? -units : units
}

const range = fc
  .tuple(fc.nat({ max: LAST_OFFSET }), fc.nat({ max: LAST_OFFSET }))
  .map(([a, b]) => ({ from: dayOf(Math.min(a, b)), to: dayOf(Math.max(a, b)) }))
const grain = fc.constantFrom('day', 'week', 'month', 'quarter', 'year', 'total' as const)

describe('the one question', () => {
  it('[ME4] [ME5] [ME6] equals plain SQL for any range, grain and client', async () => {
    const metrics = fc.subarray(['sales', 'units', 'share'], { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(
        range,
        grain,
        metrics,
        fc.option(fc.nat({ max: 3 })),
        async ({ from, to }, every, asked, client) => {
          const clientId = client === null ? undefined : clients[client]?.id
          const question = {
            metrics: asked,
            from,
            to,
            grain: every,
            ...(clientId === undefined ? {} : { clientId }),
          } as Question
          const { status, data } = await home.ask<Answer>(question)
          expect([status, data.series.map((series) => series.metric)]).toEqual([200, asked])
          for (const series of data.series) {
            expect([question, recorded(series)]).toEqual([question, bare(await raw(series.metric, question))])
            const [whole] = await raw(series.metric, { ...question, grain: 'total' })
            expect(series.total).toBe(whole?.v ?? null)
          }
        },
      ),
      { numRuns: 18 },
    )
  })

  it('[ME13] [ME14] equals plain SQL broken down by few values, by those kept by month and by those not kept', async () => {
    const dimension = fc.constantFrom(...DIMENSIONS)
    const months = fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 11 })).map(([a, b]) => {
      const last = new Date(Date.UTC(2025, Math.max(a, b) + 1, 0))
      return {
        from: `2025-${String(Math.min(a, b) + 1).padStart(2, '0')}-01`,
        to: last.toISOString().slice(0, 10),
      }
    })
    const coarse = fc.constantFrom('month', 'quarter', 'year', 'total' as const)
    const top = fc.integer({ min: 1, max: 6 })
    let answered = 0
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(months, range),
        coarse,
        dimension,
        top,
        async ({ from, to }, every, by, shown) => {
          const question = {
            metrics: ['sales'],
            from,
            to,
            grain: every,
            breakdown: { dimension: by, top: shown },
          } as Question
          const { status, data, error } = await home.ask<Answer>(question)
          if (status === 400 && error.code === 'question_too_large') return
          expect([status, question]).toEqual([200, question])
          answered += 1
          const totals = (await raw('sales', { ...question, grain: 'total' })).map(({ val, v }) => ({
            val,
            v,
          }))
          const size = (text: string) => (unitsOf(text) < 0n ? -unitsOf(text) : unitsOf(text))
          totals.sort((a, b) =>
            size(a.v) === size(b.v) ? (a.val < b.val ? -1 : 1) : size(a.v) < size(b.v) ? 1 : -1,
          )
          const named = data.series.filter((series) => series.part !== 'other')
          expect(named.map((series) => ({ val: series.dimensionValue ?? '', v: series.total }))).toEqual(
            totals.slice(0, shown),
          )
          const rows = await raw('sales', question)
          for (const series of named)
            expect(recorded(series)).toEqual(bare(rows, series.dimensionValue ?? ''))
          const other = data.series.find((series) => series.part === 'other')
          expect(other !== undefined).toBe(totals.length > shown)
          expect(sumOf(data.series.map((series) => series.total))).toBe(sumOf(totals.map((one) => one.v)))
        },
      ),
      { numRuns: 24 },
    )
    expect(answered).toBeGreaterThan(12)
    const levels = await home.inside((tenant) => [...tenant.rollups.levels(1)])
    expect(levels).toEqual(
      expect.arrayContaining([
        [1, 0],
        [2, 1],
        [3, 2],
      ]),
    )
  })

  it('[ME10] [ME12] holds the period before and the year before against it', async () => {
    await fc.assert(
      fc.asyncProperty(range, fc.constantFrom('previous', 'yoy' as const), async ({ from, to }, compare) => {
        const question = { metrics: ['units'], from, to, grain: 'total', compare } as Question
        const { data } = await home.ask<Answer>(question)
        const [series] = data.series
        const view = series?.compare
        const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
        const daysAhead = (text: string, by: number) =>
          new Date(Date.parse(text) - by * DAY_MS).toISOString().slice(0, 10)
        if (compare === 'previous')
          expect([view?.from, view?.to]).toEqual([daysAhead(from, days), daysAhead(from, 1)])
        const [earlier] = await raw('units', question, view?.from ?? '', view?.to ?? '')
        expect([view?.total, view?.currentTotal]).toEqual([earlier?.v ?? null, series?.total ?? null])
      }),
      { numRuns: 8 },
    )
  })

  it('answers twenty at once as it answers them one by one, and no more', async () => {
    const questions = Array.from({ length: 20 }, (_, i) => ({
      metrics: [i % 2 === 0 ? 'sales' : 'units'],
      from: dayOf(i * 9),
      to: dayOf(200 + i),
      grain: i % 3 === 0 ? 'month' : 'week',
      ...(i % 5 === 0 ? { breakdown: { dimension: 'item' } } : {}),
    }))
    const all = await home.ask<Answer[]>({ questions })
    expect(all.data).toHaveLength(20)
    for (const i of [0, 5, 7, 19])
      expect((await home.ask<Answer>(questions[i] ?? {})).data).toEqual(all.data[i])
    const more = await home.ask({ questions: [...questions, ...questions.slice(0, 1)] })
    expect([more.status, more.error.code]).toEqual([400, 'invalid_request'])
  })

  it('[ME24] says where its numbers come from', async () => {
    const { data, meta } = await home.ask<Answer>({
      metrics: ['sales'],
      from: dayOf(0),
      to: dayOf(10),
      grain: 'total',
    })
    expect(data.freshness).toMatchObject([
      { source: 'sales.csv', state: 'static', asOf: expect.stringMatching(/Z$/) },
    ])
    expect(meta.seq).toBeGreaterThan(3)
  })
})

describe('a question that cannot be answered says what to change', () => {
  const good = { metrics: ['sales'], from: '2025-01-01', to: '2025-01-31', grain: 'day' }
  const refused = (answer: Answered<unknown>) => [answer.status, answer.error?.code]

  it('[ME21] [ME22] [ME23] names the field, the nearest keys, the grain that fits', async () => {
    const unknown = await home.ask({ ...good, metrics: ['sale'] })
    expect(refused(unknown)).toEqual([400, 'unknown_metric'])
    expect(JSON.stringify(unknown.error)).toContain('sales')
    expect(refused(await home.ask({ ...good, from: '2025-02-01' }))).toEqual([400, 'reversed_dates'])
    const decade = await home.ask({ ...good, from: '2016-01-01', to: '2025-12-31' })
    expect(refused(decade)).toEqual([400, 'range_too_long'])
    expect(JSON.stringify(decade.error)).toMatch(/week/)
    const dimension = await home.ask({ ...good, breakdown: { dimension: 'colour' } })
    expect(refused(dimension)).toEqual([400, 'unknown_dimension'])
    expect(JSON.stringify(dimension.error)).toContain('shelf')
    const top = await home.ask({ ...good, breakdown: { dimension: 'item', top: 100_000 } })
    expect(top.status).toBe(400)
    for (const answer of [unknown, decade, dimension, top])
      expect(answer.error.message.length).toBeGreaterThan(10)
  })

  it('refuses what is not a question', async () => {
    for (const body of [
      {},
      { ...good, grain: 'fortnight' },
      { ...good, from: '2025-02-30' },
      { ...good, metrics: [] },
      { ...good, extra: 1 },
      { questions: [] },
      { ...good, clientId: 'x' },
    ])
      expect([body, ...refused(await home.ask(body))]).toEqual([body, 400, 'invalid_request'])
    const response = await home.raw('POST', '/api/v1/metrics/query', '{"metrics":')
    expect(response.status).toBe(400)
    expect(
      refused(
        await home.ask({
          metrics: ['sales'],
          from: '2025-01-01',
          to: '2025-01-02',
          grain: 'day',
          clientId: crypto.randomUUID(),
        }),
      )[0],
    ).not.toBe(500)
  })
})

describe('the records behind a number', () => {
  interface Page {
    data: RecordView[]
    meta: { nextCursor: string | null; total: number; sum: string }
  }
  async function pages(path: string, limit: number): Promise<{ rows: RecordView[]; meta: Page['meta'] }> {
    const rows: RecordView[] = []
    let cursor: string | null = null
    for (;;) {
      const suffix: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const page = (await home.call('GET', `${path}&limit=${limit}${suffix}`)) as Answered<RecordView[]> &
        Page
      expect(page.status).toBe(200)
      rows.push(...page.data)
      cursor = page.meta.nextCursor
      if (cursor === null) return { rows, meta: page.meta }
    }
  }

  it('[ME26] add up to it exactly, page by page, complete and without repeats', async () => {
    const slice = fc.record({ dimension: fc.constantFrom(null, ...DIMENSIONS), pick: fc.nat({ max: 4 }) })
    const short = fc
      .tuple(fc.nat({ max: LAST_OFFSET }), fc.nat({ max: 40 }))
      .map(([a, n]) => ({ from: dayOf(a), to: dayOf(a + n) }))
    await fc.assert(
      fc.asyncProperty(
        short,
        slice,
        fc.constantFrom('sales', 'units'),
        fc.constantFrom(90, 500),
        async ({ from, to }, { dimension, pick }, metric, limit) => {
          const base = { metrics: [metric], from, to, grain: 'total' }
          const asked = await home.ask<Answer>(
            dimension === null ? base : { ...base, breakdown: { dimension, top: 5 } },
          )
          const series = asked.data.series.filter((one) => one.part !== 'other')[
            dimension === null ? 0 : pick
          ]
          if (series === undefined) return
          const filter =
            dimension === null
              ? ''
              : `&dimension=${dimension}&value=${encodeURIComponent(series.dimensionValue ?? '')}`
          const { rows, meta } = await pages(
            `/api/v1/metrics/${metric}/records?from=${from}&to=${to}${filter}`,
            limit,
          )
          expect(unitsOf(meta.sum)).toBe(unitsOf(series.total ?? '0'))
          expect(sumOf(rows.map((row) => row.value))).toBe(unitsOf(meta.sum))
          expect(rows).toHaveLength(meta.total)
          expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
          expect(rows.every((row) => row.date >= from && row.date <= to && row.source === 'sales.csv')).toBe(
            true,
          )
        },
      ),
      { numRuns: 14 },
    )
  })

  it('[ME26] of one client, and what a list of them refuses', async () => {
    const path = '/api/v1/metrics/sales/records?from=2025-03-01&to=2025-03-20'
    const clientId = clients[1]?.id ?? ''
    const { meta } = await pages(`${path}&clientId=${clientId}`, 500)
    const answer = await home.ask<Answer>({
      metrics: ['sales'],
      from: '2025-03-01',
      to: '2025-03-20',
      grain: 'total',
      clientId,
    })
    expect(meta.sum).toBe(answer.data.series[0]?.total)
    const status = async (query: string) => (await home.call('GET', `${path}${query}`)).status
    expect(await status('&cursor=nonsense')).toBe(400)
    expect(await status('&limit=501')).toBe(400)
    expect(await status('&dimension=colour&value=x')).toBe(400)
    expect(await status('&dimension=item')).toBe(400)
    expect((await home.get('/api/v1/metrics/nothing/records?from=2025-01-01&to=2025-01-02')).status).toBe(404)
    const reversed = await home.get('/api/v1/metrics/sales/records?from=2025-02-01&to=2025-01-01')
    expect([reversed.status, reversed.error.code]).toEqual([400, 'reversed_dates'])
  })
})

describe('kept answers', () => {
  it('[ME25] are forgotten when a load moves one of their metrics, and only then', async () => {
    const question = { metrics: ['units'], from: '2025-01-01', to: '2026-02-28', grain: 'month' }
    const first = await home.ask<Answer>(question)
    expect(await home.ask<Answer>(question)).toMatchObject({ data: first.data, meta: first.meta })
    await home.bring('day,n\n2026-02-01,1000\n2026-02-02,1\n', {
      date: 'day',
      values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
    })
    const second = await home.ask<Answer>(question)
    expect(unitsOf(second.data.series[0]?.total ?? '0') - unitsOf(first.data.series[0]?.total ?? '0')).toBe(
      unitsOf('1001'),
    )
    expect(second.data.freshness).toHaveLength(2)
    expect(Number(second.meta.seq)).toBeGreaterThan(Number(first.meta.seq))
    // The new rows have no item: they are in the blank slice, or the slices would not add up.
    const slices = await home.ask<Answer>({ ...question, grain: 'total', breakdown: { dimension: 'item' } })
    expect(sumOf(slices.data.series.map((series) => series.total))).toBe(
      unitsOf(second.data.series[0]?.total ?? '0'),
    )
    expect(await home.stub.rebuild()).toMatchObject({ isEqual: true })
  })
})
