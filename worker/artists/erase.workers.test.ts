import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ArtistView } from '../../contracts/artists.ts'
import type { AuditEntry } from '../../contracts/audit.ts'
import type { RecordHistory } from '../../contracts/history.ts'
import { ok } from '../../contracts/result.ts'
import { copiedNames, leftOutTables } from '../backups/tables.repository.ts'
import { bindings, Home, holdQueue, TIMER_WAIT } from '../edge/testing/home.ts'
import { onePixel } from '../edge/testing/pictures.ts'

let home: Home
let queue: ReturnType<typeof holdQueue>
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
})
afterAll(async () => {
  queue.release()
  await home.close()
})

const NAME = 'Zdenka Quillfeather'
const EARLIER = 'Zdenka Vrbova'
const HEADLINE = 'Puppeteer of shadows'
/** Words that are nowhere else. */
const TRACES = [
  'Zdenka',
  'Quillfeather',
  'Vrbova',
  'Puppeteer',
  'Marionettes',
  '437.5',
  'Sanatorium',
  'Moonmask',
]

const erase = (artist: ArtistView, name = artist.name, version = artist.version, headers = {}) =>
  home.call<ArtistView>(
    'POST',
    `/api/v1/artists/${artist.id}/erase`,
    { name },
    { 'if-match': String(version), ...headers },
  )
const history = (id: string) => home.get<RecordHistory>(`/api/v1/history/artists/${id}`)
const days = { from: '2030-05-06', to: '2030-05-07' }

/** Everything the workspace has in Postgres that holds one of the words, by table and word. */
async function traces(): Promise<string[]> {
  const found: string[] = []
  for (const table of [...copiedNames, ...leftOutTables]) {
    const rows = await home.rows<{ text: string }>(
      `select to_jsonb(t)::text as text from ${table} t where tenant_id = $1`,
    )
    const text = rows.map((row) => row.text.toLowerCase()).join('\n')
    found.push(
      ...TRACES.filter((word) => text.includes(word.toLowerCase())).map((word) => `${table}: ${word}`),
    )
  }
  return found
}
const audit = async (query = '') =>
  (await home.get<AuditEntry[]>(`/api/v1/audit?limit=100&steps=yes${query}`)).data
const verified = async () =>
  (await (await home.raw('GET', '/api/v1/audit/verification')).text()).trim().split('\n').at(-1)

/** An artist with everything that can be said of one, under two names. */
async function whole(): Promise<{ artist: ArtistView; bookingId: string }> {
  const made = await home.call<ArtistView>('POST', '/api/v1/artists', {
    ...{ name: EARLIER, headline: HEADLINE, skills: [{ name: 'Marionettes', level: 4 }] },
    rate: { amount: '437.5', currency: 'EUR', per: 'day' },
  })
  const path = `/api/v1/artists/${made.data.id}`
  const renamed = await home.call<ArtistView>('PATCH', path, { name: NAME }, { 'if-match': '1' })
  const file = await home.call(
    'POST',
    `/api/v1/portfolio-files/artists/${made.data.id}?title=Moonmask`,
    onePixel(),
  )
  const off = { title: 'Sanatorium', days: { from: '2030-06-03', to: '2030-06-04' } }
  const others = [
    await home.call('POST', `${path}/time-off`, off),
    await home.call('POST', `${path}/calendar-feed`),
    await home.call('PUT', `${path}/busy-calendar`, { address: 'http://127.0.0.1:9/calendar.ics' }),
  ]
  expect([renamed, file, ...others].map(({ status }) => status)).toEqual([200, 201, 201, 201, 200])
  const booked = { artistId: made.data.id, title: 'Night shoot', days }
  const booking = await home.call<{ id: string }>('POST', '/api/v1/bookings', booked)
  const artist = (await home.get<ArtistView>(path)).data
  return { artist, bookingId: booking.data.id }
}

describe('erasing an artist', () => {
  it('[SN61] [SN62] leaves no word of it in any table, while bookings stay and the log verifies', async () => {
    const { artist, bookingId } = await whole()
    // As people were told before, and as events were written before they were sealed.
    const body = JSON.stringify({
      ...{ type: 'artist.hours_changed', actor: 'person:p1', subject: `artist:${artist.id}` },
      data: { artistId: artist.id, name: EARLIER, effectiveFrom: '2026-01-05', weekly: null },
    })
    await home.inside((tenant) =>
      tenant.write<null, never>(tenant.commands, async (tx) => {
        await tx.sql`insert into notifications (tenant_id, id, person_id, kind, subject, dedupe_key, title, body, at)
          values (${tx.tenantId}, gen_random_uuid(), 'p1', 'booking.moved', ${`booking:${bookingId}`}, 'k', ${`${NAME} said yes`}, ${`With ${NAME}.`}, now())`
        await tx.sql`select * from append_events(${tx.tenantId}::uuid, ${tenant.fence}::bigint, array[${body}]::text[])`
        return ok(null)
      }),
    )
    expect(await traces()).not.toEqual([])
    expect((await traces()).filter((one) => one.startsWith('event_bodies'))).toEqual([
      'event_bodies: Zdenka',
      'event_bodies: Vrbova',
    ])
    const files = async () =>
      (await bindings.FILES.list({ prefix: `portfolio/${home.tenantId}/artists/${artist.id}/` })).objects
    expect(await files()).toHaveLength(1)

    const key = { 'idempotency-key': crypto.randomUUID() }
    const erased = await erase(artist, NAME, artist.version, key)
    expect([erased.status, erased.data]).toMatchObject([
      200,
      {
        name: 'Erased artist',
        headline: null,
        skills: [],
        rate: null,
        memberId: null,
        archivedAt: expect.any(String),
        erasedAt: expect.any(String),
      },
    ])
    expect((await erase(artist, NAME, artist.version, key)).data).toEqual(erased.data)
    expect(await traces()).toEqual([])
    await vi.waitFor(async () => expect(await files()).toEqual([]), TIMER_WAIT)
    expect((await home.get(`/api/v1/bookings/${bookingId}`)).data).toMatchObject({
      artistId: artist.id,
      title: 'Night shoot',
      artistName: 'Erased artist',
    })
    const [notice] = await home.rows<{ title: string; body: string }>(
      `select title, body from notifications where tenant_id = $1 and person_id = 'p1'`,
    )
    expect(notice).toEqual({ title: 'Erased artist said yes', body: 'With Erased artist.' })

    expect(JSON.parse((await verified()) ?? '')).toMatchObject({ t: 'result', fault: null })
    const log = await audit(`&record=artist:${artist.id}`)
    expect(log.map(({ type }) => type)).toContain('artist.erased')
    const csv = await (await home.raw('GET', '/api/v1/audit/export?format=csv&steps=yes')).text()
    const ndjson = await (await home.raw('GET', '/api/v1/audit/export?format=ndjson&steps=yes')).text()
    for (const word of TRACES)
      expect([word, JSON.stringify(log).includes(word), csv.includes(word), ndjson.includes(word)]).toEqual([
        word,
        false,
        false,
        false,
      ])
    expect((await home.get<unknown[]>('/api/v1/search?q=quillfeather')).data).toEqual([])
  })

  it('[SN61] takes the name typed and the version that was seen', async () => {
    const { artist } = await whole()
    expect((await erase(artist, 'Zdenka')).error).toMatchObject({
      code: 'invalid_request',
      details: { fields: [{ field: 'name' }] },
    })
    expect((await erase(artist, NAME, artist.version - 1)).error.code).toBe('stale_version')
    expect((await erase({ ...artist, id: crypto.randomUUID() as never })).status).toBe(404)
    expect((await home.get<ArtistView>(`/api/v1/artists/${artist.id}`)).data).toEqual(artist)
    expect((await erase(artist)).status).toBe(200)
  })

  it('[SN63] is for good: no version comes back, and nothing personal is noted again', async () => {
    const { artist } = await whole()
    const { version } = (await erase(artist)).data
    const { versions } = (await history(artist.id)).data
    expect(versions.length).toBeGreaterThan(1)
    for (const word of TRACES) expect(JSON.stringify(versions)).not.toContain(word)
    const hours = (await home.get<RecordHistory>(`/api/v1/history/availability/${artist.id}`)).data
    expect(JSON.stringify(hours.versions)).toContain('time off: Erased')
    for (const word of TRACES) expect(JSON.stringify(hours.versions)).not.toContain(word)
    const match = { 'if-match': String(version) }
    const path = `/api/v1/artists/${artist.id}`
    const refused = [
      await home.call(
        'POST',
        `/api/v1/history/artists/${artist.id}/restore`,
        { id: versions.at(-1)?.id },
        match,
      ),
      await home.call('PATCH', path, { name: NAME }, match),
      await home.call('POST', `${path}/restore`),
      await home.call('POST', `${path}/time-off`, { title: 'x', days }),
      await home.call('POST', `${path}/calendar-feed`),
      await home.call('PUT', `${path}/busy-calendar`, { address: 'http://127.0.0.1:9/calendar.ics' }),
      await home.call('POST', `${path}/portfolio`, { title: 'x', url: 'https://vimeo.com/76979871' }),
    ]
    expect(refused.map(({ error }) => error?.code)).toEqual(refused.map(() => 'artist_erased'))
    expect(
      (
        await home.call('POST', '/api/v1/bookings', {
          artistId: artist.id,
          title: 'x',
          days: { from: '2030-07-01', to: '2030-07-01' },
        })
      ).error.code,
    ).toBe('artist_archived')
  })
})
