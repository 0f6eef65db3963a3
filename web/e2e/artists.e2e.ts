import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { picture } from './files.ts'
import {
  expect,
  looksRight,
  looksRightInBoth,
  member,
  open,
  type Page,
  settled,
  widthsPx,
} from './fixtures.ts'

/** The stand-in for a calendar server (sandbox/ical/README.md) listens so far above the app. */
const ICAL_PORTS_ABOVE = 1004
const dialog = (page: Page) => page.getByRole('dialog')
/** How far the table of a page scrolls sideways, px. */
const sideways = (page: Page): Promise<number> =>
  page.locator('main .table-wrap').evaluate((table) => table.scrollWidth - table.clientWidth)
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

member.describe('artists', () => {
  member('one is added with skills and a rate, changed, archived and brought back', async ({ page }) => {
    await open(page, paths.artists(demo.workspace))
    await expect(row(page, 'Ada Kovacs')).toContainText('Food, Lighting, Retouching')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Add', exact: true }).click()
    await expect(dialog(page)).toContainText('Give a name of 1 to 120 characters')
    await dialog(page).getByLabel('Name').fill('Otis Grant')
    await dialog(page).getByLabel('Headline').fill('Gaffer')
    await dialog(page).getByRole('button', { name: 'Add a skill' }).click()
    await dialog(page).getByLabel('Skill 1', { exact: true }).pressSequentially('Lighting')
    await dialog(page).getByLabel('Rate').fill('87.50')
    await looksRight(page)
    await dialog(page).getByRole('button', { name: 'Add', exact: true }).click()
    await expect(row(page, 'Otis Grant')).toContainText('Lighting')

    await page.getByRole('button', { name: 'Actions for Otis Grant' }).click()
    await page.getByRole('menuitem', { name: 'Edit' }).click()
    await dialog(page).getByLabel('Headline').fill('Best boy')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await expect(row(page, 'Otis Grant')).toContainText('Best boy')

    await page.getByRole('button', { name: 'Actions for Otis Grant' }).click()
    await page.getByRole('menuitem', { name: 'Archive' }).click()
    await expect(row(page, 'Otis Grant')).toHaveCount(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(row(page, 'Otis Grant')).toBeVisible()
    await page.getByRole('searchbox').fill('gaffer nowhere')
    await expect(page.getByText('Nobody matches')).toBeVisible()
    await looksRight(page)

    await page.getByRole('searchbox').fill('Otis')
    await page.getByRole('link', { name: /Otis Grant/ }).click()
    await settled(page)
    await page.getByRole('button', { name: 'Erase' }).click()
    const question = page.getByRole('alertdialog')
    await question.getByLabel(/Otis Grant/).fill('Otis Grant')
    await looksRight(page)
    await question.getByRole('button', { name: 'Erase' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Erased artist' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Edit' })).toHaveCount(0)
    await expect(page.getByRole('main').getByText('Otis')).toHaveCount(0)
  })

  member('[SH24] a very long name covers nothing beside it and widens no page', async ({ page }) => {
    const name = 'Wolfeschlegelsteinhausenbergerdorff with the whole of the travelling orchestra of the north'
    await open(page, paths.artists(demo.workspace))
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await dialog(page).getByLabel('Name').fill(name)
    await dialog(page).getByRole('button', { name: 'Add', exact: true }).click()
    const link = page.getByRole('link', { name: new RegExp(`^${name}`) })
    await expect(link).toBeVisible()
    for (const width of widthsPx) {
      await page.setViewportSize({ width, height: 900 })
      const [shown, actions] = await Promise.all([
        link.locator('.clip').first().boundingBox(),
        page.getByRole('button', { name: `Actions for ${name}` }).boundingBox(),
      ])
      expect((shown?.x ?? 0) + (shown?.width ?? 0), `${width} px`).toBeLessThanOrEqual(actions?.x ?? 0)
      expect(await sideways(page)).toBe(0)
    }
    await link.click()
    await settled(page)
    await looksRight(page)
    await page.getByRole('button', { name: 'Archive', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Restore', exact: true })).toBeVisible()

    await open(page, paths.settings(demo.workspace, 'audit'))
    await expect(page.getByRole('row').filter({ hasText: name }).first()).toBeVisible()
    for (const width of widthsPx) {
      await page.setViewportSize({ width, height: 900 })
      expect(await sideways(page)).toBe(0)
    }
  })

  member('a page of one shows profile, figures and bookings, and leads to the grid', async ({ page }) => {
    await open(page, paths.artists(demo.workspace))
    await page.getByRole('link', { name: /Lachie Dunn/ }).click()
    await settled(page)
    await expect(page.getByRole('heading', { level: 1, name: 'Lachie Dunn' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Profile', exact: true })).toContainText('Drone 4 of 5')
    await expect(page.getByRole('region', { name: 'In the last 90 days' })).toContainText(/\d of 90/)
    await looksRightInBoth(page)
    await page.getByRole('link', { name: 'Ferrous recce' }).click()
    await expect(dialog(page)).toContainText('Completed')
  })

  member(
    '[JB33] [JB34] [JB35] has works of its own, which are put in order, removed and put back',
    async ({ page }) => {
      await open(page, paths.artists(demo.workspace))
      await page.getByRole('link', { name: /Ada Kovacs/ }).click()
      await settled(page)
      const card = page.getByRole('region', { name: 'Portfolio', exact: true })
      await expect(card).toContainText('No works yet')
      const chosen = card.locator('input[type=file]')
      await chosen.setInputFiles({ name: 'Mural.png', mimeType: 'image/png', buffer: await picture(page) })
      await expect(card.locator('img')).toHaveJSProperty('naturalWidth', 640)
      const pdf = Buffer.from('%PDF-1.4\n%%EOF')
      await chosen.setInputFiles({ name: 'Programme.pdf', mimeType: 'application/pdf', buffer: pdf })
      await expect(card.getByRole('link', { name: 'PDF: Programme' })).toBeVisible()
      await card.getByRole('button', { name: 'Add a video link' }).click()
      await dialog(page).getByLabel('Title').fill('Making of')
      await dialog(page).getByLabel('Address').fill('https://vimeo.com/76979871')
      await dialog(page).getByRole('button', { name: 'Add', exact: true }).click()
      const works = card.locator('.portfolio-name > span')
      await expect(works).toHaveText(['Mural', 'Programme', 'Making of'])
      await looksRightInBoth(page)

      const actions = card.getByRole('button', { name: 'Actions for Making of' })
      await actions.press('Enter')
      await page.getByRole('menuitem', { name: 'Move to the front' }).press('Enter')
      await expect(works).toHaveText(['Making of', 'Mural', 'Programme'])
      await expect(actions).toBeFocused()
      const places = card.locator('.portfolio > li')
      await places.nth(2).dragTo(places.nth(0))
      await expect(works).toHaveText(['Programme', 'Making of', 'Mural'])

      await card.getByRole('button', { name: 'Actions for Mural' }).click()
      await page.getByRole('menuitem', { name: 'Change the caption' }).click()
      await dialog(page).getByLabel('Caption').fill('Mural in Lisbon')
      await dialog(page).getByRole('button', { name: 'Save' }).click()
      await expect(works.last()).toHaveText('Mural in Lisbon')
      await card.getByRole('button', { name: 'Actions for Making of' }).click()
      await page.getByRole('menuitem', { name: 'Remove' }).click()
      await expect(works).toHaveText(['Programme', 'Mural in Lisbon'])
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(works).toHaveText(['Programme', 'Making of', 'Mural in Lisbon'])
      await page.reload()
      await expect(works).toHaveText(['Programme', 'Making of', 'Mural in Lisbon'])
    },
  )

  member(
    '[BK26] has hours and time off, which the grid shades and who books is warned of',
    async ({ page }) => {
      await open(page, paths.artists(demo.workspace))
      await page.getByRole('link', { name: /Bo Tanaka/ }).click()
      await settled(page)
      const card = page.getByRole('region', { name: 'Availability' })
      await expect(card).toContainText('Can be booked at any time.')
      await card.getByRole('button', { name: 'Change hours' }).click()
      await dialog(page).getByText('Can be booked at any time').click()
      await dialog(page).getByLabel('Monday from').fill('10:00')
      await looksRight(page)
      await dialog(page).getByRole('button', { name: 'Save' }).click()
      await expect(card).toContainText('10:00–17:00')
      await card.getByRole('button', { name: 'Add time off' }).click()
      await dialog(page).getByLabel('Why').fill('Festival')
      await dialog(page).getByLabel('First day').fill('2027-06-16')
      await dialog(page).getByLabel('Last day').fill('2027-06-17')
      await looksRight(page)
      await dialog(page).getByRole('button', { name: 'Add time off' }).click()
      await expect(card).toContainText('Festival 16–17 Jun 2027')

      await open(page, paths.bookings(demo.workspace, '?at=2027-06-16&q=Bo%20Tanaka'))
      await expect(page.locator('.tl-shade')).toHaveText(['Festival', 'Closed'])
      await page.getByRole('button', { name: 'Book', exact: true }).click()
      await dialog(page).getByRole('combobox', { name: 'Artist' }).fill('Bo T')
      await page.getByRole('option', { name: /Bo Tanaka/ }).click()
      await dialog(page).getByLabel('Last day').fill('2027-06-18')
      await dialog(page).getByLabel('First day').fill('2027-06-15')
      await expect(dialog(page)).toContainText('Bo Tanaka is not there: Festival, Wed 16 – Thu 17 Jun.')
      await expect(dialog(page)).toContainText('The time is free.')
    },
  )
})

member.describe('an artist with a calendar elsewhere', () => {
  // An address that may not be called is refused.
  member.use({ expectedComplaints: /status of 400/ })
  member(
    '[BK50] [BK53] [BK54] is busy by a calendar elsewhere, which the grid shades and who books is warned of',
    async ({ page, baseURL }) => {
      const sandbox = (path: string) => {
        const address = new URL(path, baseURL)
        address.port = String(Number(address.port) + ICAL_PORTS_ABOVE)
        return address.href
      }
      await open(page, paths.artists(demo.workspace))
      await page.getByRole('link', { name: /Priya Nair/ }).click()
      await settled(page)
      const card = page.getByRole('region', { name: 'Busy by another calendar' })
      await card.getByLabel('Secret iCal address').fill('http://192.168.0.1/me.ics')
      await card.getByRole('button', { name: 'Add the calendar' }).click()
      await expect(card).toContainText('Give the https address of a calendar')
      await card.getByLabel('Secret iCal address').fill(sandbox('/faults/page.ics'))
      await card.getByRole('button', { name: 'Add the calendar' }).click()
      await expect(card).toContainText('There is a page at the address and no calendar.')
      await looksRightInBoth(page)

      await card.getByRole('button', { name: 'Change the address' }).click()
      await dialog(page).getByLabel('Secret iCal address').fill(sandbox('/calendars/priya.ics'))
      await looksRight(page)
      await dialog(page).getByRole('button', { name: 'Add the calendar' }).click()
      await expect(card).toContainText(/\d+ busy stretches known/)
      await expect(card).not.toContainText('cannot be read')
      await expect(card).not.toContainText('priya.ics')

      const { first, inside } = leaveOfSandbox()
      await open(page, paths.bookings(demo.workspace, `?at=${first}&q=Priya%20Nair`))
      await expect(page.locator('.tl-shade', { hasText: 'Busy by their own calendar' })).toBeVisible()
      await page.getByRole('button', { name: 'Book', exact: true }).click()
      await dialog(page).getByRole('combobox', { name: 'Artist' }).fill('Priya')
      await page.getByRole('option', { name: /Priya Nair/ }).click()
      await dialog(page).getByLabel('Last day').fill(inside)
      await dialog(page).getByLabel('First day').fill(first)
      await expect(dialog(page)).toContainText('Priya Nair is busy by their own calendar')
      await expect(dialog(page)).toContainText('The time is free.')
      await dialog(page).getByRole('button', { name: 'Cancel' }).click()

      await page.goBack()
      await settled(page)
      await card.getByRole('button', { name: 'Remove' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
      await expect(card.getByLabel('Secret iCal address')).toBeVisible()
    },
  )
})

const DAY_MS = 86_400_000
const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** The leave in the calendar of the stand-in: four days from the Thursday three weeks on. */
function leaveOfSandbox(): { first: string; inside: string } {
  const today = Date.parse(isoDay(Date.now()))
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY_MS
  const thursday = monday + (3 + 21) * DAY_MS
  return { first: isoDay(thursday), inside: isoDay(thursday + DAY_MS) }
}
