import { paths } from '../lib/paths.ts'
import { expect, member, open, widthsPx } from './fixtures.ts'

member('the component gallery looks as it did', async ({ page }) => {
  await open(page, paths.gallery())
  for (const width of widthsPx) {
    await page.setViewportSize({ width, height: 900 })
    await expect(page).toHaveScreenshot(`gallery-${width}.png`, { fullPage: true })
  }
})
