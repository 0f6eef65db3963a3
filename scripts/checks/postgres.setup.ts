import { fork } from 'node:child_process'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import type { PostgresForTests, PostgresKind } from './postgres-for-tests.ts'

/** Starts a migrated throw-away server for the length of the run and provides its addresses as `postgres`. */
export async function startForProject(
  project: TestProject,
  kind: PostgresKind,
): Promise<() => Promise<void>> {
  const child = fork(path.join(import.meta.dirname, 'postgres-process.ts'), [kind], { execArgv: [] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const addresses = await new Promise<PostgresForTests>((resolve, reject) => {
    child.once('message', (message) => {
      // Sent by our own child, which has checked its type.
      resolve(message as PostgresForTests)
    })
    child.once('exit', (code) => reject(new Error(`the ${kind} Postgres ended with code ${code}`)))
  })
  project.provide('postgres', addresses)
  return async () => {
    child.disconnect()
    await ended
  }
}
