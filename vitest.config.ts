import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { evictedTests } from './scripts/checks/evicted.ts'
import type { PostgresForTests } from './scripts/checks/postgres-for-tests.ts'
import { PROPERTY_SEED } from './scripts/checks/seed.ts'
import { type XeroForTests, xeroClient } from './scripts/checks/xero-for-tests.ts'

const SLOW_TEST_MS = 60_000
const BRANCHES_PERCENT_MIN = 80
const outside = ['**/node_modules/**', '**/dist/**', '**/.orrery/**', '**/.stryker-tmp/**', 'web/e2e/**']

/** Pure code in Node: no database, no Worker runtime. */
const unit: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'unit',
    include: ['{contracts,db,worker,queues,scripts,sandbox,web}/**/*.test.ts'],
    exclude: [...outside, '**/*.{workers,pg,realpg}.test.ts'],
    setupFiles: ['./scripts/checks/fast-check.setup.ts'],
    // Properties try hundreds of cases, beside whatever else the machine does.
    testTimeout: SLOW_TEST_MS,
    hookTimeout: SLOW_TEST_MS,
    // All they do is work; beside the tests on a server, which mostly wait, they begin when those are over.
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
  },
}

/** Postgres tests on the embedded server. */
const postgresEmbedded: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'pg',
    include: ['**/*.pg.test.ts'],
    exclude: outside,
    globalSetup: ['./scripts/checks/embedded.setup.ts'],
    setupFiles: ['./scripts/checks/fast-check.setup.ts'],
    testTimeout: SLOW_TEST_MS,
    hookTimeout: SLOW_TEST_MS,
    // One embedded backend serves one transaction at a time: more workers would only wait on each other.
    maxWorkers: 1,
  },
}

/** The same tests, and those that need real concurrency, on the Postgres found on this machine. */
const postgresReal: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'realpg',
    include: ['**/*.pg.test.ts', '**/*.realpg.test.ts'],
    // The suite of the embedded server starts its own servers; a second run would test nothing new.
    exclude: [...outside, 'scripts/postgres/**/*.pg.test.ts'],
    globalSetup: ['./scripts/checks/real.setup.ts'],
    setupFiles: ['./scripts/checks/fast-check.setup.ts'],
    testTimeout: SLOW_TEST_MS,
    hookTimeout: SLOW_TEST_MS,
    maxWorkers: 2,
  },
}

/** What runs on the tables, once more through PgBouncer in transaction mode, where the connection changes between transactions. */
const postgresPooled: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    ...postgresReal.test,
    name: 'pooled',
    include: ['**/*.pg.test.ts'],
    // Plans are the server's own business, wherever the question came from.
    exclude: [...(postgresReal.test?.exclude ?? []), 'db/indexes.pg.test.ts'],
    globalSetup: ['./scripts/checks/pooled.setup.ts'],
  },
}

/** What is about the front door or the outside, not about what a tenant object keeps in memory, runs once. */
const notOfObjects = ['worker/edge/**', 'worker/connections/bad-input.workers.test.ts']

/**
 * Tests inside workerd. With `evict` those that call a tenant object throw it out of memory between calls, so that nothing may
 * depend on its fields.
 */
function workers(name: string, evict: boolean, pooled: string[] = []): TestProjectInlineConfiguration {
  const isPooled = pooled.length > 0
  return {
    extends: true,
    plugins: [
      cloudflareTest(async ({ inject }) => ({
        wrangler: { configPath: './wrangler.toml' },
        miniflare: {
          bindings: {
            ENVIRONMENT: 'test',
            PUBLIC_ORIGIN: 'http://127.0.0.1:8787',
            BETTER_AUTH_SECRET: 'not-a-secret-only-for-tests-0000',
            SEAL_KEY: Buffer.alloc(32, 7).toString('base64'),
            MAIL_FROM: 'Orrery <no-reply@orrery.example>',
            TEST_EVICT: evict ? '1' : '',
            TEST_MIGRATIONS: await readD1Migrations('./db/migrations/d1'),
            PROPERTY_SEED,
            XERO_CLIENT_ID: xeroClient.id,
            XERO_CLIENT_SECRET: xeroClient.secret,
            XERO_BASE_URL: inject<XeroForTests>('xero').consents,
            TEST_ICAL: inject<string>('ical'),
            TEST_XERO: { ...inject<XeroForTests>('xero') },
            ...(isPooled ? { DATABASE_PREPARE: 'off' } : {}),
          },
          hyperdrives: { HYPERDRIVE: inject<PostgresForTests>('postgres').appUrl.replace(/\?.*$/, '') },
        },
      })),
    ],
    test: {
      name,
      // Turning the Worker's packages into modules is most of the time: the second run finds them ready.
      fsModuleCache: true,
      // Vitest waits at the end of a file for each line it was sent of the console. One that an object writes then is kept back until
      // the next message, which never comes, and the run does not end (cloudflare/workers-sdk#15719). Lines go straight out instead.
      disableConsoleIntercept: true,
      include: isPooled ? pooled : evict ? evictedTests(import.meta.dirname) : ['**/*.workers.test.ts'],
      exclude: evict ? [...outside, ...notOfObjects] : outside,
      globalSetup: [
        isPooled ? './scripts/checks/pooled.setup.ts' : './scripts/checks/found.setup.ts',
        './scripts/checks/xero.setup.ts',
        './scripts/checks/ical.setup.ts',
      ],
      setupFiles: ['./scripts/checks/workers.setup.ts'],
      testTimeout: SLOW_TEST_MS,
      hookTimeout: SLOW_TEST_MS,
      // Much of their time they wait for a provider, a timer or Postgres.
      maxWorkers: 3,
    },
  }
}

/**
 * An object that is thrown out of memory while a statement is under way ends the reading of its socket, and the driver says so to a
 * promise that went with the object. Nobody is left to be told.
 */
const isOfClosing = (error: { message?: string }): boolean =>
  error.message === 'This ReadableStream belongs to an object that is closing.'

export default defineConfig({
  test: {
    // Nothing here changes what other files see, so files share what has been loaded; in workerd also their runtime.
    isolate: false,
    onUnhandledError: (error) => !isOfClosing(error),
    projects: [
      unit,
      postgresEmbedded,
      postgresReal,
      postgresPooled,
      workers('workers', false),
      workers('workers-evicted', true),
      // Every place for an id once more, where the connection changes between transactions.
      workers('workers-pooled', false, ['worker/id-isolation.workers.test.ts']),
    ],
    // Counted where Node runs the code; routes and services run in workerd, which has no such counters.
    coverage: {
      provider: 'v8',
      reporter: ['text', 'json-summary'],
      reportsDirectory: './coverage',
      include: [
        'worker/**/rules.ts',
        'worker/**/rules/**/*.ts',
        'worker/imports/**/*.ts',
        'worker/metrics/**/*.ts',
        'worker/platform/seal.ts',
        'db/tenant-tx.ts',
      ],
      exclude: [
        '**/*.test.ts',
        '**/testing/**',
        '**/routes.ts',
        '**/service.ts',
        '**/*.service.ts',
        '**/events.ts',
      ],
      thresholds: {
        'worker/**/{rules.ts,rules/**}': { branches: BRANCHES_PERCENT_MIN },
        'worker/imports/**': { branches: BRANCHES_PERCENT_MIN },
        'worker/metrics/**': { branches: BRANCHES_PERCENT_MIN },
        'worker/platform/seal.ts': { branches: BRANCHES_PERCENT_MIN },
        'db/tenant-tx.ts': { branches: BRANCHES_PERCENT_MIN },
      },
    },
  },
})
