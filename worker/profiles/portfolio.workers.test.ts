import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ArtistProfileView, ProfileCardView } from '../../contracts/artist-profiles.ts'
import type { JobApplicationView } from '../../contracts/job-applications.ts'
import type { JobView } from '../../contracts/jobs.ts'
import { PORTFOLIO_FILE_BYTES_MAX, PORTFOLIO_THUMBNAIL_BYTES_MAX } from '../../contracts/limits.ts'
import type { PortfolioItem } from '../../contracts/portfolio.ts'
import { openControl } from '../../db/d1/client.ts'
import { bindings, Home } from '../edge/testing/home.ts'
import { onePixel } from '../edge/testing/pictures.ts'
import { accountErased } from '../workspaces/events.ts'

const db = openControl(bindings.DB)
let artist: Home
let studio: Home
let profile: ArtistProfileView
beforeAll(async () => {
  artist = await Home.openForgetful()
  studio = await Home.open(artist.site)
  profile = (await artist.call<ArtistProfileView>('POST', '/api/v1/artist-profiles', { name: 'Ines' })).data
})
afterAll(async () => {
  await artist.close()
  await studio.close()
})

const own = async (home = artist) =>
  (await home.get<ArtistProfileView[]>('/api/v1/artist-profiles?own=true')).data[0]?.portfolio ?? []
const put = (body: BodyInit, title = 'Mural', home = artist, headers: Record<string, string> = {}) =>
  home.call<PortfolioItem>('POST', `/api/v1/portfolio-files/${profile.id}?title=${title}`, body, headers)
const file = (home: Home, itemId: string, more = '/file', headers: Record<string, string> = {}) =>
  home.raw(
    'GET',
    `/api/v1/downloads/${home.tenantId}/portfolio/${profile.id}/${itemId}${more}`,
    undefined,
    headers,
  )
const stored = async (home = artist) =>
  (await bindings.FILES.list({ prefix: `portfolio/${home.tenantId}/` })).objects.map(({ key }) =>
    key.split('/').slice(3).join('/'),
  )
const text = (said: string) => new TextEncoder().encode(said)
const setVisibility = async (visibility: string) => {
  const [now] = (await artist.get<ArtistProfileView[]>('/api/v1/artist-profiles?own=true')).data
  const headers = { 'if-match': String(now?.version) }
  await artist.call('PATCH', `/api/v1/artist-profiles/${profile.id}`, { visibility }, headers)
}
const remove = (itemId: string) =>
  artist.call('DELETE', `/api/v1/artist-profiles/${profile.id}/portfolio/${itemId}`)

describe('a file', () => {
  it('[JB22] [JB24] is what its bytes say, is given back as it was, and with its small picture', async () => {
    const made = await put(onePixel(), 'Mural.svg')
    expect([made.status, made.data]).toMatchObject([
      201,
      {
        kind: 'image',
        type: 'image/png',
        title: 'Mural.svg',
        size: { width: 1, height: 1 },
        hasThumbnail: false,
      },
    ])
    expect((await file(artist, made.data.id, '/thumbnail')).status).toBe(404)
    const path = `/api/v1/portfolio-files/${profile.id}/${made.data.id}/thumbnail`
    expect((await artist.call('PUT', path, text('<svg/>'))).error.code).toBe('unsupported_media')
    const long = new Uint8Array(PORTFOLIO_THUMBNAIL_BYTES_MAX + 1)
    long.set(onePixel())
    expect((await artist.call('PUT', path, long)).error.code).toBe('too_large')
    const small = await artist.call<PortfolioItem>('PUT', path, onePixel())
    expect([small.status, small.data]).toMatchObject([200, { hasThumbnail: true }])
    const given = await file(artist, made.data.id)
    expect(new Uint8Array(await given.arrayBuffer())).toEqual(onePixel())
    expect(Object.fromEntries(given.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': "inline; filename*=UTF-8''Mural.svg.png",
    })
    const thumbnail = await file(artist, made.data.id, '/thumbnail')
    expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/png'])
    await remove(made.data.id)
    expect([await own(), await stored(), (await file(artist, made.data.id)).status]).toEqual([[], [], 404])
  })

  it('[JB22] is refused as HTML or SVG, or beyond the bytes of its kind, and leaves nothing', async () => {
    for (const said of ['<!doctype html><script>1</script>', '<svg onload="1"/>', 'GIF89a', ''])
      expect([said, (await put(text(said))).status]).toEqual([said, said === '' ? 415 : 415])
    const long = new Uint8Array(PORTFOLIO_FILE_BYTES_MAX.image + 1)
    long.set(onePixel())
    expect((await put(long)).error).toMatchObject({
      code: 'too_large',
      details: { bytesMax: long.length - 1 },
    })
    expect((await put(onePixel(), '')).status).toBe(400)
    expect([await own(), await stored()]).toEqual([[], []])
  })

  it('[JB22] put in twice by one command is there once', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() }
    const [first, again] = [await put(onePixel(), 'A', artist, key), await put(onePixel(), 'A', artist, key)]
    expect(again.data).toEqual(first.data)
    expect([await own(), await stored()]).toMatchObject([[{ title: 'A' }], [`${first.data.id}/file`]])
    await remove(first.data.id)
  })

  it('[JB24] is given in stretches, as players ask, and a PDF is saved', async () => {
    const film = new Uint8Array(1000).map((_, i) => i % 251)
    film.set(text('\0\0\0\x18ftypisom'))
    const { id } = (await put(film, 'Reel')).data
    const part = await file(artist, id, '/file', { range: 'bytes=500-599' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 500-599/1000'])
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(film.subarray(500, 600))
    expect((await file(artist, id, '/file', { range: 'bytes=1000-' })).status).toBe(416)
    const pdf = (await put(text('%PDF-1.7 …'), 'Bio')).data
    const given = await file(artist, pdf.id)
    expect(given.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''Bio.pdf")
    await given.arrayBuffer()
    for (const item of await own()) await remove(item.id)
  })
})

describe('who sees it', () => {
  it('[JB23] links are to known sites only, and are kept as links', async () => {
    const link = (url: string) =>
      artist.call<PortfolioItem>('POST', `/api/v1/artist-profiles/${profile.id}/portfolio`, {
        title: 'Reel',
        url,
      })
    expect((await link('https://example.com/reel')).status).toBe(400)
    const made = await link('https://youtu.be/dQw4w9WgXcQ')
    expect([made.status, made.data]).toMatchObject([201, { kind: 'link', site: 'YouTube' }])
    expect((await file(artist, made.data.id)).status).toBe(404)
    await remove(made.data.id)
  })

  it('[JB25] the owner alone until they opt in; then whoever sees the card, until they opt out', async () => {
    const { id } = (await put(onePixel())).data
    expect((await file(studio, id)).status).toBe(404)
    expect((await put(onePixel(), 'x', studio)).status).toBe(404)
    await setVisibility('public')
    const card = await studio.get<ProfileCardView>(`/api/v1/artist-profiles/${profile.id}`)
    expect(card.data.portfolio.map((item) => item.id)).toEqual([id])
    const given = await file(studio, id)
    expect([given.status, new Uint8Array(await given.arrayBuffer())]).toEqual([200, onePixel()])
    const elsewhere = `/api/v1/downloads/${artist.tenantId}/portfolio/${profile.id}/${id}/file`
    expect((await studio.raw('GET', elsewhere)).status).toBeGreaterThanOrEqual(400)
    await setVisibility('private')
    expect((await file(studio, id)).status).toBe(404)
    await remove(id)
  })

  it('[JB25] the workspace that somebody applied to, for as long as its owner keeps it', async () => {
    const { id } = (await put(onePixel())).data
    const body = {
      title: 'Rigger',
      days: { from: '2031-05-05', to: '2031-05-09' },
      deadline: { day: '2031-04-01' },
    }
    const job = (await studio.call<JobView>('POST', '/api/v1/jobs', body)).data
    const sent = await artist.call<{ id: string }>('POST', `/api/v1/jobs/${job.id}/applications`, {
      message: null,
    })
    const [received] = (await studio.get<JobApplicationView[]>(`/api/v1/jobs/${job.id}/applications`)).data
    expect(received?.profile?.portfolio.map((item) => item.id)).toEqual([id])
    const asked = `/file?application=${sent.data.id}`
    const given = await file(studio, id, asked)
    expect([given.status, new Uint8Array(await given.arrayBuffer())]).toEqual([200, onePixel()])
    expect((await file(studio, id)).status).toBe(404)
    const other = await Home.open(artist.site)
    expect((await file(other, id, asked)).status).toBe(404)
    await remove(id)
    expect((await file(studio, id, asked)).status).toBe(404)
  })
})

describe('what is shown no more', () => {
  it('[JB26] files go with the profile, with the account and with the workspace', async () => {
    await put(onePixel())
    const [now] = (await artist.get<ArtistProfileView[]>('/api/v1/artist-profiles?own=true')).data
    const out = await artist.raw('GET', `/api/v1/artist-profiles/${profile.id}/export`)
    expect(await out.text()).toContain('"title": "Mural"')
    await artist.call('DELETE', `/api/v1/artist-profiles/${profile.id}`, undefined, {
      'if-match': String(now?.version),
    })
    expect(await stored()).toEqual([])

    profile = (await artist.call<ArtistProfileView>('POST', '/api/v1/artist-profiles', { name: 'Ines' })).data
    await put(onePixel())
    const personId = (await artist.browser.me()).person.id
    await db.run(sql`delete from person_keys where owner_id = ${personId}`)
    await db.run(
      sql`insert into erasures (person_id, request_id, erased_at, removed) values (${personId}, ${personId}, 0, '{}')`,
    )
    const { type, subject, data } = accountErased.of(`person:${personId}`, { personId })
    const fact = {
      v: 1 as const,
      id: crypto.randomUUID(),
      actor: subject,
      at: new Date().toISOString(),
      type,
      subject,
      data,
    }
    expect(await stored()).toHaveLength(1)
    await artist.stub.noteFacts([fact])
    expect(await stored()).toEqual([])

    const leaving = await Home.open(artist.site)
    profile = (await leaving.call<ArtistProfileView>('POST', '/api/v1/artist-profiles', { name: 'Ada' })).data
    await put(onePixel(), 'Mural', leaving)
    expect(await stored(leaving)).toHaveLength(1)
    const proof = await leaving.stub.wipe()
    expect([proof.files, await stored(leaving)]).toEqual([{ removed: 1, left: 0 }, []])
  })
})
