import { demo } from './demo.ts'
import { expect, member } from './fixtures.ts'

const FIRST_SYNC_MS = 180_000

// The provider allows so many calls a minute that a first read of everything waits for the next one.
member('the first numbers of the demo workspace have arrived', async ({ request }) => {
  member.setTimeout(FIRST_SYNC_MS + 30_000)
  const workspaces = (await (await request.get('/api/v1/workspaces')).json()).data
  const id = workspaces.find((one: { slug: string }) => one.slug === demo.workspace)?.id
  const connections = async () =>
    (await (await request.get('/api/v1/connections', { headers: { 'x-tenant-id': id } })).json()).data
  await expect
    .poll(
      async () =>
        (await connections()).map((one: { provider: string; lastSyncAt: string | null }) => [
          one.provider,
          one.lastSyncAt !== null,
        ]),
      { timeout: FIRST_SYNC_MS },
    )
    .toEqual(
      expect.arrayContaining([
        ['ecb', true],
        ['xero', true],
      ]),
    )
})
