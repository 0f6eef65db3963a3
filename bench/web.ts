import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium } from '@playwright/test'
import type { Bench, Part } from './harness/bench.ts'
import { ceilingLine, notRunLine } from './harness/report.ts'
import { median, quantile } from './harness/stats.ts'
import type { WholeStack } from './harness/whole-stack.ts'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const CPU_SLOWDOWN = 4
const BYTES_PER_SECOND = (9 * 1000 * 1000) / 8
const LATENCY_MS = 150
/** Quiet for so long after the last long task: the page counts as ready. */
const QUIET_MS = 3000
const POLL_MS = 250
const LOADED_MS_MAX = 30_000
const CEILINGS = { lcp: 2.5, fcp: 1.8, tti: 3.5, apiMs: 500, statementMs: 100 }
const PAGE = '/demo/d/finance'
const API_ROUNDS = 10

/** What a person waits for: the first dashboard on a slow machine, and the calls behind it. */
export const web: Part = {
  name: 'WEB',
  title: 'First dashboard, API and statements',
  run: async (bench) => {
    const stack = await bench.stack()
    await calls(bench, stack)
    const executablePath = CHROMIUM.find((path) => existsSync(path))
    if (executablePath === undefined) {
      bench.add(notRunLine('WEB', 'LCP, FCP, TTI', 'no Chromium'))
      return
    }
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      await firstPaint(bench, browser, stack)
    } finally {
      await browser.close()
    }
  },
}

interface Paint {
  lcp: number
  fcp: number
  tti: number
}

async function firstPaint(bench: Bench, browser: Browser, stack: WholeStack): Promise<void> {
  const paints: Paint[] = []
  for (let round = 0; round < (bench.isQuick ? 1 : 3); round += 1) paints.push(await loadPage(browser, stack))
  const lines = [
    ['LCP', 'lcp'],
    ['FCP', 'fcp'],
    ['TTI (end of the last long task after FCP)', 'tti'],
  ] as const
  for (const [what, key] of lines) {
    bench.add(
      ceilingLine({
        part: 'WEB',
        what: `${what}, first visit signed in`,
        value: median(paints.map((paint) => paint[key])) / 1000,
        ceiling: CEILINGS[key],
        unit: 's',
        against: '4x slower CPU, 9 Mbit/s, 150 ms, empty cache',
      }),
    )
  }
}

async function loadPage(browser: Browser, stack: WholeStack): Promise<Paint> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  try {
    const [name = '', value = ''] = stack.headers.cookie?.split(/=(.*)/s) ?? []
    await context.addCookies([{ name, value, url: stack.url }])
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: LATENCY_MS,
      downloadThroughput: BYTES_PER_SECOND,
      uploadThroughput: BYTES_PER_SECOND,
    })
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
    await page.addInitScript(OBSERVE)
    await page.goto(`${stack.url}${PAGE}`, { waitUntil: 'load' })
    await page.locator('canvas').first().waitFor({ timeout: LOADED_MS_MAX })
    // Polled from here: the page's own policy forbids code made from text, which waiting inside the page would be.
    const deadline = performance.now() + LOADED_MS_MAX
    while (performance.now() < deadline) {
      const quietMs = await page.evaluate<number>('performance.now() - window.__bench.lastBusy')
      if (quietMs > QUIET_MS) break
      await sleep(POLL_MS)
    }
    return await page.evaluate<Paint>(
      '({ ...window.__bench, tti: Math.max(window.__bench.lastLongTask, window.__bench.fcp) })',
    )
  } finally {
    await context.close()
  }
}

/** Runs in the page: paints, long tasks and what was fetched, as the browser reports them. */
const OBSERVE = `(() => {
  const seen = { lcp: 0, fcp: 0, lastLongTask: 0, lastBusy: 0 }
  window.__bench = seen
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
  watch('largest-contentful-paint', (entry) => { seen.lcp = entry.startTime })
  watch('paint', (entry) => { if (entry.name === 'first-contentful-paint') { seen.fcp = entry.startTime; seen.lastBusy = Math.max(seen.lastBusy, entry.startTime) } })
  watch('longtask', (entry) => { const end = entry.startTime + entry.duration; seen.lastLongTask = Math.max(seen.lastLongTask, end); seen.lastBusy = Math.max(seen.lastBusy, end) })
  watch('resource', (entry) => { seen.lastBusy = Math.max(seen.lastBusy, entry.responseEnd) })
})()`

/** Calls of a person at work, one after the other through `wrangler dev`, and the statements they cause. */
async function calls(bench: Bench, stack: WholeStack): Promise<void> {
  const question = (grain: string, more: object = {}) =>
    JSON.stringify({ metrics: ['job_sales'], from: '2026-01-01', to: '2026-11-19', grain, ...more })
  const routes: [string, string, string?][] = [
    ['GET', '/api/v1/me'],
    ['GET', '/api/v1/metrics'],
    ['GET', '/api/v1/clients'],
    ['GET', '/api/v1/dashboards'],
    ['GET', '/api/v1/imports'],
    ['GET', '/api/v1/events?limit=200'],
    ['GET', '/api/v1/metrics/job_sales/records?from=2026-01-01&to=2026-11-19'],
    ['POST', '/api/v1/metrics/query', question('month')],
    ['POST', '/api/v1/metrics/query', question('day', { compare: 'previous' })],
    ['POST', '/api/v1/metrics/query', question('month', { breakdown: { dimension: 'Customer', top: 5 } })],
  ]
  stack.meter.take()
  const times: { route: string; ms: number }[] = []
  for (let round = 0; round < API_ROUNDS; round += 1) {
    for (const [method, path, body] of routes) {
      const startedAt = performance.now()
      const response = await fetch(`${stack.url}${path}`, {
        method,
        headers: { ...stack.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body }),
      })
      await response.text()
      bench.check(response.ok, `WEB: ${method} ${path} answered ${response.status}`)
      times.push({ route: path, ms: performance.now() - startedAt })
    }
  }
  const statements = stack.meter.take()
  const slowest = routes
    .map(([, path]) => ({ path, ms: median(times.filter((one) => one.route === path).map((one) => one.ms)) }))
    .sort((a, b) => b.ms - a.ms)[0]
  bench.add(
    ceilingLine({
      part: 'WEB',
      what: 'API p95, ten routes, one caller',
      value: quantile(
        times.map((one) => one.ms),
        0.95,
      ),
      ceiling: CEILINGS.apiMs,
      unit: 'ms',
      against: `slowest by median ${slowest?.path.split('?')[0]} ${slowest?.ms.toFixed(1)} ms`,
    }),
  )
  bench.add(
    ceilingLine({
      part: 'WEB',
      what: 'Postgres statement p95, on the wire, embedded',
      value: quantile(statements, 0.95),
      ceiling: CEILINGS.statementMs,
      unit: 'ms',
      against: `${statements.length} statements, p50 ${median(statements).toFixed(2)} ms`,
    }),
  )
}
