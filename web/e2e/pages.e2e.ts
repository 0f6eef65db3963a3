import { paths } from '../lib/paths.ts'
import { memberPages, pagesOfJourneys, visitorPages } from './demo.ts'
import { barriers, expect, looksRightInBoth, member, open, visitor } from './fixtures.ts'

// The longest file of all: its pages have nothing to do with each other, so both workers share them.
visitor.describe.configure({ mode: 'parallel' })

visitor.describe('pages of a visitor', () => {
  for (const [name, address] of Object.entries(visitorPages))
    visitor(`${name} has no barriers and does not scroll sideways`, async ({ page }) => {
      await open(page, address)
      await looksRightInBoth(page)
    })
})

visitor(
  'the reference of the API is drawn for everybody who asks, not only for the first',
  async ({ page }) => {
    for (const time of [1, 2, 3])
      expect([time, (await page.request.get('/api/docs')).status()]).toEqual([time, 200])
  },
)

member.describe('pages of a member', () => {
  for (const [name, address] of Object.entries(memberPages))
    member(`${name} has no barriers and does not scroll sideways`, async ({ page }) => {
      await open(page, address)
      await looksRightInBoth(page)
    })
})

visitor('a page with barriers does not pass', async ({ page }) => {
  await open(page, paths.login())
  await page.evaluate(() => {
    document.querySelector('h1')?.setAttribute('style', 'color: #eee; background: #fff')
    document.querySelector('input')?.closest('form')?.append(document.createElement('select'))
  })
  expect((await barriers(page, 'colours')).map((line) => line.split(':')[0])).toEqual(['color-contrast'])
  expect((await barriers(page)).map((line) => line.split(':')[0]).sort()).toEqual([
    'color-contrast',
    'select-name',
  ])
})

visitor('every page that has an address is looked at', () => {
  const looked = new Set(
    [...Object.keys(visitorPages), ...Object.keys(memberPages), ...pagesOfJourneys].map(
      (name) => name.split('/')[0],
    ),
  )
  expect(Object.keys(paths).filter((name) => !looked.has(name))).toEqual([])
})
