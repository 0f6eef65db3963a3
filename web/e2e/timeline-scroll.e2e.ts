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
    ...{ status, blocks: status !== 'hold', startTime, endTime, days: null, timeZone: 'Australia/Sydney' },
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

/** Counts processor time of the page's main thread from here on: unlike frames it does not grow with what else the machine does. */
async function cpuClock(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return new Map(metrics.map(({ name, value }) => [name, value * 1000]))
  }
  const before = await read()
  return async (frames: number) => {
    const after = await read()
    const each = (...names: string[]) => {
      const ms = names.reduce((sum, name) => sum + (after.get(name) ?? 0) - (before.get(name) ?? 0), 0)
      return (ms / frames).toFixed(1)
    }
    return {
      all: each('TaskDuration'),
      script: each('ScriptDuration'),
      layout: each('LayoutDuration', 'RecalcStyleDuration'),
    }
  }
}

member('500 bars on 2,000 rows scroll; how long the frames were is printed', async ({ page }) => {
  await fill(page)
  await open(page, paths.bookings(demo.workspace))
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(ROWS + 1))
  // Only what is seen is in the document.
  expect(await page.getByRole('row').count()).toBeLessThan(40)
  const spent = await cpuClock(page)
  const frames = await page.evaluate(async () => {
    const grid = document.querySelector('[role="grid"]')
    if (!grid) throw new Error('no grid')
    const found: number[] = []
    let last = performance.now()
    for (let step = 0; step < 240; step += 1) {
      grid.scrollTop += 120
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      found.push(now - last)
      last = now
    }
    return found.slice(1)
  })
  const sorted = [...frames].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)
  const long = frames.filter((ms) => ms > LONG_FRAME_MS).length
  console.log(
    `timeline scroll: ${frames.length} frames, median ${at(0.5)} ms, 95th ${at(0.95)} ms, longest ${at(1)} ms, ${long} over ${LONG_FRAME_MS} ms`,
  )
  const { all, script, layout } = await spent(frames.length)
  console.log(
    `timeline scroll: the page's own thread took ${all} ms of processor time a frame, ${script} in scripts and ${layout} in layout and style`,
  )
  await expect(page.getByRole('rowheader').last()).toBeAttached()
})
