import type { Locator } from '@playwright/test'
import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, member, open, type Page, settled, visitor } from './fixtures.ts'

const STOPS_MAX = 80

/** Presses Tab until `target` has the focus; fails when it cannot be reached or shows no ring. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${target} is not reached with ${STOPS_MAX} presses of Tab`)
}

visitor('by keyboard alone: sign in, change the range, drill down to the rows', async ({ page }) => {
  await visitor.step('sign in', async () => {
    await open(page, paths.login(paths.dashboard(demo.workspace)))
    await tabTo(page, page.getByLabel('Email'))
    await page.keyboard.type(demo.email)
    await tabTo(page, page.getByLabel('Password', { exact: true }))
    await page.keyboard.type(demo.password)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL((url) => url.pathname === paths.dashboard(demo.workspace))
    await settled(page)
  })
  await visitor.step('change the range', async () => {
    const range = page.getByRole('button', { name: 'Last 30 days' })
    await tabTo(page, range)
    await page.keyboard.press('Enter')
    // The focus moves in once the layer is drawn; a Tab before that would go on in the page below.
    await expect(page.getByRole('dialog').locator(':focus')).toHaveCount(1)
    await tabTo(page, page.getByRole('button', { name: 'Last 13 weeks' }))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL((url) => url.searchParams.get('range') === '13w')
    await expect(page.getByRole('button', { name: 'Last 13 weeks' })).toBeFocused()
    await settled(page)
  })
  await visitor.step('move through the chart and open the rows of a week', async () => {
    const chart = page.getByRole('figure').locator('[tabindex="0"]').first()
    await tabTo(page, chart)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'See rows' }).press('Enter')
    const rows = page.getByRole('dialog', { name: /Revenue/ })
    await expect(rows.getByRole('table').getByRole('row').nth(1)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(rows).toHaveCount(0)
    await expect(chart).toBeFocused()
  })
  await visitor.step('open the rows of a customer, and come back to where it began', async () => {
    const customer = page.getByRole('button', { name: 'Kelpline Outdoors' })
    await tabTo(page, customer)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog').getByText(/Customer: Kelpline Outdoors/)).toBeVisible()
    await expect(page.getByRole('dialog').getByRole('table').getByRole('row').nth(1)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(customer).toBeFocused()
  })
})

member(
  '[SH28] the page behind a dialog can be read again, also when it was drawn anew meanwhile',
  async ({ page }) => {
    await open(page, paths.artists(demo.workspace))
    const title = page.getByRole('heading', { level: 1 })
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expect(title).toHaveCount(0)
    // As it is done to a page in which something has to be loaded first.
    await page.locator('.app').evaluate((app) => {
      const place = app.parentElement
      app.remove()
      place?.prepend(app)
    })
    await page.keyboard.press('Escape')
    await expect(title).toBeVisible()
  },
)
