import { JSON_BODY_BYTES_MAX } from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'

type BodyError = { code: 'too_large'; bytesMax: number }

/**
 * The body of a call as bytes, counted while it streams: a missing or false content-length cannot get past the limit.
 * An empty body is an empty array.
 */
export async function readBody(
  request: Request,
  bytesMax: number = JSON_BODY_BYTES_MAX,
): Promise<Result<Uint8Array<ArrayBuffer>, BodyError>> {
  const declared = Number(request.headers.get('content-length') ?? '0')
  if (declared > bytesMax) return err({ code: 'too_large', bytesMax })
  if (!request.body) return ok(new Uint8Array(0))
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
