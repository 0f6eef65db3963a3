/// <reference types="@cloudflare/vitest-plugin/types" />
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportView } from '../../contracts/imports.ts'
import { DIMENSION_DAY_VALUES_MAX, DIMENSION_MONTH_VALUES_MAX } from '../../contracts/limits.ts'
import { LiveFrame } from '../../contracts/live.ts'
import { loadImport } from '../../queues/consumers/import-load.ts'
import { dispatchBatch } from '../../queues/dispatch.ts'
import { bindings, dyingAfter, Home, holdQueue, silent } from '../edge/testing/home.ts'
import { sampleRetailCsv } from './parsing/sample.ts'

let queue = holdQueue()
beforeEach(() => {
  queue = holdQueue()
})
afterEach(() => queue.release())

const retail = {
  date: 'InvoiceDate',
  values: [
    { metric: 'revenue', label: 'Revenue', currency: 'GBP', expression: 'Quantity * UnitPrice' },
    { metric: 'quantity', label: 'Quantity', unit: 'count', expression: 'Quantity' },
  ],
  dimensions: ['Country', 'Description'],
}
const small = {
  date: 'day',
  values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
  dimensions: ['item'],
}
/** Enough good rows that the few bad ones of a test do not change what a column is. */
const many = Array.from({ length: 40 }, (_, i) => `2026-01-01,a,${i}`)
const csv = (rows: readonly string[]) => `${['day,item,n', ...rows].join('\n')}\n`

const gzipped = (text: string) => new Response(text).body?.pipeThrough(new CompressionStream('gzip')) ?? ''
/** Rows, copies and sums as stored, to be compared before and after. */
const facts = async (home: Home) =>
  home.rows(
    `select metric_no, count(*)::int as n, count(distinct (record_date, row_key, occurrence))::int as keys, trim_scale(sum(value))::text as sum
     from custom_metrics where tenant_id = $1 group by 1 order by 1`,
  )
const total = async (home: Home, metric: string, from = '2010-12-01', to = '2011-12-31') => {
  const answer = await home.ask<{ series: { total: string | null }[] }>({
    metrics: [metric],
    from,
    to,
    grain: 'total',
  })
  return answer.data.series[0]?.total
}

describe('a file from upload to numbers', () => {
  it('[IM14] [IM24] loads every line once and answers with its sum', async () => {
    const home = await Home.openForgetful()
    const text = sampleRetailCsv({ rows: 400, seed: 3 })
    const uploaded = await home.upload(text, 'shop.csv')
    expect([uploaded.status, uploaded.headers.get('location')]).toEqual([
      201,
      `/api/v1/imports/${uploaded.data.id}`,
    ])
    expect(uploaded.data).toMatchObject({ status: 'detected', rowsRead: 0, bytesDone: 0, name: 'shop.csv' })
    const committed = await home.commit(uploaded.data.id, retail)
    expect([committed.status, committed.data.status]).toEqual([202, 'loading'])
    // Objects of files that ran before may still send theirs.
    const sent = queue.sent.filter(({ tenantId }) => tenantId === home.tenantId)
    expect(sent).toEqual([home.message(uploaded.data.id)])
    await loadImport(bindings, silent, home.message(uploaded.data.id))
    const done = await home.importOf(uploaded.data.id)
    expect(done).toMatchObject({
      status: 'done',
      rowsRead: 400,
      rowsLoaded: 400,
      rowsSame: 0,
      rowsRejected: 0,
    })
    expect(done.bytesDone).toBe(done.bytesTotal)
    const [row] = await home.rows<{ sum: string }>(
      `select trim_scale(sum(value))::text as sum from custom_metrics f join metric_definitions d on d.tenant_id = f.tenant_id and d.no = f.metric_no
       where f.tenant_id = $1 and d.key = 'revenue'`,
    )
    expect(await total(home, 'revenue')).toBe(row?.sum)
    expect(await home.stub.rebuild()).toMatchObject({ isEqual: true })
  })

  it('[IM26] changes nothing when the same rows come again, by whatever name, packed or shuffled', async () => {
    const home = await Home.openForgetful()
    const text = sampleRetailCsv({ rows: 300, seed: 4 })
    await home.bring(text, retail)
    const before = await facts(home)
    const again = await home.bring(text, retail)
    expect(again).toMatchObject({
      status: 'done',
      rowsRead: 300,
      rowsLoaded: 0,
      rowsSame: 300,
      rowsRejected: 0,
    })
    const packed = await home.bring(gzipped(text), retail, 'other.csv.gz')
    expect(packed).toMatchObject({ status: 'done', rowsLoaded: 0, rowsSame: 300 })
    // Quoted line breaks make a shuffle of lines wrong, so these rows have none.
    const plain = Array.from(
      { length: 200 },
      (_, i) => `2026-01-${String((i % 28) + 1).padStart(2, '0')},${i % 7},${i % 5}`,
    )
    await home.bring(csv(plain), small)
    const rest = await facts(home)
    const shuffled = await home.bring(csv(plain.toReversed()), small)
    expect(shuffled).toMatchObject({ rowsRead: 200, rowsLoaded: 0, rowsSame: 200 })
    expect(await facts(home)).toEqual(rest)
    expect(rest.slice(0, before.length)).toEqual(before)
    expect(await home.stub.rebuild()).toMatchObject({ isEqual: true })
  })

  it('[IM24] answers a commit that comes again and refuses another mapping', async () => {
    const home = await Home.openForgetful()
    const uploaded = await home.upload(csv(['2026-01-01,a,1']))
    const { id } = uploaded.data
    expect((await home.commit(id, small)).status).toBe(202)
    expect((await home.commit(id, small)).status).toBe(202)
    const other = await home.commit(id, { ...small, dimensions: [] })
    expect([other.status, other.error.code]).toEqual([409, 'conflict'])
  })

  it('is delivered by the queue itself', async () => {
    queue.release()
    const home = await Home.openForgetful()
    const uploaded = await home.upload(sampleRetailCsv({ rows: 100, seed: 5 }))
    await home.commit(uploaded.data.id, retail)
    let view: ImportView | undefined
    for (let i = 0; i < 100 && view?.status !== 'done'; i += 1) {
      await scheduler.wait(50)
      view = await home.importOf(uploaded.data.id)
    }
    expect(view).toMatchObject({ status: 'done', rowsLoaded: 100 })
  })
})

describe('a load that is cut off', () => {
  // Three batches of 8,000 rows at most.
  const rows = 17_000
  const text = sampleRetailCsv({ rows, seed: 8 })

  it('[IM24] [IM25] finishes with every row exactly once, whatever is delivered twice or late', async () => {
    const home = await Home.openForgetful()
    const uploaded = await home.upload(text)
    const { id } = uploaded.data
    await home.commit(id, retail)
    const message = home.message(id)
    await expect(loadImport(dyingAfter(1), silent, message)).rejects.toThrow('killed')
    await home.evict()
    const half = await home.importOf(id)
    expect([half.status, half.rowsLoaded > 0, half.rowsLoaded < rows]).toEqual(['loading', true, true])
    await expect(loadImport(dyingAfter(0), silent, message)).rejects.toThrow('killed')
    // Two consumers at once, then one more when all is done.
    await Promise.all([loadImport(bindings, silent, message), loadImport(bindings, silent, message)])
    await loadImport(bindings, silent, message)
    const done = await home.importOf(id)
    expect(done).toMatchObject({
      status: 'done',
      rowsRead: rows,
      rowsLoaded: rows,
      rowsSame: 0,
      rowsRejected: 0,
    })
    const stored = await facts(home)
    expect(stored).toMatchObject([
      { n: rows, keys: rows },
      { n: rows, keys: rows },
    ])
    expect(await total(home, 'quantity')).toBe((stored[1] as { sum: string }).sum)
    expect(await home.stub.rebuild()).toMatchObject({ isEqual: true })
  })

  it('[IM25] sends the message again when it was lost', async () => {
    const home = await Home.openForgetful()
    const uploaded = await home.upload(csv(['2026-01-01,a,1', '2026-01-02,b,2']))
    const { id } = uploaded.data
    await home.commit(id, small)
    const timerComes = () =>
      home.inside(async (tenant, object) => {
        tenant.storage.sql.exec(`update timers set due_at = 1 where name like 'import:%'`)
        await object.alarm()
      })
    queue.sent.length = 0
    await timerComes()
    // The platform's own alarm may have come as well: sent at least once, and nothing else.
    expect(queue.sent.length).toBeGreaterThan(0)
    for (const sent of queue.sent) expect(sent).toEqual(home.message(id))
    await loadImport(bindings, silent, home.message(id))
    queue.sent.length = 0
    await timerComes()
    expect(queue.sent).toEqual([])
    expect((await home.importOf(id)).rowsLoaded).toBe(2)
  })

  it('[IM25] says that it failed when there is no way on, and goes on where it stopped when asked again', async () => {
    const home = await Home.openForgetful()
    const uploaded = await home.upload(text)
    const { id } = uploaded.data
    await home.commit(id, retail)
    const message = home.message(id)
    await expect(loadImport(dyingAfter(1), silent, message)).rejects.toThrow('killed')
    const messages = [
      {
        id: '1',
        timestamp: new Date(),
        body: message,
        attempts: 6,
        ack: () => undefined,
        retry: () => undefined,
      },
    ]
    await dispatchBatch(bindings, silent, { queue: 'orrery-dead', messages } as unknown as MessageBatch)
    const failed = await home.importOf(id)
    expect(failed).toMatchObject({
      status: 'failed',
      failure: { code: expect.any(String), next: expect.any(String) },
    })
    await loadImport(bindings, silent, message)
    expect((await home.importOf(id)).rowsRead).toBe(failed.rowsRead)
    const other = await home.commit(id, { ...retail, dimensions: [] })
    expect([other.status, other.error.code]).toEqual([409, 'conflict'])
    expect((await home.commit(id, retail)).status).toBe(202)
    await loadImport(bindings, silent, message)
    const done = await home.importOf(id)
    expect(done).toMatchObject({ status: 'done', rowsRead: rows, rowsLoaded: rows, rowsSame: 0 })
    expect(done.failure).toBeUndefined()
    expect(await facts(home)).toMatchObject([
      { n: rows, keys: rows },
      { n: rows, keys: rows },
    ])
  })

  it('[IM24] acknowledges what is done, tries again what failed and sets aside what no message is', async () => {
    const home = await Home.openForgetful()
    const uploaded = await home.upload(csv(['2026-01-01,a,1']))
    await home.commit(uploaded.data.id, small)
    const done: string[] = []
    const of = (body: unknown, attempts = 1) => ({
      id: '1',
      timestamp: new Date(),
      body,
      attempts,
      ack: () => void done.push('ack'),
      retry: ({ delaySeconds }: { delaySeconds?: number } = {}) => void done.push(`retry ${delaySeconds}`),
    })
    const deliver = (env: typeof bindings, ...bodies: [unknown, number?][]) => {
      const messages = bodies.map(([body, attempts]) => of(body, attempts))
      return dispatchBatch(env, silent, { queue: 'orrery-imports', messages } as unknown as MessageBatch)
    }
    const message = home.message(uploaded.data.id)
    await deliver(dyingAfter(0), [message, 1], [message, 3], [{ v: 1, kind: 'nothing' }])
    await deliver(bindings, [message], [message], [home.message(crypto.randomUUID())])
    expect(done).toEqual(['retry 2', 'retry 8', 'ack', 'ack', 'ack', 'ack'])
    expect((await home.importOf(uploaded.data.id)).status).toBe('done')
  })
})

describe('what a member sees of a load', () => {
  it('[IM28] is told the numbers of the last batch', async () => {
    const home = await Home.openForgetful()
    const response = await home.raw('GET', `/api/v1/live?tenant=${home.tenantId}`, undefined, {
      upgrade: 'websocket',
    })
    const socket = response.webSocket
    if (!socket) throw new Error(`no socket: ${response.status}`)
    socket.accept()
    const frames: LiveFrame[] = []
    socket.addEventListener('message', ({ data }) => {
      const parsed: unknown = JSON.parse(String(data))
      for (const frame of Array.isArray(parsed) ? parsed : [parsed]) frames.push(LiveFrame.parse(frame))
    })
    const view = await home.bring(csv([...many, 'never,b,2', '2026-01-03,a,4']), small)
    const progress = () => frames.filter((frame) => frame.t === 'progress').at(-1)
    for (let i = 0; i < 40 && progress() === undefined; i += 1) await scheduler.wait(25)
    expect(progress()).toEqual({
      t: 'progress',
      subject: `import:${view.id}`,
      status: 'done',
      done: view.bytesTotal,
      total: view.bytesTotal,
      counts: { rowsRead: 42, rowsLoaded: 41, rowsSame: 0, rowsRejected: 1 },
    })
    const rollup = frames.find((frame) => frame.t === 'rollup')
    expect(rollup).toMatchObject({ metrics: [{ key: 'units', from: '2026-01-01', to: '2026-01-03' }] })
    socket.close(1000)
  })

  it('[IM15] [IM18] [IM27] lists what was set aside, safe to open in a spreadsheet', async () => {
    const home = await Home.openForgetful()
    const bad = [
      'never,b,2',
      '2026-01-02,c,=1+2',
      '2026-01-03,d',
      '2026-01-04,e,n/a',
      '"=HYPERLINK(1)",f,1',
      '2026-13-01,g,1',
    ]
    const view = await home.bring(csv([...many, ...bad, '2026-01-09,z,1']), small)
    expect(view).toMatchObject({ rowsRead: 47, rowsLoaded: 41, rowsSame: 0, rowsRejected: 6 })
    const listed = await home.get<{ line: number; code: string; column: string | null; message: string }[]>(
      `/api/v1/imports/${view.id}/rejects`,
    )
    expect(listed.data.map(({ line, code, column }) => [line, code, column])).toEqual([
      [42, 'bad_date', 'day'],
      [43, 'formula_cell', 'n'],
      [44, 'too_few_fields', null],
      [45, 'not_a_number', 'n'],
      [46, 'bad_date', 'day'],
      [47, 'bad_date', 'day'],
    ])
    expect(listed.meta.total).toBe(6)
    expect(listed.data.every((row) => row.message.length > 10)).toBe(true)
    const file = await home.raw('GET', `/api/v1/imports/${view.id}/rejects.csv`)
    expect(file.headers.get('content-type')).toContain('text/csv')
    expect(file.headers.get('content-disposition')).toContain('attachment')
    const text = await file.text()
    expect(text.split(/\r?\n/).filter((line) => line !== '')).toHaveLength(7)
    // A cell that a spreadsheet would work out starts with an apostrophe.
    expect(text).toMatch(/'=HYPERLINK/)
    expect(text).not.toMatch(/(^|[,"])=/m)
  })
})

describe('the read model', () => {
  it('equals a rebuild when dimensions outgrow days and months, and when a metric gains one', async () => {
    const home = await Home.openForgetful()
    const day = (i: number) => `2026-0${1 + (i % 3)}-${String(1 + (i % 27)).padStart(2, '0')}`
    const months = Array.from({ length: DIMENSION_DAY_VALUES_MAX + 30 }, (_, i) => `${day(i)},v${i},${i}`)
    await home.bring(csv(months.slice(0, 150)), small)
    const levels = () => home.inside((tenant) => [...tenant.rollups.levels(1)])
    expect(await levels()).toContainEqual([1, 0])
    await home.bring(csv(months.slice(100)), small)
    expect(await levels()).toContainEqual([1, 1])
    expect(await home.stub.rebuild()).toMatchObject({ isEqual: true })
    await home.bring(csv(Array.from({ length: 40 }, (_, i) => `${day(i)},w${i},2`)), small)
    await home.bring('day,n,colour\n2026-01-01,5,red\n2026-02-02,6,blue\n', {
      ...small,
      dimensions: ['colour'],
    })
    expect(await home.stub.rebuild()).toMatchObject({ isEqual: true })
    const none = Array.from({ length: DIMENSION_MONTH_VALUES_MAX }, (_, i) => `${day(i)},x${i},1`)
    await home.bring(csv(none), small)
    expect(await levels()).toContainEqual([1, 2])
    await home.bring(csv(['2026-03-03,y,1']), small)
    expect(await home.stub.rebuild()).toMatchObject({ isEqual: true })
  })

  it('[IM21] replayed up to any event number is what it was then', async () => {
    const row = fc.record({
      id: fc.integer({ min: 1, max: 6 }),
      day: fc.integer({ min: 1, max: 4 }),
      n: fc.integer({ min: 1, max: 9 }),
    })
    const file = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 8 }),
      byId: fc.boolean(),
      isSettled: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 4 }), async (files) => {
        const home = await Home.openForgetful()
        const seen = new Map<number, readonly string[]>()
        for (const { rows: lines, byId, isSettled } of files) {
          const text = lines.map(({ id, day, n }) => `${id},2026-01-0${day},i${id % 3},${n}`).join('\n')
          const mapping = byId ? { ...small, externalId: 'id' } : { ...small, dimensions: ['item', 'id'] }
          await home.bring(`id,day,item,n\n${text}\n`, mapping)
          const [seq, dump] = await home.inside(async (tenant) => {
            await tenant.current()
            if (isSettled) await tenant.recounter.settleAll()
            return [tenant.applied, [...tenant.rollups.dump()]] as const
          })
          seen.set(seq, dump)
        }
        for (const [seq, dump] of seen)
          expect(await home.inside((tenant) => tenant.rollups.asOf(seq))).toEqual(dump)
        const bare = (lines: readonly string[]) => lines.map((line) => line.split('|').slice(0, 3).join('|'))
        expect(new Set(bare([...seen.values()].at(-1) ?? [])).size).toBeGreaterThan(0)
        expect(await home.stub.rebuild()).toMatchObject({ isEqual: true })
        await home.close()
      }),
      { numRuns: 4 },
    )
  })
})
