import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRight, looksRightInBoth, member, open, settled } from './fixtures.ts'

member.describe('the inbox', () => {
  member(
    '[NT7] [NT8] [NT9] somebody chooses what reaches them, when not, and a mail a day',
    async ({ page }) => {
      await open(page, paths.inbox(demo.workspace))
      await page.getByRole('link', { name: 'What reaches you' }).click()
      await settled(page)
      const moves = page.getByRole('group', { name: 'A booking of mine moves up in line' })
      await expect(moves.getByRole('button', { name: 'Inbox', exact: true })).toHaveAttribute(
        'aria-pressed',
        'true',
      )
      await expect(page.getByRole('group', { name: 'I am asked to confirm or let go' })).toHaveCount(0)
      await moves.getByRole('button', { name: 'Off' }).click()
      await page.getByText('Quiet hours', { exact: true }).click()
      await page.getByLabel('From').fill('21:00')
      await page.getByLabel('To', { exact: true }).fill('21:00')
      await page.getByText('One mail a day').click()
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByRole('main')).toContainText('Give a start and an end that differ')
      await page.getByLabel('To', { exact: true }).fill('06:30')
      // What lies half behind the bar at the top cannot be measured.
      await page.evaluate(() => scrollTo(0, 0))
      await looksRightInBoth(page)
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByText('What reaches you is saved')).toBeVisible()

      await open(page, paths.inboxPreferences(demo.workspace))
      await expect(moves.getByRole('button', { name: 'Off' })).toHaveAttribute('aria-pressed', 'true')
      await expect(page.getByLabel('To', { exact: true })).toHaveValue('06:30')
      await expect(page.getByLabel('At', { exact: true })).toHaveValue('08:00')
      await page.getByRole('link', { name: 'Inbox', exact: true }).last().click()
      await settled(page)
      await looksRight(page)
    },
  )
})
