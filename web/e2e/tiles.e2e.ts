import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, member, open, type Page, settled } from './fixtures.ts'

const tiles = (page: Page) => page.locator('.dashboard-tiles').getByRole('link')
const sheet = (page: Page) => page.getByRole('dialog', { name: 'Edit tiles' })
const shown = (page: Page) => sheet(page).getByRole('list', { name: 'Shown' }).getByRole('listitem')

async function edit(page: Page): Promise<string[]> {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Edit tiles' }).click()
  await expect(shown(page).first()).toBeVisible()
  return shown(page).allInnerTexts()
}

async function expectTiles(page: Page, labels: readonly string[]): Promise<void> {
  await expect(tiles(page)).toHaveCount(labels.length)
  for (const [at, label] of labels.entries()) await expect(tiles(page).nth(at)).toContainText(label)
}

/** The dashboard as the server has it, so that a test can leave it as it was. */
async function dashboardOf(page: Page) {
  const workspaces = (await (await page.request.get('/api/v1/workspaces')).json()).data
  const id = workspaces.find((one: { slug: string }) => one.slug === demo.workspace)?.id
  const headers = { 'x-tenant-id': id, origin: new URL(page.url()).origin }
  const [found] = (await (await page.request.get('/api/v1/dashboards', { headers })).json()).data
  const save = (layout: unknown, version: number) =>
    page.request.put(`/api/v1/dashboards/${found.id}`, {
      headers: { ...headers, 'if-match': String(version) },
      data: { layout },
    })
  return { layout: found.layout, version: found.version, save }
}

member(
  'tiles are put in order and taken off for everybody, and back to what was chosen',
  async ({ page }) => {
    await open(page, paths.dashboard(demo.workspace))
    const { layout, save } = await dashboardOf(page)
    const before = (await edit(page)).map((label) => label.trim())
    const [first = '', second = '', third = ''] = before
    expect(before.length).toBeGreaterThan(2)
    await sheet(page)
      .getByRole('button', { name: `Move ${second} up` })
      .click()
    await sheet(page)
      .getByRole('button', { name: `Remove ${third}` })
      .click()
    await sheet(page).getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Tiles saved')).toBeVisible()
    const after = [second, first, ...before.slice(3)]
    await expectTiles(page, after)

    // The server holds it: somebody who comes later sees the same.
    await page.reload()
    await settled(page)
    await expectTiles(page, after)

    await edit(page)
    await sheet(page).getByRole('button', { name: 'Back to automatic' }).click()
    await expectTiles(page, ['Revenue', 'Expenses', 'Net profit', 'Net margin'])
    const now = await dashboardOf(page)
    expect((await save(layout, now.version)).status()).toBe(200)
    await page.reload()
    await expectTiles(page, before)
  },
)

member('paper is light, without the shell, and no chart sticks out of it', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await open(page, paths.dashboard(demo.workspace))
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('canvas').first()).toBeVisible()
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  for (const said of ['Harbour & Finch', 'Compared with', 'All clients', 'Australia/Sydney'])
    await expect(page.locator('.print-head')).toContainText(said)
  const widths = await page.evaluate(() =>
    [...document.querySelectorAll('canvas')].map((canvas) => ({
      canvas: canvas.getBoundingClientRect().width,
      card: canvas.parentElement?.getBoundingClientRect().width ?? 0,
    })),
  )
  for (const { canvas, card } of widths) expect(canvas).toBeLessThanOrEqual(card + 1)
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})
