import { gunzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer, RecordView } from '../../contracts/metrics.ts'
import { ok } from '../../contracts/result.ts'
import { ArchiveView, RetentionPreview, RetentionView } from '../../contracts/retention.ts'
import { bindings, Home, holdQueue } from '../edge/testing/home.ts'
import { Browser, PASSWORD } from '../edge/testing/site.ts'
import { deriveTenantKey, unpack, unsealBytes } from '../platform/tenant-key.ts'
import { ARCHIVES_FOLDER } from '../tenant/archive-files.ts'
import { cleanUp } from '../tenant/cleanup.ts'
import type { Retention } from '../tenant/retention.ts'

let home: Home
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
})
afterAll(() => queue.release())

const mapping = {
  date: 'day',
  values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
  dimensions: ['item'],
}
const line = (month: number, day: number, item: string, n: number) =>
  `2023-0${month}-${String(day).padStart(2, '0')},${item},${n}\n`
const rows = [1, 2, 3].flatMap((month) =>
  Array.from({ length: 40 }, (_, i) => line(month, (i % 28) + 1, `item ${i % 3}`, i * month)),
)
const csv = `day,item,n\n${rows.join('')}`

/** A workspace with old values whose file was brought long ago. */
async function withOldValues(): Promise<Home> {
  const made = await Home.open()
  await made.bring(csv, mapping)
  await made.inside((tenant) =>
    tenant.write(tenant.commands, async (tx) =>
      ok(await tx.sql`update imports set finished_at = '2023-06-01' where tenant_id = ${tenant.id}`),
    ),
  )
  return made
}

const night = (of: Home) =>
  of.inside(async (_tenant, object) => {
    // The object keeps its parts to itself; the night is reached through it.
    const { retention } = object as unknown as { retention: Retention }
    await retention.runTimer({ name: 'retention', payload: '' })
  })
const months = async (of: Home, more = {}) => {
  const question = { metrics: ['units'], from: '2023-01-01', to: '2023-03-31', grain: 'month', ...more }
  const { data } = await of.ask<Answer>(question)
  return data.series.map(({ points, total }) => [total, points.map(({ value }) => value)])
}
const all = async (of: Home) => [
  await months(of),
  await months(of, { grain: 'total' }),
  await months(of, { breakdown: { dimension: 'item' } }),
]
const records = (of: Home) =>
  of.get<RecordView[]>('/api/v1/metrics/units/records?from=2023-01-01&to=2023-01-31&limit=200')
const filesOf = async (of: Home) =>
  (await bindings.BACKUPS_EU.list({ prefix: `${ARCHIVES_FOLDER}/${of.tenantId}/` })).objects.map(
    ({ key }) => key,
  )

describe('the night', () => {
  it('[SN42] leaves every total as it was, in the read model, after a rebuild and in the rows behind it', async () => {
    home = await withOldValues()
    const before = await all(home)
    const sum = (await records(home)).meta.sum
    const preview = (await home.get<unknown[]>('/api/v1/retention/preview')).data
    expect(preview.map((one) => RetentionPreview.strict().parse(one))).toMatchObject([
      { rule: 'financials', rows: 0 },
      { rule: 'leads', rows: 0 },
      { rule: 'custom_metrics', rows: 120, firstDay: '2023-01-01', lastDay: '2023-03-28' },
      { rule: 'value_months', rows: 0 },
    ])
    await night(home)
    expect(await all(home)).toEqual(before)
    const rebuilt = await home.inside((_tenant, object) => object.rebuild())
    expect(rebuilt.isEqual).toBe(true)
    expect(await all(home)).toEqual(before)
    const after = await records(home)
    expect(after.meta.sum).toBe(sum)
    expect(new Set(after.data.map(({ date }) => date))).toEqual(new Set(['2023-01-01']))
    expect(after.data).toHaveLength(3)
    expect(after.data.reduce((n, row) => n + (row.archivedRows ?? 0), 0)).toBe(40)
    const view = (await home.get<unknown[]>('/api/v1/retention')).data.map((one) =>
      RetentionView.strict().parse(one),
    )
    expect(view.find(({ rule }) => rule === 'custom_metrics')).toMatchObject({
      archivedRows: 120,
      last: { rows: 120, problem: null },
    })
    const audit = await home.get<{ what: string }[]>('/api/v1/audit?kind=safety&steps=yes')
    expect(audit.data.map(({ what }) => what)).toContain('archived 40 rows of “units” from 2023-01')
  })

  it('[SN44] puts the rows into sealed files before they go, one for each step', async () => {
    const files = await filesOf(home)
    expect(files.map((name) => name.split('/').slice(2).join('/'))).toEqual(
      ['2023-01', '2023-02', '2023-03'].map((month) =>
        expect.stringMatching(`^custom_metrics/2023/${month}-\\d+-1\\.ndjson\\.gz$`),
      ),
    )
    const [place = ''] = files
    const sealed = new Uint8Array(
      await ((await bindings.BACKUPS_EU.get(place)) as R2ObjectBody).arrayBuffer(),
    )
    const key = await deriveTenantKey(bindings.SEAL_KEY, home.tenantId, 'orrery archive v1')
    const text = new TextDecoder().decode(await unpack(await unsealBytes(key, place, sealed)))
    const lines = text
      .trim()
      .split('\n')
      .map((one) => JSON.parse(one) as { record_date: string; value: number })
    expect(lines).toHaveLength(40)
    expect(lines.every(({ record_date: day }) => day.startsWith('2023-01'))).toBe(true)
  })

  it('[SN49] gives a year of a table out as one packed file, to whoever may take copies, and notes it', async () => {
    const { data } = await home.get<unknown[]>('/api/v1/retention/archives')
    expect(data.map((one) => ArchiveView.strict().parse(one))).toMatchObject([
      { relation: 'custom_metrics', year: '2023', rows: 120 },
    ])
    const path = '/api/v1/retention/archives/custom_metrics'
    const download = await home.browser.in(home.tenantId, 'GET', `${path}/2023/download`)
    expect(download.headers.get('content-disposition')).toContain('orrery-custom-metrics-2023.ndjson.gz')
    const unpacked = gunzipSync(await download.arrayBuffer())
    const lines = unpacked.toString().trim().split('\n')
    expect(lines).toHaveLength(120)
    const asAddress = await home.browser.call(
      'GET',
      `/api/v1/downloads/${home.tenantId}/archives/custom_metrics/2023`,
    )
    expect(asAddress.status).toBe(200)
    await asAddress.arrayBuffer()
    for (const wrong of ['custom_metrics/2022', 'events/2023', 'custom_metrics/20x3'])
      expect([
        wrong,
        (await home.call('GET', `/api/v1/retention/archives/${wrong}/download`)).status,
      ]).toEqual([wrong, 404])
  })

  it('[SN58] lies in the region of its workspace, and is read where it lay before that', async () => {
    const listed = (files: R2Bucket) => files.list({ prefix: `${ARCHIVES_FOLDER}/${home.tenantId}/` })
    for (const files of [bindings.FILES, bindings.BACKUPS_US, bindings.BACKUPS_APAC, bindings.BACKUPS_OCE])
      expect((await listed(files)).objects).toEqual([])
    const [place = ''] = await filesOf(home)
    const sealed = await ((await bindings.BACKUPS_EU.get(place)) as R2ObjectBody).arrayBuffer()
    await bindings.FILES.put(place, sealed)
    await bindings.BACKUPS_EU.delete(place)
    const path = '/api/v1/retention/archives/custom_metrics/2023/download'
    const download = await home.raw('GET', path)
    expect(
      gunzipSync(await download.arrayBuffer())
        .toString()
        .trim()
        .split('\n'),
    ).toHaveLength(120)
    await bindings.BACKUPS_EU.put(place, sealed)
    await bindings.FILES.delete(place)
  })

  it('[SN45] sets aside what comes later for an archived month, and takes the rest', async () => {
    const before = await all(home)
    const again = await home.bring(`${csv}2023-04-01,item 1,5\n`, mapping, 'again.csv')
    expect([again.rowsLoaded, again.rowsRejected]).toEqual([1, 120])
    const rejects = await home.get<{ code: string }[]>(`/api/v1/imports/${again.id}/rejects`)
    expect(new Set(rejects.data.map(({ code }) => code))).toEqual(new Set(['month_archived']))
    const entered = await home.call('POST', '/api/v1/custom-metrics', {
      metricName: 'units',
      label: 'Units',
      unit: 'count',
      metricValue: '7',
      recordDate: '2023-02-11',
      dimensions: { item: 'item 1' },
    })
    expect(entered.error.code).toBe('month_archived')
    expect(await all(home)).toEqual(before)
    await home.close()
  })

  it('[SN44] goes on after it was stopped anywhere, and does nothing twice', async () => {
    const other = await withOldValues()
    const before = await all(other)
    // Stopped after the file, before the cut.
    await other.inside(async (tenant) => {
      const write = tenant.write.bind(tenant)
      let left = 1
      tenant.write = ((lane: never, work: never) => {
        left -= 1
        if (left < 0) throw new Error('killed')
        return write(lane, work)
      }) as typeof tenant.write
    })
    await expect(night(other)).rejects.toThrow('killed')
    await other.evict()
    await night(other)
    await night(other)
    expect(await all(other)).toEqual(before)
    expect(await filesOf(other)).toHaveLength(3)
    const [kept] = await other.rows<{ rows: number }>(
      'select sum(rows)::int as rows from archived_months where tenant_id = $1',
    )
    expect(kept?.rows).toBe(120)
    await other.close()
  })

  it('[SN46] is seen by owners and admins, and shows nothing to others', async () => {
    const stranger = await Home.open()
    const key = await stranger.call<{ secret: string }>('POST', '/api/v1/keys', {
      name: 'reader',
      scopes: ['metrics.read'],
    })
    const asKey = { authorization: `Bearer ${key.data.secret}`, cookie: '' }
    expect((await stranger.call('GET', '/api/v1/retention', undefined, asKey)).status).toBe(403)
    await stranger.close()
  })
})

describe('devices', () => {
  it('[SN56] that are past their time are deleted by the night of each workspace of their person, and others stay', async () => {
    const own = await Home.open()
    const { db } = own.site.edge.deps
    const { person, session } = await own.browser.me()
    const away = new Browser(own.site)
    const { email } = person
    await away.call('POST', '/api/auth/sign-in/email', { email, password: PASSWORD })
    const forgotten = (await away.me()).session.id
    await db.run(sql`update session set expires_at = 1000 where id = ${forgotten}`)
    await night(own)
    const left = (await own.get<{ id: string }[]>('/api/v1/sessions')).data.map(({ id }) => id)
    const stored = await db.all<{ id: string }>(sql`select id from session where user_id = ${person.id}`)
    expect([left, stored.map(({ id }) => id)]).toEqual([[session.id], [session.id]])
    const view = (await own.get<RetentionView[]>('/api/v1/retention')).data
    expect(view.find(({ rule }) => rule === 'sessions')).toMatchObject({
      last: { rows: 1, problem: null },
      nextAt: expect.any(String),
    })
    await own.close()
  })
})

describe('the clock', () => {
  it('[SN46] plans the night at two by the clock of the workspace, and rules of other jobs say when they ran', async () => {
    const own = await Home.open()
    await own.get('/api/v1/clients')
    await own.inside((_tenant, object) => (object as unknown as { retention: Retention }).retention.restore())
    const view = (await own.get<RetentionView[]>('/api/v1/retention')).data
    const next = view.find(({ rule }) => rule === 'financials')?.nextAt ?? ''
    expect(next.slice(11, 16)).toBe('02:00')
    expect(view.find(({ rule }) => rule === 'sessions')?.nextAt).toBe(next)
    await own.inside((tenant) => cleanUp(tenant))
    const after = (await own.get<RetentionView[]>('/api/v1/retention')).data
    expect(after.find(({ rule }) => rule === 'versions')?.last).toEqual({ rows: 0, problem: null })
    await own.close()
  })
})
