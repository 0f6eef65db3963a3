import { paths } from '../lib/paths.ts'
import { expect, type Page } from './fixtures.ts'

async function post(page: Page, baseURL: string | undefined, path: string, data: object): Promise<void> {
  const answer = await page.request.post(`${baseURL ?? ''}${path}`, {
    data,
    headers: { origin: baseURL ?? '' },
  })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
}

/** A new person with a confirmed address and no workspace, made by the API; how a person does it is shown in way-in.e2e.ts. */
export async function register(
  page: Page,
  baseURL: string | undefined,
  { name, email }: { name: string; email: string },
): Promise<void> {
  await post(page, baseURL, '/api/auth/sign-up/email', { name, email, password: 'a sentence works well' })
  const mails = await (await page.request.get(`${baseURL ?? ''}${paths.mailbox()}`)).text()
  const [, token = ''] = new RegExp(`To ${email}[\\s\\S]*?/auth/verify\\?token=([\\w.-]+)`).exec(mails) ?? []
  const confirmed = await page.request.post(`${baseURL ?? ''}/auth/verify`, {
    form: { token },
    headers: { origin: baseURL ?? '' },
    maxRedirects: 0,
  })
  expect(confirmed.status()).toBe(303)
}

/** The same in a new Australian workspace. */
export async function arrive(
  page: Page,
  baseURL: string | undefined,
  workspace: { name: string; slug: string },
): Promise<void> {
  await register(page, baseURL, { name: 'Robin Reed', email: `owner@${workspace.slug}.example` })
  await settle(page, baseURL, workspace)
}

/** Makes whoever is signed in a workspace, Australian unless told otherwise; gives its id. */
export async function settle(
  page: Page,
  baseURL: string | undefined,
  workspace: { name: string; slug: string; currency?: string },
): Promise<string> {
  const id = crypto.randomUUID()
  await post(page, baseURL, '/api/v1/workspaces', {
    id,
    industry: null,
    country: 'AU',
    region: 'oce',
    timeZone: 'Australia/Sydney',
    currency: 'AUD',
    weekStart: 1,
    fiscalYearStartMonth: 7,
    ...workspace,
  })
  return id
}

/** Presses the button behind the newest link to an address. */
export async function confirmByMail(page: Page, email: string, origin = ''): Promise<void> {
  await page.goto(`${origin}${paths.mailbox()}`)
  // Others may speak of the address.
  const mail = page
    .getByRole('article')
    .filter({ hasText: new RegExp(`To ${email}`) })
    .first()
  const link = new URL((await mail.getByRole('link', { name: 'Open link' }).getAttribute('href')) ?? '')
  await page.goto(`${origin}${link.pathname}${link.search}`)
  await page.getByRole('button').click()
  await expect(page).not.toHaveURL(/\/auth\//)
}
