import { paths } from '../lib/paths.ts'
import { expect, looksRight, looksRightInBoth, open, type Page, settled, visitor } from './fixtures.ts'
import { arrive } from './newcomer.ts'

// A journey of two people takes longer than most.
visitor.setTimeout(150_000)

/** A client with one value, made by the API. */
async function aClient(page: Page, tenantId: string, origin: string, name: string): Promise<string> {
  const post = async (path: string, data: object) => {
    const answer = await page.request.post(path, { data, headers: { origin, 'x-tenant-id': tenantId } })
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
    return (await answer.json()).data
  }
  const { id } = await post('/api/v1/clients', { name })
  const value = {
    metricName: 'visits',
    unit: 'count',
    metricValue: '5',
    recordDate: '2026-01-05',
    clientId: id,
  }
  await post('/api/v1/custom-metrics', value)
  return id
}

visitor(
  '[AC140] [AC144] [AC146] who is limited to a client sees that one, and no sign of another',
  async ({ page, browser, baseURL }) => {
    const slug = `studio-${crypto.randomUUID().slice(0, 8)}`
    const email = `guest@${slug}.example`
    await arrive(page, baseURL, { name: slug, slug })
    const me = (await (await page.request.get('/api/v1/me')).json()).data
    const tenantId = me.workspaces[0].id
    await aClient(page, tenantId, baseURL ?? '', 'Acme Kayaks')
    const hidden = await aClient(page, tenantId, baseURL ?? '', 'Brightwater Tiles')

    await open(page, paths.settings(slug, 'members'))
    await page.getByRole('button', { name: 'Invite people' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Email addresses').fill(email)
    await dialog.getByRole('button', { name: 'Some clients' }).click()
    await dialog.getByRole('button', { name: 'Send invitations' }).click()
    await expect(dialog.getByText('Choose at least one client').first()).toBeVisible()
    await dialog.getByText('Acme Kayaks', { exact: true }).click()
    await looksRightInBoth(page)
    await dialog.getByRole('button', { name: 'Send invitations' }).click()
    await expect(page.getByRole('row', { name: new RegExp(email) })).toContainText('Acme Kayaks')

    const nobody = await browser.newContext({ storageState: { cookies: [], origins: [] } })
    const guest = await nobody.newPage()
    await open(guest, paths.mailbox())
    const mail = guest
      .getByRole('article')
      .filter({ hasText: `To ${email}` })
      .first()
    await mail.getByRole('link', { name: 'Open link' }).click()
    await settled(guest)
    await guest.getByRole('link', { name: 'Create an account' }).click()
    await guest.getByLabel('Your name').fill('Gus Guest')
    await guest.getByLabel('Email').fill(email)
    await guest.getByLabel('Password', { exact: true }).fill('a sentence works well')
    await guest.getByRole('button', { name: 'Create an account' }).click()
    await guest.getByRole('button', { name: 'Accept' }).click()
    await expect(guest).toHaveURL((url) => url.pathname === paths.home(slug))

    await open(guest, paths.clients(slug))
    await expect(guest.getByRole('row').filter({ hasText: 'Acme Kayaks' })).toBeVisible()
    await expect(guest.getByText('Brightwater Tiles')).toHaveCount(0)
    await expect(guest.getByRole('button', { name: 'Add client' })).toHaveCount(0)
    await looksRight(guest)
    await open(guest, paths.dashboard(slug, `?client=${hidden}`))
    await expect(
      guest.getByText('The client of this link is not among those you can see here.'),
    ).toBeVisible()
    await looksRight(guest)

    // The page of members says it, and a change counts while the guest looks on.
    await page.reload()
    await settled(page)
    const row = page.getByRole('row', { name: /Gus Guest/ })
    await expect(row).toContainText('Acme Kayaks')
    await looksRight(page)
    await page.getByRole('button', { name: 'Actions for Gus Guest' }).click()
    await page.getByRole('menuitem', { name: 'Choose clients' }).click()
    await expect(dialog.getByRole('checkbox', { name: 'Acme Kayaks' })).toBeChecked()
    await looksRight(page)
    await dialog.getByRole('button', { name: 'All clients' }).click()
    await dialog.getByRole('button', { name: 'Save clients' }).click()
    await expect(row).toContainText('All clients')
    await open(guest, paths.clients(slug))
    await expect(guest.getByRole('row').filter({ hasText: 'Brightwater Tiles' })).toBeVisible()
    await nobody.close()
  },
)
