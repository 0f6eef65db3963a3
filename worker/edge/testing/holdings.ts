import type { BackupView } from '../../../contracts/backups.ts'
import { keyScopes } from '../../../contracts/key-scopes.ts'
import type { RecordView } from '../../../contracts/metrics.ts'
import { BACKUP_TIMERS } from '../../tenant/backups.ts'
import { Authenticator } from './authenticator.ts'
import { type Answered, Home } from './home.ts'
import { confirmed, joinedBy, ORIGIN, PASSWORD } from './site.ts'

/** Data of an answer that has to be a good one. */
export async function made<T>(call: Promise<Answered<T>>): Promise<T> {
  const { status, data, error } = await call
  if (status >= 300 || error !== undefined) throw new Error(`${status} ${JSON.stringify(error)}`)
  return data
}

interface Named {
  id: string
}

export const bookedDays = { from: '2027-05-03', to: '2027-05-04' }
export const aJob = (title: string) => ({
  title,
  days: { from: '2099-01-05', to: '2099-01-06' },
  deadline: { day: '2098-12-01' },
})
export const typedValue = (metricName: string, mark: string) => ({
  metricName,
  label: mark,
  unit: 'count',
  metricValue: '7',
  recordDate: '2026-01-01',
  dimensions: { item: mark },
})
export const fileOf = (mark: string) =>
  `day,who,item,n\n2026-01-01,${mark} client,${mark} item,5\n2026-01-02,${mark} client,${mark},bad\n${'2026-01-03,a,b,1\n'.repeat(9)}`
export const mappingOf = (metric: string, mark: string) => ({
  date: 'day',
  client: 'who',
  values: [{ metric, label: `${metric} ${mark}`, unit: 'count', expression: 'n' }],
  dimensions: ['item'],
})

/** People, roles, keys and invitations of a workspace. */
async function access(home: Home, mark: string) {
  const post = <T = Named>(path: string, body: object) => made(home.call<T>('POST', `/api/v1/${path}`, body))
  await post('keys', { name: mark, scopes: keyScopes })
  const role = await post('roles', { name: mark, permissions: ['workspace.read'] })
  const invited = await post<{ sent: Named[] }>('invitations', {
    emails: [`${mark}@example.com`],
    role: role.id,
  })
  const colleague = await confirmed(home.site)
  const person = await joinedBy(home.site, home.browser, home.tenantId, colleague, 'viewer')
  const offer = await post('ownership-offers', { personId: person, thenRole: 'admin' })
  const me = await home.browser.me()
  const list = <T = Named>(path: string) => made(home.get<T[]>(`/api/v1/${path}`))
  // The challenge is good in the browser that got it, which keeps its cookie.
  const asked = await home.browser.call('POST', '/api/v1/me/passkeys/options', { password: PASSWORD })
  const { data: options } = await asked.json<{ data: { challenge: string } }>()
  const response = await (await Authenticator.make()).create(options, { origin: ORIGIN })
  const added = await home.browser.call('POST', '/api/v1/me/passkeys', { name: mark, response })
  if (!added.ok) throw new Error(`adding a passkey answered ${added.status}`)
  const security = await made(home.get<{ passkeys: Named[] }>('/api/v1/me/security'))
  return {
    tenant: home.tenantId,
    slug: me.workspaces[0]?.slug ?? '',
    person: me.person.id,
    colleague: person,
    session: (await list('sessions'))[0]?.id ?? '',
    key: (await list('keys'))[0]?.id ?? '',
    role: role.id,
    invitation: invited.sent[0]?.id ?? '',
    offer: offer.id,
    passkey: security.passkeys[0]?.id ?? '',
  }
}

/** Files, values, a connection, and what comes of them. */
async function numbers(home: Home, mark: string, metrics: { loaded: string; entered: string }) {
  const view = await home.bring(fileOf(mark), mappingOf(metrics.loaded, mark), `${mark}.csv`)
  const upload = await made(
    home.call<{ uploadId: string }>('POST', `/api/v1/imports/uploads?name=${mark}&bytes=9`),
  )
  const [dashboard] = await made(home.get<(Named & { layout: object })[]>('/api/v1/dashboards'))
  const saved = { name: mark, layout: dashboard?.layout ?? {} }
  await made(home.call('PUT', `/api/v1/dashboards/${dashboard?.id}`, saved, { 'if-match': '1' }))
  const clients = await made(home.get<(Named & { name: string })[]>('/api/v1/clients'))
  const path = `/api/v1/metrics/${metrics.loaded}/records?from=2026-01-01&to=2026-01-09`
  const records = await made(home.get<RecordView[]>(path))
  const value = await made(
    home.call<Named>('POST', '/api/v1/custom-metrics', typedValue(metrics.entered, mark)),
  )
  const connection = await made(home.call<Named>('POST', '/api/v1/connections', { provider: 'ecb' }))
  const [run] = await made(home.get<Named[]>(`/api/v1/connections/${connection.id}/runs`))
  return {
    import: view.id,
    upload: upload.uploadId,
    dashboard: dashboard?.id ?? '',
    client: clients.find(({ name }) => name.includes(mark))?.id ?? '',
    record: records[0]?.id ?? '',
    value: value.id,
    metric: metrics.loaded,
    connection: connection.id,
    run: run?.id ?? '',
  }
}

/** An artist with bookings, and a project whose plan was moved. */
async function work(home: Home, mark: string) {
  const post = <T = Named>(path: string, body: object) => made(home.call<T>('POST', `/api/v1/${path}`, body))
  const artist = await post('artists', { name: mark })
  const booking = await post('bookings', { artistId: artist.id, title: mark, days: bookedDays })
  const second = await post('artists', { name: mark })
  const series = await post<{ seriesId: string; bookings: { groupId: string }[] }>('booking-plans', {
    ...{
      artistIds: [artist.id, second.id],
      title: mark,
      days: bookedDays,
      repeat: { every: 'month', count: 1 },
    },
  })
  const timeOff = await post(`artists/${artist.id}/time-off`, { title: mark, days: bookedDays })
  const item = await post(`artists/${artist.id}/portfolio`, {
    title: mark,
    url: 'https://vimeo.com/76979871',
  })

  const project = await post('projects', { name: mark, startDay: '2031-03-10', timeZone: 'UTC' })
  const below = `projects/${project.id}`
  const phase = await post(`${below}/phases`, { name: mark })
  const task = await post(`${below}/tasks`, { name: mark, durationMinutes: 480, artistId: artist.id })
  const after = await post(`${below}/tasks`, { name: mark, durationMinutes: 60 })
  const dependency = await post(`${below}/dependencies`, { fromTaskId: task.id, toTaskId: after.id })
  const baseline = await post(`${below}/baselines`, { name: mark })
  await post('bookings', {
    ...{ artistId: artist.id, title: mark, projectId: project.id, status: 'confirmed' },
    ...{ startTime: '2031-03-10T08:00:00Z', endTime: '2031-03-10T18:00:00Z' },
  })
  const changes = [{ taskId: task.id, startTime: '2031-03-17T09:00:00.000Z' }]
  const { planVersion } = await post<{ planVersion: number }>(`${below}/cascade/preview`, { changes })
  const cascade = await post<{ cascadeId: string }>(`${below}/cascade`, { changes, planVersion })
  const [proposal] = await made(home.get<Named[]>(`/api/v1/${below}/proposals`))
  return {
    artist: artist.id,
    booking: booking.id,
    series: series.seriesId,
    group: series.bookings[0]?.groupId ?? '',
    timeOff: timeOff.id,
    item: item.id,
    project: project.id,
    phase: phase.id,
    task: task.id,
    taskAfter: after.id,
    dependency: dependency.id,
    baseline: baseline.id,
    cascade: cascade.cascadeId,
    proposal: proposal?.id ?? '',
  }
}

/** A listing that somebody applied for, a profile, a search, and what the workspace was told of them. */
async function board(home: Home, mark: string, artist: string) {
  const post = <T = Named>(path: string, body: object) => made(home.call<T>('POST', `/api/v1/${path}`, body))
  const job = await post('jobs', aJob(mark))
  const profile = await post('artist-profiles', { name: mark })
  const search = await post('job-searches', { name: mark, filter: { q: mark } })
  const shown = await Home.open(home.site)
  const card = await made(
    shown.call<Named>('POST', '/api/v1/artist-profiles', { name: 'Ines', visibility: 'public' }),
  )
  const application = await made(
    shown.call<Named>('POST', `/api/v1/jobs/${job.id}/applications`, { message: 'Hello' }),
  )
  const link = await post('profile-links', { artistId: artist, profileId: card.id })
  const [told] = await made(home.get<Named[]>('/api/v1/notifications'))
  return {
    job: job.id,
    profile: profile.id,
    search: search.id,
    application: application.id,
    link: link.id,
    notification: told?.id ?? '',
  }
}

/** A copy of the workspace that is good, step by step without its timer. */
export async function copied(home: Home): Promise<string> {
  const started = await made(home.call<BackupView>('POST', '/api/v1/backups'))
  for (let tries = 0; tries < 200; tries += 1) {
    await home.inside(async (tenant, object) => {
      // The object keeps its timers to itself; a copy has one for each step.
      const { backups } = object as unknown as { backups: { runTimer(timer: object): Promise<void> } }
      const due = tenant.storage.sql
        .exec<{ name: string }>(`select name, payload from timers where name like '${BACKUP_TIMERS}-step%'`)
        .toArray()
      for (const timer of due) await backups.runTimer(timer)
    })
    const backups = await made(home.get<BackupView[]>('/api/v1/backups'))
    if (backups.find(({ id }) => id === started.id)?.status === 'done') return started.id
  }
  throw new Error('the copy did not end')
}

/** One of everything that a workspace can hold, with `mark` in all of it; the ids are real ones. */
export async function holdingsOf(home: Home, mark: string, metrics: { loaded: string; entered: string }) {
  const people = await access(home, mark)
  const figures = await numbers(home, mark, metrics)
  const plan = await work(home, mark)
  const shown = await board(home, mark, plan.artist)
  const backup = await copied(home)
  const restore = await made(
    home.call<{ tenantId: string }>('POST', `/api/v1/workspaces/${home.tenantId}/restores`, {
      ...{ backupId: backup, name: mark, slug: `c-${crypto.randomUUID().slice(0, 8)}` },
    }),
  )
  const all = { ...people, ...figures, ...plan, ...shown, backup, restore: restore.tenantId }
  const empty = Object.entries(all).filter(([, id]) => id.length <= 3)
  if (empty.length > 0) throw new Error(`nothing was made of ${empty.map(([kind]) => kind)}`)
  return all
}
export type Holdings = Awaited<ReturnType<typeof holdingsOf>>
