import { paths } from '../lib/paths.ts'
import { memberPages, pagesOfJourneys, visitorPages } from './demo.ts'
import {
  barriers,
  expect,
  looksRightInBoth,
  member,
  open,
  overhang,
  type Page,
  visitor,
  widthsPx,
} from './fixtures.ts'

// The longest file of all: its pages have nothing to do with each other, so both workers share them.
visitor.describe.configure({ mode: 'parallel' })

/** Opens an entry for each kind of markup there is and takes out all others: barriers are of markup, of which each has the same few kinds. */
const leaveOneOfEachKind = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const known = new Set<string>()
    for (const entry of document.querySelectorAll<HTMLDetailsElement>('details.op')) {
      const kinds = [...entry.querySelectorAll('*')].map(
        ({ parentElement, localName, className }) => `${parentElement?.localName} ${localName} ${className}`,
      )
      if (kinds.every((kind) => known.has(kind))) entry.remove()
      else entry.open = true
      for (const kind of kinds) known.add(kind)
    }
    return document.querySelectorAll('details.op[open]').length
  })

visitor('the reference has no barriers and does not scroll sideways, open as it is', async ({ page }) => {
  await open(page, '/api/docs')
  await page.evaluate(() => {
    for (const entry of document.querySelectorAll('details')) entry.open = true
  })
  for (const width of widthsPx) {
    await page.setViewportSize({ width, height: 900 })
    expect(await overhang(page), `sticks out at ${width} px`).toBeLessThanOrEqual(0)
  }
  const left = await leaveOneOfEachKind(page)
  expect(left).toBeGreaterThan(5)
  await looksRightInBoth(page)
})

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
