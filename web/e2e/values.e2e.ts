import { paths } from '../lib/paths.ts'
import { expect, looksRight, member, open, type Page, settled } from './fixtures.ts'

/** A workspace of this test's own, so that the demo keeps the metrics it has. */
const till = { name: 'Till and yard', slug: 'till-and-yard' }
const MARCH = '?month=2026-03'

const dialog = (page: Page) => page.getByRole('dialog')
const grid = (page: Page) => page.getByRole('grid')
/** Columns go by name: cash first, then visits. */
const cell = (page: Page, day: number, column: 'cash' | 'visits') =>
  grid(page)
    .getByRole('row')
    .nth(day)
    .getByRole('gridcell')
    .nth(column === 'cash' ? 0 : 1)
const total = (page: Page, column: 'cash' | 'visits') =>
  grid(page)
    .locator('tfoot td')
    .nth(column === 'cash' ? 0 : 1)
/** The line under the grid; what is wrong is announced beside it as well. */
const detail = (page: Page) => page.locator('.values-detail')
const saved = (page: Page) => expect(page.getByText('All values are saved')).toBeVisible()

async function call(page: Page, method: 'post' | 'delete', path: string, data: object, id?: string) {
  const headers = { origin: new URL(page.url()).origin, ...(id ? { 'x-tenant-id': id } : {}) }
  const answer = await page.request[method](`/api/v1${path}`, { headers, data })
  expect(answer.status(), await answer.text()).toBeLessThan(300)
  return (await answer.json()).data
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await page.keyboard.press('Control+v')
}

async function addMetric(page: Page, name: string, unit?: string): Promise<void> {
  await page.getByRole('button', { name: 'Add metric' }).first().click()
  await dialog(page).getByLabel('Name').fill(name)
  if (unit) {
    await dialog(page).getByRole('button', { name: /Unit/ }).click()
    await page.getByRole('option', { name: unit }).click()
  }
  await looksRight(page)
  await dialog(page).getByRole('button', { name: 'Add metric' }).click()
  await expect(dialog(page)).toHaveCount(0)
}

member.setTimeout(240_000)
member('values are typed, pasted, corrected and cleared by hand', async ({ page, context, browser }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, paths.root())
  const { id } = await call(page, 'post', '/workspaces', {
    ...till,
    currency: 'AUD',
    timeZone: 'Australia/Sydney',
  })
  await member.step('the first metrics', async () => {
    await open(page, paths.values(till.slug, MARCH))
    await expect(page.getByRole('heading', { name: 'Keep a number by hand' })).toBeVisible()
    await looksRight(page)
    await page.getByRole('button', { name: 'Add metric' }).click()
    await dialog(page).getByRole('button', { name: 'Add metric' }).click()
    await expect(dialog(page).getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
    await page.keyboard.press('Escape')
    await addMetric(page, 'Site visits')
    await addMetric(page, 'Cash in the till', 'Money')
    await expect(grid(page).getByRole('columnheader')).toHaveText([
      /Day/,
      /Cash in the till.*AUD/s,
      /Site visits/,
    ])
  })
  await member.step('typing goes on with Tab and Enter, and says who it was', async () => {
    await cell(page, 1, 'cash').click()
    await page.keyboard.type('1180.5')
    await page.keyboard.press('Tab')
    await page.keyboard.type('14')
    await page.keyboard.press('Enter')
    await expect(cell(page, 2, 'visits')).toBeFocused()
    await expect(cell(page, 1, 'cash')).toHaveText('1,180.50')
    await saved(page)
    await page.keyboard.press('ArrowUp')
    await expect(cell(page, 1, 'visits')).toHaveAccessibleDescription(/entered by you, just now/)
    await looksRight(page)
  })
  await member.step('a correction, one that is given up, and a text that is no number', async () => {
    await cell(page, 1, 'visits').click()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('5')
    await page.keyboard.press('Enter')
    await expect(cell(page, 1, 'visits')).toHaveText('15')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.type('99')
    await page.keyboard.press('Escape')
    await expect(cell(page, 1, 'visits')).toHaveText('15')
    await page.keyboard.type('1.234')
    await page.keyboard.press('Enter')
    await expect(detail(page)).toContainText('“1.234” could be two numbers: write 1,234 or 1.2340')
    await expect(grid(page).getByRole('textbox')).toHaveValue('1.234')
    // A narrow window shows a list instead of the grid: what was typed outlives both changes.
    await looksRight(page)
    await expect(cell(page, 1, 'visits')).toHaveText('1.234')
    await expect(cell(page, 1, 'visits')).toHaveAttribute('aria-invalid', 'true')
    await cell(page, 1, 'visits').click()
    await page.keyboard.press('Escape')
    await saved(page)
  })
  await member.step('a block from a spreadsheet', async () => {
    await cell(page, 2, 'cash').click()
    await paste(page, '1.234,56\t0\n€5\t7\n\t8\n(12,50)\tabc\n')
    await expect(page.getByText('5 values pasted. 2 values could not be read')).toBeVisible()
    await expect(page.getByText('2 values not saved')).toBeVisible()
    await expect(cell(page, 2, 'cash')).toHaveText('1,234.56')
    await expect(cell(page, 2, 'visits')).toHaveText('0')
    await expect(cell(page, 4, 'cash')).toHaveText('')
    await expect(cell(page, 5, 'cash')).toHaveText('−12.50')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect(cell(page, 3, 'cash')).toBeFocused()
    await expect(detail(page)).toContainText('“€5” is not in AUD')
    await looksRight(page)
    await cell(page, 3, 'cash').click()
    await page.keyboard.press('Escape')
    await cell(page, 5, 'visits').click()
    await page.keyboard.press('Escape')
    await saved(page)
    await expect(total(page, 'visits')).toContainText('30')
  })
  await member.step('clearing, and bringing it back', async () => {
    await cell(page, 3, 'visits').click()
    await page.keyboard.press('Delete')
    await expect(cell(page, 3, 'visits')).toHaveText('')
    await expect(total(page, 'visits')).toContainText('23')
    await saved(page)
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await expect(cell(page, 3, 'visits')).toHaveText('7')
    await saved(page)
    await cell(page, 4, 'visits').click()
    await page.keyboard.press('Delete')
    await saved(page)
    await page.keyboard.press('Control+z')
    await expect(cell(page, 4, 'visits')).toHaveText('8')
    await saved(page)
  })
  await member.step('a range is copied, pasted, cleared and filled, each undone at once', async () => {
    const marked = grid(page).getByRole('gridcell', { selected: true })
    await cell(page, 1, 'cash').click()
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowRight')
    await expect(detail(page)).toContainText('2 days by 2 metrics marked')
    await expect(marked).toHaveText(['1,180.50', '15', '1,234.56', '0'])
    await page.keyboard.press('Control+c')
    await cell(page, 20, 'cash').click()
    await expect(marked).toHaveCount(0)
    await page.keyboard.press('Control+v')
    await expect(cell(page, 20, 'cash')).toHaveText('1,180.50')
    await expect(cell(page, 21, 'visits')).toHaveText('0')
    await saved(page)
    await cell(page, 20, 'cash').hover()
    await page.mouse.down()
    await cell(page, 21, 'visits').hover()
    await page.mouse.up()
    await expect(marked).toHaveCount(4)
    await page.keyboard.press('Delete')
    await expect(marked).toHaveText(['', '', '', ''])
    await page.keyboard.press('Control+z')
    await expect(marked).toHaveText(['1,180.50', '15', '1,234.56', '0'])
    await page.keyboard.press('Control+z')
    await expect(marked).toHaveText(['', '', '', ''])
    await saved(page)
    await cell(page, 22, 'visits').click()
    await cell(page, 20, 'visits').click({ modifiers: ['Shift'] })
    await paste(page, '3')
    await expect(marked).toHaveText(['3', '3', '3'])
    await page.keyboard.press('Control+z')
    await expect(marked).toHaveText(['', '', ''])
    await page.keyboard.press('Escape')
    await expect(marked).toHaveCount(0)
    await saved(page)
  })
  await member.step('everything is there after a reload, and moves with somebody else', async () => {
    await page.reload()
    await settled(page)
    await expect(cell(page, 1, 'cash')).toHaveText('1,180.50')
    await expect(cell(page, 2, 'visits')).toHaveText('0')
    await expect(total(page, 'cash')).toContainText('2,402.56')
    const other = await browser.newContext({ storageState: await context.storageState() })
    const colleague = await other.newPage()
    await open(colleague, paths.values(till.slug, MARCH))
    await cell(colleague, 9, 'visits').click()
    await colleague.keyboard.type('41')
    await colleague.keyboard.press('Enter')
    await expect(cell(page, 9, 'visits')).toHaveText('41')
    await expect(total(page, 'visits')).toContainText('71')
    await other.close()
  })
  await member.step('the figures of the app are these', async () => {
    await open(page, paths.metric(till.slug, 'site_visits', '?range=custom&from=2026-03-01&to=2026-03-31'))
    await expect(page.locator('.hero')).toContainText('71')
    const key = await call(page, 'post', '/keys', { name: 'turnstile', scopes: ['records.write'] }, id)
    const sent = { metricName: 'site_visits', metricValue: '12', recordDate: '2026-03-10' }
    const headers = { 'x-api-key': key.secret, cookie: '' }
    expect((await page.request.post('/api/v1/custom-metrics', { headers, data: sent })).status()).toBe(201)
    await open(page, paths.values(till.slug, MARCH))
    await expect(cell(page, 10, 'visits')).toHaveText('12')
    await cell(page, 10, 'visits').click()
    await expect(cell(page, 10, 'visits')).toHaveAccessibleDescription(
      'a program has this value: change it there',
    )
    await page.keyboard.type('5')
    await expect(grid(page).getByRole('textbox')).toHaveCount(0)
    await expect(total(page, 'visits')).toContainText('83')
  })
  await member.step('a value of today moves the tile of the dashboard', async () => {
    await open(page, paths.dashboard(till.slug))
    const tile = page.getByRole('main').getByRole('link').filter({ hasText: 'Site visits' }).first()
    await expect(tile).toBeVisible()
    const other = await page.context().newPage()
    await open(other, paths.values(till.slug))
    const today = Number(
      new Intl.DateTimeFormat('en', { timeZone: 'Australia/Sydney', day: 'numeric' }).format(Date.now()),
    )
    await cell(other, today, 'visits').click()
    await other.keyboard.type('321')
    await other.keyboard.press('Enter')
    await saved(other)
    await expect(tile).toContainText('321')
    await other.close()
  })
  await member.step('on a phone, one metric at a time', async () => {
    await page.setViewportSize({ width: 375, height: 812 })
    await open(page, paths.values(till.slug, `${MARCH}&metric=site_visits`))
    const field = page.getByRole('textbox', { name: '21 Mar 2026, Site visits' })
    await field.fill('4')
    await field.press('Enter')
    await expect(page.getByRole('textbox', { name: '22 Mar 2026, Site visits' })).toBeFocused()
    await saved(page)
    await expect(page.getByRole('listitem').filter({ has: field })).toContainText('entered by you')
  })
  await call(page, 'delete', `/workspaces/${id}`, { confirmSlug: till.slug }, id)
})
