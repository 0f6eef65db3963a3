import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRight, looksRightInBoth, member, open, type Page, settled } from './fixtures.ts'

const dialog = (page: Page) => page.getByRole('dialog')
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
  })

  member('a page of one shows profile, figures and bookings, and leads to the grid', async ({ page }) => {
    await open(page, paths.artists(demo.workspace))
    await page.getByRole('link', { name: /Lachie Dunn/ }).click()
    await settled(page)
    await expect(page.getByRole('heading', { level: 1, name: 'Lachie Dunn' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Profile' })).toContainText('Drone 4 of 5')
    await expect(page.getByRole('region', { name: 'In the last 90 days' })).toContainText(/\d of 90/)
    await looksRightInBoth(page)
    await page.getByRole('link', { name: 'Ferrous recce' }).click()
    await expect(dialog(page)).toContainText('Completed')
  })
})
