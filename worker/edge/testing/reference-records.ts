import { ok } from '../../../contracts/result.ts'
import { type Xero, XeroHome } from '../../connections/testing/xero.ts'
import type { Caller } from './caller.ts'
import { copied, made } from './holdings.ts'
import { Home, type holdQueue } from './home.ts'

interface Version {
  id: string
}
/** A history, as far as it is read here. */
interface Past {
  version: number | null
  versions: Version[]
}
const LAST_YEAR = '2023'

/** Copies of the workspace, and a year that is archived. */
export async function copies(api: Caller): Promise<void> {
  const { home } = api
  const id = await copied(home)
  await api.good('POST /api/v1/backups/{id}/proof', { path: `/api/v1/backups/${id}/proof` })
  await api.good('GET /api/v1/backups/{id}/download', { path: `/api/v1/backups/${id}/download` })
  await api.good('GET /api/v1/downloads/{tenantId}/backups/{backupId}', {
    path: `/api/v1/downloads/${home.tenantId}/backups/${id}`,
  })
  await api.good('POST /api/v1/workspaces/{tenantId}/restores', {
    path: `/api/v1/workspaces/${home.tenantId}/restores`,
    body: { backupId: id, name: 'Copy', slug: `c-${crypto.randomUUID().slice(0, 8)}` },
  })

  const old = await Home.open(home.site)
  await old.bring(`day,item,n\n${LAST_YEAR}-01-01,a,1\n${LAST_YEAR}-01-02,b,2\n`, {
    date: 'day',
    values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
    dimensions: ['item'],
  })
  await old.inside(async (tenant, object) => {
    await tenant.write(tenant.commands, async (tx) =>
      ok(
        await tx.sql`update imports set finished_at = ${`${LAST_YEAR}-06-01`} where tenant_id = ${tenant.id}`,
      ),
    )
    // The object keeps its parts to itself; the night is reached through it.
    const { retention } = object as unknown as { retention: { runTimer(timer: object): Promise<void> } }
    await retention.runTimer({ name: 'retention', payload: '' })
  })
  const headers = { cookie: old.browser.cookie, 'x-tenant-id': old.tenantId }
  const year = `custom_metrics/${LAST_YEAR}`
  await api.good('GET /api/v1/retention/archives/{relation}/{year}/download', {
    ...{ path: `/api/v1/retention/archives/${year}/download`, headers },
  })
  await api.good('GET /api/v1/downloads/{tenantId}/archives/{relation}/{year}', {
    ...{ path: `/api/v1/downloads/${old.tenantId}/archives/${year}`, headers },
  })
}

/** Reads what a record was, and brings the oldest version back. */
async function broughtBack(api: Caller, noun: string, address: string): Promise<void> {
  const path = `/api/v1/history/${address}`
  // The document checks the shape.
  const past = (await api.good(`GET /api/v1/history/${noun}`, { path })) as unknown as Past
  await api.good(`POST /api/v1/history/${noun}/restore`, {
    ...{ path: `${path}/restore`, body: { id: past.versions.at(-1)?.id } },
    ...(past.version === null ? {} : { headers: { 'if-match': String(past.version) } }),
  })
}

/** Records of every kind with an earlier version. */
export async function earlier(api: Caller, clientId: string): Promise<void> {
  const { home } = api
  const post = (path: string, body: object) =>
    made(home.call<{ id: string; version: number }>('POST', `/api/v1/${path}`, body))
  const change = async (path: string, body: object) => {
    const { version } = await made(home.get<{ version: number }>(`/api/v1/${path}`))
    await made(home.call('PATCH', `/api/v1/${path}`, body, { 'if-match': String(version) }))
  }
  const [dashboard] = await made(
    home.get<{ id: string; version: number; layout: object }[]>('/api/v1/dashboards'),
  )
  const saved = { name: 'Another name', layout: dashboard?.layout }
  const seen = { 'if-match': String(dashboard?.version) }
  await made(home.call('PUT', `/api/v1/dashboards/${dashboard?.id}`, saved, seen))
  await broughtBack(api, 'dashboards/{id}', `dashboards/${dashboard?.id}`)

  const artist = await post('artists', { name: 'Noa' })
  await change(`artists/${artist.id}`, { headline: 'Sculptor' })
  await broughtBack(api, 'artists/{id}', `artists/${artist.id}`)
  const days = { from: '2032-05-03', to: '2032-05-04' }
  await made(home.call('PUT', `/api/v1/artists/${artist.id}/availability`, { weekly: [] }))
  await broughtBack(api, 'availability/{id}', `availability/${artist.id}`)
  await change('booking-settings', { holdHours: 24 })
  await broughtBack(api, 'booking-settings', 'booking-settings')
  const { version } = await made(home.get<{ version: number }>('/api/v1/setup/settings'))
  const setting = { name: 'Another name' }
  await made(
    home.call('PATCH', `/api/v1/workspaces/${home.tenantId}`, setting, { 'if-match': String(version) }),
  )
  await broughtBack(api, 'settings', 'settings')
  const job = await post('jobs', {
    ...{ title: 'Mural', days, deadline: { day: '2032-04-01' } },
  })
  await change(`jobs/${job.id}`, { place: 'Lisbon' })
  await broughtBack(api, 'jobs/{id}', `jobs/${job.id}`)
  const booking = await post('bookings', { artistId: artist.id, title: 'Mural', days })
  await change(`bookings/${booking.id}`, { title: 'Large mural' })
  await broughtBack(api, 'bookings/{id}', `bookings/${booking.id}`)
  const project = await post('projects', { name: 'Film' })
  const phase = await post(`projects/${project.id}/phases`, { name: 'Shooting' })
  const task = await post(`projects/${project.id}/tasks`, { name: 'Script', durationMinutes: 60 })
  for (const [noun, path, { id }] of [
    ['projects', 'projects', project],
    ['phases', 'project-phases', phase],
    ['tasks', 'project-tasks', task],
  ] as const) {
    await change(`${path}/${id}`, { name: 'Another name' })
    await broughtBack(api, `${noun}/{id}`, `${noun}/${id}`)
  }

  const value = await post('custom-metrics', {
    ...{ metricName: 'visitors', metricValue: '3', recordDate: '2026-01-07', unit: 'count' },
  })
  await made(home.call('PATCH', `/api/v1/custom-metrics/${value.id}`, { metricValue: '4' }))
  // The row of a value, without the number of its metric.
  const row = value.id.split('_').slice(1).join('_')
  await broughtBack(api, 'values/{metric}/{id}', `values/visitors/${row}`)
  await fromBooks(api, clientId)
}

/** Rows that only connections write. */
async function fromBooks(api: Caller, clientId: string): Promise<void> {
  const [source, lead] = [crypto.randomUUID(), crypto.randomUUID()]
  await api.home.inside((tenant) =>
    tenant.write(tenant.commands, async (tx) => {
      await tx.sql`insert into financials (tenant_id, client_id, record_date, source_id, source_system, external_id, revenue, expenses,
          currency, base_revenue, base_expenses, rate, rate_date, updated_at)
        values (${tx.tenantId}, ${clientId}, '2026-01-05', ${source}, 'books', '1', 5, 1, 'USD', 5, 1, 1, '2026-01-05', now())`
      await tx.sql`insert into lead_events (tenant_id, id, client_id, source_id, source_system, external_id, lead_id, event_date, stage, status)
        values (${tx.tenantId}, ${lead}, ${clientId}, ${source}, 'books', '1', '1', '2026-01-05', 'new', 'won')`
      return ok(null)
    }),
  )
  await api.good('GET /api/v1/history/financials/{clientId}/{day}/{sourceId}', {
    path: `/api/v1/history/financials/${clientId}/2026-01-05/${source}`,
  })
  await api.good('GET /api/v1/history/leads/{id}', { path: `/api/v1/history/leads/${lead}` })
}

/** A provider that asks for consent, covers several accounts, and is asked again. */
export async function consents(api: Caller, xero: Xero, queue: ReturnType<typeof holdQueue>): Promise<void> {
  const at = new XeroHome(api.home, xero, queue)
  await at.useXero()
  const landed = await at.consent(['Harbour & Finch', 'Harbour & Finch UK'])
  const id = landed.split('/').at(-1)?.split('?')[0] ?? ''
  const [account] = (await at.connection(id)).accounts
  const path = `/api/v1/connections/${id}`
  await api.good('POST /api/v1/connections/{id}/account', {
    path: `${path}/account`,
    body: { accountId: account?.id },
  })
  await api.good('POST /api/v1/connections/{id}/consent', { path: `${path}/consent` })
  await api.good('POST /api/v1/connections/{id}/cancel', { path: `${path}/cancel` })
  const [run] = await made(api.home.get<{ id: string; stream: string }[]>(`${path}/runs`))
  await api.home.inside((tenant) =>
    tenant.write(tenant.commands, async (tx) =>
      ok(
        await tx.sql`insert into sync_errors (tenant_id, connection_id, stream, record_key, run_id, reason, message, record, at)
          values (${tx.tenantId}, ${id}, ${run?.stream ?? ''}, '1', ${run?.id ?? ''}, 'invalid', 'no date', '{}', now())`,
      ),
    ),
  )
  await api.good('POST /api/v1/connections/{id}/quarantine/retry', { path: `${path}/quarantine/retry` })
}

/** A booking that a plan was moved away from: the proposal to move it along is taken, and another one left. */
export async function proposals(api: Caller): Promise<void> {
  const { home } = api
  const post = <T = { id: string }>(path: string, body: object) =>
    made(home.call<T>('POST', `/api/v1/${path}`, body))
  const artist = await post('artists', { name: 'Rui' })
  for (const answer of ['accept', 'dismiss']) {
    const day = answer === 'accept' ? 10 : 24
    const project = await post('projects', { name: 'Film', startDay: `2031-03-${day}`, timeZone: 'UTC' })
    const path = `projects/${project.id}`
    const task = await post(`${path}/tasks`, { name: 'Shoot', durationMinutes: 480, artistId: artist.id })
    await post('bookings', {
      ...{ artistId: artist.id, title: 'Shoot', projectId: project.id, status: 'confirmed' },
      ...{ startTime: `2031-03-${day}T08:00:00Z`, endTime: `2031-03-${day}T18:00:00Z` },
    })
    const changes = [{ taskId: task.id, startTime: `2031-03-${day + 7}T09:00:00.000Z` }]
    const { planVersion } = await post<{ planVersion: number }>(`${path}/cascade/preview`, { changes })
    await post(`${path}/cascade`, { changes, planVersion })
    const [proposal] = await made(home.get<{ id: string }[]>(`/api/v1/${path}/proposals`))
    await api.good(`POST /api/v1/booking-proposals/{id}/${answer}`, {
      path: `/api/v1/booking-proposals/${proposal?.id}/${answer}`,
    })
  }
}
