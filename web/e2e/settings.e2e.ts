import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRight, member, open } from './fixtures.ts'

member('the secret of a new API key is shown once, and works', async ({ page, playwright, baseURL }) => {
  await open(page, paths.settings(demo.workspace, 'api-keys'))
  await page.getByRole('button', { name: 'Create key' }).first().click()
  await page.getByLabel('Name').fill('Warehouse export')
  await looksRight(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
  const shown = page.getByRole('dialog', { name: 'Copy the key now' })
  const secret = await shown.getByRole('textbox').inputValue()
  expect(secret.length).toBeGreaterThan(20)
  await looksRight(page)
  // A program: no cookie of the page.
  const program = await playwright.request.newContext({
    baseURL,
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  })
  expect((await program.get('/api/v1/metrics')).status()).toBe(200)

  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('Warehouse export')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Warehouse export')).toBeVisible()
  expect(await page.content()).not.toContain(secret)

  await page
    .getByRole('row', { name: /Warehouse export/ })
    .getByRole('button', { name: 'Actions for' })
    .click()
  await page.getByRole('menuitem', { name: 'Revoke' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click()
  await expect(page.getByText('“Warehouse export” no longer works')).toBeVisible()
  await expect(page.getByRole('row', { name: /Warehouse export/ })).toHaveCount(0)
  expect((await program.get('/api/v1/metrics')).status()).toBe(401)
  await program.dispose()
})

member('the theme is switched at once and kept', async ({ page }) => {
  await open(page, paths.settings(demo.workspace, 'appearance'))
  const shown = page.locator('html')
  await page.getByText('Dark', { exact: true }).click()
  await expect(shown).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(shown).toHaveAttribute('data-theme', 'dark')
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
  await page.getByText('Light', { exact: true }).click()
  await expect(shown).toHaveAttribute('data-theme', 'light')
})
