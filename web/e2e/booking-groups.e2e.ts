import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRight, looksRightInBoth, member, open, type Page } from './fixtures.ts'

/** Weeks in which the demo has nothing. */
const week = (day: string, who: string) => paths.bookings(demo.workspace, `?at=${day}&q=${who}`)
const bar = (page: Page, name: string | RegExp) => page.getByRole('gridcell', { name })
const dialog = (page: Page) => page.getByRole('dialog')
const times = (page: Page) => dialog(page).getByRole('list', { name: 'Every time it would be' })

/** Chooses one of a list that is found by typing, with keys only. */
async function choose(page: Page, label: string | RegExp, name: string): Promise<void> {
  await dialog(page).getByRole('combobox', { name: label }).fill(name)
  await expect(page.getByRole('option', { name: new RegExp(name) })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

/** Begins a booking of one day, confirmed. */
async function begin(page: Page, title: string, artist: string, day: string): Promise<void> {
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await dialog(page).getByRole('textbox', { name: 'Title' }).fill(title)
  await choose(page, 'Artist', artist)
  await dialog(page).getByLabel('First day').fill(day)
  await dialog(page).getByLabel('Last day').fill(day)
  await dialog(page).getByRole('button', { name: 'Confirmed' }).click()
}

member.describe('several bookings at once', () => {
  member.use({ expectedComplaints: /status of 409/ })

  member('[BK42] [BK46] are made as a group by keys, moved as a whole, and taken back', async ({ page }) => {
    await open(page, week('2027-06-09', 'a'))
    await begin(page, 'Wattle session', 'Mara', '2027-06-09')
    await dialog(page).getByRole('button', { name: 'Add people or rooms' }).focus()
    await page.keyboard.press('Enter')
    await choose(page, 'More people or rooms', 'Ines')
    await expect(dialog(page).getByText('All free: 2 bookings.')).toBeVisible()
    await looksRightInBoth(page)
    await dialog(page).getByRole('button', { name: 'Book', exact: true }).focus()
    await page.keyboard.press('Enter')
    await expect(bar(page, /Wattle session, Mara Silva, Wed 9 Jun, with others/)).toBeVisible()
    await expect(bar(page, /Wattle session, Ines.*, Wed 9 Jun, with others/)).toBeVisible()

    // Taken once more, each who cannot be had is named, and nothing is booked.
    await begin(page, 'Boronia session', 'Mara', '2027-06-09')
    await dialog(page).getByRole('button', { name: 'Add people or rooms' }).click()
    await choose(page, 'More people or rooms', 'Lachie')
    await expect(dialog(page)).toContainText('Mara Silva cannot be had at this time.')
    await dialog(page).getByRole('button', { name: 'Book', exact: true }).click()
    await expect(dialog(page).getByRole('alert')).toContainText(
      'Nothing was booked. Mara Silva: Wattle session (confirmed, Wed 9 Jun) has the time.',
    )
    await page.keyboard.press('Escape')
    await expect(bar(page, /Boronia session/)).toHaveCount(0)

    // The panel moves both by two days, and Undo brings both back.
    await bar(page, /Wattle session, Mara/).click()
    await expect(dialog(page).getByRole('button', { name: /Ines/ })).toBeVisible()
    await looksRightInBoth(page)
    await dialog(page).getByRole('button', { name: 'Change', exact: true }).click()
    const edit = page.getByRole('dialog', { name: 'Change Wattle session' })
    await edit.getByRole('button', { name: 'All 2' }).click()
    await edit.getByLabel('Last day').fill('2027-06-11')
    await edit.getByLabel('First day').fill('2027-06-11')
    await edit.getByRole('button', { name: 'Save' }).click()
    await page.keyboard.press('Escape')
    await expect(bar(page, /Wattle session, Mara Silva, Fri 11 Jun/)).toBeVisible()
    await expect(bar(page, /Wattle session, Ines.*, Fri 11 Jun/)).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await expect(bar(page, /Wattle session, Mara Silva, Wed 9 Jun/)).toBeVisible()
    await expect(bar(page, /Wattle session, Ines.*, Wed 9 Jun/)).toBeVisible()
  })

  member(
    '[BK49] [SH28] a series goes on, with what is in the way shown before, and is taken back',
    async ({ page }) => {
      await open(page, week('2027-09-01', 'Lachie'))
      await begin(page, 'Hakea class', 'Lachie', '2027-09-01')
      await dialog(page)
        .getByRole('button', { name: /^Repeat/ })
        .press('Enter')
      await page.getByRole('option', { name: 'By weeks' }).click()
      await dialog(page).getByLabel('Times', { exact: true }).fill('2')
      await expect(dialog(page).getByText('All free: 2 bookings.')).toBeVisible()
      await dialog(page).getByRole('button', { name: 'Book', exact: true }).click()
      await expect(bar(page, /Hakea class/)).toBeVisible()
      // A page without toasts yet: the first one, and its Undo, come while the panel is open.
      await open(page, week('2027-09-01', 'Lachie'))
      await bar(page, /Hakea class/).click()
      const longer = page.getByRole('button', { name: 'Make it longer' })
      await longer.press('Enter')
      const form = page.getByRole('dialog', { name: 'Make Hakea class longer' })
      await form.getByLabel('More times').fill('3')
      await expect(form.getByText('All free: 3 bookings.')).toBeVisible()
      await expect(form.getByRole('listitem')).toHaveText([/Wed 15 Sep/, /Wed 22 Sep/, /Wed 29 Sep/])
      await form.getByRole('checkbox').nth(1).uncheck({ force: true })
      await expect(form.getByText('All free: 2 bookings.')).toBeVisible()
      await looksRightInBoth(page)
      await form.getByRole('button', { name: 'Make it longer' }).press('Enter')
      await expect(page.getByText('Hakea class: 2 bookings made')).toBeVisible()
      await expect(dialog(page)).toContainText('Every week on Wednesday, 5 times')
      await expect(dialog(page).getByRole('button', { name: /Wed 29 Sep/ })).toBeVisible()
      await page.getByRole('button', { name: 'Undo' }).last().click()
      await expect(page.getByText('Hakea class is taken back')).toBeVisible()
    },
  )

  member('[BK45] [BK47] repeat, without the times that are taken, and end together', async ({ page }) => {
    await open(page, week('2027-07-14', 'Lachie'))
    await begin(page, 'Acacia day', 'Lachie', '2027-07-14')
    await dialog(page).getByRole('button', { name: 'Book', exact: true }).click()
    await expect(bar(page, /Acacia day, Lachie/)).toBeVisible()

    await begin(page, 'Grevillea class', 'Lachie', '2027-07-07')
    await dialog(page)
      .getByRole('button', { name: /^Repeat/ })
      .focus()
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: 'By weeks' }).click()
    await expect(times(page).getByRole('listitem')).toHaveCount(4)
    await expect(times(page)).toContainText('Lachie Dunn: Acacia day (confirmed, Wed 14 Jul) has the time')
    await expect(dialog(page)).toContainText('1 time is taken, of 4.')
    await looksRightInBoth(page)
    await dialog(page).getByRole('button', { name: 'Another day' }).click()
    await dialog(page).getByLabel('Another day for Wed 14 Jul').fill('2027-07-15')
    await expect(dialog(page).getByText('All free: 4 bookings.')).toBeVisible()
    await times(page).getByRole('checkbox').nth(3).uncheck({ force: true })
    await expect(dialog(page).getByText('All free: 3 bookings.')).toBeVisible()
    await dialog(page).getByRole('button', { name: 'Book', exact: true }).click()
    await expect(bar(page, /Grevillea class, Lachie Dunn, Thu 15 Jul, repeats/)).toBeVisible()

    await bar(page, /Grevillea class/).click()
    await expect(dialog(page)).toContainText('Every week on Wednesday, 4 times')
    await expect(dialog(page).getByRole('button', { name: /Wed 21 Jul/ })).toBeVisible()
    await dialog(page).getByRole('button', { name: 'This and later' }).click()
    await expect(dialog(page)).toContainText('Concerns 2 bookings.')
    await looksRight(page)
    await dialog(page).getByRole('button', { name: 'Cancel booking' }).click()
    const ask = page.getByRole('alertdialog')
    await expect(ask).toContainText('Cancel booking: 2 bookings?')
    await ask.getByRole('button', { name: 'Cancel booking' }).click()
    await expect(page.getByText('Grevillea class: 2 bookings cancelled')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(bar(page, /Grevillea class/)).toHaveCount(0)
    await open(page, week('2027-07-07', 'Lachie'))
    await expect(bar(page, /Grevillea class, Lachie Dunn, Wed 7 Jul/)).toBeVisible()
  })
})
