import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, member, open, settled } from './fixtures.ts'

member('every link of the navigation leads to a page that works', async ({ page }) => {
  await open(page, paths.home(demo.workspace))
  const links = await page
    .locator('nav a[href]')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  const addresses = [...new Set(links)].filter((address) => address.startsWith('/'))
  expect(addresses.length).toBeGreaterThan(3)
  for (const address of addresses) {
    await page.locator(`nav a[href="${address}"]`).first().click()
    // The page before stays on screen until the next one is there, and the title changes with it.
    await expect(page).toHaveURL((url) => url.pathname === address)
    await settled(page)
    await expect(page.getByText(/page (was )?not found|nothing here/i)).toHaveCount(0)
    const warm = await page.title()
    expect(warm).toMatch(/Orrery$/)
    // The same address opened cold must show the same page.
    await open(page, address)
    await expect(page).toHaveTitle(warm)
    await expect(page).toHaveURL((url) => url.pathname === address)
  }
  console.log(`links of the navigation: ${addresses.join(' ')}`)
})
