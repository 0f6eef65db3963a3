/**
 * The thread PGlite runs in. It executes whole batches synchronously; everything that has to stay responsive
 * (sockets, timers, cancelling) therefore lives in the parent, which may terminate this thread at any moment.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto'
import { vector } from '@electric-sql/pglite-pgvector'
import { FLOW, type FromBackend, type ThreadData, type ToBackend } from './backend-messages.ts'
import { REPLY_IN_FLIGHT_BYTES_MAX, REPLY_PIECE_BYTES } from './limits.ts'
import { FROM_SERVER, FrameReader } from './wire.ts'

const { dataDir, flowBuffer, wasm } = workerData as ThreadData
if (parentPort === null) throw new Error('backend-thread.ts only runs as a worker thread')
const port = parentPort
const flow = new Int32Array(flowBuffer)

const db = await PGlite.create({
  dataDir,
  extensions: { btree_gist, pgcrypto, vector },
  ...(wasm === undefined ? {} : { pgliteWasmModule: wasm }),
  startParams: [
    ...PGlite.defaultStartParams,
    '-c',
    'work_mem=16MB',
    // A single-user backend writes no checkpoints of its own; the parent asks for them.
    '-c',
    'max_wal_size=1GB',
  ],
})

function post(answer: FromBackend, transfer: ArrayBuffer[] = []): void {
  port.postMessage(answer, transfer)
}

/** Collects output into large pieces, but lets nothing wait once the server says that it is ready. */
class PieceWriter {
  readonly #id: number
  #piece = new Uint8Array(0)
  #filled = 0

  constructor(id: number) {
    this.#id = id
  }

  write(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length) {
      if (this.#filled === this.#piece.length) {
        this.send()
        this.#piece = new Uint8Array(Math.max(REPLY_PIECE_BYTES, bytes.length - at))
      }
      const step = Math.min(this.#piece.length - this.#filled, bytes.length - at)
      this.#piece.set(bytes.subarray(at, at + step), this.#filled)
      this.#filled += step
      at += step
    }
    // ReadyForQuery is six bytes: Z, a length of five, the state. Looking alike is harmless: it only sends early.
    if (bytes.length >= 6 && bytes[bytes.length - 6] === FROM_SERVER.ready && bytes[bytes.length - 2] === 5)
      this.send()
  }

  send(): void {
    if (this.#filled === 0) return
    const whole = this.#filled === this.#piece.length ? this.#piece : this.#piece.slice(0, this.#filled)
    this.#piece = new Uint8Array(0)
    this.#filled = 0
    Atomics.add(flow, FLOW.inFlightBytes, whole.length)
    post({ op: 'piece', id: this.#id, bytes: whole }, [whole.buffer])
    for (;;) {
      const inFlight = Atomics.load(flow, FLOW.inFlightBytes)
      if (inFlight <= REPLY_IN_FLIGHT_BYTES_MAX) return
      Atomics.wait(flow, FLOW.inFlightBytes, inFlight)
    }
  }
}

/** Runs messages whose answers nobody reads; returns the first error among the answers, if any. */
async function runSilently(bytes: Uint8Array): Promise<{ sqlState: string; text: string } | null> {
  const replies = new FrameReader()
  await db.execProtocolRawStream(bytes, {
    syncToFs: false,
    onRawData: (data) => replies.push(Buffer.from(data)),
  })
  for (let reply = replies.take(); reply !== null; reply = replies.take()) {
    if (reply[0] !== FROM_SERVER.error) continue
    const fields = new Map(
      reply
        .toString('utf8', 5)
        .split('\0')
        .map((field) => [field.slice(0, 1), field.slice(1)]),
    )
    return { sqlState: fields.get('C') ?? 'XX000', text: fields.get('M') ?? 'unknown error' }
  }
  return null
}

async function handle(request: ToBackend): Promise<void> {
  switch (request.op) {
    case 'run': {
      const refusal = request.prelude === null ? null : await runSilently(request.prelude)
      if (refusal !== null) return post({ op: 'refused', id: request.id, ...refusal })
      if (request.again !== null) await runSilently(request.again)
      const writer = new PieceWriter(request.id)
      await db.execProtocolRawStream(request.bytes, {
        syncToFs: false,
        onRawData: (data) => writer.write(data),
      })
      writer.send()
      Atomics.store(flow, FLOW.finishedRun, request.id)
      return post({ op: 'done', id: request.id })
    }
    case 'silent': {
      await runSilently(request.bytes)
      return post({ op: 'done', id: request.id })
    }
    case 'rows': {
      const results = await db.exec(request.sql)
      return post({ op: 'rows', id: request.id, rows: results.at(-1)?.rows ?? [] })
    }
    case 'close': {
      await db.close()
      post({ op: 'done', id: request.id })
      return port.close()
    }
  }
}

port.on('message', (request: ToBackend) => {
  handle(request).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error)
    post({ op: 'refused', id: request.id, sqlState: 'XX000', text })
  })
})
const version = await db.query<{ server_version: string }>('show server_version')
post({ op: 'ready', version: version.rows[0]?.server_version ?? '18.0' })
