import type { Locator } from '@playwright/test'
import type { Me } from '../../contracts/session.ts'
import { paths } from '../lib/paths.ts'
import { demo, signedInFile } from './demo.ts'
import { expect, looksRight, looksRightInBoth, member, open, type Page } from './fixtures.ts'

/** A week in which the demo has nothing, and one row. */
const week = (query = '') => paths.bookings(demo.workspace, `?at=2027-03-10&q=Mara${query}`)
const grid = (page: Page) => page.getByRole('grid')
const bar = (page: Page, name: string | RegExp) => page.getByRole('gridcell', { name })
const dialog = (page: Page) => page.getByRole('dialog')

/** Where something stands. An answer in between may draw it anew, and for that moment it stands nowhere. */
async function boxOf(of: Locator): Promise<NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>> {
  for (;;) {
    await expect(of).toBeVisible()
    const box = await of.boundingBox()
    if (box) return box
  }
}

/** The middle of a column of the first row, in the window. */
async function cellAt(page: Page, column: number): Promise<{ x: number; y: number }> {
  const lane = await boxOf(page.locator('.tl-lane').first())
  return { x: lane.x + (lane.width * (column + 0.5)) / 7, y: lane.y + 30 }
}

/** Presses the mouse at one place and lets it go at another, by way of a few between. */
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
}

async function focusGrid(page: Page): Promise<void> {
  await grid(page).focus()
  for (const key of ['Control+Home', 'Home']) await page.keyboard.press(key)
}

member.describe('bookings', () => {
  member.use({ expectedComplaints: /status of 409/ })

  member(
    '[BK20] [BK21] are drawn, dragged and moved by keys, in two windows at once',
    async ({ page, browser }) => {
      await open(page, week())
      const other = await (await browser.newContext({ storageState: signedInFile() })).newPage()
      await open(other, week())

      // Drawn from Tuesday to Wednesday with the mouse.
      await drag(page, await cellAt(page, 1), await cellAt(page, 2))
      await page.mouse.up()
      await dialog(page).getByRole('textbox', { name: 'Title' }).fill('Harbour menu')
      await expect(dialog(page).getByText('The time is free.')).toBeVisible()
      await looksRight(page)
      await dialog(page).getByRole('button', { name: 'Confirmed' }).click()
      await dialog(page).getByRole('button', { name: 'Book', exact: true }).click()
      await expect(bar(page, /^Confirmed, Harbour menu, Mara Silva, Tue 9 – Wed 10 Mar/)).toBeVisible()
      await expect(bar(other, /Harbour menu, Mara Silva, Tue 9 – Wed 10 Mar/)).toBeVisible()

      // Moved a day with the mouse, and back with Undo.
      await drag(page, await cellAt(page, 1), await cellAt(page, 2))
      await page.mouse.up()
      await expect(bar(other, /Harbour menu, Mara Silva, Wed 10 – Thu 11 Mar/)).toBeVisible()
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(bar(other, /Harbour menu, Mara Silva, Tue 9 – Wed 10 Mar/)).toBeVisible()
      await expect(bar(page, /Harbour menu, Mara Silva, Tue 9 – Wed 10 Mar/)).toBeVisible()

      // Moved and lengthened by keys; Escape puts back first.
      await focusGrid(page)
      await page.keyboard.press('ArrowRight')
      for (const key of ['Space', 'ArrowRight', 'Escape']) await page.keyboard.press(key)
      await expect(page.getByText('Put back.')).toBeAttached()
      for (const key of ['Space', 'ArrowRight', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key)
      await expect(bar(page, /Harbour menu, Mara Silva, Wed 10 – Fri 12 Mar/)).toBeVisible()
      await expect(bar(other, /Harbour menu, Mara Silva, Wed 10 – Fri 12 Mar/)).toBeVisible()

      // Held here while it is moved there: it stays in the hand, and both times are asked about.
      await page.keyboard.press('Home')
      for (const key of ['ArrowRight', 'ArrowRight', 'Space', 'ArrowLeft']) await page.keyboard.press(key)
      await expect(page.locator('.tl-ghost')).toContainText('Tue 9 – Thu 11 Mar')
      await focusGrid(other)
      for (const key of ['ArrowRight', 'ArrowRight', 'Space', 'ArrowRight', 'Enter'])
        await other.keyboard.press(key)
      await expect(bar(page, /Harbour menu, Mara Silva, Thu 11 – Sat 13 Mar/)).toBeAttached()
      await expect(page.locator('.tl-ghost')).toContainText('Tue 9 – Thu 11 Mar')
      await page.keyboard.press('Enter')
      await expect(dialog(page)).toContainText('You and somebody else both changed the time')
      await expect(dialog(page)).toContainText('Thu 11 – Sat 13 Mar')
      await looksRight(page)
      await dialog(page).getByRole('button', { name: 'Keep mine' }).click()
      await expect(bar(page, /Harbour menu, Mara Silva, Tue 9 – Thu 11 Mar/)).toBeVisible()
      await expect(bar(other, /Harbour menu, Mara Silva, Tue 9 – Thu 11 Mar/)).toBeVisible()
      await other.context().close()
    },
  )

  member('[BK22] say who has a time before and while something is put there', async ({ page }) => {
    const april = paths.bookings(demo.workspace, '?at=2027-04-14&q=Lachie')
    await open(page, april)
    const make = async (title: string, state: string, column: number) => {
      await drag(page, await cellAt(page, column), await cellAt(page, column + 0.2))
      await page.mouse.up()
      await dialog(page).getByRole('textbox', { name: 'Title' }).fill(title)
      await dialog(page).getByRole('button', { name: state, exact: true }).click()
      await dialog(page).getByRole('button', { name: 'Book', exact: true }).click()
      await expect(bar(page, new RegExp(title))).toBeVisible()
    }
    await make('Saltbush aerials', 'Confirmed', 1)
    await make('Marram aerials', 'Pencil', 3)

    // Over the other one it says so, and goes back where it was.
    await drag(page, await cellAt(page, 3), await cellAt(page, 1))
    await expect(page.locator('.tl-verdict')).toContainText('Saltbush aerials has the time.')
    await page.mouse.up()
    await expect(page.getByText(/Marram aerials stays where it was/)).toBeVisible()
    await expect(bar(page, /Marram aerials, Lachie Dunn, Thu 15 Apr/)).toBeVisible()

    // Asked for by typing, it is named as well; as a hold it may wait.
    await page.getByRole('button', { name: 'Book', exact: true }).click()
    await dialog(page).getByRole('combobox', { name: 'Artist' }).fill('Lachie')
    await page.getByRole('option', { name: /Lachie/ }).click()
    await dialog(page).getByLabel('First day').fill('2027-04-13')
    await dialog(page).getByLabel('Last day').fill('2027-04-13')
    await expect(dialog(page)).toContainText('A hold may wait, 2nd in line.')
    await dialog(page).getByRole('textbox', { name: 'Title' }).fill('Kelpline aerials')
    await dialog(page).getByRole('button', { name: 'Pencil', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Book', exact: true }).click()
    await expect(dialog(page).getByRole('alert')).toContainText(
      'Saltbush aerials (confirmed, Tue 13 Apr) has the time.',
    )
    await dialog(page).getByRole('button', { name: 'Hold', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Book', exact: true }).click()
    await expect(bar(page, /2nd hold, Kelpline aerials.*clashes with Saltbush aerials/)).toBeVisible()
    await expect(page.getByText('1 clash.')).toBeVisible()

    // The panel offers what can follow, and nothing else.
    await bar(page, /Kelpline aerials/).click()
    await expect(dialog(page).getByRole('button', { name: 'Extend once' })).toBeVisible()
    await expect(dialog(page).getByRole('button', { name: 'Complete' })).toHaveCount(0)
    await looksRightInBoth(page)
    await dialog(page).getByRole('button', { name: 'Extend once' }).click()
    await expect(dialog(page)).toContainText('Extended once')
    await dialog(page).getByRole('button', { name: 'Release' }).click()
    await expect(dialog(page)).toContainText('Released')
    await dialog(page).getByRole('button', { name: 'Close' }).click()
    await expect(bar(page, /Kelpline aerials/)).toHaveCount(0)
    await page.getByRole('button', { name: 'Book again' }).click()
    await expect(bar(page, /2nd hold, Kelpline aerials/)).toBeVisible()
  })

  member(
    '[BK20] [BK22] are drawn by keys, made longer by their edge with the mouse, and stand where they stood when the server refuses',
    async ({ page, baseURL }) => {
      await open(page, paths.bookings(demo.workspace, '?at=2027-05-12&q=Mara'))
      // Drawn from Tuesday to Wednesday without the mouse.
      await focusGrid(page)
      for (const key of ['ArrowRight', 'Space', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key)
      await dialog(page).getByRole('textbox', { name: 'Title' }).fill('Anchor portraits')
      await dialog(page).getByRole('button', { name: 'Confirmed' }).click()
      const made = page.waitForResponse(
        (answer) => answer.request().method() === 'POST' && answer.status() === 201,
      )
      await dialog(page).getByRole('button', { name: 'Book', exact: true }).click()
      const { artistId } = ((await (await made).json()) as { data: { artistId: string } }).data
      await expect(bar(page, /^Confirmed, Anchor portraits, Mara Silva, Tue 11 – Wed 12 May/)).toBeVisible()

      // Taken by its end, it lasts until Thursday.
      const end = async () => {
        const box = await boxOf(bar(page, /Anchor portraits/))
        return { x: box.x + box.width - 3, y: box.y + box.height / 2 }
      }
      await drag(page, await end(), await cellAt(page, 3))
      await page.mouse.up()
      await expect(bar(page, /Anchor portraits, Mara Silva, Tue 11 – Thu 13 May/)).toBeVisible()
      // While it is on its way it is not moved by hand.
      await expect(page.locator('.tl-bar.pending')).toHaveCount(0)

      // Somebody else takes Friday while the change is on its way.
      await page.route('**/api/v1/bookings/*', async (route) => {
        if (route.request().method() !== 'PATCH') return route.continue()
        const headers = {
          origin: baseURL ?? '',
          'x-tenant-id': route.request().headers()['x-tenant-id'] ?? '',
        }
        const days = { from: '2027-05-14', to: '2027-05-14' }
        const data = { artistId, title: 'Breakwater', status: 'confirmed', days }
        const taken = await page.request.post('/api/v1/bookings', { data, headers })
        expect(taken.status()).toBe(201)
        await route.continue()
      })
      await drag(page, await end(), await cellAt(page, 4))
      await page.mouse.up()
      await expect(page.getByText(/Anchor portraits stays where it was\..*Breakwater/)).toBeVisible()
      await expect(bar(page, /Anchor portraits, Mara Silva, Tue 11 – Thu 13 May/)).toBeVisible()
      await expect(bar(page, /Breakwater, Mara Silva, Fri 14 May/)).toBeVisible()
      await looksRight(page)
    },
  )

  member('[BK64] are put first in line by whoever decides that, with a reason', async ({ page, baseURL }) => {
    const me = (await (await page.request.get('/api/v1/me')).json()) as { data: Me }
    const tenantId = me.data.workspaces.find(({ slug }) => slug === demo.workspace)?.id ?? ''
    const headers = { origin: baseURL ?? '', 'x-tenant-id': tenantId }
    const found = await page.request.get('/api/v1/artists?q=Lachie', { headers })
    const artistId = ((await found.json()) as { data: { id: string }[] }).data[0]?.id
    const days = { from: '2027-06-15', to: '2027-06-15' }
    for (const title of ['Early tide', 'Late tide'])
      await page.request.post('/api/v1/bookings', { data: { artistId, title, days }, headers })

    await open(page, paths.bookings(demo.workspace, '?at=2027-06-16&q=Lachie'))
    await bar(page, /2nd hold, Late tide/).click()
    await dialog(page).getByRole('button', { name: 'Put first in line' }).click()
    await dialog(page).getByRole('button', { name: 'Put first in line' }).click()
    await expect(dialog(page)).toContainText('Say why')
    await dialog(page).getByRole('textbox', { name: 'Why it goes first' }).fill('Their client is on tour')
    await looksRightInBoth(page)
    await dialog(page).getByRole('button', { name: 'Put first in line' }).click()
    await expect(page.getByText('Late tide stands before the others now')).toBeVisible()
    await expect(dialog(page).getByRole('button', { name: 'Put first in line' })).toHaveCount(0)
    await dialog(page).getByRole('button', { name: 'Close' }).click()
    await expect(bar(page, /1st hold, Late tide/)).toBeVisible()
    await expect(bar(page, /2nd hold, Early tide/)).toBeVisible()
  })

  member('[BK18] say what the clocks do to a typed time', async ({ page }) => {
    await open(page, paths.bookings(demo.workspace, '?at=2027-03-28&q=Ines'))
    await page.getByRole('button', { name: 'Book', exact: true }).click()
    await dialog(page).getByRole('combobox', { name: 'Artist' }).fill('Ines')
    await page.getByRole('option', { name: /Ines/ }).click()
    await dialog(page).getByText('Whole days').click()
    await dialog(page).getByLabel('First day').fill('2027-03-28')
    await dialog(page).getByLabel('Last day').fill('2027-03-28')
    await dialog(page).getByLabel('From').fill('01:30')
    await expect(dialog(page)).toContainText(/The clocks skip 1:30.am on that day; 2:30.am is taken instead/)
    await dialog(page).getByLabel('First day').fill('2027-10-31')
    await dialog(page).getByLabel('Last day').fill('2027-10-31')
    await expect(dialog(page)).toContainText(/The clocks show 1:30.am twice on that day/)
    await looksRight(page)
  })

  member('are a list on a phone, and where one asks for it', async ({ page }) => {
    await open(page, paths.bookings(demo.workspace, '?view=list'))
    await expect(page.getByRole('region', { name: 'Bookings by day' })).toBeVisible()
    await expect(grid(page)).toHaveCount(0)
    await page.setViewportSize({ width: 375, height: 900 })
    await open(page, paths.bookings(demo.workspace))
    await page
      .getByRole('button', { name: /Kelpline summer catalogue/ })
      .first()
      .click()
    await expect(dialog(page)).toContainText('Sydney time')
  })
})
