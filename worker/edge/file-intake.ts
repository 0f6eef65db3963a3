import type { Encoding, ImportDetection } from '../../contracts/imports.ts'
import {
  IMPORT_INFLATE_RATIO_MAX,
  IMPORT_INFLATED_BYTES_MAX,
  IMPORT_PART_BYTES,
  IMPORT_SNIFF_BYTES,
} from '../../contracts/limits.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import { sniffEncoding, storedBytes } from '../imports/parsing/encoding.ts'
import { type DetectionRefusal, detectImport } from '../imports/parsing/sniff.ts'
import { PartWriter } from './part-writer.ts'

/** A file that was taken in: what it is and where its bytes are. */
export interface TakenFile {
  fileHash: string
  bytesTotal: number
  detection: ImportDetection
}

export type IntakeRefusal =
  | DetectionRefusal
  | { code: 'truncated_gzip' | 'broken_gzip' }
  | { code: 'inflate_limit' | 'too_large'; details: { bytesMax: number } | { ratioMax: number } }

/** Ends a pipeline with a refusal instead of an error of ours. */
class Refused extends Error {
  readonly refusal: IntakeRefusal
  constructor(refusal: IntakeRefusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** Below this a high ratio is harmless. */
const RATIO_CHECKED_FROM_BYTES = 16 * 1024 * 1024

/**
 * Takes a file in from its bytes as they arrive: inflates gzip under a cap, makes the bytes ASCII-compatible, hashes them and
 * stores them in equal parts. Memory holds one part. Nothing is stored when the file is refused.
 */
export async function takeFile(
  source: ReadableStream<Uint8Array>,
  files: R2Bucket,
  key: string,
  bytesMax: number,
): Promise<Result<TakenFile, IntakeRefusal>> {
  const writer = new PartWriter(files, key, IMPORT_PART_BYTES)
  // The runtime has it on `crypto`; the web library's types, which stand first here, do not know it.
  const digest = new (crypto as unknown as { DigestStream: typeof DigestStream }).DigestStream('SHA-256')
  const hashing = digest.getWriter()
  try {
    const detection = await pump(inflated(counted(source, bytesMax)), async (chunk) => {
      await Promise.all([writer.write(chunk), hashing.write(chunk)])
    })
    await hashing.close()
    await writer.close()
    const fileHash = Array.from(new Uint8Array(await digest.digest), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('')
    return ok({ fileHash, bytesTotal: writer.bytes, detection })
  } catch (error) {
    await writer.abort()
    if (error instanceof Refused) return err(error.refusal)
    throw error
  }
}

/** Sniffs the first bytes, then hands on stored bytes chunk by chunk. */
async function pump(
  source: AsyncIterable<Uint8Array>,
  store: (chunk: Uint8Array) => Promise<void>,
): Promise<ImportDetection> {
  let head: Uint8Array[] = []
  let headBytes = 0
  let opened: { detection: ImportDetection; transcoder: ReturnType<typeof storedBytes> } | null = null
  for await (const chunk of source) {
    if (opened !== null) {
      await store(opened.transcoder.push(chunk))
      continue
    }
    head.push(chunk)
    headBytes += chunk.byteLength
    if (headBytes < IMPORT_SNIFF_BYTES) continue
    const joined = join(head, headBytes)
    head = []
    opened = open(joined, false)
    await store(opened.transcoder.push(joined))
  }
  if (opened === null) {
    const joined = join(head, headBytes)
    opened = open(joined, true)
    await store(opened.transcoder.push(joined))
  }
  await store(opened.transcoder.end())
  return opened.detection
}

function open(sample: Uint8Array, isWhole: boolean) {
  const detected = detectImport(sample, isWhole)
  if (!detected.ok) throw new Refused(detected.error)
  const encoding: Encoding = sniffEncoding(sample, isWhole)
  return { detection: detected.value, transcoder: storedBytes(encoding) }
}

function join(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const joined = new Uint8Array(bytes)
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.byteLength
  }
  return joined
}

/** Bytes as they arrive, refused beyond the limit whatever content-length said. */
async function* counted(source: ReadableStream<Uint8Array>, bytesMax: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) throw new Refused({ code: 'too_large', details: { bytesMax } })
    yield chunk
  }
}

const GZIP_FIRST = 0x1f
const GZIP_SECOND = 0x8b

/** The bytes themselves, or what is inside when they begin as gzip does. */
async function* inflated(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const first = await source.next()
  if (first.done) return
  const isGzip = first.value[0] === GZIP_FIRST && first.value[1] === GZIP_SECOND
  if (!isGzip) {
    yield first.value
    yield* source
    return
  }
  let packed = first.value.byteLength
  const rest = async function* () {
    yield first.value
    for await (const chunk of source) {
      packed += chunk.byteLength
      yield chunk
    }
  }
  let unpacked = 0
  const inflater = new DecompressionStream('gzip')
  const feeding = feed(rest(), inflater.writable.getWriter())
  feeding.catch(() => undefined)
  try {
    for await (const chunk of inflater.readable as ReadableStream<Uint8Array>) {
      unpacked += chunk.byteLength
      if (unpacked > IMPORT_INFLATED_BYTES_MAX) {
        throw new Refused({ code: 'inflate_limit', details: { bytesMax: IMPORT_INFLATED_BYTES_MAX } })
      }
      if (unpacked > RATIO_CHECKED_FROM_BYTES && unpacked > packed * IMPORT_INFLATE_RATIO_MAX) {
        throw new Refused({ code: 'inflate_limit', details: { ratioMax: IMPORT_INFLATE_RATIO_MAX } })
      }
      yield chunk
    }
    await feeding
  } catch (error) {
    if (error instanceof Refused) throw error
    const fed = await feeding.then(
      () => null,
      (reason: unknown) => reason,
    )
    if (fed instanceof Refused) throw fed
    throw new Refused({ code: isCutOff(error) || isCutOff(fed) ? 'truncated_gzip' : 'broken_gzip' })
  }
}

async function feed(
  source: AsyncGenerator<Uint8Array>,
  into: WritableStreamDefaultWriter<unknown>,
): Promise<void> {
  try {
    for await (const chunk of source) await into.write(chunk)
    await into.close()
  } catch (error) {
    await into.abort(error).catch(() => undefined)
    throw error
  }
}

/** The runtime says in words that the stream ended before the gzip trailer. */
function isCutOff(error: unknown): boolean {
  return (
    error instanceof Error && /unexpected end|incomplete|truncat|premature|called close/i.test(error.message)
  )
}
