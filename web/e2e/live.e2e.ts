import type { Me } from '../../contracts/session.ts'
import { paths } from '../lib/paths.ts'
import { demo, signedInFile } from './demo.ts'
import { csvFile, inMoney, load, upload } from './files.ts'
import { expect, looksRight, member, open, type Page, visitor } from './fixtures.ts'
import { arrive } from './newcomer.ts'

const ADDED_CENTS = 123_450
const dialog = (page: Page) => page.getByRole('dialog')
const liveDot = (page: Page) => page.getByRole('banner').getByText('Live', { exact: true })
const salesTile = (page: Page) =>
  page.getByRole('main').getByRole('link').filter({ hasText: 'Job sales' }).first()

async function centsOf(page: Page): Promise<number> {
  const exact = (await salesTile(page).locator('b .sr').textContent()) ?? ''
  return Math.round(Number(exact.replace(/[^\d.]/g, '')) * 100)
}

/** Posts a job as its page would, and gives its id. */
async function postJob(page: Page, origin: string): Promise<string> {
  const me = (await (await page.request.get('/api/v1/me')).json()) as { data: Me }
  const tenantId = me.data.workspaces.find(({ slug }) => slug === demo.workspace)?.id ?? ''
  const data = {
    ...{ title: 'Painter of signs', days: { from: '2031-03-04', to: '2031-03-05' } },
    deadline: { day: '2031-02-01', timeZone: 'Australia/Sydney' },
  }
  const headers = { origin, 'x-tenant-id': tenantId }
  const answer = await page.request.post('/api/v1/jobs', { data, headers })
  expect(answer.status()).toBe(201)
  return ((await answer.json()) as { data: { id: string } }).data.id
}

member('what somebody else loads appears without a reload', async ({ page, browser }) => {
  await open(page, paths.dashboard(demo.workspace))
  await expect(liveDot(page)).toBeVisible()
  const before = await centsOf(page)
  await page.evaluate(() => document.body.setAttribute('data-was-here', ''))

  const other = await browser.newContext({ storageState: signedInFile() })
  const importer = await other.newPage()
  // The same clock as the workspace, so that the row is of today there.
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Australia/Sydney' }).format(Date.now())
  const text = `Date,Customer,Service,Amount\n${today},Kelpline Outdoors,Studio days,${ADDED_CENTS / 100}\n`
  await upload(importer, demo.workspace, csvFile('one-sale.csv', text))
  await importer.getByLabel('Name', { exact: true }).fill('Job sales')
  await expect(importer.getByText('Adds to Job sales, which is there already')).toBeVisible()
  await load(importer)

  await expect(salesTile(page)).toContainText(inMoney(before + ADDED_CENTS))
  await expect(page.locator('body[data-was-here]')).toHaveCount(1)
  await other.close()
})

member(
  '[SH23] the menu of a row that stays as it was stays open, while another window changes the row above',
  async ({ page, browser }) => {
    await open(page, paths.artists(demo.workspace))
    await expect(liveDot(page)).toBeVisible()
    const row = (name: string) => page.getByRole('row').filter({ hasText: name })
    const menu = row('Bo Tanaka').getByRole('button')
    await row('Bo Tanaka').evaluate((element) => element.setAttribute('data-was-here', ''))
    await menu.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: 'Edit' })).toBeVisible()

    const other = await browser.newContext({ storageState: signedInFile() })
    const editor = await other.newPage()
    await open(editor, paths.artists(demo.workspace))
    await editor.getByRole('link', { name: 'Ada Kovacs' }).click()
    await editor.getByRole('button', { name: 'Edit', exact: true }).click()
    const dialog = editor.getByRole('dialog')
    await dialog.getByLabel('Headline').fill('Photographer of food')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(dialog).toHaveCount(0)

    // An open menu hides the rest of the page from those who do not see it.
    await expect(page.locator('tr').filter({ hasText: 'Ada Kovacs' })).toContainText('Photographer of food')
    await expect(page.getByRole('menuitem', { name: 'Edit' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(menu).toBeFocused()
    await expect(page.locator('tr[data-was-here]')).toContainText('Bo Tanaka')
    await other.close()
  },
)

member.describe('in two windows', () => {
  member.use({ expectedComplaints: /status of 409/ })

  member(
    '[SH25] a job keeps what was changed in another window while its dialog was open, and asks about what both changed',
    async ({ page, baseURL }) => {
      const id = await postJob(page, baseURL ?? '')
      const other = await page.context().newPage()
      const change = async (window: Page, field: string, to: string) => {
        await window.getByRole('button', { name: 'Edit', exact: true }).click()
        await dialog(window)
          .getByLabel(new RegExp(`^${field}`))
          .fill(to)
      }
      const save = (window: Page) => dialog(window).getByRole('button', { name: 'Save', exact: true }).click()
      for (const window of [page, other]) await open(window, paths.job(demo.workspace, id))
      await expect(liveDot(page)).toBeVisible()
      const field = dialog(page).getByLabel('Title', { exact: true })

      await change(page, 'Description', 'Bring your own brushes.')
      await change(other, 'Title', 'Sign painter')
      await save(other)
      // What has come in stands behind the dialog; the form says what it said.
      await expect(page.locator('main h1')).toHaveText('Sign painter')
      await expect(field).toHaveValue('Painter of signs')
      await save(page)
      await expect(dialog(page)).toHaveCount(0)
      await expect(page.getByText('Bring your own brushes.').first()).toBeVisible()
      await expect(page.locator('main h1')).toHaveText('Sign painter')

      await expect(other.getByText('Bring your own brushes.').first()).toBeVisible()
      await change(page, 'Title', 'Painter of shop signs')
      await change(other, 'Title', 'Painter of boats')
      await save(other)
      await expect(page.locator('main h1')).toHaveText('Painter of boats')
      await save(page)
      await expect(dialog(page)).toContainText('You and somebody else both changed Title')
      await expect(dialog(page)).toContainText('Painter of boats')
      await expect(field).toHaveValue('Painter of shop signs')
      await looksRight(page)
      await dialog(page).getByRole('button', { name: 'Keep mine' }).click()
      await expect(page.locator('main h1')).toHaveText('Painter of shop signs')
    },
  )

  visitor.describe('of somebody new', () => {
    visitor.use({ expectedComplaints: /status of 409/ })
    visitor(
      '[SH25] settings of bookings show what another window saved, and ask about what both chose',
      async ({ page, baseURL }) => {
        await arrive(page, baseURL, { name: 'Lone Tree', slug: 'lone-tree' })
        const other = await page.context().newPage()
        for (const window of [page, other]) await open(window, paths.settings('lone-tree', 'bookings'))
        await expect(liveDot(page)).toBeVisible()
        const field = (window: Page, name: string) => window.getByRole('button', { name: new RegExp(name) })
        const choose = async (window: Page, name: string, to: string) => {
          await field(window, name).click()
          await window.getByRole('option', { name: to, exact: true }).click()
        }
        const save = (window: Page) => window.getByRole('button', { name: 'Save', exact: true }).click()

        await choose(page, 'A hold runs out after', '5 days')
        await choose(other, 'A challenge is to be answered', '2 working hours')
        await save(other)
        await expect(field(page, 'A challenge is to be answered')).toContainText('2 working hours')
        await expect(field(page, 'A hold runs out after')).toContainText('5 days')

        await choose(other, 'A hold runs out after', '7 days')
        const saved = other.waitForResponse((answer) => answer.request().method() === 'PATCH')
        await save(other)
        await saved
        await save(page)
        await expect(page.getByText('You and somebody else both changed when a hold runs out')).toBeVisible()
        await expect(field(page, 'A hold runs out after')).toContainText('5 days')
        await looksRight(page)
        await page.getByText('Somebody else, just now').click()
        await page.getByRole('button', { name: /^Take Somebody else/ }).click()
        await expect(field(page, 'A hold runs out after')).toContainText('7 days')
        await expect(page.getByText(/^You and somebody else/)).toHaveCount(0)
      },
    )
  })
})

member.describe('what breaks or waits', () => {
  member.use({ expectedComplaints: /status of 404/ })

  member('[SH26] in the frame around a page is a page with ways out', async ({ page }) => {
    const broken = { status: 200, json: { data: [null], meta: {} } }
    await page.route('**/api/v1/connections', (route) => route.fulfill(broken))
    await page.goto(paths.home(demo.workspace))
    await expect(page.getByRole('heading', { level: 1, name: 'This page stopped working' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Go to Home' })).toBeVisible()
    await looksRight(page)
    await page.unrouteAll()
    await page.getByRole('button', { name: 'Retry' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
  })

  member('[SH26] and is asked for anew leaves the page around it where it is', async ({ page }) => {
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const history = '**/api/v1/history/booking-settings'
    const gone = { status: 404, json: { error: { code: 'not_found', message: 'It is not there.' } } }
    await page.route(history, (route) => route.fulfill(gone))
    await open(page, paths.settings(demo.workspace, 'bookings'))
    await page.getByRole('button', { name: 'History' }).click()
    await expect(dialog(page).getByRole('alert')).toBeVisible()
    await page.unroute(history)
    await page.route(history, (route) => answered.then(() => route.continue()))
    const asked = page.waitForRequest(history)
    await dialog(page).getByRole('button', { name: 'Retry' }).click()
    await asked
    await expect(dialog(page).getByRole('status')).toBeVisible()
    await expect(page.locator('main h1')).toBeVisible()
    answer()
    await expect(dialog(page).getByRole('listitem').first()).toBeVisible()
  })
})

member.describe('without a network', () => {
  member.use({ expectedComplaints: /ERR_INTERNET_DISCONNECTED/ })
  member(
    'a strip says since when, and goes with the first word from the server',
    async ({ page, context }) => {
      await open(page, paths.dashboard(demo.workspace))
      await expect(liveDot(page)).toBeVisible()
      await expect(salesTile(page)).toBeVisible()
      await context.setOffline(true)
      await expect(page.getByText(/^Offline\. Showing data from/)).toBeVisible()
      await expect(salesTile(page)).toBeVisible()
      await context.setOffline(false)
      await expect(liveDot(page)).toBeVisible()
      await expect(page.getByText(/^Offline\. Showing data from/)).toHaveCount(0)
    },
  )
  member(
    'a page that was not fetched says so, and opens once there is a network',
    async ({ page, context }) => {
      await open(page, paths.home(demo.workspace))
      await expect(liveDot(page)).toBeVisible()
      await context.setOffline(true)
      const nav = page.getByRole('navigation', { name: 'Workspace' })
      await nav.getByRole('link', { name: /^Connectors/ }).click()
      await expect(
        page.getByRole('heading', { level: 1, name: 'This page was not opened before' }),
      ).toBeVisible()
      await looksRight(page)
      await nav.getByRole('link', { name: 'Home' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Home' })).toBeVisible()
      await nav.getByRole('link', { name: /^Connectors/ }).click()
      await expect(
        page.getByRole('heading', { level: 1, name: 'This page was not opened before' }),
      ).toBeVisible()
      await context.setOffline(false)
      await expect(page.getByRole('heading', { level: 1, name: 'Connectors' })).toBeVisible()
    },
  )
})
