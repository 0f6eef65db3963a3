import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

/** A program of this folder in a process of its own. It reports once by `process.send` when it is ready. */
export interface Program<Ready> {
  ready: Ready
  pid: number
  /** Sends a message and waits for the next one back. */
  ask<T>(message: unknown): Promise<T>
  close(): Promise<void>
}

/** Starts `bench/<file>` and waits for its first message. Throws when it ends before. */
export async function startProgram<Ready>(
  file: string,
  args: readonly string[] = [],
): Promise<Program<Ready>> {
  const child = fork(join(import.meta.dirname, '..', file), args, {
    execArgv: ['--no-warnings'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ready = await nextMessage<Ready>(child, file)
  return {
    ready,
    pid: child.pid ?? 0,
    ask: async <T>(message: unknown) => {
      const answer = nextMessage<T>(child, file)
      child.send(message as object)
      return answer
    },
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

function nextMessage<T>(child: ChildProcess, file: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${file} ended with code ${code}`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as T)
    })
  })
}
