/** What the parent and the backend thread say to each other. */

/** Slots of the shared counter array. */
export const FLOW = { inFlightBytes: 0, finishedRun: 1 } as const

export interface ThreadData {
  dataDir: string
  /** Two 32-bit counters, see FLOW. */
  flowBuffer: SharedArrayBuffer
  /** The compiled engine; without it the thread compiles its own. */
  wasm?: WebAssembly.Module
}

export type ToBackend =
  /**
   * Runs `prelude` (answers dropped; an error refuses the run), `again` (answers and errors dropped), then `bytes`
   * (answers come back as pieces).
   */
  | { op: 'run'; id: number; prelude: Uint8Array | null; again: Uint8Array | null; bytes: Uint8Array }
  | { op: 'silent'; id: number; bytes: Uint8Array }
  | { op: 'rows'; id: number; sql: string }
  | { op: 'close'; id: number }

export type FromBackend =
  | { op: 'ready'; version: string }
  | { op: 'piece'; id: number; bytes: Uint8Array<ArrayBuffer> }
  | { op: 'done'; id: number }
  | { op: 'rows'; id: number; rows: unknown[] }
  | { op: 'refused'; id: number; sqlState: string; text: string }
