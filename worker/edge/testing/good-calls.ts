import type { Company } from './company.ts'
import { aJob, bookedDays, type Holdings, made, mappingOf, typedValue } from './holdings.ts'
import { Home } from './home.ts'
import { confirmed } from './site.ts'

/** A call that is good as it is. */
export interface GoodCall {
  path?: string
  body: object
  headers?: Record<string, string>
}
/** What is asked for anew before each call, because a call uses it up or moves its version; several where a body has several forms. */
type Making = () => Promise<GoodCall | GoodCall[]> | GoodCall | GoodCall[]

/** Calls of the own workspace that are good as they are, with an id of the own workspace in every place of the contract. */
export function goodCalls(me: Home, own: Holdings, company: Company): Record<string, Making> {
  let day = 0
  /** Days of its own for each booking, so that none stands in the way of another. */
  const when = () => {
    const from = new Date(Date.UTC(2040, 0, 1) + day++ * 86_400_000).toISOString().slice(0, 10)
    return { days: { from, to: from } }
  }
  const newId = () => crypto.randomUUID()
  const versionOf = async (path: string) =>
    (await made(me.get<{ version: number }>(`/api/v1/${path}`))).version
  const seen = async (path: string) => ({ 'if-match': String(await versionOf(path)) })

  const ofProject = (noun: string) => `/api/v1/projects/${own.project}/${noun}`
  async function aCascade() {
    const changes = [{ taskId: own.task, durationMinutes: 500 + day++ }]
    const shown = me.call<{ planVersion: number }>('POST', ofProject('cascade/preview'), { changes })
    return { path: ofProject('cascade'), body: { changes, planVersion: (await made(shown)).planVersion } }
  }
  const anArtist = async () =>
    (await made(me.call<{ id: string }>('POST', '/api/v1/artists', { name: 'x' }))).id
  const aBooking = (days = when()) =>
    made(
      me.call<{ id: string; version: number }>('POST', '/api/v1/bookings', {
        ...{ artistId: own.artist, title: 'x', ...days },
      }),
    )
  async function anImport(verb: string): Promise<GoodCall> {
    const file = await me.upload(`day,item,n\n2026-01-01,${newId()},5\n`, `${newId()}.csv`)
    const { client: _client, ...mapping } = mappingOf('units', 'mine')
    return { path: `/api/v1/imports/${file.data.id}/${verb}`, body: { ...mapping, clientId: own.client } }
  }
  /** Whom an artist stands for, at whatever version it is. */
  async function linked(id: string, memberId: string | null) {
    const path = `/api/v1/artists/${id}`
    await made(me.call('PATCH', path, { memberId }, await seen(`artists/${id}`)))
  }
  const standsFor = (memberId: string | null) => linked(own.artist, memberId)
  async function freed() {
    const artists = await made(me.get<{ id: string; memberId: string | null }[]>('/api/v1/artists'))
    for (const { id, memberId } of artists) if (memberId !== null) await linked(id, null)
  }
  const application = `/api/v1/job-applications/${own.application}`
  const standing = () =>
    made(me.get<{ stage: string; version: number; artistId: string | null }>(application))
  /** Takes the application that the workspace has received to a stage, step by step. */
  async function moved(...stages: string[]) {
    for (const to of stages) {
      const { stage, version } = await standing()
      if (stage !== 'hired') await made(me.call('POST', `${application}/transitions`, { to, version }))
    }
  }
  const asOf = (home: Home) => ({ cookie: home.browser.cookie, 'x-tenant-id': home.tenantId })
  async function anInvitation(): Promise<GoodCall> {
    const guest = await confirmed(me.site)
    const body = { emails: [guest.email], role: 'viewer' }
    const { sent } = await made(me.call<{ sent: { id: string }[] }>('POST', '/api/v1/invitations', body))
    return { body: { invitationId: sent[0]?.id ?? '' }, headers: { cookie: guest.browser.cookie } }
  }

  return {
    'POST /api/v1/workspaces': () => ({
      body: { id: newId(), name: 'x', slug: `w-${newId().slice(0, 13)}` },
    }),
    'PATCH /api/v1/workspaces/{tenantId}': async () => {
      const { version } = await made(me.get<{ version: number }>('/api/v1/setup/settings'))
      return {
        path: `/api/v1/workspaces/${own.tenant}`,
        body: { defaultClientId: own.client },
        headers: { 'if-match': String(version) },
      }
    },
    'POST /api/v1/workspaces/{tenantId}/restores': () => ({
      path: `/api/v1/workspaces/${own.tenant}/restores`,
      body: { backupId: own.backup, name: 'x', slug: `w-${newId().slice(0, 13)}` },
    }),
    'PUT /api/v1/sso': () => ({
      body: { kind: 'saml', metadata: company.metadata(), defaultRole: own.role },
    }),
    'POST /api/v1/keys': () => ({ body: { name: 'x', scopes: ['metrics.read'], clients: [own.client] } }),
    'PATCH /api/v1/members/{personId}': () => ({
      path: `/api/v1/members/${own.colleague}`,
      body: { role: own.role, clients: [own.client] },
    }),
    'POST /api/v1/invitations': () => ({
      body: { emails: [`x@${newId()}.example`], role: own.role, clients: [own.client] },
    }),
    'DELETE /api/v1/roles/{id}': async () => {
      const spare = await made(
        me.call<{ id: string }>('POST', '/api/v1/roles', {
          name: newId().slice(0, 8),
          permissions: ['workspace.read'],
        }),
      )
      return { path: `/api/v1/roles/${spare.id}`, body: { fallback: own.role } }
    },
    'POST /api/v1/ownership-offers': () => ({ body: { personId: own.colleague, thenRole: own.role } }),
    'POST /api/v1/clients': () => ({ body: { id: newId(), name: newId() } }),
    'POST /api/v1/metrics/query': () => {
      const question = { metrics: ['units'], from: '2026-01-01', to: '2026-01-31', grain: 'total' }
      const one = { ...question, clientId: own.client }
      return [{ body: one }, { body: { questions: [one] } }]
    },
    'POST /api/v1/custom-metrics': () => {
      const value = { ...typedValue('entered', newId()), clientId: own.client }
      return [{ body: value }, { body: { values: [value] } }]
    },
    'POST /api/v1/custom-metrics/removals': async () => {
      const value = await made(
        me.call<{ id: string }>('POST', '/api/v1/custom-metrics', typedValue('entered', newId())),
      )
      return { body: { ids: [value.id] } }
    },
    'POST /api/v1/imports/{id}/preview': async () => anImport('preview'),
    'POST /api/v1/imports/{id}/commit': async () => anImport('commit'),
    // One source of exchange rates is enough for a workspace.
    'POST /api/v1/connections': async () => {
      const home = await Home.open(me.site)
      const client = await made(home.call<{ id: string }>('POST', '/api/v1/clients', { name: 'x' }))
      return { body: { provider: 'ecb', clientId: client.id }, headers: asOf(home) }
    },
    // A member stands for one artist at a time: the first one of the workspace, which gives them back.
    'POST /api/v1/artists': async () => {
      await standsFor(null)
      await freed()
      return { body: { id: newId(), name: 'x', memberId: own.person } }
    },
    'PATCH /api/v1/artists/{id}': async () => {
      await standsFor(null)
      return {
        path: `/api/v1/artists/${own.artist}`,
        body: { memberId: own.colleague },
        headers: await seen(`artists/${own.artist}`),
      }
    },
    'POST /api/v1/artists/{id}/bookings': () => ({
      path: `/api/v1/artists/${own.artist}/bookings`,
      body: { id: newId(), title: 'x', projectId: own.project, ...when() },
    }),
    'POST /api/v1/artists/{id}/time-off': () => ({
      path: `/api/v1/artists/${own.artist}/time-off`,
      body: { id: newId(), title: 'x', ...when() },
    }),
    'POST /api/v1/bookings': () => ({
      body: { id: newId(), artistId: own.artist, projectId: own.project, title: 'x', ...when() },
    }),
    'POST /api/v1/bookings/check-availability': () => ({
      body: { artistId: own.artist, except: own.booking, days: bookedDays },
    }),
    'PATCH /api/v1/bookings/{id}': async () => ({
      path: `/api/v1/bookings/${own.booking}`,
      body: { artistId: own.artist, projectId: own.project, title: 'y' },
      headers: await seen(`bookings/${own.booking}`),
    }),
    'POST /api/v1/bookings/{id}/rank': async () => {
      const days = when()
      const [first, { id, version }] = [await aBooking(days), await aBooking(days)]
      return { path: `/api/v1/bookings/${id}/rank`, body: { before: first.id, version, reason: 'x' } }
    },
    'POST /api/v1/bookings/{id}/together/changes': async () => {
      const { id, version } = await aBooking()
      return {
        path: `/api/v1/bookings/${id}/together/changes`,
        body: {
          scope: { who: 'one' },
          seen: [{ id, version }],
          artistId: own.artist,
          projectId: own.project,
          title: 'y',
        },
      }
    },
    'POST /api/v1/bookings/{id}/together/transitions': async () => {
      const { id, version } = await aBooking()
      return {
        path: `/api/v1/bookings/${id}/together/transitions`,
        body: { scope: { who: 'one' }, seen: [{ id, version }], to: 'pencil' },
      }
    },
    'POST /api/v1/booking-plans': () => ({
      body: { artistIds: [own.artist], projectId: own.project, title: 'x', ...when() },
    }),
    'POST /api/v1/booking-plans/check': () => ({
      body: { artistIds: [own.artist], projectId: own.project, title: 'x', ...when() },
    }),
    'POST /api/v1/projects': () => ({ body: { id: newId(), name: 'x', clientId: own.client } }),
    'PATCH /api/v1/projects/{id}': async () => ({
      path: `/api/v1/projects/${own.project}`,
      body: { clientId: own.client },
      headers: await seen(`projects/${own.project}`),
    }),
    'POST /api/v1/projects/{id}/phases': () => ({
      path: ofProject('phases'),
      body: { id: newId(), name: 'x' },
    }),
    'POST /api/v1/projects/{id}/tasks': () => ({
      path: ofProject('tasks'),
      body: { id: newId(), name: 'x', durationMinutes: 60, phaseId: own.phase, artistId: own.artist },
    }),
    'POST /api/v1/projects/{id}/milestones': () => ({
      path: ofProject('milestones'),
      body: { id: newId(), name: 'x', phaseId: own.phase },
    }),
    'POST /api/v1/projects/{id}/dependencies': async () => {
      const task = () =>
        made(me.call<{ id: string }>('POST', ofProject('tasks'), { name: 'x', durationMinutes: 60 }))
      const [from, to] = [await task(), await task()]
      return { path: ofProject('dependencies'), body: { id: newId(), fromTaskId: from.id, toTaskId: to.id } }
    },
    'POST /api/v1/project-phases': () => ({ body: { id: newId(), name: 'x', projectId: own.project } }),
    'PATCH /api/v1/project-tasks/{id}': async () => ({
      path: `/api/v1/project-tasks/${own.taskAfter}`,
      body: { phaseId: own.phase, artistId: own.artist },
      headers: await seen(`project-tasks/${own.taskAfter}`),
    }),
    'POST /api/v1/projects/{id}/cascade/preview': () => ({
      path: ofProject('cascade/preview'),
      body: { changes: [{ taskId: own.task, durationMinutes: 500 }] },
    }),
    'POST /api/v1/projects/{id}/cascade': () => aCascade(),
    'POST /api/v1/projects/{id}/cascade/undo': async () => {
      const { path, body } = await aCascade()
      const { cascadeId } = await made(me.call<{ cascadeId: string }>('POST', path, body))
      return { path: ofProject('cascade/undo'), body: { cascadeId } }
    },
    'POST /api/v1/projects/{id}/baselines': () => ({
      path: ofProject('baselines'),
      body: { id: newId(), name: 'x' },
    }),
    'POST /api/v1/projects/{id}/bookings': () => ({
      path: ofProject('bookings'),
      body: { id: newId(), artistId: own.artist, title: 'x', ...when() },
    }),
    'POST /api/v1/jobs': () => ({ body: { id: newId(), ...aJob('x') } }),
    'POST /api/v1/job-searches': () => ({ body: { id: newId(), name: 'x', filter: { q: newId() } } }),
    'POST /api/v1/jobs/{id}/applications': async () => {
      const studio = await Home.open(me.site)
      const job = await made(studio.call<{ id: string }>('POST', '/api/v1/jobs', aJob('x')))
      return { path: `/api/v1/jobs/${job.id}/applications`, body: { id: newId() } }
    },
    'POST /api/v1/job-applications/{id}/transitions': async () => {
      await moved('interview', 'offer')
      return {
        path: `${application}/transitions`,
        body: { to: 'hired', version: (await standing()).version, artistId: await anArtist() },
      }
    },
    'POST /api/v1/artist-profiles': async () => ({
      body: { id: newId(), name: 'x' },
      headers: asOf(await Home.open(me.site)),
    }),
    'POST /api/v1/profile-links': async () => {
      await moved('interview', 'offer', 'hired')
      // Whoever applied is asked for already, by the artist the workspace had before.
      await me.call('DELETE', `/api/v1/profile-links/${own.link}`)
      const { artistId } = await standing()
      const reader = await Home.open(me.site)
      const card = { name: 'Ada', visibility: 'public' }
      const { id } = await made(reader.call<{ id: string }>('POST', '/api/v1/artist-profiles', card))
      return [
        { body: { artistId, applicationId: own.application } },
        { body: { artistId: await anArtist(), profileId: id } },
      ]
    },
    'POST /api/v1/notifications/read': () => [
      { body: { ids: [own.notification] } },
      { body: { upTo: own.notification } },
    ],
    'POST /api/v1/join': () => anInvitation(),
    'POST /api/v1/join/decline': () => anInvitation(),
  }
}
