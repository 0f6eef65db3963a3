import { expect, test } from '@playwright/test'
import { connectDemo } from '../../scripts/stack/connect-demo.ts'
import { demo, signedInFile } from './demo.ts'

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
})
