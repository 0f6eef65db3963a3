import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { ImportDetection } from '../../contracts/imports.ts'
import {
  IMPORT_BODY_BYTES_MAX,
  IMPORT_INFLATED_BYTES_MAX,
  IMPORT_PART_BYTES,
} from '../../contracts/limits.ts'
import { refuse } from '../platform/http-errors.ts'
import { callTenant } from './caller.ts'
import { type TakenFile, takeFile } from './file-intake.ts'
import { commandIdOf } from './forward.ts'
import { type EdgeContext, route } from './route.ts'

const FileName = z.string().trim().min(1).max(200)
const UploadQuery = z.object({
  name: FileName,
  bytes: z.coerce.number().int().positive().max(IMPORT_INFLATED_BYTES_MAX),
})
const UploadId = z.uuid()
const PARTS_MAX = Math.ceil(IMPORT_INFLATED_BYTES_MAX / IMPORT_PART_BYTES)
const PartNumber = z.coerce.number().int().min(1).max(PARTS_MAX)
/** `taken` is set once all parts were put together, so that asking again gives the same import. */
const Upload = z.object({
  name: z.string(),
  bytes: z.number(),
  taken: z.object({ fileHash: z.string(), bytesTotal: z.number(), detection: ImportDetection }).optional(),
})
type Upload = z.infer<typeof Upload>

type Ctx = Context<EdgeContext>

const folderOf = (c: Ctx, uploadId: string) => `uploads/${c.var.resolved.principal.tenantId}/${uploadId}`
const partKey = (folder: string, number: number) => `${folder}/${String(number).padStart(4, '0')}`

/** Uploads: streamed by the front door into the bucket, then described to the workspace's object. */
export function mountImports(api: Hono<EdgeContext>, files: R2Bucket): void {
  api.post('/imports', route('imports.write'), async (c) => {
    const name = FileName.safeParse(c.req.query('name'))
    if (!name.success) return refuse({ code: 'invalid_request', details: { query: 'name' } }, c.var.requestId)
    const { body } = c.req.raw
    if (body === null) return refuse({ code: 'empty_file' }, c.var.requestId)
    // Said beforehand it is refused before a byte is read; what is not said is counted.
    if (Number(c.req.header('content-length') ?? 0) > IMPORT_BODY_BYTES_MAX) return refuseTooLarge(c)
    const commandId = commandIdOf(c.req.raw, c.var.deps.newId)
    if (!commandId.ok) return refuse(commandId.error, c.var.requestId)
    const refused = await admit(c)
    if (refused !== null) return refused
    const id = c.var.deps.newId()
    const taken = await takeFile(body, files, fileKeyOf(c, id), IMPORT_BODY_BYTES_MAX)
    if (!taken.ok) return refuse(taken.error, c.var.requestId)
    return add(c, files, commandId.value, { id, name: name.data, ...taken.value })
  })
  api.post('/imports/uploads', route('imports.write'), async (c) => {
    const query = UploadQuery.safeParse(c.req.query())
    if (!query.success)
      return refuse({ code: 'invalid_request', details: query.error.issues }, c.var.requestId)
    const refused = await admit(c)
    if (refused !== null) return refused
    const uploadId = c.var.deps.newId()
    await files.put(`${folderOf(c, uploadId)}/meta`, JSON.stringify(query.data satisfies Upload))
    return c.json({ data: { uploadId, partBytes: IMPORT_PART_BYTES } }, 201)
  })
  api.put('/imports/uploads/:uploadId/parts/:number', route('imports.write'), (c) => putPart(c, files))
  api.post('/imports/uploads/:uploadId/complete', route('imports.write'), (c) => complete(c, files))
}

async function admit(c: Ctx): Promise<Response | null> {
  const { resolved, deps, requestId } = c.var
  const refusal = await callTenant(deps, resolved, (stub) => stub.admitUpload(resolved.principal))
  return refusal === null ? null : refuse(refusal, requestId)
}

const fileKeyOf = (c: Ctx, id: string) => `imports/${c.var.resolved.principal.tenantId}/${id}`

function refuseTooLarge(c: Ctx): Response {
  return refuse(
    { code: 'too_large', details: { bytesMax: IMPORT_BODY_BYTES_MAX, parts: true } },
    c.var.requestId,
  )
}

/** Describes a stored file to the workspace. A command that was carried out before answers with its import; this file goes then. */
async function add(
  c: Ctx,
  files: R2Bucket,
  commandId: string,
  file: { id: string; name: string } & TakenFile,
): Promise<Response> {
  const { resolved, deps } = c.var
  const fileKey = fileKeyOf(c, file.id)
  const answer = await callTenant(deps, resolved, (stub) =>
    stub.addImport(resolved.principal, commandId, { ...file, fileKey }),
  )
  const id = answer.status === 201 ? Added.parse(JSON.parse(answer.body)).data.id : null
  if (id !== file.id) await files.delete(fileKey)
  return new Response(answer.body, {
    status: answer.status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(id === null ? {} : { location: `/api/v1/imports/${id}` }),
    },
  })
}

const Added = z.object({ data: z.object({ id: z.uuid() }) })

async function putPart(c: Ctx, files: R2Bucket): Promise<Response> {
  const upload = await findUpload(c, files)
  const number = PartNumber.safeParse(c.req.param('number'))
  if (upload === null || !number.success) return refuse({ code: 'not_found' }, c.var.requestId)
  const bytes = new Uint8Array(IMPORT_PART_BYTES)
  let filled = 0
  for await (const chunk of c.req.raw.body ?? []) {
    if (filled + chunk.byteLength > IMPORT_PART_BYTES) {
      return refuse({ code: 'too_large', details: { bytesMax: IMPORT_PART_BYTES } }, c.var.requestId)
    }
    bytes.set(chunk, filled)
    filled += chunk.byteLength
  }
  await files.put(partKey(upload.folder, number.data), bytes.subarray(0, filled))
  return c.body(null, 204)
}

async function complete(c: Ctx, files: R2Bucket): Promise<Response> {
  const upload = await findUpload(c, files)
  if (upload === null) return refuse({ code: 'not_found' }, c.var.requestId)
  const { folder, uploadId, name, bytes } = upload
  const finish = (taken: TakenFile) => add(c, files, `upload ${uploadId}`, { id: uploadId, name, ...taken })
  if (upload.taken !== undefined) return finish(upload.taken)
  const keys = Array.from({ length: Math.ceil(bytes / IMPORT_PART_BYTES) }, (_, i) => partKey(folder, i + 1))
  const stored = await Promise.all(keys.map((key) => files.head(key)))
  const missing = stored.flatMap((part, i) => (part?.size === sizeOfPart(bytes, i) ? [] : [i + 1]))
  if (missing.length > 0) {
    return refuse(
      { code: 'conflict', details: { reason: 'parts are missing or short', parts: missing } },
      c.var.requestId,
    )
  }
  const refused = await admit(c)
  if (refused !== null) return refused
  const taken = await takeFile(concatenated(files, keys), files, fileKeyOf(c, uploadId), bytes)
  if (!taken.ok) return refuse(taken.error, c.var.requestId)
  await files.put(`${folder}/meta`, JSON.stringify({ name, bytes, taken: taken.value } satisfies Upload))
  await files.delete(keys)
  return finish(taken.value)
}

function sizeOfPart(bytes: number, index: number): number {
  return Math.min(IMPORT_PART_BYTES, bytes - index * IMPORT_PART_BYTES)
}

async function findUpload(c: Ctx, files: R2Bucket) {
  const uploadId = UploadId.safeParse(c.req.param('uploadId'))
  if (!uploadId.success) return null
  const folder = folderOf(c, uploadId.data)
  const meta = await files.get(`${folder}/meta`)
  if (meta === null) return null
  return { folder, uploadId: uploadId.data, ...Upload.parse(await meta.json()) }
}

function concatenated(files: R2Bucket, keys: readonly string[]): ReadableStream<Uint8Array> {
  let next = 0
  return new ReadableStream({
    async pull(controller) {
      const key = keys[next]
      next += 1
      if (key === undefined) return controller.close()
      const part = await files.get(key)
      if (part === null) throw new Error(`the part ${key} is gone`)
      controller.enqueue(new Uint8Array(await part.arrayBuffer()))
    },
  })
}
