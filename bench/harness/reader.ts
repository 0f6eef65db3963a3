import { startProgram } from './programs.ts'
import type { ReaderJob, ReaderReport } from './reader-child.ts'

/** Somebody who reads the same again and again, in a process of its own. */
export interface Reader {
  /** Begins to read; what is read until `pause` is one report. */
  begin(): Promise<void>
  /** Stops and adds what was read to the report. */
  pause(): Promise<void>
  /** What was read since the last call. */
  take(): ReaderReport
  close(): Promise<void>
}

/** Opens a reader that asks `job` at fixed instants while it reads. */
export async function openReader(job: ReaderJob): Promise<Reader> {
  const program = await startProgram<unknown>('harness/reader-child.ts')
  let report: ReaderReport = { calls: [], refused: [] }
  return {
    begin: async () => {
      await program.ask(job)
    },
    pause: async () => {
      const { calls, refused } = await program.ask<ReaderReport>('pause')
      report.calls.push(...calls)
      report.refused.push(...refused)
    },
    take: () => {
      const taken = report
      report = { calls: [], refused: [] }
      return taken
    },
    close: program.close,
  }
}
