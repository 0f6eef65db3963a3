import { readFile } from 'node:fs/promises'
import { paths } from '../lib/paths.ts'
import { expect, looksRight, looksRightInBoth, open, type Page, visitor } from './fixtures.ts'
import { arrive, confirmByMail } from './newcomer.ts'

const PASSWORD = 'a sentence works well'
const NEXT_PASSWORD = 'another sentence, as good'

// What is refused on purpose is written to the console by the browser itself.
visitor.use({ expectedComplaints: /Failed to load resource.*40[13]/ })

visitor.setTimeout(180_000)

const formOf = (page: Page, button: string) =>
  page.locator('form').filter({ has: page.getByRole('button', { name: button }) })

visitor(
  'name, address and password are changed by whoever knows the password, and nothing before it is right',
  async ({ page, baseURL, browser }) => {
    const slug = `me-${crypto.randomUUID().slice(0, 8)}`
    const [old, next] = [`owner@${slug}.example`, `new@${slug}.example`]
    await arrive(page, baseURL, { name: 'Own account', slug })
    const other = await browser.newContext()
    const signIn = () =>
      other.request.post(`${baseURL}/api/auth/sign-in/email`, {
        data: { email: next, password: PASSWORD },
        headers: { origin: baseURL ?? '' },
      })
    await open(page, paths.settings(slug, 'profile'))
    const [name, address, password] = ['Save name', 'Send the link', 'Save password'].map((button) =>
      formOf(page, button),
    )
    if (!name || !address || !password) throw new Error('a form is missing')

    await visitor.step('what is missing is said in each form, and the way there leads into it', async () => {
      await name.getByLabel('Your name').fill('')
      await name.getByRole('button').click()
      await expect(name.getByText('Enter your name').first()).toBeVisible()
      await address.getByLabel('New address').fill(next)
      await address.getByRole('button').click()
      await address.getByRole('link', { name: 'Enter your password' }).click()
      await expect(address.getByLabel('Your password now')).toBeFocused()
      await password.getByLabel('New password').fill('short')
      await password.getByRole('button').click()
      await expect(password.getByText('Password must have at least 10 characters').first()).toBeVisible()
      await looksRightInBoth(page)
    })
    await visitor.step('another name', async () => {
      await name.getByLabel('Your name').fill('Rowan Hale')
      await name.getByRole('button').click()
      await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible()
    })
    await visitor.step('another address, with the password and the link', async () => {
      await address.getByLabel('Your password now').fill('not the password')
      await address.getByRole('button').click()
      await expect(address.getByRole('alert')).toContainText('That is not the password of this account')
      await address.getByLabel('Your password now').fill(PASSWORD)
      await address.getByRole('button').click()
      await expect(address.getByText(`If ${next} is free`)).toBeVisible()
      await expect(address.getByText(`You sign in with ${old}`)).toBeVisible()
      await confirmByMail(page, next)
      await open(page, paths.settings(slug, 'profile'))
      await expect(page.getByText(`You sign in with ${next}`)).toBeVisible()
      await expect(page.getByLabel('Your name')).toHaveValue('Rowan Hale')
    })
    await visitor.step('other devices are signed out by hand', async () => {
      expect((await signIn()).status()).toBe(200)
      await open(page, paths.settings(slug, 'security'))
      await page.getByRole('button', { name: 'Sign out all others' }).click()
      await expect(page.getByText('Signed out everywhere else')).toBeVisible()
      expect((await other.request.get(`${baseURL}/api/v1/me`)).status()).toBe(401)
    })
    await visitor.step('and by another password', async () => {
      expect((await signIn()).status()).toBe(200)
      await open(page, paths.settings(slug, 'profile'))
      await password.getByLabel('Your password now').fill('not the password')
      await password.getByLabel('New password').fill(NEXT_PASSWORD)
      await password.getByRole('button').click()
      await expect(password.getByRole('alert')).toContainText('That is not the password of this account')
      await password.getByLabel('Your password now').fill(PASSWORD)
      await password.getByRole('button').click()
      await expect(page.getByText('Your other devices were signed out').first()).toBeVisible()
      expect((await other.request.get(`${baseURL}/api/v1/me`)).status()).toBe(401)
      expect((await signIn()).status()).toBe(401)
    })
    await visitor.step('all of which the account tells', async () => {
      await open(page, paths.settings(slug, 'security'))
      const lately = page.getByRole('table', { name: 'What happened lately' })
      for (const said of ['Password changed', 'Email address changed', 'Signed out on another device'])
        await expect(lately).toContainText(said)
      await looksRight(page)
    })
    await other.close()
  },
)

visitor(
  '[AU12] a workspace gets another name, day and year, and its log is narrowed, taken out and checked in the browser',
  async ({ page, baseURL }) => {
    const slug = `ws-${crypto.randomUUID().slice(0, 8)}`
    await arrive(page, baseURL, { name: 'First name', slug })
    await visitor.step('settings', async () => {
      await open(page, paths.settings(slug))
      await page.getByLabel('Name', { exact: true }).fill(' ')
      await page.getByRole('button', { name: 'Save General' }).click()
      await expect(page.getByText('Enter a name for the workspace').first()).toBeVisible()
      await page.getByLabel('Name', { exact: true }).fill('Second name')
      await page.getByRole('button', { name: 'Save General' }).click()
      await expect(page.getByRole('button', { name: /Second name/ }).first()).toBeVisible()
      const zone = page.getByRole('combobox', { name: 'Time zone' })
      await zone.fill('Auckland')
      await page.getByRole('option', { name: /Auckland/ }).click()
      await page.getByRole('button', { name: /Fiscal year starts in/ }).click()
      await page.getByRole('option', { name: 'April' }).click()
      const stored = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok())
      await page.getByRole('button', { name: 'Save Days and weeks' }).click()
      await stored
      await page.reload()
      await expect(zone).toHaveValue(/Auckland/)
      await expect(page.getByRole('button', { name: /Fiscal year starts in/ })).toContainText('April')
      await looksRight(page)
    })
    await visitor.step('the end of it, taken back', async () => {
      await open(page, paths.settings(slug, 'danger'))
      await page.getByRole('button', { name: 'Delete this workspace' }).click()
      const dialog = page.getByRole('alertdialog', { name: 'Delete Second name?' })
      const sure = dialog.getByRole('button', { name: 'Delete this workspace' })
      await dialog.getByLabel(/^Type/).fill('second name')
      await expect(sure).toHaveAttribute('aria-disabled', 'true')
      await looksRightInBoth(page)
      await dialog.getByLabel(/^Type/).fill(slug)
      await sure.click()
      await expect(page.getByText('Until then you can keep it').first()).toBeVisible()
      await page.getByRole('main').getByRole('button', { name: 'Keep the workspace' }).first().click()
      await expect(page.getByText('The workspace stays')).toBeVisible()
      await expect(page.getByRole('button', { name: 'Delete this workspace' })).toBeVisible()
    })
    await visitor.step('the log', async () => {
      await open(page, paths.settings(slug, 'audit'))
      const table = page.getByRole('table', { name: 'Audit entries' })
      await expect(table).toContainText('to be deleted')
      await page.getByRole('button', { name: /^About/ }).click()
      await page.getByRole('option', { name: 'Workspace' }).click()
      await expect(page).toHaveURL(/kind=workspace/)
      await expect(table).not.toContainText('to be deleted')
      await page.getByLabel('To', { exact: true }).fill('2020-01-01')
      await expect(page.getByText('Nothing matches these filters')).toBeVisible()
      await page.getByLabel('To', { exact: true }).fill('')
      await expect(table).toContainText('changed settings of the workspace')
      await looksRightInBoth(page)
      const csv = await savedAs(page, 'As a table (CSV)')
      expect(csv.split('\n').filter((line) => line.includes('workspace')).length).toBeGreaterThan(1)
      expect(csv).not.toContain('to be deleted')
      const lines = (await savedAs(page, 'For verification (NDJSON)')).trim().split('\n')
      expect(lines.map((line) => JSON.parse(line)).length).toBeGreaterThan(1)
      await page.getByRole('button', { name: 'Verify in this browser' }).click()
      const found = page.locator('.proof-found')
      await expect(found).toContainText(/Nothing was touched: all \d+ entries fit/)
      await expect(found).toContainText('Worked out in this browser')
      await looksRight(page)
    })
  },
)

/** The file that an entry of the menu saves. */
async function savedAs(page: Page, entry: string): Promise<string> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: entry }).click()
  return readFile(await (await download).path(), 'utf8')
}
