import { paths } from '../lib/paths.ts'
import { inMoney, load, retailFile, upload } from './files.ts'
import { expect, looksRight, open, settled, visitor } from './fixtures.ts'
import { arrive } from './newcomer.ts'

const shop = { name: 'Reed & Daughters', slug: 'reed-daughters' }

visitor.setTimeout(180_000)
visitor(
  '[ON4] [ON7] a stranger looks at sample data, then sees the first file as numbers',
  async ({ page, baseURL }) => {
    await arrive(page, baseURL, shop)
    await visitor.step('looks around with sample data and removes it', async () => {
      await open(page, paths.onboarding(shop.slug))
      await page.getByRole('button', { name: 'Open sample data' }).click()
      await expect(page).toHaveURL((url) => url.pathname === paths.dashboard(shop.slug))
      const strip = page.getByRole('region', { name: 'Sample data' })
      await expect(strip).toBeVisible()
      const revenue = page.getByRole('main').getByRole('link').filter({ hasText: 'Revenue' }).first()
      await expect(revenue).toContainText('$')
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
      await expect(page.getByRole('heading', { level: 2, name: `${retail.rows} rows are in` })).toBeVisible()
      await looksRight(page)
    })
    await visitor.step('sees the sum on the dashboard, to the cent', async () => {
      await page.getByRole('link', { name: 'Open the dashboard' }).click()
      await page.getByRole('button', { name: /^Show 1 Dec 2010/ }).click()
      const tile = page.getByRole('main').getByRole('link').filter({ hasText: 'Revenue' }).first()
      await expect(tile).toContainText(inMoney(retail.totalPence))
      await settled(page)
      await looksRight(page)
    })
    await visitor.step('imports the same file again, which changes nothing', async () => {
      await upload(page, shop.slug, retail.file)
      await page.getByRole('button', { name: /^Check/ }).click()
      await page.getByRole('button', { name: /^Import .*rows$/ }).click()
      await expect(page.getByRole('heading', { name: 'Nothing new in this file' })).toBeVisible()
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
