import { paths } from '../lib/paths.ts'
import { expect, forget, looksRight, looksRightInBoth, open, type Page, visitor } from './fixtures.ts'
import { arrive } from './newcomer.ts'

/** The stand-in for a company with its own sign-in (sandbox/saml) stands 1003 ports above the app. */
const SANDBOX_PORTS_ABOVE = 1003
const COLLEAGUE = 'ines@northwind.example'

const atCompany = (baseURL: string | undefined, path: string): string => {
  const address = new URL(path, baseURL)
  address.port = String(Number(address.port) + SANDBOX_PORTS_ABOVE)
  return address.href
}

/** Adds to the company's DNS what the page says belongs there. */
async function addRecord(page: Page, baseURL: string | undefined): Promise<void> {
  const [name = '', value = ''] = await page.locator('.sso-domains dd.mono').allInnerTexts()
  const answer = await page.request.post(atCompany(baseURL, '/zone'), { form: { name, value } })
  expect(answer.ok()).toBe(true)
}

async function throughCompany(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with your company' }).click()
  await page.getByRole('button', { name: /Ines Moreau/ }).click()
}

visitor(
  '[SS4] [SS8] an owner sets up the company’s sign-in, a colleague comes in by it, and by nothing else once it is required',
  async ({ page, baseURL, browser }) => {
    const slug = `co-${crypto.randomUUID().slice(0, 8)}`
    await arrive(page, baseURL, { name: 'Northwind', slug })
    await open(page, paths.settings(slug, 'sign-in'))
    await page.getByRole('button', { name: 'SAML 2.0' }).click()
    const metadata = await page.request.get(atCompany(baseURL, '/metadata'))
    await page.getByLabel('Metadata (XML)').fill(await metadata.text())
    await page.getByRole('button', { name: 'Save provider' }).click()
    await expect(page.getByText('Certificate (SHA-256)')).toBeVisible()
    await page.getByRole('textbox', { name: 'Domain' }).fill('northwind.example')
    await page.getByRole('button', { name: 'Add domain' }).click()
    await expect(page.getByText('Not confirmed')).toBeVisible()
    await addRecord(page, baseURL)
    await looksRightInBoth(page)
    await page.getByRole('button', { name: 'Check the DNS of northwind.example' }).click()
    await expect(page.getByText('Confirmed', { exact: true })).toBeVisible()

    const context = await browser.newContext()
    const colleague = await context.newPage()
    await open(colleague, paths.login())
    await colleague.getByLabel('Email').fill(COLLEAGUE)
    await throughCompany(colleague)
    await expect(colleague).toHaveURL(new RegExp(`${paths.home(slug)}$`))
    await open(colleague, paths.settings(slug, 'security'))
    await expect(colleague.getByText('You came in by your company’s sign-in')).toBeVisible()
    await looksRight(colleague)

    await page.getByRole('switch', { name: /company’s sign-in only/ }).click({ force: true })
    await expect(page.getByText('Only the company’s sign-in opens this workspace now')).toBeVisible()
    await forget(colleague)
    await open(colleague, paths.login())
    await colleague.getByLabel('Email').fill(COLLEAGUE)
    await colleague.getByRole('button', { name: 'Email me a link' }).click()
    await expect(colleague.getByText('Look into your mail')).toBeVisible()
    const mails = await (await colleague.request.get(paths.mailbox())).text()
    const [, token = ''] =
      new RegExp(`To ${COLLEAGUE}[\\s\\S]*?/auth/magic\\?token=([\\w.-]+)`).exec(mails) ?? []
    await colleague.goto(`/auth/magic?token=${token}`)
    await colleague.getByRole('button').click()
    await open(colleague, paths.home(slug))
    await expect(colleague.getByRole('heading', { name: /Sign in with your company/ })).toBeVisible()
    await looksRightInBoth(colleague)
    await throughCompany(colleague)
    await expect(colleague).toHaveURL(new RegExp(`${paths.home(slug)}$`))
    await context.close()
  },
)
