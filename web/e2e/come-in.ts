import { paths } from '../lib/paths.ts'
import { expect, looksRightHere, open, type Page, settled, visitor } from './fixtures.ts'

export interface Stranger {
  name: string
  /** Address of the workspace they will make; its name is the same in words. */
  slug: string
  colorScheme: 'light' | 'dark'
}

/** From the start page to a workspace as a person does it: account, mail, workspace. Ends on the page that asks where numbers come from. */
export async function comeIn(page: Page, { name, slug, colorScheme }: Stranger): Promise<void> {
  const email = `${slug}@strangers.example`
  await visitor.step('makes an account from the start page', async () => {
    await open(page, paths.root())
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    await looksRightHere(page)
    await page.getByRole('link', { name: 'Create an account' }).click()
    await settled(page)
    await looksRightHere(page)
    await page.getByLabel('Your name').fill(name)
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('a sentence works well')
    await page.getByRole('button', { name: 'Create an account' }).click()
    await expect(page).toHaveURL((url) => url.pathname === paths.newWorkspace())
  })
  await visitor.step('confirms the address from the mail', async () => {
    await open(page, paths.mailbox())
    const mail = page.getByRole('article').filter({ hasText: `To ${email}` })
    await mail.getByRole('link', { name: 'Open link' }).click()
    await looksRightHere(page)
    await page.getByRole('button', { name: 'Confirm address' }).click()
  })
  await visitor.step('makes a workspace', async () => {
    await expect(page).toHaveURL((url) => url.pathname === paths.newWorkspace())
    await settled(page)
    await looksRightHere(page)
    await page.getByLabel('Name').fill(slug.replace('-', ' '))
    await expect(page.getByLabel('Address')).toHaveValue(slug)
    await page.getByRole('button', { name: /Industry/ }).click()
    await page.getByRole('option', { name: 'Construction and trades' }).click()
    await page.getByRole('combobox', { name: 'Country' }).fill('Australia')
    await page.getByRole('option', { name: 'Australia', exact: true }).click()
    await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Australia/Sydney')
    await expect(page.getByRole('combobox', { name: 'Currency' })).toHaveValue(/^AUD/)
    await expect(page.getByRole('button', { name: /Fiscal year starts in/ })).toContainText('July')
    await expect(page.getByRole('button', { name: /Where the data is kept/ })).toContainText('Oceania')
    await page.getByRole('button', { name: 'Create workspace' }).click()
    await expect(page).toHaveURL((url) => url.pathname === paths.onboarding(slug))
    await settled(page)
    await looksRightHere(page)
  })
}
