import type { Locator } from '@playwright/test'
import { paths } from '../lib/paths.ts'
import { demo, signedInFile } from './demo.ts'
import { expect, looksRight, looksRightInBoth, member, open, type Page } from './fixtures.ts'

const grid = (page: Page) => page.getByRole('grid')
const bar = (page: Page, name: string | RegExp) => page.getByRole('gridcell', { name })
const dialog = (page: Page) => page.getByRole('dialog')

/** Presses the mouse at one place and lets it go at another, by way of a few between. */
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

async function boxOf(of: Locator) {
  // A bar is drawn anew when the plan is, so for a moment there may be none.
  await expect.poll(() => of.boundingBox()).not.toBeNull()
  const box = await of.boundingBox()
  if (!box) throw new Error(`${of} is not drawn`)
  return { ...box, right: box.x + box.width, middle: box.y + box.height / 2 }
}

/** A place inside of a bar: near its beginning, in its middle, or near its end. */
async function inside(of: Locator, share: number) {
  const box = await boxOf(of)
  return { x: box.x + box.width * share, y: box.middle }
}

async function addTask(page: Page, name: string, days: string): Promise<void> {
  await page.getByRole('button', { name: 'Task', exact: true }).click()
  await dialog(page).getByLabel('Name').fill(name)
  await dialog(page).getByLabel('Days').fill(days)
  await dialog(page).getByRole('button', { name: 'New task' }).click()
  await expect(dialog(page)).toHaveCount(0)
}

member.describe('projects', () => {
  member.use({ expectedComplaints: /status of 409/ })

  member(
    '[PJ34] [PJ37] [PJ39] [PJ41] are planned by pointer and by keys, in two windows at once',
    async ({ page, browser }) => {
      await open(page, paths.projects(demo.workspace))
      await page.getByRole('button', { name: 'New project' }).click()
      await dialog(page).getByLabel('Name').fill('Harbour site')
      await dialog(page).getByLabel('Not before').fill('2027-03-01')
      await looksRight(page)
      await dialog(page).getByRole('button', { name: 'New project' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Harbour site' })).toBeVisible()
      await expect(page.getByText('Nothing is planned yet')).toBeVisible()
      await addTask(page, 'Draft', '2')
      await addTask(page, 'Build', '3')
      await addTask(page, 'Check', '1')
      const address = `${new URL(page.url()).pathname}?zoom=week&at=2027-03-01`
      await open(page, address)
      const other = await (await browser.newContext({ storageState: signedInFile() })).newPage()
      await open(other, address)

      await member.step('a line from the end of one to the beginning of another', async () => {
        await bar(page, /^Task Draft, Mon 1 – Tue 2 Mar/).hover()
        const draft = await boxOf(bar(page, /^Task Draft/))
        const build = await inside(bar(page, /^Task Build/), 0.2)
        await drag(page, { x: draft.right + 8, y: draft.middle }, build)
        await expect(page.getByText('Build waits for Draft now.')).toBeVisible()
        for (const window of [page, other])
          await expect(bar(window, /^Task Build, Wed 3 – Fri 5 Mar.*waits for 1/)).toBeVisible()
      })

      await member.step('moved with the mouse, with what waits for it, and undone', async () => {
        const one = await boxOf(bar(page, /^Task Draft/))
        const dayPx = one.width / 1.33
        await drag(page, await inside(bar(page, /^Task Draft/), 0.5), {
          x: one.x + one.width / 2 + dayPx,
          y: one.middle,
        })
        await expect(dialog(page)).toContainText('Move 1 task that depends on it too?')
        await expect(dialog(page)).toContainText('Wed 3 – Fri 5 Mar → Thu 4 – Mon 8 Mar')
        await looksRightInBoth(page)
        // Meanwhile somebody else changes the plan: what it comes to now is asked about anew.
        await other.getByRole('button', { name: 'Milestone', exact: true }).click()
        await dialog(other).getByLabel('Name').fill('Opening')
        await dialog(other).getByRole('button', { name: 'New milestone' }).click()
        await expect(page.locator('.tl-bar.moment')).toHaveCount(1)
        await dialog(page).getByRole('button', { name: 'Move them all' }).click()
        await expect(dialog(page)).toContainText('Somebody changed the plan meanwhile.')
        await dialog(page).getByRole('button', { name: 'Move them all' }).click()
        await expect(bar(other, /^Task Draft, Tue 2 – Wed 3 Mar/)).toBeVisible()
        await expect(bar(other, /^Task Build, Thu 4 – Mon 8 Mar/)).toBeVisible()
        await page.getByRole('button', { name: 'Undo' }).last().click()
        await expect(bar(other, /^Task Draft, Mon 1 – Tue 2 Mar/)).toBeVisible()
        await expect(bar(page, /^Task Build, Wed 3 – Fri 5 Mar/)).toBeVisible()
      })

      await member.step('kept as a baseline, which later plans are compared with', async () => {
        await page.getByRole('button', { name: 'Keep as baseline' }).click()
        await expect(bar(page, /^Task Draft, .*in the baseline Mon 1 – Tue 2 Mar/)).toBeVisible()
      })

      await member.step('moved and linked by keys; a circle is refused and named', async () => {
        await grid(page).focus()
        for (const key of ['Control+Home', 'Home', 'ArrowDown']) await page.keyboard.press(key)
        for (const key of ['Space', 'ArrowRight', 'Escape']) await page.keyboard.press(key)
        await expect(page.getByText('Put back.')).toBeAttached()
        for (const key of ['Space', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key)
        await expect(dialog(page)).toContainText('depends on it too?')
        await dialog(page).getByRole('button', { name: 'Move them all' }).press('Enter')
        await expect(bar(other, /^Task Draft, Mon 1 – Wed 3 Mar/)).toBeVisible()
        await expect(bar(page, /^Task Build, Thu 4 – Mon 8 Mar/)).toBeVisible()
        // From what stands in the second row to what stands in the third.
        await page.keyboard.press('ArrowDown')
        await expect(grid(page)).toHaveAttribute('aria-activedescendant', /-bar-/)
        for (const key of ['l', 'ArrowDown', 'Enter']) await page.keyboard.press(key)
        await expect(bar(other, /^Task Check, Tue 9 Mar.*waits for 1/)).toBeVisible()
        for (const key of ['ArrowUp', 'l', 'ArrowUp', 'Enter']) await page.keyboard.press(key)
        await expect(
          page.getByText(/They would wait for each other in a circle: Draft → Build → Draft/).last(),
        ).toBeVisible()
      })

      await member.step('held here while it is moved there, it stays in the hand', async () => {
        for (const key of ['Space', 'ArrowRight']) await page.keyboard.press(key)
        await expect(page.locator('.tl-ghost')).toContainText('Tue 2 – Thu 4 Mar')
        await bar(other, /^Task Draft/).click()
        await dialog(other).getByLabel('Name').fill('First draft')
        await dialog(other).getByRole('button', { name: 'Save' }).click()
        await expect(bar(page, /^Task First draft/)).toBeAttached()
        await expect(page.locator('.tl-ghost')).toContainText('Tue 2 – Thu 4 Mar')
        await page.keyboard.press('Escape')
      })

      await member.step('what stands between two goes, and leaves them linked', async () => {
        await bar(page, /^Task Build/).click()
        await looksRightInBoth(page)
        await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click()
        await dialog(page).getByRole('button', { name: 'Link them to each other' }).click()
        await expect(bar(other, /^Task Build/)).toHaveCount(0)
        await expect(bar(other, /^Task Check, Thu 4 Mar.*waits for 1/)).toBeVisible()
      })
      await open(page, `${address}&critical=1`)
      await looksRightInBoth(page)
      await other.context().close()
    },
  )

  member('[PJ36] what two changed at once is merged, or asked about', async ({ page, browser }) => {
    await open(page, paths.projects(demo.workspace))
    await page.getByRole('link', { name: /Kelpline summer campaign/ }).click()
    await page.getByRole('rowheader', { name: /Catalogue pages/ }).click()
    await expect(dialog(page).getByLabel('Name')).toHaveValue('Catalogue pages')
    const other = await (await browser.newContext({ storageState: signedInFile() })).newPage()
    await other.goto(page.url())
    await dialog(other).getByLabel('Name').fill('Pages of the catalogue')
    await dialog(other).getByRole('button', { name: 'Save' }).click()
    await expect(dialog(other)).toHaveCount(0)
    await dialog(page).getByLabel('Name').fill('Catalogue')
    await dialog(page).getByLabel('Progress, percent').fill('10')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await expect(dialog(page)).toContainText('You and somebody else both changed Name')
    await expect(dialog(page)).toContainText('Pages of the catalogue')
    await looksRight(page)
    await dialog(page).getByRole('button', { name: 'Keep mine' }).click()
    await expect(bar(other, /^Task Catalogue,.*10%/)).toBeAttached()
    await other.context().close()
  })

  member('[PJ38] are a list on a phone, and where one asks for it', async ({ page }) => {
    await open(page, paths.projects(demo.workspace))
    await page.getByRole('link', { name: /Kelpline summer campaign/ }).click()
    await page.getByRole('button', { name: 'List' }).click()
    await expect(page.getByRole('region', { name: 'Tasks of Kelpline summer campaign' })).toBeVisible()
    await expect(grid(page)).toHaveCount(0)
    await page.setViewportSize({ width: 375, height: 900 })
    await page.getByRole('button', { name: /Launch film/ }).click()
    await expect(dialog(page)).toContainText('Waits for')
    await looksRightInBoth(page)
  })
})
