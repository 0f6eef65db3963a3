import { paths } from '../lib/paths.ts'
import { demo, signedInFile } from './demo.ts'
import { csvFile, inMoney, load, upload } from './files.ts'
import { expect, looksRight, member, open, type Page } from './fixtures.ts'

const ADDED_CENTS = 123_450
const liveDot = (page: Page) => page.getByRole('banner').getByText('Live', { exact: true })
const salesTile = (page: Page) =>
  page.getByRole('main').getByRole('link').filter({ hasText: 'Job sales' }).first()

async function centsOf(page: Page): Promise<number> {
  const exact = (await salesTile(page).locator('b .sr').textContent()) ?? ''
  return Math.round(Number(exact.replace(/[^\d.]/g, '')) * 100)
}

member('what somebody else loads appears without a reload', async ({ page, browser }) => {
  await open(page, paths.dashboard(demo.workspace))
  await expect(liveDot(page)).toBeVisible()
  const before = await centsOf(page)
  await page.evaluate(() => document.body.setAttribute('data-was-here', ''))

  const other = await browser.newContext({ storageState: signedInFile() })
  const importer = await other.newPage()
  // The same clock as the workspace, so that the row is of today there.
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Australia/Sydney' }).format(Date.now())
  const text = `Date,Customer,Service,Amount\n${today},Kelpline Outdoors,Studio days,${ADDED_CENTS / 100}\n`
  await upload(importer, demo.workspace, csvFile('one-sale.csv', text))
  await importer.getByLabel('Name', { exact: true }).fill('Job sales')
  await expect(importer.getByText('Adds to Job sales, which is there already')).toBeVisible()
  await load(importer)

  await expect(salesTile(page)).toContainText(inMoney(before + ADDED_CENTS))
  await expect(page.locator('body[data-was-here]')).toHaveCount(1)
  await other.close()
})

member(
  '[SH23] the menu of a row that stays as it was stays open, while another window changes the row above',
  async ({ page, browser }) => {
    await open(page, paths.artists(demo.workspace))
    await expect(liveDot(page)).toBeVisible()
    const row = (name: string) => page.getByRole('row').filter({ hasText: name })
    const menu = row('Bo Tanaka').getByRole('button')
    await row('Bo Tanaka').evaluate((element) => element.setAttribute('data-was-here', ''))
    await menu.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: 'Edit' })).toBeVisible()

    const other = await browser.newContext({ storageState: signedInFile() })
    const editor = await other.newPage()
    await open(editor, paths.artists(demo.workspace))
    await editor.getByRole('link', { name: 'Ada Kovacs' }).click()
    await editor.getByRole('button', { name: 'Edit', exact: true }).click()
    const dialog = editor.getByRole('dialog')
    await dialog.getByLabel('Headline').fill('Photographer of food')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(dialog).toHaveCount(0)

    // An open menu hides the rest of the page from those who do not see it.
    await expect(page.locator('tr').filter({ hasText: 'Ada Kovacs' })).toContainText('Photographer of food')
    await expect(page.getByRole('menuitem', { name: 'Edit' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(menu).toBeFocused()
    await expect(page.locator('tr[data-was-here]')).toContainText('Bo Tanaka')
    await other.close()
  },
)

member.describe('without a network', () => {
  member.use({ expectedComplaints: /ERR_INTERNET_DISCONNECTED/ })
  member(
    'a strip says since when, and goes with the first word from the server',
    async ({ page, context }) => {
      await open(page, paths.dashboard(demo.workspace))
      await expect(liveDot(page)).toBeVisible()
      await expect(salesTile(page)).toBeVisible()
      await context.setOffline(true)
      await expect(page.getByText(/^Offline\. Showing data from/)).toBeVisible()
      await expect(salesTile(page)).toBeVisible()
      await context.setOffline(false)
      await expect(liveDot(page)).toBeVisible()
      await expect(page.getByText(/^Offline\. Showing data from/)).toHaveCount(0)
    },
  )
  member(
    'a page that was not fetched says so, and opens once there is a network',
    async ({ page, context }) => {
      await open(page, paths.home(demo.workspace))
      await expect(liveDot(page)).toBeVisible()
      await context.setOffline(true)
      const nav = page.getByRole('navigation', { name: 'Workspace' })
      await nav.getByRole('link', { name: /^Connectors/ }).click()
      await expect(
        page.getByRole('heading', { level: 1, name: 'This page was not opened before' }),
      ).toBeVisible()
      await looksRight(page)
      await nav.getByRole('link', { name: 'Home' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
      await nav.getByRole('link', { name: /^Connectors/ }).click()
      await expect(
        page.getByRole('heading', { level: 1, name: 'This page was not opened before' }),
      ).toBeVisible()
      await context.setOffline(false)
      await expect(page.getByRole('heading', { level: 1, name: 'Connectors' })).toBeVisible()
    },
  )
})
