import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRightHere, member, open } from './fixtures.ts'

member.use({ expectedComplaints: /status of 403/ })

member(
  '[SR7] [SR8] records are found by keys alone, and the palette says when they are not',
  async ({ page }) => {
    await open(page, paths.home(demo.workspace))
    const palette = page.getByRole('dialog', { name: 'Command palette' })
    const option = (name: RegExp) => palette.getByRole('option', { name })

    await member.step('the best one is chosen with Enter', async () => {
      await page.keyboard.press('ControlOrMeta+k')
      await expect(page.getByRole('combobox', { name: 'Command palette' })).toBeFocused()
      await page.keyboard.type('kelp')
      await expect(option(/^Kelpline/).first()).toBeVisible()
      await looksRightHere(page)
      await option(/^Kelpline/)
        .first()
        .hover()
      await page.keyboard.press('Enter')
      await expect(page).not.toHaveURL((url) => url.pathname === paths.home(demo.workspace))
      await expect(palette).toHaveCount(0)
    })

    await member.step('[JB40] jobs of other workspaces are found as well', async () => {
      await page.keyboard.press('ControlOrMeta+k')
      await expect(page.getByRole('combobox', { name: 'Command palette' })).toBeFocused()
      await page.keyboard.type('drone pilot')
      await expect(palette.locator('[data-title="Jobs on the board"]')).toBeVisible()
      await looksRightHere(page)
      await option(/^Drone pilot for a harbour film/).click()
      await expect(page.getByRole('heading', { name: 'Drone pilot for a harbour film' })).toBeVisible()
    })

    await member.step('an answer that was overtaken is shown to nobody', async () => {
      let late: (() => void) | undefined
      await page.route('**/api/v1/search?q=ada', async (route) => {
        await new Promise<void>((resolve) => {
          late = resolve
        })
        await route.continue().catch(() => undefined)
      })
      await page.keyboard.press('ControlOrMeta+k')
      await expect(page.getByRole('combobox', { name: 'Command palette' })).toBeFocused()
      await page.keyboard.type('ada')
      await expect.poll(() => late).toBeDefined()
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type('zzqx')
      await expect(palette.getByText('Nothing matches. Try another word.')).toBeVisible()
      late?.()
      await expect(option(/^Ada/)).toHaveCount(0)
    })

    await member.step('a failure is said, and asking again helps', async () => {
      let isAway = true
      await page.route('**/api/v1/search?q=perf', (route) =>
        isAway
          ? route.fulfill({ status: 403, json: { error: { code: 'forbidden', message: 'x', next: 'x' } } })
          : route.continue(),
      )
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type('perf')
      await expect(palette.getByRole('alert')).toContainText('could not be searched')
      await looksRightHere(page)
      isAway = false
      await palette.getByRole('button', { name: 'Retry' }).click()
      await expect(palette.getByRole('option', { name: /^Performance/ })).toHaveCount(2)
    })
  },
)
