import { paths } from '../lib/paths.ts'
import { comeIn } from './come-in.ts'
import { csvFile, inMoney, load, retailFile, upload } from './files.ts'
import { expect, looksRight, looksRightHere, open, type Page, settled, visitor } from './fixtures.ts'

const revenue = (page: Page) =>
  page.getByRole('main').getByRole('link').filter({ hasText: 'Revenue' }).first()

visitor.setTimeout(240_000)
visitor.describe('on a desk, dark', () => {
  const shop = { name: 'Robin Reed', slug: 'reed-daughters', colorScheme: 'dark' } as const
  visitor.use({ colorScheme: shop.colorScheme, viewport: { width: 1280, height: 900 } })
  visitor(
    '[ON3] [ON4] [ON7] a stranger looks at sample data, then sees the first file as numbers',
    async ({ page }) => {
      await comeIn(page, shop)
      await visitor.step('looks around with sample data and removes it', async () => {
        await page.getByRole('button', { name: 'Open sample data' }).click()
        await expect(page).toHaveURL((url) => url.pathname === paths.dashboard(shop.slug))
        const strip = page.getByRole('region', { name: 'Sample data' })
        await expect(strip).toBeVisible()
        await expect(revenue(page)).toContainText('$')
        await settled(page)
        await looksRight(page)
        await open(page, paths.home(shop.slug))
        await expect(strip).toBeVisible()
        await expect(page.getByText('1 of 4 done').first()).toBeVisible()
        await strip.getByRole('button', { name: 'Remove sample data' }).click()
        await expect(strip).toHaveCount(0)
      })
      await visitor.step('sees what an empty dashboard is for', async () => {
        await open(page, paths.dashboard(shop.slug))
        await expect(page.getByText('example data')).toBeVisible()
        await looksRight(page)
        await page.getByRole('main').getByRole('link', { name: 'Import a file' }).click()
        await expect(page).toHaveURL((url) => url.pathname === paths.imports(shop.slug))
        await settled(page)
        await looksRight(page)
      })
      const retail = retailFile(400)
      await visitor.step('chooses a file and finds its columns matched', async () => {
        await upload(page, shop.slug, retail.file)
        await expect(page.getByRole('button', { name: 'Field for InvoiceDate' })).toContainText('Date')
        await expect(page.getByRole('button', { name: 'Field for Country' })).toContainText('Dimension')
        await expect(page.getByLabel('Column or calculation')).toHaveValue('Quantity * UnitPrice')
        await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Revenue')
        await expect(
          page
            .getByRole('table', { name: /stored/ })
            .getByRole('row')
            .nth(1),
        ).toBeVisible()
        await looksRight(page)
      })
      await visitor.step('loads it', async () => {
        await load(page)
        await expect(
          page.getByRole('heading', { level: 2, name: `${retail.rows} rows are in` }),
        ).toBeVisible()
        await looksRight(page)
      })
      await visitor.step('sees the sum on the dashboard, to the cent', async () => {
        await page.getByRole('link', { name: 'Open the dashboard' }).click()
        await page.getByRole('button', { name: /^Show 1 Dec 2010/ }).click()
        await expect(revenue(page)).toContainText(inMoney(retail.totalPence))
        await settled(page)
        await looksRight(page)
      })
      await visitor.step('imports the same file again, which changes nothing', async () => {
        await upload(page, shop.slug, retail.file)
        await page.getByRole('button', { name: /^Check/ }).click()
        await page.getByRole('button', { name: /^Import .*rows$/ }).click()
        await expect(page.getByRole('heading', { name: 'Nothing new in this file' })).toBeVisible()
      })
      await visitor.step('[ON20] sees of each file whom it is about', async () => {
        const calls = 'Date,Client,Calls\n2026-11-02,Kelpline,4\n2026-11-03,Saltbush,6\n'
        await upload(page, shop.slug, csvFile('calls.csv', calls))
        await page.getByRole('button', { name: 'Field for Client' }).click()
        await page.getByRole('option', { name: 'Client', exact: true }).click()
        await load(page)
        await open(page, paths.imports(shop.slug))
        const row = (name: string) => page.getByRole('row').filter({ hasText: name }).first()
        await expect(row('calls.csv')).toContainText('Several clients')
        await expect(row('calls.csv')).toContainText('by Client')
        await expect(row(retail.file.name)).toContainText('reed daughters')
        await looksRight(page)
      })
      await visitor.step('has two of the four steps less to do', async () => {
        await open(page, paths.home(shop.slug))
        await expect(page.getByText('3 of 4 done').first()).toBeVisible()
        await looksRight(page)
      })
      await visitor.step('finds currency and time zone fixed, and changes the week', async () => {
        await open(page, paths.settings(shop.slug))
        await expect(page.getByText(/Fixed since the first numbers arrived/)).toHaveCount(2)
        await looksRight(page)
        await page.getByRole('button', { name: /Weeks start on/ }).click()
        await page.getByRole('option', { name: 'Sunday' }).click()
        await expect(page.getByRole('button', { name: /Weeks start on/ })).toContainText('Sunday')
        await page.getByRole('button', { name: 'Save Days and weeks' }).click()
        await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible()
        await page.reload()
        await expect(page.getByRole('button', { name: /Weeks start on/ })).toContainText('Sunday')
      })
    },
  )
})

visitor.describe('on a phone, light', () => {
  const stall = { name: 'Kit Marlow', slug: 'marlow-stall', colorScheme: 'light' } as const
  visitor.use({ colorScheme: stall.colorScheme, viewport: { width: 375, height: 812 } })
  visitor('[ON3] [ON4] a stranger begins with a file and sees its sum', async ({ page }) => {
    await comeIn(page, stall)
    const retail = retailFile(40)
    await visitor.step('goes from the first page to the file', async () => {
      await page.getByRole('main').getByRole('link', { name: 'Upload a file' }).click()
      await expect(page).toHaveURL((url) => url.pathname === paths.imports(stall.slug))
      await settled(page)
      await looksRightHere(page)
      await page.getByLabel('File to import').setInputFiles(retail.file)
      await expect(page.getByRole('heading', { level: 1, name: /^Import / })).toBeVisible()
      await looksRightHere(page)
      await load(page)
      await looksRightHere(page)
    })
    await visitor.step('sees the sum on the dashboard, to the cent', async () => {
      await page.getByRole('link', { name: 'Open the dashboard' }).click()
      await page.getByRole('button', { name: /^Show 1 Dec 2010/ }).click()
      await expect(revenue(page)).toContainText(inMoney(retail.totalPence))
      await settled(page)
      await looksRightHere(page)
    })
    await visitor.step('has one step less to do', async () => {
      await open(page, paths.home(stall.slug))
      await expect(page.getByText('3 of 4 done').first()).toBeVisible()
      await looksRightHere(page)
    })
  })
})
