import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Request } from 'autocannon'

/** One round of load. Requests are walked in turn, each connection its own share of them. */
export type LoadJob = {
  url: string
  connections: number
  requests: Request[]
  expectedStatus: number
} & ({ seconds: number } | { calls: number })

export interface LoadResult {
  perSecond: number
  p50Ms: number
  p99Ms: number
  answered: number
  /** Answers of another status, errors and time-outs. A round with any of these measures something else. */
  unexpected: number
  statuses: string
}

export type CallOfLoad = Request

/** The load generator process. */
export interface LoadGenerator {
  run(job: LoadJob): Promise<LoadResult>
  close(): void
}

/** Starts the load generator. Throws from `run` when a round had other answers than the expected ones. */
export function openLoadGenerator(): LoadGenerator {
  const child: ChildProcess = fork(join(import.meta.dirname, 'load-child.ts'), {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return {
    run: async (job) => {
      const reply = await new Promise<{ result?: LoadResult; problem?: string }>((resolve, reject) => {
        child.once('message', resolve)
        child.once('exit', (code) => reject(new Error(`the load generator ended with code ${code}`)))
        child.send(job)
      })
      child.removeAllListeners('exit')
      if (reply.result === undefined) throw new Error(reply.problem)
      if (reply.result.unexpected > 0) {
        throw new Error(`${job.requests[0]?.path}: unexpected answers (${reply.result.statuses})`)
      }
      return reply.result
    },
    close: () => void child.kill(),
  }
}
