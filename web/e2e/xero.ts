import { expect, type Page } from './fixtures.ts'

const SANDBOX_PORTS_ABOVE = 1000

/** Tells the stand-in for Xero something (sandbox/xero/README.md); it stands 1000 ports above the app. */
export async function tellXero(
  page: Page,
  baseURL: string | undefined,
  path: string,
  body: object,
  method: 'POST' | 'PUT' = 'POST',
): Promise<void> {
  const address = new URL(path, baseURL)
  address.port = String(Number(address.port) + SANDBOX_PORTS_ABOVE)
  const answer = await page.request.fetch(address.href, { method, data: body })
  expect(answer.status(), path).toBe(200)
}

const CALLS_A_MINUTE = 6_000

/**
 * Lifts the sandbox's own limit: it counts the calls for an organisation together, and in a run several workspaces read the
 * same one, each within its own limit.
 */
export const allowManyCalls = (page: Page, baseURL: string | undefined): Promise<void> =>
  tellXero(page, baseURL, '/sandbox/limits', { perMinute: CALLS_A_MINUTE }, 'PUT')

/** As often as the stand-in of a stack books something by itself. */
const BOOK_EVERY_MS = 20_000

/** Nothing is booked meanwhile but what the test books, so that whatever moves is of its doing. */
export async function whileNothingElseIsBooked(
  page: Page,
  baseURL: string | undefined,
  work: () => Promise<void>,
): Promise<void> {
  await tellXero(page, baseURL, '/sandbox/booking', { everyMs: null }, 'PUT')
  try {
    await work()
  } finally {
    await tellXero(page, baseURL, '/sandbox/booking', { everyMs: BOOK_EVERY_MS }, 'PUT')
  }
}

/** Presses a button that opens the consent page, and gives that page. */
export async function consentBy(page: Page, name: string): Promise<Page> {
  const [consent] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('main').getByRole('button', { name }).click(),
  ])
  await expect(consent.getByRole('button', { name: 'Allow access' })).toBeVisible()
  return consent
}

/** Allows on the consent page what stands there; it closes itself. */
export async function allow(consent: Page): Promise<void> {
  await consent.getByRole('button', { name: 'Allow access' }).click()
  await expect.poll(() => consent.isClosed()).toBe(true)
}
