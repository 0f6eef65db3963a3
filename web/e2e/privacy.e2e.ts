import { readFile } from 'node:fs/promises'
import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRight, looksRightInBoth, member, open, visitor } from './fixtures.ts'
import { arrive } from './newcomer.ts'

visitor(
  '[SN32] [SN34] a person takes out what is kept about them, and erases the account once nobody needs them',
  async ({ page, baseURL }) => {
    const slug = `leaving-${crypto.randomUUID().slice(0, 8)}`
    await arrive(page, baseURL, { name: 'Leaving Soon', slug })
    await open(page, paths.settings(slug, 'profile'))
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export my data' }).click()
    const file = await readFile(await (await download).path(), 'utf8')
    expect(JSON.parse(file).person.email).toBe(`owner@${slug}.example`)

    await page.getByRole('button', { name: 'Erase my account' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Erase your account for good?' })
    await dialog.getByRole('button', { name: 'Erase for good' }).click()
    await expect(dialog.getByText('Type the address of this account').first()).toBeVisible()
    await looksRight(page)
    await dialog.getByLabel('Your email address, to confirm').fill(`owner@${slug}.example`)
    await dialog.getByLabel('Your password').fill('a sentence works well')
    await dialog.getByRole('button', { name: 'Erase for good' }).click()
    await expect(dialog.getByText('You are the only owner of Leaving Soon')).toBeVisible()
    await looksRightInBoth(page)

    // With the end of the workspace asked for, nothing holds its owner.
    const [tenant] = (await (await page.request.get('/api/v1/workspaces')).json()).data
    const asked = await page.request.delete(`/api/v1/workspaces/${tenant.id}`, {
      data: { confirmSlug: slug },
      headers: { origin: baseURL ?? '', 'x-tenant-id': tenant.id },
    })
    expect(asked.status()).toBe(202)
    await dialog.getByRole('button', { name: 'Erase for good' }).click()
    const done = page.getByRole('alertdialog', { name: 'Your account is erased' })
    await expect(done).toContainText('nothing was found afterwards')
    await looksRightInBoth(page)
    await done.getByRole('button', { name: 'Leave' }).click()
    await expect(page).toHaveURL((url) => url.pathname === '/')
    expect((await page.request.get('/api/v1/me')).status()).toBe(401)
  },
)
member('[SN10] an owner makes a new workspace of a copy', async ({ page }) => {
  // What is not put back while the call is answered waits for the next minute.
  member.setTimeout(5 * 60_000)
  await open(page, paths.settings(demo.workspace, 'backups'))
  await page.getByRole('button', { name: 'Export now' }).click()
  const row = page
    .getByRole('row', { name: /Export/ })
    .filter({ hasText: 'Complete' })
    .first()
  await row.getByRole('button', { name: 'Actions for' }).click({ timeout: 120_000 })
  await page.getByRole('menuitem', { name: 'Restore into a new workspace' }).click()
  const dialog = page.getByRole('dialog', { name: 'Restore into a new workspace' })
  const slug = `copy-${crypto.randomUUID().slice(0, 8)}`
  await dialog.getByLabel('Short name').fill(slug)
  await looksRightInBoth(page)
  await dialog.getByRole('button', { name: 'Restore' }).click()
  await page.getByRole('link', { name: 'Open' }).click({ timeout: 180_000 })
  await expect(page).toHaveURL((url) => url.pathname === paths.home(slug))
  await expect(page.getByRole('button', { name: /Harbour & Finch \(copy\)/ }).first()).toBeVisible()
})

visitor.use({
  expectedComplaints: /Failed to load resource.*40[139]|WebSocket connection to .*no valid credentials/,
})

member(
  '[SN46] an owner sees how long things are kept and what the next night takes out',
  async ({ page }) => {
    await open(page, paths.settings(demo.workspace, 'retention'))
    await expect(page.getByRole('row', { name: /Profit and loss/ })).toContainText('7 years')
    await expect(page.getByText('What the next night archives')).toBeVisible()
    await expect(page.getByText('Nothing is old enough.').first()).toBeVisible()
  },
)
