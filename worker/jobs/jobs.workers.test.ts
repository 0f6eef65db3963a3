import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ArtistProfileView } from '../../contracts/artist-profiles.ts'
import type { RecordHistory } from '../../contracts/history.ts'
import type { JobApplicationView, OwnApplicationView } from '../../contracts/job-applications.ts'
import type { JobView } from '../../contracts/jobs.ts'
import { ok } from '../../contracts/result.ts'
import type { SearchHit } from '../../contracts/search.ts'
import { openControl } from '../../db/d1/client.ts'
import { type Answered, bindings, Home, holdQueue } from '../edge/testing/home.ts'
import { Browser, confirmed } from '../edge/testing/site.ts'
import { BOARD_TIMER } from '../tenant/board.ts'
import { finishWipe } from '../workspaces/outbox.repository.ts'

const db = openControl(bindings.DB)
let studio: Home
let artist: Home
let queue: ReturnType<typeof holdQueue>
beforeAll(async () => {
  queue = holdQueue()
  studio = await Home.open()
  artist = await Home.open(studio.site)
})
afterAll(() => queue.release())

const days = { from: '2031-05-05', to: '2031-05-09' }
const word = () => `w${crypto.randomUUID().slice(0, 8)}`
const post = async (over: object = {}) => {
  const made = await studio.call<JobView>('POST', '/api/v1/jobs', {
    title: 'Sound engineer',
    days,
    deadline: { day: '2031-04-01', timeZone: 'Europe/London' },
    ...over,
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made))
  return made.data
}
const found = async (query: string) =>
  (await artist.get<JobView[]>(`/api/v1/jobs?${query}`)).data.map(({ id }) => id)
const profileOf = async (home: Home, over: object = {}): Promise<ArtistProfileView> => {
  const [own] = (await home.get<ArtistProfileView[]>('/api/v1/artist-profiles?own=true')).data
  const said = {
    name: 'Ines Duarte',
    headline: 'Front of house',
    place: 'Lisbon',
    skills: [{ name: 'Sound', level: 4 }],
    rates: [{ amount: '260', currency: 'EUR', per: 'day' }],
    busy: [{ from: '2031-01-01', to: '2031-01-02' }],
    ...over,
  }
  const done = await (own === undefined
    ? home.call<ArtistProfileView>('POST', '/api/v1/artist-profiles', said)
    : home.call<ArtistProfileView>('PATCH', `/api/v1/artist-profiles/${own.id}`, said, {
        'if-match': String(own.version),
      }))
  if (done.status > 201) throw new Error(JSON.stringify(done))
  return done.data
}
const apply = (jobId: string, message: string | null = 'I would like to', home = artist) =>
  home.call<OwnApplicationView>('POST', `/api/v1/jobs/${jobId}/applications`, { message })
const move = (id: string, to: string, version: number, over: object = {}) =>
  studio.call<JobApplicationView>('POST', `/api/v1/job-applications/${id}/transitions`, {
    to,
    version,
    ...over,
  })
const ownOf = async (id: string, home = artist) =>
  (await home.get<OwnApplicationView>(`/api/v1/job-applications/${id}`)).data
const codeOf = (answer: Answered<unknown>) => [answer.status, answer.error?.code]

describe('the board', () => {
  it('[JB41] shows a listing as it was once a version is brought back, and nobody else sees its versions', async () => {
    const [first, second] = [word(), word()]
    const job = await post({ title: first })
    const path = `/api/v1/jobs/${job.id}`
    await studio.call('PATCH', path, { title: second, place: 'Lisbon' }, { 'if-match': '1' })
    const history = `/api/v1/history/jobs/${job.id}`
    expect((await artist.get(history)).status).toBe(404)
    const { versions, version } = (await studio.get<RecordHistory>(history)).data
    expect([version, versions.map(({ canRestore }) => canRestore)]).toEqual([2, [false, true]])
    const back = (seen: number) =>
      studio.call('POST', `${history}/restore`, { id: versions[1]?.id }, { 'if-match': String(seen) })
    expect(codeOf(await back(1))).toEqual([409, 'stale_version'])
    expect((await back(2)).data).toMatchObject({ title: first, place: null, version: 3 })
    expect([await found(`q=${first}`), await found(`q=${second}`)]).toEqual([[job.id], []])
    await studio.call('DELETE', path, undefined, { 'if-match': '3' })
    expect(codeOf(await back(4))).toEqual([409, 'job_closed'])
  })

  it('[JB1] [JB2] shows a posted job to every workspace, as it is now, and not its applications', async () => {
    const name = word()
    const job = await post({ title: `Rigger ${name}` })
    expect(job).toMatchObject({
      status: 'open',
      isOwn: true,
      match: null,
      deadlineAt: '2031-04-01T23:00:00.000Z',
    })
    expect(await found(`q=${name}`)).toEqual([job.id])
    const seen = await artist.get<JobView>(`/api/v1/jobs/${job.id}`)
    expect(seen.data).toMatchObject({ isOwn: false, workspaceName: job.workspaceName, version: 1 })
    const changed = await studio.call<JobView>(
      'PATCH',
      `/api/v1/jobs/${job.id}`,
      { title: `Painter ${name}` },
      { 'if-match': '1' },
    )
    expect([changed.status, await found(`q=rigger%20${name}`), await found(`q=paint%20${name}`)]).toEqual([
      200,
      [],
      [job.id],
    ])
    const stale = await studio.call('PATCH', `/api/v1/jobs/${job.id}`, { title: 'x' }, { 'if-match': '1' })
    expect(codeOf(stale)).toEqual([409, 'stale_version'])
    for (const [method, path] of [
      ['PATCH', ''],
      ['DELETE', ''],
      ['GET', '/applications'],
    ] as const) {
      const body = method === 'PATCH' ? { title: 'x' } : undefined
      const foreign = await artist.call(method, `/api/v1/jobs/${job.id}${path}`, body, { 'if-match': '2' })
      expect([method, ...codeOf(foreign)]).toEqual([method, 404, 'not_found'])
    }
  })

  it('[SR9] [JB40] are found by the search of other workspaces behind their records, while one can apply and by whoever may read jobs', async () => {
    const name = word()
    const asked = async (home: Home, q: string) =>
      (await home.get<SearchHit[]>(`/api/v1/search?q=${q}`)).data.map(({ kind, title }) => [kind, title])
    const job = await post({ title: `Rigger ${name}`, place: 'Lisbon' })
    const own = await artist.call('POST', '/api/v1/artists', { name: `Ada ${name}` })
    expect(own.status).toBe(201)
    expect(await asked(artist, `rig%20${name}`)).toEqual([['listing', `Rigger ${name}`]])
    expect(await asked(artist, name)).toEqual([
      ['artist', `Ada ${name}`],
      ['listing', `Rigger ${name}`],
    ])
    // Its own are among the records, and only there.
    expect(await asked(studio, name)).toEqual([['job', `Rigger ${name}`]])
    expect(await asked(artist, '%25')).toEqual([])
    const key = await artist.call<{ secret: string }>('POST', '/api/v1/keys', {
      name: 'x',
      scopes: ['workspace.read', 'artists.read'],
    })
    const byKey = await new Browser(artist.site).call('GET', `/api/v1/search?q=${name}`, undefined, {
      authorization: `Bearer ${key.data.secret}`,
    })
    expect((await byKey.json<{ data: SearchHit[] }>()).data.map(({ kind }) => kind)).toEqual(['artist'])
    await studio.call('DELETE', `/api/v1/jobs/${job.id}`, undefined, { 'if-match': '1' })
    expect(await asked(artist, name)).toEqual([['artist', `Ada ${name}`]])
  })

  it('[JB3] finds by words, skills, place, rate and days, page by page', async () => {
    const name = word()
    const skills = [{ name: 'Front of House', need: 'must', level: 3 }]
    const rate = { amount: '280.50', currency: 'EUR', per: 'day' }
    const one = await post({ title: name, place: 'São Paulo, Brazil', skills, rate })
    const two = await post({ title: name, isRemote: true, days: { from: '2031-07-01', to: '2031-07-31' } })
    expect(one.rate).toEqual({ ...rate, amount: '280.5' })
    const cases: [string, string[]][] = [
      ['', [two.id, one.id]],
      ['&skills=front%20of%20house', [one.id]],
      ['&skills=front', []],
      ['&place=sao%20paulo', [one.id]],
      ['&remote=true', [two.id]],
      ['&minRate=280.5&currency=EUR&per=day', [one.id]],
      ['&minRate=280.51&currency=EUR&per=day', []],
      ['&from=2031-05-09&to=2031-06-30', [one.id]],
      ['&limit=1', [two.id]],
      [`&limit=1&cursor=${two.id}`, [one.id]],
    ]
    for (const [query, ids] of cases) expect([query, await found(`q=${name}${query}`)]).toEqual([query, ids])
    expect((await artist.get(`/api/v1/jobs?q=${name}&limit=1`)).meta).toMatchObject({
      total: 2,
      nextCursor: two.id,
    })
    expect((await artist.get('/api/v1/jobs?minRate=5')).status).toBe(400)
  })

  it('[JB4] [JB5] takes no application after the deadline or once it is closed, and applications stay readable', async () => {
    await profileOf(artist)
    const passed = await studio.call('POST', '/api/v1/jobs', {
      title: 'Late',
      days,
      deadline: { day: '2020-01-01' },
    })
    expect(codeOf(passed)).toEqual([409, 'deadline_passed'])
    const ended = await post()
    await studio.inside(async (tenant) => {
      await tenant.write<null, never>(tenant.commands, async (tx) => {
        await tx.sql`update jobs set deadline_at = now() - interval '1 second' where id = ${ended.id}`
        return ok(null)
      })
    })
    expect(codeOf(await apply(ended.id))).toEqual([409, 'deadline_passed'])
    const job = await post()
    const sent = await apply(job.id)
    await artist.call('PUT', `/api/v1/jobs/${job.id}/save`)
    const closed = await studio.call<JobView>('DELETE', `/api/v1/jobs/${job.id}`, undefined, {
      'if-match': '1',
    })
    expect(closed.data.status).toBe('closed')
    const other = await Home.open(studio.site)
    await profileOf(other)
    expect(codeOf(await apply(job.id, null, other))).toEqual([409, 'job_closed'])
    const change = await studio.call('PATCH', `/api/v1/jobs/${job.id}`, { title: 'x' }, { 'if-match': '2' })
    expect(codeOf(change)).toEqual([409, 'job_closed'])
    const kept = await studio.get<JobApplicationView[]>(`/api/v1/jobs/${job.id}/applications`)
    expect(kept.data.map(({ id, profile }) => [id, profile?.name])).toEqual([[sent.data.id, 'Ines Duarte']])
    const saved = await artist.get<JobView[]>('/api/v1/jobs?saved=true')
    expect(saved.data.find(({ id }) => id === job.id)).toMatchObject({ status: 'closed', isSaved: true })
    expect(await ownOf(sent.data.id)).toMatchObject({ stage: 'new', jobStatus: 'closed' })
    await artist.call('DELETE', `/api/v1/jobs/${job.id}/save`)
    expect((await artist.get<JobView[]>('/api/v1/jobs?saved=true')).data).toEqual([])
  })

  it('[JB2] copies later what could not be copied at once, and never an older state over a newer one', async () => {
    const name = word()
    const job = await post({ title: name })
    await db.run(sql`update job_listings set version = 0, body = '{}' where id = ${job.id}`)
    await studio.inside(async (tenant, object) => {
      await tenant.write<null, never>(tenant.commands, async (tx) => {
        await tx.sql`update jobs set copied_version = 0 where id = ${job.id}`
        return ok(null)
      })
      await tenant.agenda.set(BOARD_TIMER, 1)
      await object.alarm()
      expect(tenant.agenda.has(BOARD_TIMER)).toBe(false)
    })
    expect(await found(`q=${name}`)).toEqual([job.id])
    await db.run(sql`update job_listings set version = 9 where id = ${job.id}`)
    await studio.call('PATCH', `/api/v1/jobs/${job.id}`, { title: `${name}x` }, { 'if-match': '1' })
    expect((await artist.get<JobView>(`/api/v1/jobs/${job.id}`)).data.title).toBe(name)
    await db.run(sql`update job_listings set version = 2 where id = ${job.id}`)
  })
})

describe('a profile', () => {
  it('[JB8] [JB9] is its owner’s alone until they opt in, and its card goes at once when they opt out', async () => {
    const name = word()
    const colleague = await confirmed(studio.site)
    expect(colleague.email).toContain('@')
    const own = await profileOf(artist, { name: `Ines ${name}` })
    expect(own).toMatchObject({ visibility: 'private', timeZone: 'UTC', preferences: { maxDaysPerWeek: 5 } })
    const cards = async () =>
      (await studio.get<{ id: string; busy?: unknown }[]>(`/api/v1/artist-profiles?q=${name}`)).data
    expect(await cards()).toEqual([])
    expect((await studio.get(`/api/v1/artist-profiles/${own.id}`)).status).toBe(404)
    await profileOf(artist, { name: `Ines ${name}`, visibility: 'public' })
    expect((await cards()).map(({ id, busy }) => [id, busy])).toEqual([[own.id, undefined]])
    const seen = await studio.get<{ isOwn: boolean; headline: string }>(`/api/v1/artist-profiles/${own.id}`)
    expect(seen.data).toMatchObject({ isOwn: false, headline: 'Front of house' })
    expect(
      codeOf(
        await studio.call('PATCH', `/api/v1/artist-profiles/${own.id}`, { name: 'x' }, { 'if-match': '2' }),
      ),
    ).toEqual([404, 'not_found'])
    await profileOf(artist, { visibility: 'private' })
    expect([await cards(), (await studio.get(`/api/v1/artist-profiles/${own.id}`)).status]).toEqual([[], 404])
    const rest = await db.all(sql`select body, name from profile_cards where id = ${own.id}`)
    expect(rest).toEqual([{ body: null, name: '' }])
  })

  it('[JB8] is stored sealed, goes out as a file, and is removed for good', async () => {
    const other = await Home.open(studio.site)
    const own = await profileOf(other, { about: 'Nobody else reads this', visibility: 'public' })
    expect(codeOf(await other.call('POST', '/api/v1/artist-profiles', { name: 'Again' }))).toEqual([
      409,
      'already_exists',
    ])
    const stored = await other.inside((tenant) =>
      tenant.read(async (tx) =>
        JSON.stringify([
          await tx.sql`select * from artist_profiles`,
          await tx.sql`select * from commands`,
          await tx.sql`select * from event_bodies`,
        ]),
      ),
    )
    expect(stored).not.toContain('Nobody else')
    const file = await other.raw('GET', `/api/v1/artist-profiles/${own.id}/export`)
    expect(file.headers.get('content-disposition')).toContain('orrery-my-profile.json')
    expect(await file.text()).toContain('Nobody else reads this')
    const stale = await other.call('DELETE', `/api/v1/artist-profiles/${own.id}`, undefined, {
      'if-match': '9',
    })
    expect(codeOf(stale)).toEqual([409, 'stale_version'])
    const gone = await other.call('DELETE', `/api/v1/artist-profiles/${own.id}`, undefined, {
      'if-match': '1',
    })
    expect([gone.status, (await other.get('/api/v1/artist-profiles?own=true')).data]).toEqual([200, []])
    expect((await studio.get(`/api/v1/artist-profiles/${own.id}`)).status).toBe(404)
    expect((await profileOf(other)).id).not.toBe(own.id)
  })
})

describe('an application', () => {
  it('[JB10] [JB11] [JB13] is one for each person and listing, with the profile as it was; taken back, another may follow', async () => {
    const job = await post({ skills: [{ name: 'Sound', need: 'must', level: 4 }], place: 'Lisbon' })
    const nobody = await Home.open(studio.site)
    expect(codeOf(await apply(job.id, null, nobody))).toEqual([409, 'profile_missing'])
    expect(codeOf(await apply(job.id, null, studio))).toEqual([409, 'own_job'])
    await profileOf(artist, { headline: 'As it was' })
    const seen = await artist.get<JobView>(`/api/v1/jobs/${job.id}`)
    expect(seen.data.match?.score).toBe(100)
    const racers = await Promise.all([apply(job.id), apply(job.id), apply(job.id)])
    expect(racers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    const refused = racers.find(({ status }) => status === 409)
    const sent = racers.find(({ status }) => status === 201)?.data
    if (sent === undefined) throw new Error('nobody applied')
    expect([refused?.error.code, refused?.error.details]).toEqual([
      'already_applied',
      { applicationId: sent.id },
    ])
    await profileOf(artist, { headline: 'Changed since' })
    const [received] = (await studio.get<JobApplicationView[]>(`/api/v1/jobs/${job.id}/applications`)).data
    expect(received).toMatchObject({
      message: 'I would like to',
      stage: 'new',
      profile: { headline: 'As it was' },
      match: { score: 100 },
    })
    expect(JSON.stringify(received)).not.toContain('2031-01-01')
    expect((await nobody.get(`/api/v1/job-applications/${sent.id}`)).status).toBe(404)
    const drop = (home: Home, version: number) =>
      home.call('DELETE', `/api/v1/job-applications/${sent.id}`, undefined, { 'if-match': String(version) })
    expect((await drop(nobody, 1)).status).toBe(404)
    expect(codeOf(await drop(artist, 7))).toEqual([409, 'stale_version'])
    expect((await drop(artist, 1)).data).toMatchObject({ stage: 'withdrawn', version: 2 })
    expect(codeOf(await move(sent.id, 'shortlist', 2))).toEqual([409, 'stage_refused'])
    const again = await apply(job.id)
    expect([again.status, again.headers.get('location')]).toEqual([
      201,
      `/api/v1/job-applications/${again.data.id}`,
    ])
    const key = { 'idempotency-key': crypto.randomUUID() }
    const other = await post()
    const path = `/api/v1/jobs/${other.id}/applications`
    const first = await artist.call<OwnApplicationView>('POST', path, { message: null }, key)
    const repeated = await artist.call<OwnApplicationView>('POST', path, { message: null }, key)
    expect([repeated.status, repeated.data]).toEqual([201, first.data])
  })

  it('[JB42] are read without names until the interview where the job is blind, by whatever way they are asked for', async () => {
    const job = await post({ isBlind: true, skills: [{ name: 'Sound', need: 'must', level: 3 }] })
    expect((await artist.get<JobView>(`/api/v1/jobs/${job.id}`)).data.isBlind).toBe(true)
    await profileOf(artist, {
      about: 'I am Ines',
      experience: [
        {
          title: 'Ines Duarte Sound',
          organisation: 'Duarte & Co',
          from: '2020-01',
          to: null,
          skills: ['Sound'],
        },
      ],
    })
    const { id } = (await apply(job.id, 'Yours, Ines Duarte')).data
    const path = `/api/v1/job-applications/${id}`
    const [listed] = (await studio.get<JobApplicationView[]>(`/api/v1/jobs/${job.id}/applications`)).data
    expect(listed).toMatchObject({
      ...{ id, profile: null, message: null },
      blind: { skills: [{ name: 'Sound', level: 4 }], experience: [{ from: '2020-01', skills: ['Sound'] }] },
    })
    expect(listed?.match.score).toBeGreaterThan(0)
    const shortlisted = await move(id, 'shortlist', 1)
    const noted = await studio.call('PATCH', path, { note: 'Good' }, { 'if-match': '2' })
    const stale = await studio.call('PATCH', path, { note: 'x' }, { 'if-match': '1' })
    for (const answer of [listed, await studio.get(path), shortlisted, noted, stale])
      expect(JSON.stringify(answer)).not.toMatch(/Ines|Duarte|Lisbon|Front of house/)
    const met = await move(id, 'interview', 3)
    expect(met.data).toMatchObject({
      blind: null,
      message: 'Yours, Ines Duarte',
      profile: { name: 'Ines Duarte' },
    })
    // Back before it, names are hidden again, and they are there once the job is blind no more.
    expect((await move(id, 'shortlist', 4)).data.profile).toBeNull()
    await studio.call('PATCH', `/api/v1/jobs/${job.id}`, { isBlind: false }, { 'if-match': '1' })
    expect((await studio.get<JobApplicationView>(path)).data).toMatchObject({
      blind: null,
      profile: { name: 'Ines Duarte' },
    })
  })

  it('[JB43] are given a stage they had, as a move like any other, but not once it was taken back', async () => {
    const job = await post()
    await profileOf(artist)
    const { id } = (await apply(job.id)).data
    const history = `/api/v1/history/applications/${id}`
    const versions = async () => (await studio.get<RecordHistory>(history)).data.versions
    const back = async (at: number, seen: number) =>
      studio.call(
        'POST',
        `${history}/restore`,
        { id: (await versions())[at]?.id },
        { 'if-match': String(seen) },
      )
    await move(id, 'interview', 1)
    await move(id, 'declined', 2)
    expect((await artist.get(history)).status).toBe(404)
    expect(
      (await versions()).map(({ changes, canRestore }) => [changes.map(({ after }) => after), canRestore]),
    ).toEqual([
      [['declined'], false],
      [['interview'], true],
      [['new'], true],
    ])
    expect(codeOf(await back(1, 2))).toEqual([409, 'stale_version'])
    // No step leads from here to there.
    expect(codeOf(await move(id, 'interview', 3))).toEqual([409, 'stage_refused'])
    expect((await back(1, 3)).status).toBe(200)
    expect(await ownOf(id)).toMatchObject({ stage: 'interview', version: 4 })
    expect(await versions()).toHaveLength(4)
    await artist.call('DELETE', `/api/v1/job-applications/${id}`, undefined, { 'if-match': '4' })
    expect((await versions()).some(({ canRestore }) => canRestore)).toBe(false)
    expect(codeOf(await back(1, 5))).toEqual([409, 'stage_refused'])
  })

  it('[JB12] [JB14] [JB18] goes through the pipeline, and hiring makes one hold in the same step', async () => {
    const job = await post()
    await profileOf(artist)
    const { id } = (await apply(job.id)).data
    expect(codeOf(await move(id, 'hired', 1))).toEqual([409, 'stage_refused'])
    expect((await move(id, 'shortlist', 1)).data).toMatchObject({ stage: 'shortlist', version: 2 })
    expect(await ownOf(id)).toMatchObject({ stage: 'shortlist', version: 2 })
    const stale = await move(id, 'offer', 1)
    expect([...codeOf(stale), stale.error.details]).toMatchObject([
      409,
      'stale_version',
      { stage: 'shortlist' },
    ])
    await move(id, 'offer', 2)
    // An end of the process in the middle of hiring leaves nothing: the hold that is refused takes the stage back with it.
    const nobody = await move(id, 'hired', 3, { artistId: crypto.randomUUID() })
    expect([codeOf(nobody), (await ownOf(id)).stage]).toEqual([[404, 'not_found'], 'offer'])
    const key = { 'idempotency-key': crypto.randomUUID() }
    const hiring = () =>
      studio.call<JobApplicationView>(
        'POST',
        `/api/v1/job-applications/${id}/transitions`,
        { to: 'hired', version: 3 },
        key,
      )
    const [hired, repeated] = [await hiring(), await hiring()]
    expect([hired.status, repeated.data]).toEqual([200, hired.data])
    const { artistId, bookingId } = hired.data
    const bookings = await studio.get<object[]>(`/api/v1/artists/${artistId}/bookings`)
    expect(bookings.data).toMatchObject([
      { id: bookingId, status: 'hold', title: 'Sound engineer', days, artistName: 'Ines Duarte' },
    ])
    expect(await ownOf(id)).toMatchObject({ stage: 'hired' })
    const told = async (home: Home, about: string) =>
      (await home.get<{ title: string; subject: string }[]>('/api/v1/notifications')).data
        .filter(({ subject }) => subject === about)
        .map(({ title }) => title)
    expect(await told(artist, `application:${id}`)).toEqual([
      'Hired: Sound engineer',
      'Offer: Sound engineer',
      'Shortlisted: Sound engineer',
    ])
    expect(await told(studio, `job:${job.id}`)).toEqual(['Somebody applied: Sound engineer'])
    const leaving = await artist.call('DELETE', `/api/v1/job-applications/${id}`, undefined, {
      'if-match': '4',
    })
    expect(codeOf(leaving)).toEqual([409, 'stage_refused'])
    // Whoever was hired before is the same artist.
    const second = await post({ title: 'Second job', days: { from: '2031-06-02', to: '2031-06-03' } })
    const { id: next } = (await apply(second.id)).data
    await move(next, 'interview', 1)
    await move(next, 'offer', 2)
    expect((await move(next, 'hired', 3)).data.artistId).toBe(artistId)
    const noted = await studio.call<JobApplicationView>(
      'PATCH',
      `/api/v1/job-applications/${next}`,
      { note: 'Well done' },
      { 'if-match': '4' },
    )
    expect(noted.data.note).toBe('Well done')
    expect(JSON.stringify(await ownOf(next))).not.toContain('Well done')
  })

  it('[JB15] says nothing of somebody any more who erased their account', async () => {
    const job = await post()
    const leaver = await Home.open(studio.site)
    await profileOf(leaver, { name: 'Erased Later', visibility: 'public' })
    const sent = await apply(job.id, 'Remember me', leaver)
    const path = `/api/v1/job-applications/${sent.data.id}`
    const noted = await studio.call('PATCH', path, { note: 'Erased Later was late' }, { 'if-match': '1' })
    expect(noted.data).toMatchObject({ note: 'Erased Later was late' })
    const personId = (await leaver.browser.me()).person.id
    await db.run(
      sql`insert into erasures (person_id, request_id, erased_at, removed) values (${personId}, ${personId}, 0, '{}')`,
    )
    await db.run(sql`delete from person_keys where owner_id = ${personId}`)
    const [kept] = (await studio.get<JobApplicationView[]>(`/api/v1/jobs/${job.id}/applications`)).data
    expect(kept).toMatchObject({ id: sent.data.id, profile: null, message: null, note: null, stage: 'new' })
    await move(sent.data.id, 'interview', 2)
    await move(sent.data.id, 'offer', 3)
    expect(codeOf(await move(sent.data.id, 'hired', 4))).toEqual([409, 'applicant_gone'])
  })
})

describe('what a workspace posted', () => {
  it('[JB16] is off the board once the workspace is deleted, and what was sent to it stays with its sender', async () => {
    const leaving = await Home.open(studio.site)
    const name = word()
    const body = { title: name, days, deadline: { day: '2031-04-01' } }
    const job = (await leaving.call<JobView>('POST', '/api/v1/jobs', body)).data
    await profileOf(artist)
    const sent = (await apply(job.id)).data
    const row = { id: 'x', tenantId: leaving.tenantId, attempts: 0, payload: { kind: 'wipe' as const } }
    await finishWipe(db, row, studio.site.clock.now)
    expect(await found(`q=${name}`)).toEqual([])
    expect((await artist.get(`/api/v1/jobs/${job.id}`)).status).toBe(404)
    expect(await db.all(sql`select word from board_words where id = ${job.id}`)).toEqual([])
    expect(await ownOf(sent.id)).toMatchObject({ jobTitle: name, jobStatus: null })
  })
})
