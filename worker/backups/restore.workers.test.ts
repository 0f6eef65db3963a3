import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../contracts/audit.ts'
import type { BackupView } from '../../contracts/backups.ts'
import type { ConnectionView } from '../../contracts/connections.ts'
import { RESTORE_TURN_MS } from '../../contracts/limits.ts'
import type { Answer, RecordView } from '../../contracts/metrics.ts'
import { RestoreView } from '../../contracts/restore.ts'
import { listMail } from '../auth/repository.ts'
import { bindings, Home, holdQueue } from '../edge/testing/home.ts'
import { confirmed, joinedBy } from '../edge/testing/site.ts'
import { BACKUP_TIMERS, BACKUPS_FOLDER } from '../tenant/backups.ts'
import { pushOutbox, sweepOutbox } from '../workspaces/outbox.ts'

const FILE = `day,item,n\n${Array.from({ length: 40 }, (_, i) => `2026-01-${String((i % 28) + 1).padStart(2, '0')},i${i},${i}.25`).join('\n')}\n`
const MAPPING = {
  date: 'day',
  values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
  dimensions: ['item'],
}
const typed = (metricValue: string) => ({
  metricName: 'visits',
  label: 'Visits',
  unit: 'count',
  metricValue,
  recordDate: '2026-01-05',
})

let home: Home
let backupId: string
let queue = holdQueue()

async function exported(of: Home): Promise<string> {
  const started = await of.call<BackupView>('POST', '/api/v1/backups')
  for (let tries = 0; tries < 200; tries += 1) {
    await of.inside(async (tenant, object) => {
      const { backups } = object as unknown as { backups: { runTimer(timer: object): Promise<void> } }
      const due = tenant.storage.sql
        .exec<{ name: string; payload: string }>(
          `select name, payload from timers where name like '${BACKUP_TIMERS}-step%'`,
        )
        .toArray()
      for (const timer of due) await backups.runTimer(timer)
    })
    const { data } = await of.get<BackupView[]>('/api/v1/backups')
    if (data.find(({ id }) => id === started.data.id)?.status === 'done') return started.data.id
  }
  throw new Error('the copy did not end')
}

beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
  await home.bring(FILE, MAPPING)
  await home.call('POST', '/api/v1/custom-metrics', typed('7'))
  await home.call('POST', '/api/v1/connections', { provider: 'ecb' })
  backupId = await exported(home)
})
afterAll(async () => {
  queue.release()
  await home.close()
})

/** One sweep of the outbox after what could not be told has become due again. */
async function sweepLater(): Promise<void> {
  const { clock, edge } = home.site
  const { now } = clock
  clock.now = new Date(now.getTime() + 60_000)
  await sweepOutbox(edge.deps)
  clock.now = now
}

const slugOf = () => `copy-${crypto.randomUUID().slice(0, 8)}`
const restore = (body: object, headers = {}, of = home) =>
  of.call<RestoreView>('POST', `/api/v1/workspaces/${home.tenantId}/restores`, body, headers)
const restores = async () =>
  (await home.get<unknown[]>('/api/v1/restores')).data.map((one) => RestoreView.strict().parse(one))
const figures = async (of: Home) => {
  const question = { metrics: ['units', 'visits'], from: '2026-01-01', to: '2026-01-31', grain: 'day' }
  return (await of.ask<Answer>(question)).data.series.map(({ total, points }) => [total, points])
}
const totalOf = async (of: Home, metric: string) =>
  (await of.ask<Answer>({ metrics: [metric], from: '2026-01-01', to: '2026-01-31', grain: 'total' })).data
    .series[0]?.total

describe('a workspace made of a copy', () => {
  it('[F40] [SN10] [AU58] has every row and a log that verifies, under a name of its own, and reads nothing', async () => {
    const asked = await restore({ backupId, name: 'The copy', slug: slugOf() })
    expect([asked.status, asked.data.sourceId]).toEqual([202, home.tenantId])
    const [view] = await restores()
    expect(view).toMatchObject({ name: 'The copy', done: view?.total })
    expect(view?.finishedAt).not.toBeNull()
    const [told] = (await home.get<AuditEntry[]>('/api/v1/audit?kind=safety')).data
    expect(told).toMatchObject({
      ...{ type: 'workspace.copied', actor: { kind: 'person', id: (await home.browser.me()).person.id } },
      facts: expect.arrayContaining([{ name: 'workspace id', value: asked.data.tenantId }]),
    })
    const made = home.in(asked.data.tenantId)
    expect(await figures(made)).toEqual(await figures(home))
    const records = (of: Home) =>
      of.get<RecordView[]>('/api/v1/metrics/units/records?from=2026-01-01&to=2026-01-31&limit=200')
    expect((await records(made)).data).toEqual((await records(home)).data)
    expect((await made.get<{ name: string }>('/api/v1/setup/settings')).data.name).toBe('The copy')
    const [connection] = (await made.get<ConnectionView[]>('/api/v1/connections')).data
    expect(connection).toMatchObject({ status: 'disabled', nextSyncAt: null, consent: null })

    const lines = await (await made.raw('GET', '/api/v1/audit/verification')).text()
    expect(JSON.parse(lines.trim().split('\n').at(-1) ?? '{}')).toMatchObject({ t: 'result', fault: null })
    const audit = (await made.get<{ what: string }[]>('/api/v1/audit?kind=safety')).data
    expect(audit.map(({ what }) => what).join()).toContain('made the workspace of a copy from')
    const { email } = (await home.browser.me()).person
    const mails = (await listMail(home.site.edge.deps.db)).filter(({ to }) => to === email)
    expect(mails[0]?.subject).toBe('The copy is restored')

    // Typed once more it is the same value, there as here.
    await made.call('POST', '/api/v1/custom-metrics', typed('9'))
    expect([await totalOf(made, 'visits'), await totalOf(home, 'visits')]).toEqual(['9', '7'])
    const members = (await made.get<{ role: string }[]>('/api/v1/members')).data
    expect(members.map(({ role }) => role)).toEqual(['owner'])
    await made.close()
  })

  it('[SN11] cannot be opened before every row is in, and goes on after it was stopped', async () => {
    const place = `${BACKUPS_FOLDER}/${home.tenantId}/${backupId}/3`
    const bytes = await ((await bindings.BACKUPS_EU.get(place)) as R2ObjectBody).arrayBuffer()
    const damaged = new Uint8Array(bytes.slice(0))
    damaged[20] = (damaged[20] ?? 0) ^ 1
    await bindings.BACKUPS_EU.put(place, damaged)
    const asked = await restore({ backupId, name: 'Stopped', slug: slugOf() })
    expect([asked.status, asked.data.finishedAt]).toEqual([202, null])
    const made = home.in(asked.data.tenantId)
    expect((await made.get('/api/v1/clients')).error.code).toBe('workspace_provisioning')
    await bindings.BACKUPS_EU.put(place, bytes)
    await made.inside((tenant) => tenant.close())
    // Turns end after one file, as those of a large workspace do: three turns of a push are not enough, and one sweep is.
    await made.inside((tenant) => {
      const { now } = tenant.deps
      let looks = 0
      tenant.deps.now = () => new Date(now().getTime() + ++looks * RESTORE_TURN_MS)
    })
    await pushOutbox(home.site.edge.deps, asked.data.tenantId)
    const [going] = await restores()
    expect([going?.tenantId, going?.finishedAt]).toEqual([asked.data.tenantId, null])
    await sweepLater()
    expect((await restores())[0]).toMatchObject({ done: going?.total, finishedAt: expect.any(String) })
    expect(await figures(made)).toEqual(await figures(home))
    const again = await pushOutbox(home.site.edge.deps, asked.data.tenantId)
    expect(again).toBe(true)
    const [rows] = await made.rows<{ n: number }>(
      'select count(*)::int as n from custom_metrics where tenant_id = $1',
    )
    expect(rows?.n).toBe(41)
    await made.close()
  })

  it("[SN10] is an owner's to make, of a whole copy of their own workspace", async () => {
    const { browser, email } = await confirmed(home.site)
    await joinedBy(home.site, home.browser, home.tenantId, { browser, email }, 'admin')
    const body = { backupId, name: 'Not mine', slug: slugOf() }
    const path = `/api/v1/workspaces/${home.tenantId}/restores`
    expect((await browser.call('POST', path, body)).status).toBe(403)
    const stranger = await confirmed(home.site)
    expect((await stranger.browser.call('POST', path, body)).status).toBe(404)
    expect((await restore({ ...body, backupId: crypto.randomUUID() })).status).toBe(404)
    const { workspaces } = await home.browser.me()
    expect((await restore({ ...body, slug: workspaces[0]?.slug })).error.code).toBe('already_exists')
  })
})
