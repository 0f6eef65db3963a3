import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { D1Database } from '@cloudflare/workers-types'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { freePort } from '../../scripts/real-postgres.ts'
import { applyMigrations } from '../../scripts/stack/control-plane.ts'
import { buildWeb, runProgram, WRANGLER } from '../../scripts/stack/programs.ts'
import { ROOT } from '../../scripts/stack/state.ts'
import { DEMO_TENANT_ID } from './demo.ts'
import { addPeople, type Person } from './people.ts'
import { openXero, type Xero } from './xero.ts'

/**
 * A person may make 120 calls at once and 600 a minute. A round of load is therefore one second long and spread over a cohort,
 * so that nobody makes more than some ninety calls, and cohorts take turns, so that each has its calls back before it is asked
 * again. Limits stay in force; a refused call fails the round.
 */
const COHORTS = 6
export const COHORT_PEOPLE = 120
export const ROUND_SECONDS = 1
const SECRET = 'a secret for a server that lives for one benchmark'
const COMPATIBILITY = { compatibilityDate: '2026-10-20', compatibilityFlags: ['nodejs_compat'] }
/** Headers that the runtime makes itself. */
const OF_THE_CONNECTION = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']

/** The built Worker in raw workerd, without the proxy of `wrangler dev`, and floors beside it in the same process. */
export interface Site {
  url: string
  /** Answers what `setFloor` gave it; `/headers` and `/hop` do so with every header, the latter through an object. */
  floorUrl: string
  tenantId: string
  /** The control plane's database. */
  control: D1Database
  /** May do everything. */
  owner: Person
  /** What stands in for Xero. */
  xero: Xero
  /** The cohort whose turn it is: a hundred editors. */
  nextCohort(): Person[]
  /** `like` is an answer of the Worker whose headers the floor shall send as well. */
  setFloor(body: string, like?: Response): Promise<void>
  /** Asks the object from inside the runtime, one call after the other. */
  askInside(texts: readonly string[]): Promise<AskedInside>
  close(): Promise<void>
}

export interface AskedInside {
  totalMs: number
  calls: { ms: number; status: number; bytes: number }[]
}

/** WebAssembly that lies beside the bundle. */
const programsIn = (bundle: string): string[] =>
  readdirSync(bundle)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => join(bundle, name))

/** Bundles the Worker as a deployment would, starts it on `databaseUrl` and seeds the demo workspace with people. */
export async function openSite(databaseUrl: string): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-bench-'))
  const bundle = join(folder, 'bundle')
  if (!existsSync(join(ROOT, 'dist/client/index.html'))) await buildWeb()
  await runProgram('Bundling the Worker', WRANGLER, ['deploy', '--dry-run', '--outdir', bundle])
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const xero = await openXero(url)
  const runtime = new Miniflare(workers(bundle, port, url, databaseUrl, xero.settings))
  await runtime.ready
  const control = await runtime.getD1Database('DB', 'orrery')
  await applyMigrations(control)
  const seeded = await fetch(`${url}/dev/seed`, { method: 'POST' })
  if (!seeded.ok) throw new Error(`the demo workspace was not made: ${await seeded.text()}`)
  const people = (role: 'owner' | 'editor', count: number) =>
    addPeople(control, { role, count, tenantId: DEMO_TENANT_ID, secret: SECRET, origin: url })
  const [owner] = await people('owner', 1)
  if (owner === undefined) throw new Error('no owner')
  const cohorts: Person[][] = []
  for (let i = 0; i < COHORTS; i += 1) cohorts.push(await people('editor', COHORT_PEOPLE))
  const askers = await people('editor', COHORT_PEOPLE)
  const floorUrl = String(await runtime.unsafeGetDirectURL('floor'))
  const askerUrl = await runtime.unsafeGetDirectURL('asker')
  let asked = 0
  let turn = 0
  return {
    url,
    floorUrl,
    tenantId: DEMO_TENANT_ID,
    control,
    owner,
    xero,
    nextCohort: () => {
      turn += 1
      return cohorts[turn % COHORTS] ?? []
    },
    setFloor: async (body, like) => {
      const own = [...(like?.headers ?? [])].filter(([name]) => !OF_THE_CONNECTION.includes(name))
      const headers = { 'x-all-headers': JSON.stringify(Object.fromEntries(own)) }
      await fetch(floorUrl, { method: 'PUT', body, ...(like === undefined ? {} : { headers }) })
    },
    askInside: async (texts) => {
      // Another person each time: a person may ask a hundred times at once, and the object counts these calls too.
      asked += 1
      const person = askers[asked % askers.length]
      const principal = {
        v: 1,
        kind: 'person',
        id: person?.id,
        name: 'Bench',
        tenantId: DEMO_TENANT_ID,
        role: 'editor',
        credentialId: person?.sessionId,
        memberVersion: 1_000_000,
      }
      const response = await fetch(askerUrl, { method: 'POST', body: JSON.stringify({ principal, texts }) })
      return (await response.json()) as AskedInside
    },
    close: async () => {
      await runtime.dispose()
      await xero.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function workers(
  bundle: string,
  port: number,
  url: string,
  databaseUrl: string,
  settings: Readonly<Record<string, string>>,
) {
  const plain = (name: string) => ({
    ...COMPATIBILITY,
    name,
    modules: true,
    script: readFileSync(join(import.meta.dirname, `../workers/${name}.js`), 'utf8'),
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
  })
  return convertV4MiniflareOptions({
    workers: [
      {
        ...COMPATIBILITY,
        name: 'orrery',
        modules: [
          { type: 'ESModule', path: join(bundle, 'index.js') },
          ...programsIn(bundle).map((path) => ({ type: 'CompiledWasm' as const, path })),
        ],
        modulesRoot: bundle,
        bindings: {
          ENVIRONMENT: 'local',
          PUBLIC_ORIGIN: url,
          BETTER_AUTH_SECRET: SECRET,
          SEAL_KEY: Buffer.alloc(32, 7).toString('base64'),
          MAIL_FROM: 'Orrery <no-reply@orrery.example>',
          ...settings,
        },
        d1Databases: { DB: 'control' },
        r2Buckets: {
          FILES: 'files',
          BACKUPS_EU: 'backups-eu',
          BACKUPS_US: 'backups-us',
          BACKUPS_APAC: 'backups-apac',
          BACKUPS_OCE: 'backups-oce',
        },
        durableObjects: {
          TENANT: { className: 'TenantObject', useSQLite: true },
          PERSON: { className: 'PersonCalls', useSQLite: true },
        },
        hyperdrives: { HYPERDRIVE: databaseUrl },
        queueProducers: {
          SYNC: 'sync',
          RUNS: 'runs',
          IMPORTS: 'imports',
          AI: 'ai',
          NOTIFY: 'notify',
          LAB: 'lab',
        },
        queueConsumers: Object.fromEntries(
          ['sync', 'runs', 'imports'].map((name) => [
            name,
            { maxBatchSize: 1, maxBatchTimeout: 0, maxRetries: 5 },
          ]),
        ),
        // The local simulation of assets puts two Workers of its own before one that has them; the floor has none there.
        serviceBindings: { ASSETS: 'files' },
        unsafeDirectSockets: [{ host: '127.0.0.1', port }],
      },
      {
        ...plain('files'),
        assets: {
          directory: join(ROOT, 'dist/client'),
          binding: 'ASSETS',
          routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
          assetConfig: { not_found_handling: 'none' },
        },
      },
      { ...plain('floor'), durableObjects: { BARE: { className: 'Bare', useSQLite: true } } },
      {
        ...plain('asker'),
        durableObjects: { TENANT: { className: 'TenantObject', scriptName: 'orrery', useSQLite: true } },
      },
    ],
  })
}
