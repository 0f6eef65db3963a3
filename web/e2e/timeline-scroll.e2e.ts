import { paths } from '../lib/paths.ts'
import { demo } from './demo.ts'
import { expect, member, open, type Page } from './fixtures.ts'

const ROWS = 2000
const BARS = 500
const PAGE = 500
const DAY_MS = 86_400_000
const LONG_FRAME_MS = 32

const idOf = (kind: number, no: number) =>
  `01900000-0000-7000-8000-${String(kind)}${String(no).padStart(11, '0')}`

function artist(no: number) {
  return {
    ...{ id: idOf(1, no), kind: 'person', name: `Artist ${String(no).padStart(4, '0')}`, headline: 'Runner' },
    ...{ timeZone: 'Australia/Sydney', skills: [], rate: null, capacity: 1, archivedAt: null, version: 1 },
    createdAt: '2026-01-01T00:00:00Z',
  }
}

function booking(no: number, fromMs: number) {
  const status = (['hold', 'pencil', 'confirmed', 'completed'] as const)[no % 4] ?? 'hold'
  const startMs = fromMs + (no % 6) * DAY_MS
  const startTime = new Date(startMs).toISOString()
  const endTime = new Date(startMs + (1 + (no % 3)) * DAY_MS).toISOString()
  return {
    ...{
      id: idOf(2, no),
      artistId: idOf(1, (no * 4) % ROWS),
      artistName: '',
      title: `Job ${no}`,
      notes: null,
    },
    ...{
      status,
      blocks: status !== 'hold',
      share: 100,
      startTime,
      endTime,
      days: null,
      timeZone: 'Australia/Sydney',
    },
    ranks: status === 'completed' ? [] : [{ startTime, endTime, rank: 1 }],
    ...{
      expiresAt: null,
      isExtended: false,
      projectId: null,
      reason: null,
      version: 1,
      createdBy: 'person:x',
    },
    createdAt: '2026-01-01T00:00:00Z',
  }
}

/** Answers the two lists of the page with many rows, so that only the page is measured. */
async function fill(page: Page): Promise<void> {
  await page.route('**/api/v1/artists?*', (route) => {
    const cursor = new URL(route.request().url()).searchParams.get('cursor')
    const from = cursor === null ? 0 : Number(cursor.slice(-11)) + 1
    const data = Array.from({ length: PAGE }, (_, at) => artist(from + at))
    const nextCursor = from + PAGE < ROWS ? data.at(-1)?.id : null
    return route.fulfill({ json: { data, meta: { seq: 1, total: ROWS, nextCursor } } })
  })
  await page.route('**/api/v1/bookings?*', (route) => {
    const fromMs = Date.parse(new URL(route.request().url()).searchParams.get('from') ?? '') + DAY_MS
    const data = Array.from({ length: BARS }, (_, no) => booking(no, fromMs))
    return route.fulfill({ json: { data, meta: { seq: 1, total: BARS, nextCursor: null } } })
  })
}

interface TraceEvent {
  ph: string
  name: string
  pid: number
  tid: number
  /** Processor time of it, microseconds: unlike how long it took, it does not grow with what else the machine does. */
  tdur?: number
  args?: { name?: string }
}

/** Notes what the page's own thread does from here on; the end gives the processor time of each of its frames, ms. */
async function frameWork(page: Page): Promise<() => Promise<number[]>> {
  const browser = page.context().browser()
  if (!browser) throw new Error('no browser')
  await browser.startTracing(page, { categories: ['cc', 'devtools.timeline', '__metadata'] })
  return async () => {
    // What Chromium writes, in its own documented form.
    const { traceEvents } = JSON.parse(String(await browser.stopTracing())) as { traceEvents: TraceEvent[] }
    const frames = traceEvents.filter(({ name, tdur }) => name === 'ProxyMain::BeginMainFrame' && tdur)
    // Other pages of the browser draw next to nothing, so the busiest thread is the one that scrolled.
    const byThread = Map.groupBy(frames, ({ pid, tid }) => `${pid} ${tid}`)
    const [own = []] = [...byThread.values()].sort((one, other) => other.length - one.length)
    return own.map(({ tdur = 0 }) => tdur / 1000)
  }
}

const of = (sorted: readonly number[], share: number) =>
  (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)

/** `239 frames, median 16.7 ms, ...` */
function traceLine(found: readonly number[]): string {
  const sorted = [...found].sort((one, other) => one - other)
  const long = found.filter((ms) => ms > LONG_FRAME_MS).length
  return `${found.length} frames, median ${of(sorted, 0.5)} ms, 95th ${of(sorted, 0.95)} ms, longest ${of(sorted, 1)} ms, ${long} over ${LONG_FRAME_MS} ms`
}

member('500 bars on 2,000 rows scroll; how long the frames were is printed', async ({ page }) => {
  await fill(page)
  await open(page, paths.bookings(demo.workspace))
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(ROWS + 1))
  // Only what is seen is in the document.
  expect(await page.getByRole('row').count()).toBeLessThan(40)
  // The elements that stand above and below what is in view are made with the first steps.
  await page.getByRole('grid').evaluate(async (grid) => {
    for (let step = 0; step < 10; step += 1) {
      grid.scrollTop += 120
      await new Promise(requestAnimationFrame)
    }
  })
  const work = await frameWork(page)
  const { frames, rowsMade, elementsMade } = await page.evaluate(async () => {
    const grid = document.querySelector('[role="grid"]')
    if (!grid) throw new Error('no grid')
    const made: Node[] = []
    const watch = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) made.push(...addedNodes)
    })
    watch.observe(grid, { childList: true, subtree: true })
    const found: number[] = []
    let last = performance.now()
    let topPx = grid.scrollTop
    for (let step = 0; step < 240; step += 1) {
      topPx += 120
      grid.scrollTop = topPx
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      found.push(now - last)
      last = now
    }
    await new Promise(requestAnimationFrame)
    watch.disconnect()
    const elements = made.filter((node) => node instanceof Element)
    return {
      frames: found.slice(1),
      rowsMade: elements.filter((element) => element.matches('.tl-row')).length,
      elementsMade: elements.length,
    }
  })
  console.log(`timeline scroll: ${traceLine(frames)}`)
  console.log(`timeline scroll: processor time of the page's own thread: ${traceLine(await work())}`)
  console.log(`timeline scroll: ${elementsMade} elements made in 240 steps, ${rowsMade} of them rows`)
  // Two rows come into view with each step, every fourth with a bar: they take the elements of those that left.
  expect(rowsMade).toBe(0)
  expect(elementsMade).toBeLessThan(2 * 240)
  await expect(page.getByRole('rowheader').last()).toBeAttached()
})
