import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, looksRight, looksRightInBoth, member, open, settled } from './fixtures.ts'
import { allow, consentBy, tellXero } from './xero.ts'

const MORE_INVOICES = 2_000
const ORGANISATION = 'Harbour & Finch UK'

member.setTimeout(300_000)
member('Xero is connected, watched and disconnected', async ({ page, baseURL }) => {
  let connectionId = ''
  const source = () => page.getByRole('row').filter({ has: page.locator(`a[href$="/${connectionId}"]`) })

  await member.step(
    'is found in the catalogue, which says what it reads and what it never does',
    async () => {
      await open(page, paths.newConnector(demo.workspace))
      await page.keyboard.press('/')
      await page.keyboard.type('profit and loss')
      await expect(page).toHaveURL((url) => url.searchParams.get('q') === 'profit and loss')
      const card = page.getByRole('article', { name: 'Xero' })
      await expect(card).toContainText('Never')
      await looksRightInBoth(page)
      await card.getByRole('link', { name: 'Connect' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Connect Xero' })).toBeFocused()
    },
  )
  await member.step('is not connected when the person says no', async () => {
    const consent = await consentBy(page, 'Continue to Xero')
    await expect(page.getByText('Waiting for Xero')).toBeVisible()
    await consent.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('alert')).toContainText('Access was not granted at the provider.')
    await expect.poll(() => consent.isClosed()).toBe(true)
    await looksRightInBoth(page)
  })
  await member.step('asks which organisation to read', async () => {
    await tellXero(page, baseURL, '/sandbox/documents', {
      count: MORE_INVOICES,
      organisation: ORGANISATION,
    })
    const consent = await consentBy(page, 'Begin again')
    for (const box of await consent.getByRole('checkbox').all()) await box.check()
    await allow(consent)
    await expect(page.getByRole('heading', { name: 'Choose what to sync' })).toBeVisible()
    connectionId = new URL(page.url()).searchParams.get('connection') ?? ''
    await page.getByRole('button', { name: 'Start the first sync' }).click()
    const problems = page.getByRole('region', { name: 'Choose before the first sync can start' })
    await expect(problems).toBeFocused()
    await looksRightInBoth(page)
    await problems.getByRole('link').click()
    await expect(page.getByRole('group', { name: 'Which organisation should be read?' })).toBeFocused()
  })
  await member.step('is read at once, with progress that can be left', async () => {
    await page.getByText(ORGANISATION, { exact: true }).click()
    await page.getByRole('button', { name: 'Start the first sync' }).click()
    await expect(page.getByRole('progressbar', { name: 'Sync of Xero' })).toBeVisible()
    await expect(page.getByText(/records so far/)).toBeVisible()
    await looksRightInBoth(page)
    await expect(page.getByRole('heading', { name: /is connected$/ })).toBeVisible({ timeout: 120_000 })
    await looksRight(page)
  })
  await member.step('is healthy in the list, and found by its status', async () => {
    await open(page, paths.connectors(demo.workspace, '?status=healthy'))
    await expect(source()).toContainText('Healthy')
    await expect(source().getByRole('img', { name: /^Last 14 runs: [1-9]/ })).toBeVisible()
    await looksRightInBoth(page)
    await page.getByRole('searchbox').fill('no such source')
    await expect(page.getByText('No connector matches')).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await source().getByRole('link').click()
    await settled(page)
    await looksRightInBoth(page)
  })
  await member.step('shows its runs, each with its log', async () => {
    await page.getByRole('link', { name: 'Runs' }).click()
    const run = page.getByRole('button', { name: /^Run of / }).first()
    await expect(run).toBeVisible()
    await looksRight(page)
    await run.click()
    const log = page.getByRole('dialog')
    await expect(log.getByText('Requests')).toBeVisible()
    await expect(page).toHaveURL((url) => url.searchParams.has('run'))
    await looksRightInBoth(page)
    await page.keyboard.press('Escape')
    await expect(run).toBeFocused()
  })
  await member.step('says which field becomes what, and when it is read', async () => {
    await page.getByRole('link', { name: 'Fields' }).click()
    await expect(page.getByRole('table').first()).toBeVisible()
    await page.getByRole('link', { name: 'Schedule' }).click()
    const invoices = page.getByRole('region', { name: 'Invoices and bills' })
    const minutes = invoices.getByLabel('Minutes between two syncs')
    const save = invoices.getByRole('button', { name: 'Save timetable' })
    await minutes.fill('0')
    await save.click()
    await expect(minutes).toBeFocused()
    await expect(invoices.getByText('is a whole number from 1 to 1,440')).toBeVisible()
    await looksRightInBoth(page)
    await minutes.fill('45')
    await save.click()
    await expect(invoices.getByText('Every 45 min')).toBeVisible()
    const saved = page.locator('.toast').filter({ hasText: 'Timetable of Invoices and bills saved' })
    await saved.getByRole('button', { name: 'Undo' }).click()
    await expect(invoices.getByText('Every 45 min')).toHaveCount(0)
  })
  await member.step('is paused and goes on', async () => {
    await page.getByRole('link', { name: 'Settings' }).last().click()
    await page.getByRole('switch', { name: 'Paused' }).check({ force: true })
    const paused = page.locator('.toast').filter({ hasText: 'Xero is paused' })
    await paused.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('switch', { name: 'Paused' })).not.toBeChecked()
  })
  await member.step('goes with its numbers only when its name is typed', async () => {
    await page.getByText('Erase its numbers').click()
    await page.getByRole('button', { name: 'Disconnect and erase' }).click()
    const question = page.getByRole('alertdialog')
    await looksRightInBoth(page)
    await expect(question.getByRole('button', { name: 'Disconnect and erase' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await question.getByRole('textbox').fill((await question.locator('.mono').first().textContent()) ?? '')
    await question.getByRole('button', { name: 'Disconnect and erase' }).click()
    await expect(page).toHaveURL((url) => url.pathname === paths.connectors(demo.workspace))
    await settled(page)
    await expect(source()).toHaveCount(0)
  })
})
