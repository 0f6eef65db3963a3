import { statSync } from 'node:fs'
import { type APIRequest, expect } from '@playwright/test'
import { demo, signedInFile } from './demo.ts'

/** The provider allows so many calls a minute that a first read of everything waits for the next one. */
export const FIRST_SYNC_MS = 180_000
const ASK_AGAIN_MS = 1000
/** For one look at numbers that came long ago, also on a busy machine. */
const LOOK_MS = 30_000

let arrival: Promise<void> | undefined

/** Waits until the first numbers of the demo workspace have arrived; who has seen them does not ask again. */
export function numbersArrived(request: APIRequest, baseURL: string | undefined): Promise<void> {
  arrival ??= waitForNumbers(request, baseURL)
  return arrival
}

async function waitForNumbers(request: APIRequest, baseURL: string | undefined): Promise<void> {
  const owner = await request.newContext({ ...(baseURL ? { baseURL } : {}), storageState: signedInFile() })
  const ask = async <T>(path: string, headers = {}): Promise<T[]> =>
    (await (await owner.get(path, { headers })).json()).data
  const workspaces = await ask<{ slug: string; id: string }>('/api/v1/workspaces')
  const id = workspaces.find(({ slug }) => slug === demo.workspace)?.id ?? ''
  const read = async () => {
    const sources = await ask<{ provider: string; lastSyncAt: string | null }>('/api/v1/connections', {
      'x-tenant-id': id,
    })
    return sources.filter(({ lastSyncAt }) => lastSyncAt !== null).map(({ provider }) => provider)
  }
  // It was connected just before its owner signed in. Where numbers never come, nobody waits for them a second time.
  const leftMs = statSync(signedInFile()).mtimeMs + FIRST_SYNC_MS - Date.now()
  await expect
    .poll(read, { timeout: Math.max(LOOK_MS, leftMs), intervals: [ASK_AGAIN_MS] })
    .toEqual(expect.arrayContaining(['ecb', 'xero']))
  await owner.dispose()
}
