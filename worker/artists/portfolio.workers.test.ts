import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ArtistView } from '../../contracts/artists.ts'
import { PORTFOLIO_FILE_BYTES_MAX, PORTFOLIO_REMOVED_KEPT_MS } from '../../contracts/limits.ts'
import type { PortfolioItem } from '../../contracts/portfolio.ts'
import { bindings, Home } from '../edge/testing/home.ts'
import { onePixel } from '../edge/testing/pictures.ts'
import { confirmed, joinedBy } from '../edge/testing/site.ts'

let home: Home
let artist: ArtistView
beforeAll(async () => {
  home = await Home.openForgetful()
  artist = (await home.call<ArtistView>('POST', '/api/v1/artists', { name: 'Ada' })).data
})
afterAll(() => home.close())

const works = () => `/api/v1/artists/${artist.id}/portfolio`
const shown = async () => (await home.get<PortfolioItem[]>(works())).data
const put = (body: BodyInit, title = 'Mural', headers: Record<string, string> = {}, by = home) =>
  by.call<PortfolioItem>('POST', `/api/v1/portfolio-files/artists/${artist.id}?title=${title}`, body, headers)
const link = (title: string) =>
  home.call<PortfolioItem>('POST', works(), { title, url: 'https://vimeo.com/76979871' })
const file = (itemId: string, part = 'file', by = home) =>
  by.raw('GET', `/api/v1/downloads/${home.tenantId}/artist-portfolio/${artist.id}/${itemId}/${part}`)
const remove = (itemId: string) => home.call<PortfolioItem>('DELETE', `${works()}/${itemId}`)
const putBack = (itemId: string) => home.call<PortfolioItem>('POST', `${works()}/${itemId}/restore`)
const stored = async (of = home, artistId = artist.id) =>
  (await bindings.FILES.list({ prefix: `portfolio/${of.tenantId}/artists/${artistId}/` })).objects.map(
    ({ key }) => key.split('/').slice(-2).join('/'),
  )
const text = (said: string) => new TextEncoder().encode(said)
const titles = async () => (await shown()).map(({ title }) => title)
const empty = async () => {
  for (const { id } of await shown()) await remove(id)
}

/** Lets so much time go by, then the timers that are due run. */
const later = (ms: number) =>
  home.inside(async (tenant, object) => {
    const { now } = tenant.deps
    tenant.deps.now = () => new Date(Date.now() + ms)
    expect(tenant.agenda.has(`portfolio:${artist.id}`)).toBe(true)
    await tenant.agenda.set(`portfolio:${artist.id}`, 1, artist.id)
    await object.alarm()
    tenant.deps.now = now
  })

it('[JB33] takes files in by what they are, with the small picture, and gives them to whoever may read artists', async () => {
  const key = { 'idempotency-key': crypto.randomUUID() }
  const made = await put(onePixel(), 'Mural', key)
  expect([made.status, made.data]).toMatchObject([201, { kind: 'image', size: { width: 1, height: 1 } }])
  expect(made.headers.get('location')).toBe(`${works()}/${made.data.id}`)
  expect((await put(onePixel(), 'Mural', key)).data).toEqual(made.data)
  expect(await stored()).toEqual([`${made.data.id}/file`])
  for (const said of ['<!doctype html><script>1</script>', '<svg onload="1"/>', 'GIF89a'])
    expect((await put(text(said))).error.code).toBe('unsupported_media')
  const long = new Uint8Array(PORTFOLIO_FILE_BYTES_MAX.image + 1)
  long.set(onePixel())
  expect((await put(long)).error.code).toBe('too_large')
  const thumbnail = `/api/v1/portfolio-files/artists/${artist.id}/${made.data.id}/thumbnail`
  expect((await home.call('PUT', thumbnail, text('<svg/>'))).error.code).toBe('unsupported_media')
  expect((await home.call<PortfolioItem>('PUT', thumbnail, onePixel())).data).toMatchObject({
    hasThumbnail: true,
  })
  const given = await file(made.data.id)
  expect([new Uint8Array(await given.arrayBuffer()), given.headers.get('content-security-policy')]).toEqual([
    onePixel(),
    "default-src 'none'; sandbox",
  ])
  expect((await file(made.data.id, 'thumbnail')).status).toBe(200)
  expect(await shown()).toMatchObject([{ id: made.data.id, hasThumbnail: true }])

  const reader = await confirmed(home.site)
  await joinedBy(home.site, home.browser, home.tenantId, reader, 'editor')
  const seen = home.seenBy(reader.browser)
  expect((await file(made.data.id, 'file', seen)).status).toBe(200)
  expect((await put(onePixel(), 'Mine', {}, seen)).status).toBe(403)
  const viewer = await confirmed(home.site)
  await joinedBy(home.site, home.browser, home.tenantId, viewer, 'viewer')
  expect((await file(made.data.id, 'file', home.seenBy(viewer.browser))).status).toBe(403)
  const stranger = await Home.open(home.site)
  expect((await file(made.data.id, 'file', stranger)).status).toBe(404)
  await empty()
})

it('[JB34] has an order and captions, leaves the version of the artist, and is in the log', async () => {
  const ids: string[] = []
  for (const title of ['A', 'B', 'C']) ids.push((await link(title)).data.id)
  const change = (n: number, body: object) => home.call<PortfolioItem>('PATCH', `${works()}/${ids[n]}`, body)
  expect((await change(2, { place: 0 })).status).toBe(200)
  expect(await titles()).toEqual(['C', 'A', 'B'])
  expect((await change(0, { place: 20, title: 'Reel' })).data).toMatchObject({ title: 'Reel' })
  expect(await titles()).toEqual(['C', 'B', 'Reel'])
  expect((await change(1, { title: '' })).status).toBe(400)
  expect((await home.get<ArtistView>(`/api/v1/artists/${artist.id}`)).data.version).toBe(1)
  const { data } = await home.get<{ what: string }[]>('/api/v1/audit?kind=bookings')
  expect(JSON.stringify(data)).toContain('changed “Reel” in the portfolio of “Ada”')
  await empty()
})

it('[JB34] two changes at once both count', async () => {
  await Promise.all(['A', 'B', 'C', 'D'].map(link))
  expect((await titles()).toSorted()).toEqual(['A', 'B', 'C', 'D'])
  await empty()
})

it('[JB35] puts what was removed back where it was for an hour; then its file is gone', async () => {
  artist = (await home.call<ArtistView>('POST', '/api/v1/artists', { name: 'Bo' })).data
  const picture = (await put(onePixel(), 'A')).data
  await link('B')
  expect((await remove(picture.id)).data).toMatchObject({ id: picture.id })
  expect([await titles(), (await file(picture.id)).status]).toEqual([['B'], 404])
  await later(PORTFOLIO_REMOVED_KEPT_MS / 2)
  expect((await putBack(picture.id)).status).toBe(200)
  expect([await titles(), (await file(picture.id)).status]).toEqual([['A', 'B'], 200])
  await remove(picture.id)
  // What an upload that broke off left lies there too.
  const left = crypto.randomUUID()
  await bindings.FILES.put(`portfolio/${home.tenantId}/artists/${artist.id}/${left}/file`, onePixel())
  expect(await stored()).toHaveLength(2)
  await later(PORTFOLIO_REMOVED_KEPT_MS + 60_000)
  expect(await stored()).toEqual([])
  expect((await putBack(picture.id)).status).toBe(404)
  await empty()
})

it('[JB35] goes with the workspace, and wiping counts it', async () => {
  const leaving = await Home.open(home.site)
  const other = (await leaving.call<ArtistView>('POST', '/api/v1/artists', { name: 'Bo' })).data
  await leaving.call('POST', `/api/v1/portfolio-files/artists/${other.id}?title=A`, onePixel())
  expect(await stored(leaving, other.id)).toHaveLength(1)
  const proof = await leaving.stub.wipe()
  expect([proof.files, await stored(leaving, other.id)]).toEqual([{ removed: 1, left: 0 }, []])
})
