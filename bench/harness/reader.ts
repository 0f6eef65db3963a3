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
  let report: ReaderReport = { times: [], refused: [] }
  return {
    begin: async () => {
      await program.ask(job)
    },
    pause: async () => {
      const { times, refused } = await program.ask<ReaderReport>('pause')
      report.times.push(...times)
      report.refused.push(...refused)
    },
    take: () => {
      const taken = report
      report = { times: [], refused: [] }
      return taken
    },
    close: program.close,
  }
}
