import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, open, settled, visitor } from './fixtures.ts'

visitor(
  'a visitor is sent to the sign-in page and, signed in, to where they wanted to go',
  async ({ page }) => {
    await page.goto(paths.metrics(demo.workspace))
    await expect(page).toHaveURL(/\/login\?next=/)
    await settled(page)
    await page.getByLabel('Email').fill(demo.email)
    await page.getByLabel('Password', { exact: true }).fill(demo.password)
    await page.getByLabel('Password', { exact: true }).press('Enter')
    await expect(page).toHaveURL(new RegExp(`${paths.metrics(demo.workspace)}$`))
    await settled(page)
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    expect(stored, 'no token is kept where scripts can read it').not.toMatch(/token|session/i)
    expect(
      await page.evaluate(() => document.cookie),
      'the session cookie is out of reach of scripts',
    ).not.toMatch(/session/i)
  },
)

visitor.describe('a wrong password', () => {
  visitor.use({ expectedComplaints: /status of 401/ })
  visitor('is told in the form, once, and the address stays', async ({ page }) => {
    await open(page, paths.login())
    await page.getByLabel('Email').fill(demo.email)
    await page.getByLabel('Password', { exact: true }).fill('not-the-password')
    await page.getByLabel('Password', { exact: true }).press('Enter')
    await expect(page.getByRole('alert')).toHaveCount(1)
    await expect(page.getByLabel('Email')).toHaveValue(demo.email)
    await expect(page).toHaveURL(/\/login/)
  })
})
