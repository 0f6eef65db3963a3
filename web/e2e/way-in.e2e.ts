import { paths } from '../lib/paths.ts'
import { comeIn } from './come-in.ts'
import { expect, looksRightHere, open, type Page, settled, visitor } from './fixtures.ts'
import { allow, allowManyCalls, consentBy } from './xero.ts'

/** Each stranger on a device of their own; nobody else has been here before them. The other themes and widths are in stranger.e2e.ts. */
const strangers = [
  { on: 'a desk, light', colorScheme: 'light', width: 1280, height: 900, name: 'Lea Desk', slug: 'desk-co' },
  { on: 'a phone, dark', colorScheme: 'dark', width: 375, height: 812, name: 'Ari Hand', slug: 'hand-co' },
] as const

const revenue = (page: Page) =>
  page.getByRole('main').getByRole('link').filter({ hasText: 'Revenue' }).first()

async function expectDone(page: Page, slug: string, steps: string): Promise<void> {
  await open(page, paths.home(slug))
  await expect(page.getByText(steps).first()).toBeVisible()
}

visitor.describe.configure({ mode: 'parallel' })
visitor.setTimeout(180_000)
for (const { on, name, slug, colorScheme, width, height } of strangers)
  visitor.describe(`on ${on}`, () => {
    visitor.use({ colorScheme, viewport: { width, height } })
    visitor('[ON3] [ON4] a stranger comes in, connects Xero and sees numbers', async ({ page, baseURL }) => {
      await comeIn(page, { name, slug, colorScheme })
      await visitor.step('has the first of four steps done', async () => {
        await expectDone(page, slug, '1 of 4 done')
        await looksRightHere(page)
      })
      await visitor.step('connects Xero on its own consent page', async () => {
        await allowManyCalls(page, baseURL)
        await page.getByRole('main').getByRole('link', { name: 'Bring in your own numbers' }).click()
        await page.getByRole('link', { name: 'Connect a source' }).click()
        const card = page.getByRole('article', { name: 'Xero' })
        await looksRightHere(page)
        await card.getByRole('link', { name: 'Connect' }).click()
        await expect(page.getByRole('heading', { level: 1, name: 'Connect Xero' })).toBeFocused()
        await looksRightHere(page)
        const consent = await consentBy(page, 'Continue to Xero')
        await expect(consent.getByRole('checkbox', { name: 'Harbour & Finch', exact: true })).toBeChecked()
        await looksRightHere(consent)
        await allow(consent)
      })
      await visitor.step('watches the first sync, which can be left', async () => {
        await expect(page.getByRole('progressbar', { name: 'Sync of Xero' })).toBeVisible()
        await expect(page.getByText(/[1-9][\d,]* records so far/)).toBeVisible()
        await expect(page.getByText('You can leave this page.')).toBeVisible()
        await looksRightHere(page)
      })
      await visitor.step('sees numbers on the dashboard', async () => {
        await open(page, paths.dashboard(slug))
        await expect(revenue(page)).toContainText(/\$[1-9]/)
        await settled(page)
        await looksRightHere(page)
      })
      await visitor.step('has one step less to do with each thing that is there', async () => {
        await expectDone(page, slug, '3 of 4 done')
        await looksRightHere(page)
        await open(page, paths.settings(slug, 'api-keys'))
        await page.getByRole('button', { name: 'Create key' }).first().click()
        await page.getByLabel('Name').fill('Warehouse export')
        await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
        await page.getByRole('button', { name: 'Done' }).click()
        await open(page, paths.home(slug))
        await expect(page.getByText('What happened')).toBeVisible()
        await expect(page.getByText(/of 4 done/)).toHaveCount(0)
        await looksRightHere(page)
      })
    })
  })
