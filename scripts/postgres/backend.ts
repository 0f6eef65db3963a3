import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { FLOW, type FromBackend, type ThreadData, type ToBackend } from './backend-messages.ts'
import { CLOSE_GRACE_MS } from './limits.ts'

/** How a batch ended: it ran, its prelude was refused, or the thread was terminated under it. */
export type RunEnd = { end: 'done' } | { end: 'refused'; sqlState: string; text: string } | { end: 'killed' }

/** A piece of a reply; `drained` is to be called once the piece has left this process or is given up. */
export type OnPiece = (bytes: Buffer, drained: () => void) => void

/** See `ToBackend`; `bytes` is moved to the thread and must own its buffer. */
export interface RunWork {
  prelude: Uint8Array | null
  again: Uint8Array | null
  bytes: Uint8Array<ArrayBuffer>
}

interface Pending {
  onPiece: OnPiece
  onRows: (rows: unknown[]) => void
  resolve: (end: RunEnd) => void
}

const ENGINE = join(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')), 'pglite.wasm')

/**
 * The parent's side of the backend thread: sends it one piece of work at a time and can replace it.
 * Callers must not overlap their calls; the pool sees to that.
 */
export class Backend {
  readonly #dataDir: string
  /** Each thread has its own counters, so late news about an old thread's pieces cannot disturb the new one. */
  #flow = new Int32Array(new SharedArrayBuffer(8))
  #thread: Worker | null = null
  #ready: Promise<void>
  #wasm: WebAssembly.Module | undefined
  #pending = new Map<number, Pending>()
  #nextId = 1
  #closed = false
  /** Called when the thread died by itself. */
  onCrash: (error: Error) => void = () => {}
  serverVersion = ''
  /** Counts the threads; what one had prepared, the next has not. */
  generation = 0

  constructor(dataDir: string) {
    this.#dataDir = dataDir
    this.#ready = this.#open()
  }

  /** Resolves when the database is open; rejects when it cannot be opened. */
  ready(): Promise<void> {
    return this.#ready
  }

  async run(work: RunWork, onPiece: OnPiece): Promise<RunEnd> {
    const request = (id: number): ToBackend => ({ op: 'run', id, ...work })
    return this.#ask(request, onPiece, () => {}, [work.bytes.buffer])
  }

  async runSilently(bytes: Uint8Array): Promise<RunEnd> {
    return this.#ask((id) => ({ op: 'silent', id, bytes }))
  }

  /** Rows of the last statement in `sql`, run as the superuser. Throws when the statement fails. */
  async rows(sql: string): Promise<unknown[]> {
    let found: unknown[] = []
    const end = await this.#ask(
      (id) => ({ op: 'rows', id, sql }),
      () => {},
      (rows) => {
        found = rows
      },
    )
    if (end.end !== 'done') throw new Error(end.end === 'refused' ? end.text : 'the backend was restarted')
    return found
  }

  /** Whether the latest batch is already finished although its answer may still be on the way here. */
  latestRunFinished(): boolean {
    return Atomics.load(this.#flow, FLOW.finishedRun) === this.#nextId - 1
  }

  /** Terminates the thread in whatever it is doing and opens the folder again. Acknowledged commits are kept. */
  async restart(): Promise<void> {
    const old = this.#thread
    this.#thread = null
    old?.removeAllListeners()
    this.#ready = (async () => {
      await old?.terminate()
      this.#endPending({ end: 'killed' })
      await this.#open()
    })()
    await this.#ready
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#ready.catch(() => {})
    const thread = this.#thread
    if (thread === null) return
    const polite = this.#ask((id) => ({ op: 'close', id }))
    const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_GRACE_MS).unref())
    await Promise.race([polite, late])
    thread.removeAllListeners()
    await thread.terminate()
    this.#endPending({ end: 'killed' })
  }

  async #open(): Promise<void> {
    // Compiled once here and shared: a reopened thread starts with the machine code already optimised.
    this.#wasm ??= await WebAssembly.compile(await readFile(ENGINE))
    if (this.#closed) return
    const flowBuffer = new SharedArrayBuffer(8)
    this.#flow = new Int32Array(flowBuffer)
    const data: ThreadData = { dataDir: this.#dataDir, flowBuffer, wasm: this.#wasm }
    const thread = new Worker(new URL('./backend-thread.ts', import.meta.url), { workerData: data })
    this.#thread = thread
    this.generation += 1
    await new Promise<void>((resolve, reject) => {
      let opened = false
      const died = (error: Error): void => {
        if (!opened) reject(error)
        if (!opened || this.#thread !== thread || this.#closed) return
        this.#thread = null
        this.#endPending({ end: 'killed' })
        this.onCrash(error)
      }
      thread.on('error', died)
      thread.on('exit', (code) => died(new Error(`the database thread ended with code ${code}`)))
      thread.on('message', (answer: FromBackend) => {
        if (answer.op === 'ready') {
          opened = true
          this.serverVersion = answer.version
          resolve()
        } else this.#receive(answer)
      })
    })
  }

  #receive(answer: Exclude<FromBackend, { op: 'ready' }>): void {
    const pending = this.#pending.get(answer.id)
    if (pending === undefined) return
    if (answer.op === 'piece') {
      const flow = this.#flow
      const count = answer.bytes.length
      pending.onPiece(Buffer.from(answer.bytes.buffer, 0, count), () => {
        Atomics.sub(flow, FLOW.inFlightBytes, count)
        Atomics.notify(flow, FLOW.inFlightBytes)
      })
      return
    }
    if (answer.op === 'rows') pending.onRows(answer.rows)
    this.#pending.delete(answer.id)
    if (answer.op === 'refused')
      pending.resolve({ end: 'refused', sqlState: answer.sqlState, text: answer.text })
    else pending.resolve({ end: 'done' })
  }

  async #ask(
    request: (id: number) => ToBackend,
    onPiece: OnPiece = () => {},
    onRows: (rows: unknown[]) => void = () => {},
    transfer: ArrayBuffer[] = [],
  ): Promise<RunEnd> {
    await this.#ready
    const thread = this.#thread
    if (thread === null) return { end: 'killed' }
    const id = this.#nextId
    this.#nextId += 1
    return new Promise<RunEnd>((resolve) => {
      this.#pending.set(id, { onPiece, onRows, resolve })
      thread.postMessage(request(id), transfer)
    })
  }

  #endPending(end: RunEnd): void {
    const all = [...this.#pending.values()]
    this.#pending.clear()
    for (const pending of all) pending.resolve(end)
  }
}
