import type { z } from 'zod'
import { JSON_BODY_BYTES_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { Refusal } from '../platform/http-errors.ts'

type BodyError = { code: 'too_large'; bytesMax: number }

/** A declared length is what the connection itself delivers at most, so such a body is read in one go. */
const isDeclared = (request: Request, bytesMax: number): boolean => {
  const declared = request.headers.get('content-length')
  return declared !== null && Number(declared) <= bytesMax
}

/** The body of a call as bytes; one without a declared length is counted while it streams. An empty body is an empty array. */
export async function readBody(
  request: Request,
  bytesMax: number = JSON_BODY_BYTES_MAX,
): Promise<Result<Uint8Array<ArrayBuffer>, BodyError>> {
  const declared = Number(request.headers.get('content-length') ?? '0')
  if (declared > bytesMax) return err({ code: 'too_large', bytesMax })
  if (!request.body) return ok(new Uint8Array(0))
  if (isDeclared(request, bytesMax)) {
    const bytes = new Uint8Array(await request.arrayBuffer())
    return bytes.byteLength <= bytesMax ? ok(bytes) : err({ code: 'too_large', bytesMax })
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    bytes += value.byteLength
    if (bytes > bytesMax) {
      await reader.cancel()
      return err({ code: 'too_large', bytesMax })
    }
    chunks.push(value)
  }
  const [only] = chunks
  if (only && chunks.length === 1) return ok(new Uint8Array(only))
  const whole = new Uint8Array(bytes)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return ok(whole)
}

/** The body as text, under the same limit. */
export async function readText(
  request: Request,
  bytesMax: number = JSON_BODY_BYTES_MAX,
): Promise<Result<string, BodyError>> {
  if (isDeclared(request, bytesMax)) {
    const text = await request.text()
    return text.length <= bytesMax ? ok(text) : err({ code: 'too_large', bytesMax })
  }
  const body = await readBody(request, bytesMax)
  return body.ok ? ok(new TextDecoder().decode(body.value)) : body
}

/** The JSON body of a call in the shape a route wants, or the refusal that names the fields to correct. */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
  bytesMax: number = JSON_BODY_BYTES_MAX,
): Promise<Result<z.infer<S>, Refusal>> {
  const body = await readText(request, bytesMax)
  if (!body.ok) return err({ code: 'too_large', details: { bytesMax } })
  let value: unknown
  try {
    value = JSON.parse(body.value)
  } catch {
    return err({ code: 'invalid_request', details: { body: 'not JSON' } })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const fields = parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), problem: issue.message }))
  return err({ code: 'invalid_request', details: { fields } })
}
