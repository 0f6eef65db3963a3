import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test as base, expect, type Page } from '@playwright/test'
import type axe from 'axe-core'
import { paths } from '../lib/paths.ts'
import { FIRST_SYNC_MS, numbersArrived } from './arrival.ts'
import { signedInFile } from './demo.ts'

interface Watching {
  /** Complaints of the browser that a test provokes on purpose. */
  expectedComplaints: RegExp | null
  /** Fails the test when the browser logged an error, a script threw, or the content policy stopped something. */
  noComplaints: undefined
}

/** A visitor without an account, watched for complaints of the browser. */
export const visitor = base.extend<Watching>({
  expectedComplaints: [null, { option: true }],
  noComplaints: [
    async ({ page, expectedComplaints }, use) => {
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(`threw: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
      })
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`content policy: ${event.violatedDirective} stopped ${event.blockedURI}`)
        })
      })
      await use(undefined)
      expect(complaints.filter((text) => !expectedComplaints?.test(text))).toEqual([])
    },
    { auto: true },
  ],
})

/** The demo owner, signed in, once the first numbers of the demo workspace have arrived. */
export const member = visitor.extend({
  storageState: [
    async ({ playwright, baseURL }, use) => {
      await numbersArrived(playwright.request, baseURL)
      await use(signedInFile())
    },
    { scope: 'test', timeout: FIRST_SYNC_MS + 30_000 },
  ],
})

export { expect, type Page }

/** Opens a page and waits until it has a heading and shows nothing as loading any more. */
export async function open(page: Page, address: string): Promise<void> {
  const answer = await page.goto(address)
  expect(answer?.status(), address).toBeLessThan(400)
  await settled(page)
}

/** Takes the session away. What a page still asks for would be refused then, so the page is left first. */
export async function forget(page: Page): Promise<void> {
  await page.goto('about:blank')
  await page.context().clearCookies()
}

/** Waits until the page has a heading and shows nothing as loading any more. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  // For the first moments a page shows nothing at all instead of a skeleton, which is not what is to be looked at.
  await page.waitForLoadState('networkidle')
  // The gallery shows what loading looks like, for ever.
  if (new URL(page.url()).pathname !== paths.gallery())
    await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0)
  await page.evaluate(async () => {
    await document.fonts.ready
  })
}

/** A desk and a phone: every page is looked at in both. */
export const widthsPx: readonly number[] = [1280, 375]

/** How far the page reaches out of the window to the right, px; more than 0 makes it scroll sideways. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

/** Looks at what is on screen as wide as it is: no barriers, nothing sticks out. */
export async function looksRightHere(page: Page, rules: Rules = 'all'): Promise<void> {
  const at = `at ${page.viewportSize()?.width} px`
  // A page that a press has just opened may have no document yet.
  await page.waitForLoadState()
  // A chart takes a frame or two to follow the window.
  await expect.poll(() => overhang(page), `sticks out ${at}`).toBeLessThanOrEqual(0)
  expect(await barriers(page, rules), at).toEqual([])
}

/** The same at both ends of the range of widths. */
export async function looksRight(page: Page, rules: Rules = 'all'): Promise<void> {
  const before = page.viewportSize()
  for (const width of widthsPx) {
    await page.setViewportSize({ width, height: 900 })
    await looksRightHere(page, rules)
  }
  if (before) await page.setViewportSize(before)
}

/** As `looksRight`, in both themes. */
export async function looksRightInBoth(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    // A page that writes its theme down needs a moment to follow the system; the mailbox has no script.
    const written = await page.locator('html').getAttribute('data-theme')
    if (written !== null) await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    // A theme changes nothing but colours, so what is not about them is looked at once.
    await looksRight(page, colorScheme === 'light' ? 'all' : 'colours')
  }
}

type Rules = 'all' | 'colours'

/** The rules of axe whose finding depends on colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']
/** The small form of the same program: each page that is looked at reads it anew. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * What axe finds against WCAG 2.2 AA, as readable lines. It is put into the page once and asked for nothing but what it
 * finds: its package for Playwright opens an empty page for each look and lists all that is right, which takes five times as long.
 */
export async function barriers(page: Page, rules: Rules = 'all'): Promise<string[]> {
  // No page of ours has frames, which axe could not look into from here.
  expect(page.frames()).toHaveLength(1)
  const runOnly: axe.RunOnly =
    rules === 'colours' ? { type: 'rule', values: COLOUR_RULES } : { type: 'tag', values: WCAG_22_AA }
  // Most looks find the program there: one call, and not a question before it.
  const look = () => page.evaluate(lookInside, runOnly)
  const found = await look()
  if (found !== null) return found
  await page.evaluate(AXE)
  return (await look()) ?? ['axe is not in the page']
}

/** Runs in the page; null where axe has not been put into it. */
async function lookInside(only: axe.RunOnly): Promise<string[] | null> {
  const inPage = (window as unknown as { axe?: typeof axe }).axe
  if (inPage === undefined) return null
  const { violations } = await inPage.run(document, { runOnly: only, resultTypes: ['violations'] })
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? help}`),
  )
}
