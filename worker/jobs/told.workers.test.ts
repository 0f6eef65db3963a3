import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobSearchView } from '../../contracts/job-searches.ts'
import type { JobView } from '../../contracts/jobs.ts'
import { SAVED_SEARCHES_MAX } from '../../contracts/limits.ts'
import type { NotificationView } from '../../contracts/notifications.ts'
import { openControl } from '../../db/d1/client.ts'
import type { QueueMessage } from '../../queues/messages.ts'
import { sendNearDeadlines, sendNewListings } from '../board/news.service.ts'
import { bindings, Home } from '../edge/testing/home.ts'
import { finishWipe } from '../workspaces/outbox.repository.ts'

const db = openControl(bindings.DB)
let studio: Home
let seeker: Home
beforeAll(async () => {
  studio = await Home.openForgetful()
  seeker = await Home.open(studio.site, true)
})
afterAll(async () => {
  await studio.close()
  await seeker.close()
})

const word = () => `w${crypto.randomUUID().slice(0, 8)}`
const job = { title: 'Rigger', days: { from: '2031-05-05', to: '2031-05-09' } }
const post = async (over: object, home = studio) => {
  const deadline = { day: '2031-04-01', timeZone: 'America/New_York' }
  const made = await home.call<JobView>('POST', '/api/v1/jobs', { ...job, deadline, ...over })
  if (made.status !== 201) throw new Error(JSON.stringify(made))
  return made.data
}
const keep = async (filter: object, home = seeker, id: string = crypto.randomUUID()) =>
  home.call<JobSearchView>('POST', '/api/v1/job-searches', { id, name: 'Mine', filter })
const titles = async (home: Home) =>
  (await home.get<NotificationView[]>('/api/v1/notifications?limit=100')).data.map(({ title }) => title)

type Told = Extract<QueueMessage, { kind: 'job.told' }>
/** One sweep of the clock, with its messages delivered twice, as the queue may. */
async function sweep(now = new Date(), work = sendNewListings): Promise<Told[]> {
  const sent: Told[] = []
  await work({ db, send: async (messages) => void sent.push(...messages) }, now)
  for (const message of [...sent, ...sent])
    await bindings.TENANT.getByName(message.tenantId).tellSeekers(message)
  return sent
}

describe('a saved search', () => {
  it('[JB19] is its owner’s alone: kept once, listed and forgotten by them, and by nobody else', async () => {
    const kept = await keep({ q: 'stage manager', remote: true })
    const { id } = kept.data
    expect([kept.status, kept.data.filter]).toEqual([201, { q: 'stage manager', remote: true }])
    const again = await keep({ place: 'Porto' }, seeker, id)
    expect([again.status, again.data]).toEqual([201, kept.data])
    const list = async (home: Home) =>
      (await home.get<JobSearchView[]>('/api/v1/job-searches')).data.map((one) => one.id)
    expect([await list(seeker), await list(studio)]).toEqual([[id], []])
    expect((await keep({ q: 'x' }, studio, id)).error.code).toBe('already_exists')
    const forget = (home: Home) => home.call('DELETE', `/api/v1/job-searches/${id}`)
    expect([(await forget(studio)).status, await list(seeker)]).toEqual([404, [id]])
    expect([(await forget(seeker)).status, await list(seeker)]).toEqual([200, []])
  })

  it('[JB19] narrows something, and there are only so many', async () => {
    expect((await keep({})).status).toBe(400)
    expect((await keep({ minRate: '200' })).status).toBe(400)
    const person = await Home.open(studio.site)
    for (let i = 0; i < SAVED_SEARCHES_MAX; i += 1) await keep({ q: `word${i}` }, person)
    expect((await keep({ q: 'one more' }, person)).error).toMatchObject({ code: 'limit_reached' })
  })
})

describe('a new job', () => {
  it('[JB20] is told to whom the board would find it, once however often it is told', async () => {
    const name = word()
    const cases: [string, object, boolean][] = [
      [`q=${name}%20soun`, { q: `${name} soun` }, true],
      [`q=${name}%20violin`, { q: `${name} violin` }, false],
      [`q=${name}&skills=front%20of%20house`, { q: name, skills: ['Front of House'] }, true],
      [`q=${name}&skills=front`, { q: name, skills: ['front'] }, false],
      [`q=${name}&place=sao%20paulo`, { q: name, place: 'sao paulo' }, true],
      [`q=${name}&place=sao`, { q: name, place: 'sao' }, false],
      [`q=${name}&remote=true`, { q: name, remote: true }, false],
      [`q=${name}&remote=false`, { q: name, remote: false }, true],
      [
        `q=${name}&minRate=280.5&currency=EUR&per=day`,
        { q: name, minRate: '280.5', currency: 'EUR', per: 'day' },
        true,
      ],
      [
        `q=${name}&minRate=280.51&currency=EUR&per=day`,
        { q: name, minRate: '280.51', currency: 'EUR', per: 'day' },
        false,
      ],
      [`q=${name}&from=2031-05-09&to=2031-06-30`, { q: name, from: '2031-05-09', to: '2031-06-30' }, true],
      [`q=${name}&to=2031-05-04`, { q: name, to: '2031-05-04' }, false],
    ]
    const people = []
    for (const [, filter] of cases) {
      const person = await Home.open(studio.site)
      await keep(filter, person)
      people.push(person)
    }
    const posted = await post({
      title: `Sound ${name}`,
      place: 'São Paulo, Brazil',
      skills: [{ name: 'Front of House', need: 'must', level: 3 }],
      rate: { amount: '280.50', currency: 'EUR', per: 'day' },
    })
    await sweep()
    for (const [i, [query, , isFound]] of cases.entries()) {
      const board = (await seeker.get<JobView[]>(`/api/v1/jobs?${query}`)).data.map(({ id }) => id)
      expect([query, board]).toEqual([query, isFound ? [posted.id] : []])
      const told = people[i] === undefined ? [] : await titles(people[i])
      expect([query, told]).toEqual([query, isFound ? [`New job: Sound ${name}`] : []])
    }
    expect(await sweep()).toEqual([])
  })

  it('[JB20] is told once to whom two searches find it for, of no search kept later, and not in its own workspace', async () => {
    const name = word()
    await keep({ q: name })
    await keep({ q: 'rigger', place: 'Porto' })
    await keep({ q: name }, studio)
    const late = await Home.open(studio.site)
    await post({ title: `Rigger ${name}`, place: 'Porto' })
    await keep({ q: name }, late)
    await sweep()
    const told = (await titles(seeker)).filter((title) => title.includes(name))
    expect([told, await titles(studio), await titles(late)]).toEqual([[`New job: Rigger ${name}`], [], []])
  })

  it('[JB20] is not told once it is closed, nor when it is only changed, and a sweep that was cut off goes on', async () => {
    const name = word()
    await keep({ q: name })
    const closed = await post({ title: `Closed ${name}` })
    await studio.call('DELETE', `/api/v1/jobs/${closed.id}`, undefined, { 'if-match': '1' })
    const changed = await post({ title: 'Something else' })
    await sweep()
    await studio.call('PATCH', `/api/v1/jobs/${changed.id}`, { title: name }, { 'if-match': '1' })
    expect(await sweep()).toEqual([])
    expect((await titles(seeker)).filter((title) => title.includes(name))).toEqual([])

    await post({ title: `Kept ${name}` })
    const dying = sendNewListings({ db, send: () => Promise.reject(new Error('killed')) }, new Date())
    await expect(dying).rejects.toThrow('killed')
    await sweep()
    expect((await titles(seeker)).filter((title) => title.includes(name))).toEqual([`New job: Kept ${name}`])
  })

  it('[JB19] [JB20] is told to nobody whose workspace or membership is gone', async () => {
    const name = word()
    const gone = await Home.open(studio.site)
    await keep({ q: name }, gone)
    const row = { id: 'x', tenantId: gone.tenantId, attempts: 0, payload: { kind: 'wipe' as const } }
    await finishWipe(db, row, studio.site.clock.now)
    expect(await db.all(sql`select id from saved_searches where tenant_id = ${gone.tenantId}`)).toEqual([])
    await post({ title: name })
    expect(await sweep()).toEqual([])
  })
})

describe('the deadline of a saved job', () => {
  const near = new Date('2031-03-31T04:00:01Z')
  const nearDeadlines = (now: Date) => sweep(now, sendNearDeadlines)

  it('[JB21] is told 48 hours before it, as a day of its zone, once for each deadline', async () => {
    const name = word()
    const saved = await post({ title: name })
    await seeker.call('PUT', `/api/v1/jobs/${saved.id}/save`)
    const of = (sent: Told[]) => sent.filter(({ jobId }) => jobId === saved.id)
    // New York is four hours behind at that time: midnight after the first of April is 04:00 on the second.
    expect(saved.deadlineAt).toBe('2031-04-02T04:00:00.000Z')
    expect(of(await nearDeadlines(new Date('2031-03-31T03:59:59Z')))).toEqual([])
    expect(of(await nearDeadlines(near))).toHaveLength(1)
    expect(of(await nearDeadlines(near))).toEqual([])
    const [told, ...more] = (await seeker.get<NotificationView[]>('/api/v1/notifications')).data.filter(
      ({ subject }) => subject === `job:${saved.id}`,
    )
    expect([told?.title, told?.body, more]).toEqual([
      `Deadline soon: ${name}`,
      'You saved this job. Apply until 1 April 2031, America/New_York time.',
      [],
    ])
    const later = { deadline: { day: '2031-04-09', timeZone: 'America/New_York' } }
    await studio.call('PATCH', `/api/v1/jobs/${saved.id}`, later, { 'if-match': '1' })
    expect(of(await nearDeadlines(near))).toEqual([])
    expect(of(await nearDeadlines(new Date('2031-04-09T12:00:00Z')))).toHaveLength(1)
    expect((await titles(seeker)).filter((title) => title.includes(name))).toHaveLength(2)
  })

  it('[JB21] is not told to who has applied, of a closed job, or after it', async () => {
    const [applied, closed, over] = [await post({}), await post({}), await post({})]
    for (const { id } of [applied, closed, over]) await seeker.call('PUT', `/api/v1/jobs/${id}/save`)
    await seeker.call('POST', '/api/v1/artist-profiles', { name: 'Ines' })
    await seeker.call('POST', `/api/v1/jobs/${applied.id}/applications`, { message: null })
    await studio.call('DELETE', `/api/v1/jobs/${closed.id}`, undefined, { 'if-match': '1' })
    const ids = (sent: Told[]) => sent.map(({ jobId }) => jobId)
    const passed = ids(await nearDeadlines(new Date('2031-04-02T04:00:00Z')))
    expect(passed).not.toContain(over.id)
    const told = ids(await nearDeadlines(near))
    expect([applied, closed, over].map(({ id }) => told.includes(id))).toEqual([false, false, true])
  })
})
