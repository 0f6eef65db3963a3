import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRightInBoth, open, settled, visitor } from './fixtures.ts'

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

visitor('who forgot the password sets a new one with the link from the mail', async ({ page, baseURL }) => {
  const email = `forgetful-${crypto.randomUUID().slice(0, 8)}@example.org`
  const made = await page.request.post('/api/auth/sign-up/email', {
    data: { name: 'Fay Getful', email, password: 'the old long one' },
    headers: { origin: baseURL ?? '' },
  })
  expect(made.status(), await made.text()).toBe(200)
  await page.context().clearCookies()
  await open(page, paths.login())
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Set a new password' })).toBeVisible()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Look into your mail' })).toBeVisible()
  await looksRightInBoth(page)
  await page.getByRole('link', { name: 'mailbox' }).click()
  // Other tests get mail as well, and this person was asked to confirm the address.
  const mail = page
    .getByRole('article')
    .filter({ hasText: email })
    .filter({ hasText: /new password/i })
  await mail.getByRole('link', { name: 'Open link' }).click()
  await page.getByLabel('New password').fill('short')
  await page.getByRole('button', { name: 'Save password' }).click()
  await expect(page.getByText('Password must have at least 10 characters').first()).toBeVisible()
  await page.getByLabel('New password').fill('the new long one')
  await page.getByRole('button', { name: 'Save password' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Your password is changed' })).toBeVisible()
  await looksRightInBoth(page)
  await page.getByRole('main').getByRole('link', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('the new long one')
  await page.getByLabel('Password', { exact: true }).press('Enter')
  await expect(page).toHaveURL(new RegExp(`${paths.newWorkspace()}$`))
})
