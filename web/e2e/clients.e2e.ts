import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRight, member, open, type Page, settled } from './fixtures.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

async function add(page: Page, name: string, externalId: string): Promise<void> {
  await page.getByRole('button', { name: 'Add client' }).click()
  await dialog(page).getByLabel('Name').fill(name)
  await dialog(page).getByLabel('External id').fill(externalId)
  await dialog(page).getByRole('button', { name: 'Add client' }).click()
}

async function choose(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

member.describe('clients', () => {
  member.use({ expectedComplaints: /status of 409/ })

  member('a client is made, changed, archived and brought back', async ({ page }) => {
    await open(page, paths.clients(demo.workspace))
    await add(page, 'Saltbush Homes', 'SB-1')
    await expect(row(page, 'Saltbush Homes')).toContainText('SB-1')

    // Somebody else's external id is refused at its field, and what was typed stays.
    await add(page, 'Saltbush Again', 'SB-1')
    await expect(dialog(page).getByLabel('External id')).toHaveAttribute('aria-invalid', 'true')
    await expect(dialog(page)).toContainText('Saltbush Homes already has this external id')
    await expect(dialog(page).getByLabel('Name')).toHaveValue('Saltbush Again')
    await looksRight(page)
    await dialog(page).getByRole('button', { name: 'Cancel' }).click()

    await choose(page, 'Saltbush Homes', 'Edit')
    await dialog(page).getByLabel('Industry').fill('Building')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await expect(row(page, 'Saltbush Homes')).toContainText('Building')

    await choose(page, 'Saltbush Homes', 'Archive')
    await expect(row(page, 'Saltbush Homes')).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(row(page, 'Saltbush Homes')).toBeVisible()

    await choose(page, 'Saltbush Homes', 'Archive')
    await expect(row(page, 'Saltbush Homes')).toHaveCount(0)
    await open(page, `${paths.clients(demo.workspace)}?archived=yes`)
    await expect(row(page, 'Saltbush Homes')).toContainText('archived')

    // A link that names an archived client still works, and says so.
    await row(page, 'Saltbush Homes').getByRole('link').click()
    await settled(page)
    await expect(page.getByText('Saltbush Homes is archived.')).toBeVisible()
    await looksRight(page)
    await page.getByRole('button', { name: 'Show all clients' }).click()
    await expect(page).not.toHaveURL(/client=/)
  })

  member('two people who change the same field are asked which one stays', async ({ page }) => {
    await open(page, paths.clients(demo.workspace))
    await add(page, 'Ferrous Coffee', 'FC-1')
    await expect(row(page, 'Ferrous Coffee')).toBeVisible()
    await choose(page, 'Ferrous Coffee', 'Edit')
    await dialog(page).getByLabel('Name').fill('Ferrous Mine')

    const other = await page.context().newPage()
    await open(other, paths.clients(demo.workspace))
    await choose(other, 'Ferrous Coffee', 'Edit')
    await dialog(other).getByLabel('Name').fill('Ferrous Theirs')
    await dialog(other).getByRole('button', { name: 'Save' }).click()
    await expect(row(other, 'Ferrous Theirs')).toBeVisible()
    await other.close()

    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await expect(dialog(page).getByText('It was Ferrous Coffee')).toBeVisible()
    await looksRight(page)
    await dialog(page).getByRole('button', { name: 'Keep mine' }).click()
    await expect(row(page, 'Ferrous Mine')).toBeVisible()

    // Chosen, the client stands in the address: the figures are theirs, after a reload and on the page of a metric too.
    await open(page, paths.dashboard(demo.workspace))
    await page.getByRole('button', { name: 'Client: All clients' }).click()
    await page.getByRole('menuitem', { name: 'Ferrous Mine' }).click()
    await expect(page).toHaveURL(/client=/)
    const tile = page.getByRole('link', { name: 'Revenue' }).first()
    await page.reload()
    await settled(page)
    await expect(page.getByRole('button', { name: 'Client: Ferrous Mine' })).toBeVisible()
    await expect(page.getByText('No data').first()).toBeVisible()
    await tile.click()
    await expect(page).toHaveURL(/metrics\/revenue.*client=/)
    await expect(page.getByRole('button', { name: 'Client: Ferrous Mine' })).toBeVisible()
  })

  member('the search is kept in the address and says what matches nothing', async ({ page }) => {
    await open(page, `${paths.clients(demo.workspace)}?q=nobody-has-this`)
    await expect(page.getByText('No client matches')).toBeVisible()
    await looksRight(page)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(page.getByRole('table', { name: 'Clients' })).toBeVisible()
    await expect(page).not.toHaveURL(/q=/)
  })
})
