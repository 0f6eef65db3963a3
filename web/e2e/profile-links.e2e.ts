import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRight, member, open, type Page, settled } from './fixtures.ts'
import { arrive } from './newcomer.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const alert = (page: Page) => page.getByRole('alertdialog')

member(
  '[JB27] [JB28] [JB29] an artist is linked to a profile once its owner says yes, shows what it says now, and is let go',
  async ({ page, browser, baseURL }) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', storageState: undefined })
    const owner = await context.newPage()
    await arrive(owner, baseURL, { name: 'Wren Okafor', slug: 'wren-okafor' })
    await open(owner, paths.profile('wren-okafor'))
    await owner.getByLabel('Name', { exact: true }).fill('Wren Okafor')
    await owner.getByLabel('Headline').fill('Sound recordist')
    await owner.getByRole('button', { name: 'Add a skill' }).click()
    await owner.getByLabel('Skill 1', { exact: true }).pressSequentially('Location sound')
    await owner.getByLabel('Show a card of it on the board').check({ force: true })
    await owner.getByRole('button', { name: 'Make my profile' }).click()
    await expect(owner.getByText('On the board', { exact: true })).toBeVisible()

    await open(page, paths.artists(demo.workspace))
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await dialog(page).getByLabel('Name').fill('Wren Okafor')
    await dialog(page).getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('link', { name: /Wren Okafor/ }).click()
    await settled(page)
    const box = page.getByRole('region', { name: 'Linked profile' })
    await box.getByRole('button', { name: 'Ask for a profile' }).click()
    await expect(dialog(page).getByRole('button', { name: 'Ask Wren Okafor' })).toBeVisible()
    await looksRight(page)
    await dialog(page).getByRole('button', { name: 'Ask Wren Okafor' }).click()
    await expect(box).toContainText('Nothing is shown before they say yes')

    await open(owner, paths.inbox('wren-okafor'))
    await owner.getByRole('link', { name: /asks to link your profile/ }).click()
    await expect(owner.getByRole('button', { name: /Accept the request of/ })).toBeVisible()
    await looksRight(owner)
    await owner.getByRole('button', { name: /Accept the request of/ }).click()
    await expect(owner.getByRole('button', { name: /End the link to/ })).toBeVisible()
    await owner.getByLabel('Headline').fill('Head of sound')
    await owner.getByRole('button', { name: 'Save the profile' }).click()
    await expect(owner.getByText('Saved your profile')).toBeVisible()

    await page.reload()
    await expect(box).toContainText('Head of sound')
    await looksRight(page)
    await box.getByRole('button', { name: 'Take over skills' }).click()
    const own = page.getByRole('region', { name: 'Profile', exact: true })
    await expect(own).toContainText('Location sound')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(own).not.toContainText('Location sound')

    await owner.getByRole('button', { name: /End the link to/ }).click()
    await alert(owner).getByRole('button', { name: 'End the link' }).click()
    await expect(owner.getByRole('button', { name: /End the link to/ })).toHaveCount(0)
    await page.reload()
    await expect(box).toContainText('The link ended on')
    await expect(box).not.toContainText('Head of sound')
    await context.close()
  },
)
