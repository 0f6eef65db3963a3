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
    await settled(page)
    expect(new URL(page.url()).pathname, `${address} is not a redirect away`).toContain(address.split('?')[0])
    await expect(page.getByText(/page (was )?not found|nothing here/i)).toHaveCount(0)
    // The same address opened cold must show the same page.
    const warm = await page.getByRole('heading', { level: 1 }).first().textContent()
    await open(page, address)
    await expect(page.getByRole('heading', { level: 1 }).first()).toHaveText(warm ?? '')
    expect(await page.title()).toMatch(/Orrery$/)
  }
  console.log(`links of the navigation: ${addresses.join(' ')}`)
})
