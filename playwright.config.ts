import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { findRealPostgres } from './scripts/real-postgres.ts'
import { drawPort } from './web/e2e/ports.ts'

// The runner's process draws the ports and the folder; its workers read this file again and must find the same ones.
process.env.E2E_PORT ??= String(await drawPort(Math.random))
process.env.E2E_EMPTY_PORT ??= String(await drawPort(Math.random, Number(process.env.E2E_PORT)))
process.env.E2E_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'orrery-e2e-'))
const { E2E_PORT: port, E2E_EMPTY_PORT: emptyPort, E2E_FOLDER: folder } = process.env
const originAt = (at: string) => `http://127.0.0.1:${at}`

// The shell without a window first: it draws the same for a fifth less of the machine.
const chromium = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((candidate) => candidate !== undefined && existsSync(candidate))
if (!chromium)
  throw new Error(
    'No Chromium was found: install it (apt-get install chromium-headless-shell) or set CHROME_PATH.',
  )

/** Two windows of one person, driven by a program: several times what people do. */
const PERSON_CALLS_PER_MINUTE = '6000'
const compared = /gallery\.e2e\.ts$/
/** What it prints is how long frames take, so in the whole suite it comes last, when nothing else runs. */
const measured = /timeline-scroll\.e2e\.ts$/
const wayIn = /way-in\.e2e\.ts$/
/** On a stack of its own it mostly waits for minutes to pass, so it is the first to begin. */
const restart = /restart\.e2e\.ts$/
/** Journeys of people who make all that they see: the numbers of the demo workspace arrive meanwhile. */
const strangers = /(client-scope|company|own-settings|security|stranger)\.e2e\.ts$/
/** So many tests that have nothing to do with each other that they fill what the last journeys leave of the workers. */
const pages = /pages\.e2e\.ts$/
/** The whole suite has a second stack, which nobody has been to but who shows the way in; a run of some files makes do with one. */
const isWhole = process.env.E2E_WHOLE !== undefined
/** Of strangers in the whole suite, who come in beside the others; alone they need no demo. */
const inTurn = isWhole ? ['demo'] : []
const themes = ['light', 'dark'] as const
const desk = { width: 1280, height: 900 }

/** A stack as `npm start` makes it. It begins empty; the demo project makes the demo. A database named in the caller's environment is not ours to fill. */
const stackAt = (at: string, kind: 'embedded' | 'found') => ({
  command:
    kind === 'embedded' || findRealPostgres() === null
      ? 'node scripts/start.ts'
      : 'node scripts/checks/start-on-real.ts',
  env: {
    PORT: at,
    ORRERY_STATE: path.join(folder, at),
    DATABASE_URL: '',
    ORRERY_SEED: 'none',
    PERSON_CALLS_PER_MINUTE,
  },
  stdout: 'ignore' as const,
  stderr: 'pipe' as const,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 15_000 },
})

export default defineConfig({
  testDir: 'web/e2e',
  testMatch: '*.e2e.ts',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/baselines/{arg}-{projectName}{ext}',
  // A missing baseline is a failure, not a reason to write one: `npm run e2e:baselines` writes them.
  updateSnapshots: 'none',
  fullyParallel: false,
  // The first read of a provider and a start after a kill wait for minutes to pass; a third worker goes on meanwhile.
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: {
    timeout: 20_000,
    // Chromium versions smooth text a little differently; a moved or recoloured part changes far more than this.
    toHaveScreenshot: {
      maxDiffPixelRatio: 0.01,
      threshold: 0.25,
      animations: 'disabled',
      caret: 'hide',
      scale: 'css',
    },
  },
  reporter: 'list',
  globalSetup: './web/e2e/stacks-ready.ts',
  globalTeardown: './web/e2e/teardown.ts',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: originAt(port),
    // What was done, asked, answered and printed is in a trace. Pictures of every frame and the page before and after each step cost a
    // fifth of the run, for tests that pass; a failed one leaves a picture and the outline of its page instead.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
    locale: 'en-AU',
    timezoneId: 'Australia/Sydney',
    reducedMotion: 'reduce',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--font-render-hinting=none',
      ],
    },
  },
  // Projects that wait for nothing but the demo begin in this order and run side by side: Playwright begins none before all are over
  // that another one waits for, so whoever waited for more would leave workers without work.
  projects: [
    { name: 'demo', testMatch: 'demo.setup.ts' },
    { name: 'restart', testMatch: restart, dependencies: inTurn, use: { viewport: desk } },
    {
      name: 'way-in',
      testMatch: wayIn,
      dependencies: inTurn,
      use: { baseURL: originAt(isWhole ? emptyPort : port) },
    },
    { name: 'strangers', testMatch: strangers, dependencies: inTurn, use: { viewport: desk } },
    {
      name: 'journeys',
      testIgnore: [compared, measured, pages, restart, wayIn, strangers],
      workers: 2,
      dependencies: ['demo'],
      use: { viewport: desk },
    },
    ...themes.map((theme) => ({
      name: theme,
      testMatch: compared,
      dependencies: ['demo'],
      use: { viewport: desk, colorScheme: theme },
    })),
    { name: 'pages', testMatch: pages, dependencies: ['demo'], use: { viewport: desk } },
    {
      name: 'measured',
      testMatch: measured,
      dependencies: isWhole ? ['restart', 'way-in', 'strangers', 'journeys', ...themes, 'pages'] : ['demo'],
      use: { viewport: desk },
    },
  ],
  // Without an address Playwright does not wait for one of them before it starts the next; the global setup waits for all.
  // Strangers come in on the embedded server, which is what `npm start` has; the others wait less on a real one, where there is one.
  webServer: [stackAt(port, 'found'), ...(isWhole ? [stackAt(emptyPort, 'embedded')] : [])],
})
