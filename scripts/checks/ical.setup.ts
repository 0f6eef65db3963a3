import type { TestProject } from 'vitest/node'
import { startIcalSandbox } from '../../sandbox/ical/server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the stand-in for a calendar server listens. */
    ical: string
  }
}

/** Starts the stand-in for a calendar server for the length of the run and provides its address. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const sandbox = await startIcalSandbox({ port: 0, now: () => new Date() })
  project.provide('ical', sandbox.url)
  return () => sandbox.close()
}
