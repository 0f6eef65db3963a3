import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { ArtistId, ArtistProfileId } from '../../contracts/ids.ts'
import {
  IMPORT_PART_BYTES,
  PORTFOLIO_FILE_BYTES_MAX,
  PORTFOLIO_THUMBNAIL_BYTES_MAX,
} from '../../contracts/limits.ts'
import {
  PortfolioItemId,
  type PortfolioOwner,
  PortfolioTitle,
  type PortfolioType,
  portfolioKey,
  portfolioTypes,
} from '../../contracts/portfolio.ts'
import { IMAGE_HEADER_BYTES_MAX } from '../media/image-header.ts'
import { bytesMaxOf, isThumbnail, type Media, mediaOf } from '../media/portfolio-media.ts'
import { refuse } from '../platform/http-errors.ts'
import { byteRangeOf } from './byte-range.ts'
import { callTenant } from './caller.ts'
import { commandIdOf } from './forward.ts'
import { PartWriter } from './part-writer.ts'
import { type EdgeContext, peopleOnly, route } from './route.ts'

type Ctx = Context<EdgeContext>

const ownerParams = {
  profile: z.object({ profileId: ArtistProfileId }).transform(({ profileId }) => profileId),
  artist: z.object({ artistId: ArtistId }).transform(({ artistId }) => artistId),
} as const
const ItemParam = z.object({ itemId: PortfolioItemId })
const FileParam = ItemParam.extend({ part: z.enum(['file', 'thumbnail']) })
const ApplicationQuery = z.uuid().optional()
const notFound = (c: Ctx) => refuse({ code: 'not_found' }, c.var.requestId)

/** Files of portfolios: streamed into the bucket and out of it by the front door, while the object says who may and what there is. */
export function mountPortfolios(api: Hono<EdgeContext>, files: R2Bucket): void {
  const own = 'jobs.apply_own'
  api.post('/portfolio-files/:profileId', route(own), peopleOnly, (c) => takeFile(c, files, 'profile'))
  api.put('/portfolio-files/:profileId/:itemId/thumbnail', route(own), peopleOnly, (c) =>
    takeThumbnail(c, files, 'profile'),
  )
  const change = 'artists.write'
  api.post('/portfolio-files/artists/:artistId', route(change), (c) => takeFile(c, files, 'artist'))
  api.put('/portfolio-files/artists/:artistId/:itemId/thumbnail', route(change), (c) =>
    takeThumbnail(c, files, 'artist'),
  )
  // A picture or a player is opened as an address, where no header can be sent: the workspace stands in the path.
  api.get('/downloads/:tenantId/portfolio/:profileId/:itemId/:part', route('jobs.read'), peopleOnly, (c) =>
    giveFile(c, files, 'profile'),
  )
  api.get('/downloads/:tenantId/artist-portfolio/:artistId/:itemId/:part', route('artists.read'), (c) =>
    giveFile(c, files, 'artist'),
  )
}

/** Whose portfolio the path of a call names; null where it is no id. */
function ownerOf(c: Ctx, kind: PortfolioOwner['kind']): PortfolioOwner | null {
  const id = ownerParams[kind].safeParse(c.req.param())
  return id.success ? { kind, id: id.data } : null
}

const portfolioPaths = { profile: '/api/v1/artist-profiles', artist: '/api/v1/artists' } as const

/** Takes a file in: what it is is read from its first bytes, and the kind decides how long it may be. */
async function takeFile(c: Ctx, files: R2Bucket, kind: PortfolioOwner['kind']): Promise<Response> {
  const { requestId, deps, resolved } = c.var
  const { principal } = resolved
  const owner = ownerOf(c, kind)
  if (owner === null) return notFound(c)
  const { body } = c.req.raw
  if (body === null) return refuse({ code: 'empty_file' }, requestId)
  const bytesMax = Math.max(...Object.values(PORTFOLIO_FILE_BYTES_MAX))
  if (Number(c.req.header('content-length') ?? 0) > bytesMax)
    return refuse({ code: 'too_large', details: { bytesMax } }, requestId)
  const commandId = commandIdOf(c.req.raw, deps.newId)
  if (!commandId.ok) return refuse(commandId.error, requestId)
  const of = { owner, itemId: PortfolioItemId.parse(deps.newId()) }
  const refused = await callTenant(deps, resolved, (stub) => stub.admitPortfolioFile(principal, of))
  if (refused !== null) return refuse(refused, requestId)
  const title = PortfolioTitle.safeParse(c.req.query('title'))
  if (!title.success) return refuse({ code: 'invalid_request', details: { query: 'title' } }, requestId)
  const key = portfolioKey({ tenantId: principal.tenantId, ...of }, 'file')
  const taken = await store(body, files, key)
  if ('refusal' in taken) return refuse(taken.refusal, requestId)
  const file = { id: of.itemId, title: title.data, ...taken, hasThumbnail: false }
  const added = await callTenant(deps, resolved, (stub) =>
    stub.addPortfolioFile(principal, { commandId: commandId.value, owner, file }),
  )
  // A command that was carried out before answers with its item; this file goes then.
  if (!added.ok || added.value?.id !== of.itemId) await files.delete(key)
  if (!added.ok) return refuse(added.error, requestId)
  if (added.value === null) return notFound(c)
  return c.json({ data: added.value }, 201, {
    location: `${portfolioPaths[kind]}/${owner.id}/portfolio/${added.value.id}`,
  })
}

type Taken = Media & { bytes: number }

/** Streams a body into the bucket under the cap of its kind. Nothing is stored of what is refused. */
async function store(
  body: ReadableStream<Uint8Array>,
  files: R2Bucket,
  key: string,
): Promise<Taken | { refusal: Parameters<typeof refuse>[0] }> {
  const writer = new PartWriter(files, key, IMPORT_PART_BYTES)
  let head = new Uint8Array()
  let media: Media | null = null
  const begin = async (): Promise<Parameters<typeof refuse>[0] | null> => {
    const found = mediaOf(head)
    if (!found.ok) return found.error
    media = found.value
    await writer.write(head)
    return null
  }
  try {
    for await (const chunk of body) {
      if (media === null) {
        head = joined(head, chunk)
        const refusal = head.byteLength < IMAGE_HEADER_BYTES_MAX ? null : await begin()
        if (refusal !== null) return { refusal }
      } else await writer.write(chunk)
      const bytesMax = media === null ? null : bytesMaxOf(media)
      if (bytesMax !== null && writer.bytes > bytesMax) {
        await writer.abort()
        return { refusal: { code: 'too_large', details: { bytesMax } } }
      }
    }
    const refusal = media === null ? await begin() : null
    if (refusal !== null) return { refusal }
    await writer.close()
  } catch (error) {
    await writer.abort()
    throw error
  }
  // It was set by `begin`, whose refusals have left already.
  return { ...(media as unknown as Media), bytes: writer.bytes }
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(before.byteLength + after.byteLength)
  all.set(before)
  all.set(after, before.byteLength)
  return all
}

/** Takes the small picture of an image in. Whoever sent the image made it; it is checked as every image is, and shorter. */
async function takeThumbnail(c: Ctx, files: R2Bucket, kind: PortfolioOwner['kind']): Promise<Response> {
  const { requestId, deps, resolved } = c.var
  const { principal } = resolved
  const owner = ownerOf(c, kind)
  const param = ItemParam.safeParse(c.req.param())
  if (owner === null || !param.success) return notFound(c)
  const of = { owner, itemId: param.data.itemId }
  const commandId = commandIdOf(c.req.raw, deps.newId)
  if (!commandId.ok) return refuse(commandId.error, requestId)
  let bytes = new Uint8Array()
  for await (const chunk of c.req.raw.body ?? []) {
    bytes = joined(bytes, chunk)
    if (bytes.byteLength > PORTFOLIO_THUMBNAIL_BYTES_MAX)
      return refuse({ code: 'too_large', details: { bytesMax: PORTFOLIO_THUMBNAIL_BYTES_MAX } }, requestId)
  }
  const media = mediaOf(bytes)
  if (!media.ok) return refuse(media.error, requestId)
  if (!isThumbnail(bytes)) return refuse({ code: 'image_unreadable' }, requestId)
  const refused = await callTenant(deps, resolved, (stub) => stub.admitPortfolioFile(principal, of))
  if (refused !== null) return refuse(refused, requestId)
  const key = portfolioKey({ tenantId: principal.tenantId, ...of }, 'thumbnail')
  await files.put(key, bytes, { httpMetadata: { contentType: media.value.type } })
  const noted = await callTenant(deps, resolved, (stub) =>
    stub.notePortfolioThumbnail(principal, { commandId: commandId.value, ...of }),
  )
  if (noted.ok) return c.json({ data: noted.value.item })
  await files.delete(key)
  return refuse(noted.error, requestId)
}

const extensions = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
} as const satisfies Record<PortfolioType, string>

/**
 * Gives a file to whoever may see it, or a stretch of it, as players ask. It says what it is by its own bytes and runs nothing: it is
 * opened in a sandbox, and what is no picture, sound or film is saved.
 */
async function giveFile(c: Ctx, files: R2Bucket, kind: PortfolioOwner['kind']): Promise<Response> {
  const { deps, resolved } = c.var
  const owner = ownerOf(c, kind)
  const param = FileParam.safeParse(c.req.param())
  const application = ApplicationQuery.safeParse(c.req.query('application'))
  if (owner === null || !param.success || !application.success) return notFound(c)
  const { itemId, part } = param.data
  const asked = { v: 1 as const, owner, itemId, applicationId: application.data ?? null }
  const found = await callTenant(deps, resolved, (stub) => stub.portfolioFile(resolved.principal, asked))
  if (found === null) return notFound(c)
  const { tenantId, file } = found
  const range = part === 'file' ? byteRangeOf(c.req.header('range') ?? null, file.bytes) : null
  if (range === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${file.bytes}` } })
  const key = portfolioKey({ tenantId, owner, itemId }, part)
  const stored = await files.get(key, range === null ? {} : { range })
  if (stored === null) return notFound(c)
  const type = part === 'file' ? file.type : (stored.httpMetadata?.contentType ?? 'application/octet-stream')
  const way = portfolioTypes[file.type] === 'pdf' ? 'attachment' : 'inline'
  const name = encodeURIComponent(`${file.title}.${extensions[file.type]}`)
  const headers = new Headers({
    'content-type': type,
    'content-length': String(range?.length ?? stored.size),
    'content-disposition': `${way}; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-cache',
    etag: stored.httpEtag,
    'accept-ranges': part === 'file' ? 'bytes' : 'none',
  })
  if (range !== null) {
    const last = range.offset + range.length - 1
    headers.set('content-range', `bytes ${range.offset}-${last}/${file.bytes}`)
  }
  return new Response(stored.body as ReadableStream, { status: range === null ? 200 : 206, headers })
}
