import { paths } from '../lib/paths.ts'
import { expect, type Page } from './fixtures.ts'

/** A new person with a confirmed address in a new Australian workspace, made by the API; how a person makes them is shown in way-in.e2e.ts. */
export async function arrive(
  page: Page,
  baseURL: string | undefined,
  workspace: { name: string; slug: string },
): Promise<void> {
  const post = async (path: string, data: object) => {
    const answer = await page.request.post(`${baseURL ?? ''}${path}`, {
      data,
      headers: { origin: baseURL ?? '' },
    })
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  }
  const email = `owner@${workspace.slug}.example`
  await post('/api/auth/sign-up/email', { name: 'Robin Reed', email, password: 'a sentence works well' })
  const mails = await (await page.request.get(paths.mailbox())).text()
  const [, token = ''] = new RegExp(`To ${email}[\\s\\S]*?/auth/verify\\?token=([\\w.-]+)`).exec(mails) ?? []
  const confirmed = await page.request.post('/auth/verify', {
    form: { token },
    headers: { origin: baseURL ?? '' },
    maxRedirects: 0,
  })
  expect(confirmed.status()).toBe(303)
  await post('/api/v1/workspaces', {
    id: crypto.randomUUID(),
    ...workspace,
    industry: null,
    country: 'AU',
    region: 'oce',
    timeZone: 'Australia/Sydney',
    currency: 'AUD',
    weekStart: 1,
    fiscalYearStartMonth: 7,
  })
}
