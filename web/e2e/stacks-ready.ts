import { setTimeout as sleep } from 'node:timers/promises'
import type { FullConfig } from '@playwright/test'

const START_MS = 180_000
const ASK_AGAIN_MS = 100

/** Waits until every stack that a project of this run goes to answers; they start side by side. */
export default async function stacksReady({ projects }: FullConfig): Promise<void> {
  const origins = new Set(projects.flatMap(({ use }) => use.baseURL ?? []))
  await Promise.all([...origins].map(untilHealthy))
}

async function untilHealthy(origin: string): Promise<void> {
  const deadline = Date.now() + START_MS
  while (!(await isHealthy(origin))) {
    if (Date.now() > deadline) throw new Error(`The stack at ${origin} did not answer within ${START_MS} ms.`)
    await sleep(ASK_AGAIN_MS)
  }
}

const isHealthy = (origin: string): Promise<boolean> =>
  fetch(`${origin}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
