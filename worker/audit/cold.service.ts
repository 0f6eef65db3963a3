import { z } from 'zod'
import { CHAIN_PAGE_EVENTS, COLD_SPAN_EVENTS, EVENTS_WARM_MS } from '../../contracts/limits.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import * as rows from './cold.repository.ts'

export type { ColdStep, Stretch } from './cold.repository.ts'

/** Content of an event as a file has it. */
export const ColdLine = z.object({ seq: z.int(), salt: z.string().startsWith('\\x'), body: z.string() })

/** A row of the log whose content may lie in a file. */
export interface Contained {
  seq: number
  body: string | null
  /** Hexadecimal, where the row has it. */
  salt?: string | null
  /** Set where the content lies in a file that cannot be read just now. */
  isAway?: true
}

/** Puts the contents in place that lie in files. Throws `ColdAway` when one of the files cannot be read. */
export type Fill = <T extends Contained>(rows: readonly T[]) => Promise<T[]>

/** A file of contents is gone or damaged. */
export class ColdAway extends Error {
  readonly seq: number
  constructor(seq: number, options: ErrorOptions) {
    super(`contents from ${seq} on cannot be read`, options)
    this.seq = seq
  }
}

/** Rows with the contents of files in their place, by number. */
export function filled<T extends Contained>(row: T, found: ReadonlyMap<number, z.infer<typeof ColdLine>>): T {
  const line = row.body === null ? found.get(row.seq) : undefined
  if (line === undefined) return row
  return { ...row, body: line.body, ...(row.salt === undefined ? {} : { salt: line.salt.slice(2) }) }
}

/** Contents before this are moved into files. */
export const coldBefore = (now: Date): Date => new Date(now.getTime() - EVENTS_WARM_MS)

/** Stretches in files that reach into these numbers, oldest first. */
export const listStretches = (tx: TenantTx, from: number, to: number): Promise<rows.Stretch[]> =>
  rows.listStretches(tx, from, to)

/** Contents that are in the table still, between two numbers, as they would stand in a file. */
export const listWarmLines = (tx: TenantTx, from: number, to: number): Promise<string[]> =>
  rows.listWarmLines(tx, from, to)

/** How many contents lie in files. */
export const countCold = (tx: TenantTx): Promise<number> => rows.countCold(tx)

/** The next contents that go into a file; null when none is old enough. */
export function readColdStep(tx: TenantTx, now: Date): Promise<rows.ColdStep | null> {
  return rows.readColdStep(tx, coldBefore(now), { rows: CHAIN_PAGE_EVENTS, span: COLD_SPAN_EVENTS })
}

/** Takes them out once the file is written; false when they are not what was read any more. */
export function cutColdStep(tx: TenantTx, now: Date, step: rows.ColdStep, keyId: string): Promise<boolean> {
  return rows.cutColdStep(tx, coldBefore(now), step, { keyId, at: now })
}
