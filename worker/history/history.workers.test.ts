import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientView } from '../../contracts/clients.ts'
import type { DashboardView } from '../../contracts/dashboards.ts'
import { RecordHistory } from '../../contracts/history.ts'
import type { RecordView } from '../../contracts/metrics.ts'
import type { CustomMetricView } from '../../contracts/records.ts'
import { ok } from '../../contracts/result.ts'
import { Home, holdQueue } from '../edge/testing/home.ts'

let home: Home
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
})
afterAll(async () => {
  queue.release()
  await home.close()
})

const historyOf = async (path: string, of = home) => {
  const answer = await of.get<RecordHistory>(`/api/v1/history/${path}`)
  return answer.status === 200 ? RecordHistory.parse(answer.data) : null
}
const restore = <T>(path: string, id: string, version?: number) =>
  home.call<T>(
    'POST',
    `/api/v1/history/${path}/restore`,
    { id },
    version ? { 'if-match': String(version) } : {},
  )
const lastEvent = async () => (await home.get<{ type: string; subject: string }[]>('/api/v1/events')).data[0]

describe('a record with events', () => {
  it('[AU20] [AU21] lists the versions of a client and brings one back as a change like any other', async () => {
    const made = (await home.call<ClientView>('POST', '/api/v1/clients', { name: 'One', externalId: 'X1' }))
      .data
    const change = (body: object, version: number) =>
      home.call<ClientView>('PATCH', `/api/v1/clients/${made.id}`, body, { 'if-match': String(version) })
    await change({ name: 'Two' }, 1)
    await change({ name: 'Three', industry: 'Bakery' }, 2)
    const before = await historyOf(`clients/${made.id}`)
    const me = await home.browser.me()
    expect(before).toMatchObject({
      version: 3,
      versions: [
        {
          actor: `person:${me.person.id}`,
          isCurrent: true,
          canRestore: false,
          changes: [
            { field: 'name', before: 'Two', after: 'Three' },
            { field: 'industry', before: null, after: 'Bakery' },
          ],
        },
        { canRestore: true, changes: [{ field: 'name', before: 'One', after: 'Two' }] },
        { canRestore: true },
      ],
    })
    const oldest = before?.versions[2]?.id ?? ''
    const stale = await restore<ClientView>(`clients/${made.id}`, oldest, 2)
    expect([stale.status, stale.error.code]).toEqual([409, 'stale_version'])
    const back = await restore<ClientView>(`clients/${made.id}`, oldest, 3)
    expect([back.status, back.data]).toMatchObject([200, { name: 'One', industry: null, version: 4 }])
    expect(await lastEvent()).toMatchObject({ type: 'client.changed', subject: `client:${made.id}` })
    expect((await historyOf(`clients/${made.id}`))?.versions).toHaveLength(4)
  })

  it('[AU21] holds a version against the rules of today', async () => {
    const post = (body: object) => home.call<ClientView>('POST', '/api/v1/clients', body)
    const made = (await post({ name: 'Held', externalId: 'H1' })).data
    await home.call('PATCH', `/api/v1/clients/${made.id}`, { externalId: 'H2' }, { 'if-match': '1' })
    await post({ name: 'Took it', externalId: 'H1' })
    const first = (await historyOf(`clients/${made.id}`))?.versions.at(-1)?.id ?? ''
    const refused = await restore(`clients/${made.id}`, first, 2)
    expect([refused.status, refused.error.code]).toEqual([409, 'already_exists'])
    expect((await restore(`clients/${made.id}`, '999999', 2)).status).toBe(404)
    expect((await historyOf(`clients/${crypto.randomUUID()}`)) ?? 'none').toBe('none')
  })

  it('[AU20] [AU21] does the same for a dashboard', async () => {
    const [dashboard] = (await home.get<DashboardView[]>('/api/v1/dashboards')).data
    if (dashboard === undefined) throw new Error('a workspace begins with a dashboard')
    const path = `/api/v1/dashboards/${dashboard.id}`
    const save = (name: string, version: number, tiles: string[]) =>
      home.call(
        'PUT',
        path,
        { name, layout: { ...dashboard.layout, tiles } },
        { 'if-match': String(version) },
      )
    await save('First', 1, ['revenue'])
    await save('Second', 2, [])
    const { versions = [], version } = (await historyOf(`dashboards/${dashboard.id}`)) ?? {}
    expect(version).toBe(3)
    expect(versions[0]?.changes).toEqual([
      { field: 'name', before: 'First', after: 'Second' },
      { field: 'tiles', before: 'revenue', after: null },
    ])
    const back = await restore<DashboardView>(`dashboards/${dashboard.id}`, versions[1]?.id ?? '', 3)
    expect(back.data).toMatchObject({ name: 'First', layout: { tiles: ['revenue'] }, version: 4 })
    expect(await lastEvent()).toMatchObject({ type: 'dashboard.saved' })
  })
})

describe('a value', () => {
  const value = {
    metricName: 'visits',
    label: 'Visits',
    unit: 'count',
    recordDate: '2026-01-05',
    metricValue: '1',
  }
  const rowsOf = async () =>
    (await home.get<RecordView[]>('/api/v1/metrics/visits/records?from=2026-01-05&to=2026-01-05')).data

  it('[AU20] [AU22] keeps what it was, digit by digit, and comes back also after it was removed', async () => {
    const made = (await home.call<CustomMetricView>('POST', '/api/v1/custom-metrics', value)).data
    const change = (metricValue: string) =>
      home.call('PATCH', `/api/v1/custom-metrics/${made.id}`, { metricValue })
    await change('12345678901234.5678')
    await change('3')
    const [row] = await rowsOf()
    const path = `values/visits/${row?.id}`
    const history = (await historyOf(path))?.versions ?? []
    expect(history).toMatchObject([
      { isCurrent: true, canRestore: false },
      { isCurrent: false, canRestore: true },
      { isCurrent: false, canRestore: true },
    ])
    const me = await home.browser.me()
    expect(history[0]).toMatchObject({ actor: `person:${me.person.id}`, at: expect.stringMatching(/^20/) })
    expect(history[0]?.changes).toContainEqual({ field: 'value', before: '12345678901234.5678', after: '3' })
    const back = await restore<CustomMetricView>(path, history[1]?.id ?? '')
    expect([back.status, back.data.metricValue]).toEqual([200, '12345678901234.5678'])
    expect(await lastEvent()).toMatchObject({ type: 'records.stored' })
    await home.call('DELETE', `/api/v1/custom-metrics/${made.id}`)
    expect(await rowsOf()).toEqual([])
    const gone = (await historyOf(path))?.versions ?? []
    expect(gone[0]).toMatchObject({ isCurrent: false, canRestore: true })
    expect((await restore<CustomMetricView>(path, gone[0]?.id ?? '')).data.metricValue).toBe(
      '12345678901234.5678',
    )
    expect((await rowsOf()).map((one) => one.value)).toEqual(['12345678901234.5678'])
    expect((await restore(path, crypto.randomUUID())).status).toBe(404)
    expect((await restore(path, 'now')).status).toBe(404)
  })

  it('[AU22] of an archived client is not brought back', async () => {
    const client = (await home.call<ClientView>('POST', '/api/v1/clients', { name: 'Closing' })).data
    const made = (
      await home.call<CustomMetricView>('POST', '/api/v1/custom-metrics', { ...value, clientId: client.id })
    ).data
    await home.call('PATCH', `/api/v1/custom-metrics/${made.id}`, { metricValue: '2' })
    await home.call('POST', `/api/v1/clients/${client.id}/archive`)
    const row = (await rowsOf()).find((one) => one.value === '2')
    const path = `values/visits/${row?.id}`
    const old = (await historyOf(path))?.versions.find(({ isCurrent }) => !isCurrent)?.id ?? ''
    const refused = await restore(path, old)
    expect([refused.status, refused.error.code]).toEqual([409, 'client_archived'])
  })

  it('[AU23] of profit and loss shows its older rows, and offers no way back past its source', async () => {
    const [ids] = await home.rows<{ client: string }>(
      'select id::text as client from clients where tenant_id = $1 and is_default',
    )
    const source = crypto.randomUUID()
    await home.inside((tenant) =>
      tenant.write(tenant.commands, async (tx) => {
        await tx.sql`insert into financials (tenant_id, client_id, record_date, source_id, source_system, external_id, revenue, expenses, currency, updated_at)
          values (${tenant.id}, ${ids?.client ?? ''}, '2026-01-05', ${source}, 'xero', 'x', 10.5, 2, 'USD', now())`
        await tx.sql`insert into fact_history (tenant_id, id, relation, row_key, to_seq, row, at)
          select tenant_id, gen_random_uuid(), 'financials', concat_ws(':', client_id, record_date, source_id), 2,
            to_jsonb(f) || '{"revenue": 9.25}', now() from financials f where tenant_id = ${tenant.id}`
        return ok(null)
      }),
    )
    const versions = (await historyOf(`financials/${ids?.client}/2026-01-05/${source}`))?.versions ?? []
    expect(versions[0]?.changes).toEqual([{ field: 'revenue', before: '9.25', after: '10.5000' }])
    expect(versions.map(({ canRestore }) => canRestore)).toEqual([false, false])
  })
})
