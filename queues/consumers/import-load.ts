import { BatchReader, type ColumnBatch } from '../../worker/imports/parsing/batch.ts'
import type { Env } from '../../worker/platform/env.ts'
import type { Log } from '../../worker/platform/log.ts'
import type { QueueMessage } from '../messages.ts'

/** A message hands over to the next one after this long, so that none runs into the limits of an invocation. */
const MESSAGE_TIME_MAX_MS = 60_000

type ImportMessage = Extract<QueueMessage, { kind: 'import.load' }>

/**
 * Loads a file from where its import has come to. The place moves in the transaction of each load, so a second delivery, or
 * one after a crash, finds it and goes on from there.
 */
export async function loadImport(env: Env, log: Log, message: ImportMessage): Promise<void> {
  const startedAtMs = Date.now()
  const tenant = () => env.TENANT.getByName(message.tenantId)
  const place = await tenant().importPlace(message.importId)
  if (place === null) return
  const { plan, nextByte, nextLine, bytesTotal, fileKey } = place
  if ((await env.FILES.head(fileKey)) === null) {
    await tenant().failImport(message.importId, 'file_gone')
    return
  }
  const reader = new BatchReader(plan, { byte: nextByte, line: nextLine })
  const loads = new LoadAhead((batch) => tenant().load(message.importId, batch))
  for await (const { bytes, isFinal } of chunksOf(env.FILES, fileKey, nextByte, bytesTotal)) {
    reader.push(bytes, isFinal)
    for (let batch = reader.next(); batch !== null; batch = reader.next()) {
      if (!(await loads.push(batch))) return
    }
    if (Date.now() - startedAtMs > MESSAGE_TIME_MAX_MS) {
      if (await loads.settle()) await env.IMPORTS.send(message)
      return
    }
  }
  await loads.settle()
  log.info('import_read', { tenantId: message.tenantId, importId: message.importId })
}

/** Keeps one load under way while the next batch is being read, in the order of the file. */
class LoadAhead {
  private readonly load: (batch: ColumnBatch) => Promise<'loaded' | 'moved'>
  private running: Promise<'loaded' | 'moved'> = Promise.resolve('loaded')

  constructor(load: (batch: ColumnBatch) => Promise<'loaded' | 'moved'>) {
    this.load = load
  }

  /** Starts a load once the one before is through; false when another delivery has taken the file over. */
  async push(batch: ColumnBatch): Promise<boolean> {
    if (!(await this.settle())) return false
    this.running = this.load(batch)
    // Awaited by the next push or settle; without this a failure in between would count as unhandled.
    this.running.catch(() => undefined)
    return true
  }

  async settle(): Promise<boolean> {
    return (await this.running) === 'loaded'
  }
}

const EMPTY = new Uint8Array(0)

/** The stored bytes from a place on; the last chunk is marked, also when it is empty. */
async function* chunksOf(
  files: R2Bucket,
  key: string,
  fromByte: number,
  bytesTotal: number,
): AsyncGenerator<{ bytes: Uint8Array; isFinal: boolean }> {
  if (fromByte >= bytesTotal) {
    yield { bytes: EMPTY, isFinal: true }
    return
  }
  const object = await files.get(key, { range: { offset: fromByte } })
  if (object === null) throw new Error(`the file ${key} is gone`)
  let done = fromByte
  for await (const bytes of object.body) {
    done += bytes.byteLength
    yield { bytes, isFinal: done >= bytesTotal }
  }
  if (done < bytesTotal) throw new Error(`the file ${key} ended at ${done} of ${bytesTotal} bytes`)
}
