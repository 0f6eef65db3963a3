import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import {
  expect,
  looksRight,
  looksRightInBoth,
  member,
  open,
  type Page,
  settled,
  visitor,
} from './fixtures.ts'
import { arrive } from './newcomer.ts'

// A journey of two people takes longer than most.
member.setTimeout(150_000)

const fresh = (name: string) => `${name}-${crypto.randomUUID().slice(0, 8)}`

/** Opens the newest mail to an address by its link. */
async function openMail(page: Page, email: string): Promise<void> {
  await open(page, paths.mailbox())
  const mail = page
    .getByRole('article')
    .filter({ hasText: `To ${email}` })
    .first()
  await mail.getByRole('link', { name: 'Open link' }).click()
  await settled(page)
}

member(
  '[AC102] who is invited comes in by the link in the mail, and is a member',
  async ({ page, browser }) => {
    const email = `${fresh('guest')}@example.org`
    await open(page, paths.settings(demo.workspace, 'members'))
    await page.getByRole('button', { name: 'Invite people' }).click()
    await page.getByLabel('Email addresses').fill(`Gus Guest <${email}>, ${demo.email}`)
    await page.getByRole('button', { name: 'Send invitations' }).click()
    await expect(page.getByText(`${demo.email} is a member already`)).toBeVisible()
    await looksRight(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    const row = page.getByRole('row', { name: new RegExp(email) })
    await expect(row).toContainText('Invited by Dana Finch')

    // Whoever opens the link has no session here yet.
    const nobody = await browser.newContext({ storageState: { cookies: [], origins: [] } })
    const guest = await nobody.newPage()
    await openMail(guest, email)
    await expect(guest).toHaveURL((url) => url.pathname === paths.join() && url.search === '')
    await expect(guest.getByRole('heading', { level: 1, name: 'Join Harbour & Finch' })).toBeVisible()
    await looksRight(guest)
    await guest.getByRole('link', { name: 'Create an account' }).click()
    await guest.getByLabel('Your name').fill('Gus Guest')
    await guest.getByLabel('Email').fill(email)
    await guest.getByLabel('Password', { exact: true }).fill('a sentence works well')
    await guest.getByRole('button', { name: 'Create an account' }).click()
    await expect(guest).toHaveURL((url) => url.pathname === paths.join())
    await guest.getByRole('button', { name: 'Accept' }).click()
    await expect(guest).toHaveURL((url) => url.pathname === paths.home(demo.workspace))
    await settled(guest)
    // Coming by the link has shown that the address is theirs.
    await expect(guest.getByText('Confirm your address')).toHaveCount(0)
    await nobody.close()

    await page.reload()
    await expect(page.getByRole('row', { name: /Gus Guest/ })).toContainText(email)
    await expect(page.getByRole('row', { name: new RegExp(`${email}.*Invited by`) })).toHaveCount(0)
  },
)

member('[AC103] the wrong person is told for whom the invitation is', async ({ page }) => {
  const email = `${fresh('other')}@example.org`
  await open(page, paths.settings(demo.workspace, 'members'))
  await page.getByRole('button', { name: 'Invite people' }).click()
  await page.getByLabel('Email addresses').fill(email)
  await page.getByRole('button', { name: 'Send invitations' }).click()
  await expect(page.getByRole('row', { name: new RegExp(email) })).toBeVisible()
  await openMail(page, email)
  await expect(
    page.getByText(`It was sent to ${email}, and you are signed in as ${demo.email}`),
  ).toBeVisible()
  await looksRightInBoth(page)
})

member('[AC112] a role of the workspace’s own is made, seen in the matrix, and deleted', async ({ page }) => {
  const name = fresh('Analyst')
  await open(page, paths.settings(demo.workspace, 'roles'))
  await page.getByRole('button', { name: 'New role' }).click()
  await page.getByLabel('Name').fill(name)
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Enter and change values', { exact: true }).click()
  await expect(page.getByRole('checkbox', { name: 'See the rows' })).toBeChecked()
  await looksRight(page)
  await page.getByRole('button', { name: 'Save role' }).click()
  await expect(page.getByRole('columnheader', { name })).toBeVisible()
  await looksRightInBoth(page)
  await page.getByRole('button', { name: `Delete ${name}` }).click()
  await looksRight(page)
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('columnheader', { name })).toHaveCount(0)
})

visitor(
  '[AC130] changing the workspace leaves neither its answers nor its socket behind',
  async ({ page, baseURL }) => {
    const [first, second] = [fresh('first'), fresh('second')]
    await arrive(page, baseURL, { name: first, slug: first })
    const made = await page.request.post('/api/v1/workspaces', {
      data: { name: second, slug: second },
      headers: { origin: baseURL ?? '' },
    })
    const { id } = (await made.json()).data
    const sockets: { tenant: string | null; isOpen: boolean }[] = []
    page.on('websocket', (socket) => {
      const one = { tenant: new URL(socket.url()).searchParams.get('tenant'), isOpen: true }
      sockets.push(one)
      socket.on('close', () => {
        one.isOpen = false
      })
    })
    await open(page, paths.clients(first))
    await expect(page.getByRole('banner').getByText('Live', { exact: true })).toBeVisible()
    await expect(page.getByText(first).first()).toBeVisible()
    const asked: string[] = []
    page.on('request', (request) => {
      const tenant = request.headers()['x-tenant-id']
      if (tenant !== undefined) asked.push(tenant)
    })
    await page.getByRole('navigation', { name: 'Workspace' }).getByRole('button', { name: first }).click()
    await page.getByRole('menuitem', { name: second }).click()
    await settled(page)
    await page
      .getByRole('navigation', { name: 'Workspace' })
      .getByRole('link', { name: 'Clients', exact: true })
      .click()
    await settled(page)
    await expect(page.getByRole('banner').getByText('Live', { exact: true })).toBeVisible()
    // The list is that of the second workspace alone, and nothing more was asked of the first.
    await expect(page.getByRole('main').getByText(first)).toHaveCount(0)
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.filter((tenant) => tenant !== id)).toEqual([])
    await expect.poll(() => sockets.filter(({ isOpen }) => isOpen).map(({ tenant }) => tenant)).toEqual([id])
  },
)
