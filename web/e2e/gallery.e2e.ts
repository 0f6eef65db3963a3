import { paths } from '../lib/paths.ts'
import { expect, member, open } from './fixtures.ts'

member('the component gallery looks as it did', async ({ page }) => {
  await open(page, paths.gallery())
  await expect(page).toHaveScreenshot('gallery.png', { fullPage: true })
})
