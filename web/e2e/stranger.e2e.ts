import { paths } from '../lib/paths.ts'
import { inMoney, load, retailFile, upload } from './files.ts'
import { expect, looksRight, open, settled, visitor } from './fixtures.ts'

const stranger = { name: 'Robin Reed', email: 'robin@reed.example', password: 'a sentence works well' }
const shop = { name: 'Reed & Daughters', slug: 'reed-daughters' }

visitor.setTimeout(180_000)
visitor('a stranger signs up, makes a workspace and sees the first file as numbers', async ({ page }) => {
  await visitor.step('makes an account', async () => {
    await open(page, paths.signup())
    await page.getByLabel('Your name').fill(stranger.name)
    await page.getByLabel('Email').fill(stranger.email)
    await page.getByLabel('Password', { exact: true }).fill(stranger.password)
    await page.getByRole('button', { name: 'Create an account' }).click()
    await expect(page).toHaveURL((url) => url.pathname === paths.newWorkspace())
    await settled(page)
  })
  await visitor.step('confirms the address from the mail', async () => {
    await open(page, paths.mailbox())
    const mail = page.getByRole('article').filter({ hasText: `To ${stranger.email}` })
    await mail.getByRole('link', { name: 'Open link' }).click()
    await looksRight(page)
    await page.getByRole('button', { name: 'Confirm address' }).click()
  })
  await visitor.step('makes a workspace', async () => {
    await expect(page).toHaveURL((url) => url.pathname === paths.newWorkspace())
    await settled(page)
    await looksRight(page)
    await page.getByLabel('Name').fill(shop.name)
    await expect(page.getByLabel('Address')).toHaveValue(shop.slug)
    await page.getByRole('button', { name: 'Create workspace' }).click()
    await expect(page).toHaveURL((url) => url.pathname === paths.home(shop.slug))
    await settled(page)
    await looksRight(page)
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
})
