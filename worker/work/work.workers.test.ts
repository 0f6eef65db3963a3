import { expect, it } from 'vitest'
import type { ArtistView } from '../../contracts/artists.ts'
import type { BookingView } from '../../contracts/bookings.ts'
import type { Answer, MetricDefinition, RecordsPage } from '../../contracts/metrics.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { ProjectView } from '../../contracts/projects.ts'
import { aWorkspace, newId, type Workspace } from '../tenant/testing/workspace.ts'

const DAY_MS = 86_400_000
const today = () => new Date().toISOString().slice(0, 10)
const inDays = (days: number) => new Date(Date.parse(today()) + days * DAY_MS).toISOString().slice(0, 10)

interface Options {
  version?: number
  as?: Partial<Principal>
  commandId?: string
}
async function send<T>(at: Workspace, method: string, path: string, body?: unknown, options: Options = {}) {
  const { version, ...more } = options
  const headers: Record<string, string> = version === undefined ? {} : { 'if-match': `"${version}"` }
  const response = await at.call(method, path, { body, headers, ...more })
  return {
    status: response.status,
    ...((await response.json()) as { data: T; error: { code: string; message: string } }),
  }
}
const anArtist = async (at: Workspace, name = 'Ada Kern', over: object = {}) =>
  (await send<ArtistView>(at, 'POST', '/artists', { name, ...over })).data
const book = (
  at: Workspace,
  artistId: string,
  from: number,
  to: number,
  over: object = {},
  options?: Options,
) =>
  send<BookingView>(
    at,
    'POST',
    '/bookings',
    { artistId, title: 'Lisbon', days: { from: inDays(from), to: inDays(to) }, ...over },
    options,
  )
const step = (at: Workspace, { id, version }: BookingView, to: string) =>
  send<BookingView>(at, 'POST', `/bookings/${id}/transitions`, { to, version })

async function ask(at: Workspace, metrics: string[], over: object = {}, as: Partial<Principal> = {}) {
  await at.rest()
  const question = { metrics, from: today(), to: today(), grain: 'total', ...over }
  const { status, body } = await at.stub.ask(at.principal(as), JSON.stringify(question))
  const parsed = JSON.parse(body) as { data: Answer; error?: { code: string; message: string } }
  return { status, series: parsed.data?.series ?? [], error: parsed.error }
}
const totals = async (at: Workspace, metrics: string[], over: object = {}, as: Partial<Principal> = {}) =>
  (await ask(at, metrics, over, as)).series.map(({ total }) => total)
const records = async (at: Workspace, key: string, query = '', as: Partial<Principal> = {}) => {
  const path = `/metrics/${key}/records?from=${today()}&to=${today()}${query}`
  const response = await at.call('GET', path, { as })
  return {
    status: response.status,
    ...((await response.json()) as RecordsPage & { error: { code: string } }),
  }
}

it('[ME35] [ME26] counts bookings made, their mean length and lead time, by artist and skill, with the records behind them', async () => {
  const at = await aWorkspace()
  const ada = await anArtist(at, 'Ada Kern', {
    skills: [
      { name: 'Light', level: 2 },
      { name: 'Sound', level: 4 },
    ],
  })
  const bo = await anArtist(at, 'Bo', { skills: [{ name: 'Light', level: 1 }] })
  await book(at, ada.id, 10, 10)
  await book(at, ada.id, 20, 22)
  await book(at, bo.id, 30, 30)
  expect(await totals(at, ['bookings_created', 'booking_length'])).toEqual([
    '3',
    String((5 * 86_400) / 3).replace(/\..*/, ''),
  ])
  const byArtist = await ask(at, ['bookings_created'], { breakdown: { dimension: 'Artist' } })
  expect(byArtist.series.map((one) => [one.dimensionValue, one.total])).toEqual([
    ['Ada Kern', '2'],
    ['Bo', '1'],
  ])
  const bySkill = await ask(at, ['bookings_created'], { breakdown: { dimension: 'Skill' } })
  expect(bySkill.series.map((one) => [one.dimensionValue, one.total])).toEqual([
    ['Sound', '2'],
    ['Light', '1'],
  ])
  const page = await records(at, 'booking_length', '&dimension=Artist&value=Ada%20Kern')
  expect(page.meta).toMatchObject({ total: 2, sum: String(4 * 86_400) })
  expect(page.data[0]).toMatchObject({
    source: 'Orrery',
    dimensions: { Artist: 'Ada Kern', Skill: 'Sound', Project: null },
  })
  const [lead] = await totals(at, ['booking_lead_time'])
  const leads = await records(at, 'booking_lead_time')
  expect(Number(lead)).toBe(Math.round(Number(leads.meta.sum) / leads.meta.total))
  // An artist is counted under the name and the skill they have now.
  await send(at, 'PATCH', `/artists/${bo.id}`, { name: 'Bo Lund', skills: [] }, { version: 1 })
  const renamed = await ask(at, ['bookings_created'], { breakdown: { dimension: 'Artist' } })
  expect(renamed.series.map((one) => one.dimensionValue)).toEqual(['Ada Kern', 'Bo Lund'])
})

it('[ME36] counts a call that was refused because others have the time, once however often it comes', async () => {
  const at = await aWorkspace()
  const { id } = await anArtist(at)
  await book(at, id, 10, 12, { status: 'confirmed' })
  const commandId = newId()
  for (let times = 0; times < 2; times += 1) {
    const refused = await book(at, id, 12, 14, { status: 'confirmed' }, { commandId })
    expect([refused.status, refused.error.code]).toEqual([409, 'booking_conflict'])
  }
  const held = (await book(at, id, 12, 14)).data
  expect((await step(at, held, 'confirmed')).error.code).toBe('booking_conflict')
  expect(await totals(at, ['booking_conflicts', 'bookings_created'])).toEqual(['2', '2'])
  expect((await records(at, 'booking_conflicts')).meta).toMatchObject({ total: 2, sum: '2' })
})

it('[ME36] counts that a proposal of a cascade was not accepted, because others have the time', async () => {
  const at = await aWorkspace()
  const { id: artistId } = await anArtist(at)
  const [first, later] = [inDays(10), inDays(17)]
  const film = { name: 'Film', startDay: first, timeZone: 'UTC' }
  const project = (await send<ProjectView>(at, 'POST', '/projects', film)).data
  const path = `/projects/${project.id}`
  const asked = { name: 'Shoot', durationMinutes: 480, artistId }
  const task = (await send<{ id: string }>(at, 'POST', `${path}/tasks`, asked)).data
  await book(at, artistId, 8, 15, { status: 'confirmed', projectId: project.id })
  const changes = [{ taskId: task.id, startTime: `${later}T09:00:00.000Z` }]
  const shown = await send<{ planVersion: number }>(at, 'POST', `${path}/cascade/preview`, { changes })
  const { planVersion } = shown.data
  expect((await send(at, 'POST', `${path}/cascade`, { changes, planVersion })).status).toBe(200)
  const [proposal] = (await send<{ id: string }[]>(at, 'GET', `${path}/proposals`)).data
  await book(at, artistId, 16, 25, { status: 'confirmed' })
  const commandId = newId()
  for (let times = 0; times < 2; times += 1) {
    const accepted = `/booking-proposals/${proposal?.id}/accept`
    const refused = await send(at, 'POST', accepted, undefined, { commandId })
    expect([refused.status, refused.error.code]).toEqual([409, 'booking_conflict'])
  }
  expect(await totals(at, ['booking_conflicts'])).toEqual(['1'])
  const page = await records(at, 'booking_conflicts')
  expect(page.data.map(({ dimensions }) => dimensions)).toMatchObject([
    { Artist: 'Ada Kern', Project: 'Film' },
  ])
})

it('[ME37] says how many of the holds that were decided were confirmed, each by its first decision', async () => {
  const at = await aWorkspace()
  const { id } = await anArtist(at)
  const [first, second, third] = [
    (await book(at, id, 10, 10)).data,
    (await book(at, id, 11, 11)).data,
    (await book(at, id, 12, 12)).data,
  ]
  await book(at, id, 13, 13)
  await book(at, id, 14, 14, { status: 'confirmed' })
  const pencil = (await step(at, first, 'pencil')).data
  const confirmed = (await step(at, pencil, 'confirmed')).data
  await step(at, second, 'released')
  await step(at, third, 'cancelled')
  expect(await totals(at, ['holds_confirmed', 'holds_ended', 'hold_to_confirm'])).toEqual(['1', '3', '33.33'])
  // Taken back, it is decided anew; what is counted is how it was decided first.
  const back = await send<BookingView>(at, 'POST', `/bookings/${first.id}/transitions`, {
    ...{ to: 'pencil', version: confirmed.version, reason: 'Wrong day' },
  })
  await step(at, back.data, 'released')
  expect(await totals(at, ['holds_confirmed', 'holds_ended'])).toEqual(['1', '3'])
})

it('[ME38] [ME31] tells sockets what moved, and a rebuild ends at the same numbers', async () => {
  const at = await aWorkspace()
  const { id } = await anArtist(at)
  await book(at, id, 10, 10)
  const socket = await at.socket()
  const made = (await book(at, id, 11, 11)).data
  const frame = await socket.frame('rollup')
  expect(frame.metrics).toContainEqual({ key: 'bookings_created', from: today(), to: today() })
  await step(at, made, 'released')
  const asked = ['bookings_created', 'booking_length', 'booking_lead_time', 'holds_ended', 'hold_to_confirm']
  const before = await totals(at, asked)
  await at.rest()
  await at.inside(async (tenant) => {
    await tenant.current()
    await tenant.recounter.settleAll()
    const live = [...tenant.rollups.dump()]
    await tenant.rebuild()
    expect(live.length).toBeGreaterThan(0)
    expect([...tenant.rollups.dump()]).toEqual(live)
  })
  expect(await totals(at, asked)).toEqual(before)
})

it('[ME39] shows a member who is limited to clients the bookings of their projects, and no name of an artist', async () => {
  const at = await aWorkspace()
  const { id } = await anArtist(at)
  const clients = await Promise.all(
    ['North', 'South'].map(
      async (name) =>
        (await send<{ id: string }>(at, 'POST', '/clients', { name, externalId: name })).data.id,
    ),
  )
  const project = async (name: string, clientId: string) =>
    (await send<ProjectView>(at, 'POST', '/projects', { name, clientId, startDay: today() })).data
  const [north, south] = [await project('N', clients[0] ?? ''), await project('S', clients[1] ?? '')]
  await book(at, id, 10, 10, { projectId: north.id })
  await book(at, id, 11, 11, { projectId: south.id })
  await book(at, id, 12, 12)
  const limited: Partial<Principal> = { role: 'editor', clients: [clients[0] ?? ''] }
  expect(await totals(at, ['bookings_created'])).toEqual(['3'])
  expect(await totals(at, ['bookings_created'], {}, limited)).toEqual(['1'])
  expect(await totals(at, ['bookings_created'], { clientId: clients[1] }, limited)).toEqual([null])
  const page = await records(at, 'bookings_created', '', limited)
  expect([page.meta.total, page.data[0]?.dimensions]).toEqual([1, { Project: 'N' }])
  const named = await ask(at, ['bookings_created'], { breakdown: { dimension: 'Artist' } }, limited)
  expect([named.status, named.error?.code]).toEqual([403, 'limited_to_clients'])
  expect(named.error?.message).toContain('limited to some clients')
  expect((await records(at, 'bookings_created', '&dimension=Artist&value=Ada%20Kern', limited)).status).toBe(
    403,
  )
  const byProject = await ask(at, ['bookings_created'], { breakdown: { dimension: 'Project' } }, limited)
  expect(byProject.series.map((one) => [one.dimensionValue, one.total])).toEqual([['N', '1']])
  const byClient = await ask(at, ['bookings_created'], { breakdown: { dimension: 'client' } })
  expect(byClient.series.map((one) => [one.part, one.total])).toContainEqual(['none', '1'])
  // A booking goes with its project: to the other client, and so out of sight.
  await send(at, 'PATCH', `/projects/${north.id}`, { clientId: clients[1] }, { version: 1 })
  expect(await totals(at, ['bookings_created'], {}, limited)).toEqual([null])
  expect(await totals(at, ['bookings_created'], { clientId: clients[1] })).toEqual(['2'])
})

it('[ME39] names artists and projects to those only who may read them, also in the list of metrics', async () => {
  const at = await aWorkspace()
  const { id } = await anArtist(at)
  await book(at, id, 10, 10)
  const viewer: Partial<Principal> = { role: 'viewer' }
  expect(await totals(at, ['bookings_created'], {}, viewer)).toEqual(['1'])
  const refused = await ask(at, ['bookings_created'], { breakdown: { dimension: 'Artist' } }, viewer)
  expect([refused.status, refused.error?.code]).toEqual([403, 'forbidden'])
  const dimensions = async (as: Partial<Principal>) =>
    (await send<MetricDefinition[]>(at, 'GET', '/metrics', undefined, { as })).data.find(
      ({ key }) => key === 'hold_to_confirm',
    )?.dimensions
  expect([await dimensions({}), await dimensions(viewer)]).toEqual([['Artist', 'Skill', 'Project'], []])
  expect((await ask(at, ['bookings_created'], {}, { role: 'freelancer' })).status).toBe(403)
})

it('[ME38] counts nothing of another workspace', async () => {
  const [mine, other] = [await aWorkspace(), await aWorkspace()]
  await book(mine, (await anArtist(mine)).id, 10, 10)
  await anArtist(other)
  await book(other, (await anArtist(other, 'Bo')).id, 10, 10)
  await book(other, (await anArtist(other, 'Cy')).id, 10, 10)
  expect([await totals(mine, ['bookings_created']), await totals(other, ['bookings_created'])]).toEqual([
    ['1'],
    ['2'],
  ])
})

const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }))
const HOURS = 3600
const span = (from: number, to: number) => ({ from: inDays(from), to: inDays(to) })

it('[ME40] [ME41] says what of the hours of an artist is booked, and follows hours, time off and bookings', async () => {
  const at = await aWorkspace()
  const ada = await anArtist(at)
  await send(at, 'PUT', `/artists/${ada.id}/availability`, { weekly })
  const ofTwoDays = (metrics: string[]) => totals(at, metrics, span(10, 11))
  const asked = ['booked_time', 'available_time', 'utilisation']
  expect(await ofTwoDays(asked)).toEqual([null, String(16 * HOURS), '0'])

  const made = (await book(at, ada.id, 10, 10)).data
  expect(await ofTwoDays(asked)).toEqual([null, String(16 * HOURS), '0'])
  const confirmed = (await step(at, made, 'confirmed')).data
  expect(await ofTwoDays(asked)).toEqual([String(8 * HOURS), String(16 * HOURS), '50'])

  const hours = { from: '09:00', to: '13:00' }
  const off = await send<{ id: string }>(at, 'POST', `/artists/${ada.id}/time-off`, {
    ...{ title: 'Dentist', days: span(10, 10), hours },
  })
  expect(await ofTwoDays(asked)).toEqual([String(4 * HOURS), String(12 * HOURS), '33.33'])
  const path = `/metrics/booked_time/records?from=${inDays(10)}&to=${inDays(11)}`
  const page = (await (await at.call('GET', path)).json()) as RecordsPage
  expect(page.meta).toMatchObject({ total: 1, sum: String(4 * HOURS) })
  await send(at, 'DELETE', `/artists/${ada.id}/time-off/${off.data.id}`)
  const moved = await send<BookingView>(
    at,
    'PATCH',
    `/bookings/${made.id}`,
    { days: span(11, 11) },
    {
      version: confirmed.version,
    },
  )
  expect(await totals(at, asked, span(10, 10))).toEqual([null, String(8 * HOURS), '0'])
  expect(await ofTwoDays(asked)).toEqual([String(8 * HOURS), String(16 * HOURS), '50'])
  const bo = await anArtist(at, 'Bo')
  await send(at, 'PUT', `/artists/${bo.id}/availability`, { weekly })
  const given = { artistId: bo.id }
  await send<BookingView>(at, 'PATCH', `/bookings/${made.id}`, given, { version: moved.data.version })
  const each = await ask(at, asked, { ...span(10, 11), breakdown: { dimension: 'Artist' } })
  const shown = (metric: string) =>
    each.series.filter((one) => one.metric === metric).map((one) => [one.dimensionValue, one.total])
  expect(shown('utilisation').sort()).toEqual([
    ['Ada Kern', '0'],
    ['Bo', '50'],
  ])
  await send(at, 'POST', `/artists/${ada.id}/archive`)
  expect(await ofTwoDays(asked)).toEqual([String(8 * HOURS), String(16 * HOURS), '50'])
})

it('[ME40] a day off of the workspace is none of its hours, and whoever has no hours has those of the workspace', async () => {
  const at = await aWorkspace()
  await anArtist(at)
  const [before] = await totals(at, ['available_time'], span(10, 23))
  expect(before).toBe(String(10 * 8 * HOURS))
  const calendar = {
    weekly,
    exceptions: [{ kind: 'off', title: 'Holiday', days: span(10, 10), hours: null }],
  }
  expect((await send(at, 'PUT', '/working-calendar', { calendar })).status).toBe(200)
  expect(await totals(at, ['available_time'], span(10, 23))).toEqual([String(13 * 8 * HOURS)])
})

it('[ME42] keeps the hours of the days ahead, and a rebuild ends at the same numbers', async () => {
  const at = await aWorkspace()
  const { id } = await anArtist(at)
  await send(at, 'PUT', `/artists/${id}/availability`, { weekly })
  await book(at, id, 10, 12, { status: 'confirmed' })
  const year = { from: today(), to: inDays(364), grain: 'month' }
  const [booked, available] = await totals(at, ['booked_time', 'available_time'], year)
  expect([booked, available]).toEqual([String(3 * 8 * HOURS), String(365 * 8 * HOURS)])
  await at.rest()
  await at.inside(async (tenant) => {
    await tenant.current()
    await tenant.recounter.settleAll()
    const live = [...tenant.rollups.dump()]
    await tenant.rebuild()
    expect([...tenant.rollups.dump()]).toEqual(live)
  })
  expect(await totals(at, ['booked_time', 'available_time'], year)).toEqual([booked, available])
})

it('[ME44] says of projects that are due how far they are and how many days late, also to members of their client', async () => {
  const at = await aWorkspace()
  const client = await send<{ id: string }>(at, 'POST', '/clients', { name: 'North', externalId: 'N' })
  const dates = { startDay: inDays(1), dueDay: inDays(3) }
  const project = (
    await send<ProjectView>(at, 'POST', '/projects', { name: 'Film', clientId: client.data.id, ...dates })
  ).data
  await send<ProjectView>(at, 'POST', '/projects', { name: 'Clip', ...dates })
  const asked = ['projects_due', 'projects_late', 'project_days_late', 'project_progress', 'projects_on_time']
  const due = { from: inDays(0), to: inDays(10) }
  expect(await totals(at, asked, due)).toEqual(['2', null, '0', '0', '100'])
  const task = (name: string) =>
    send<{ id: string; version: number }>(at, 'POST', `/projects/${project.id}/tasks`, {
      name,
      durationMinutes: 20 * 480,
    })
  const made = (await task('Shoot')).data
  const late = await totals(at, asked, due)
  expect([late[0], late[1], late[4]]).toEqual(['2', '1', '50'])
  expect(Number(late[2])).toBeGreaterThan(15)
  const done = await send(
    at,
    'PATCH',
    `/project-tasks/${made.id}`,
    { progress: 50 },
    { version: made.version },
  )
  expect(done.status).toBe(200)
  expect((await totals(at, asked, due))[3]).toBe('25')
  const limited: Partial<Principal> = { role: 'manager', clients: [client.data.id] }
  expect((await totals(at, asked, due, limited)).slice(0, 2)).toEqual(['1', '1'])
  const renamed = await send(
    at,
    'PATCH',
    `/projects/${project.id}`,
    { name: 'Short film' },
    { version: 1, as: limited },
  )
  expect(renamed.status).toBe(200)
  const byProject = await ask(at, ['project_progress'], { ...due, breakdown: { dimension: 'Project' } })
  expect(byProject.series.map((one) => [one.dimensionValue, one.total]).sort()).toEqual([
    ['Clip', '0'],
    ['Short film', '50'],
  ])
  expect((await send(at, 'DELETE', `/projects/${project.id}`, undefined, { version: 2 })).status).toBe(200)
  expect((await totals(at, asked, due)).slice(0, 2)).toEqual(['1', null])
})
