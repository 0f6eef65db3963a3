import { expect, test } from '@playwright/test'
import { connectDemo } from '../../scripts/stack/connect-demo.ts'
import { demo, signedInFile } from './demo.ts'

const FIRST_SYNC_MS = 120_000

test('make the demo workspace and connect it', async ({ request, baseURL }) => {
  const answer = await request.post('/dev/seed', { headers: { origin: baseURL ?? '' } })
  expect(answer.status(), await answer.text()).toBe(200)
  await connectDemo(baseURL ?? '')
})

// Signing in is slow on purpose and limited in rate, so all tests share one session; the form has its own test.
test('sign in as the demo owner', async ({ request, baseURL }) => {
  const answer = await request.post('/api/auth/sign-in/email', {
    data: { email: demo.email, password: demo.password },
    headers: { origin: baseURL ?? '' },
  })
  expect(answer.status(), await answer.text()).toBe(200)
  await request.storageState({ path: signedInFile() })
  // The first numbers come after the connection.
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
