import { DashboardLayout } from '../../contracts/dashboards.ts'
import { CommitImport } from '../../contracts/imports.ts'
import { MetricDefinition } from '../../contracts/metrics.ts'
import { ok } from '../../contracts/result.ts'
import type { TenantSpec } from '../../contracts/workspaces.ts'
import { type DemoFile, demoFiles } from '../../db/seed/demo.ts'
import { WHOLE } from '../../db/tenant-tx.ts'
import { listDashboards, saveDashboard } from '../dashboards/service.ts'
import type { NewEvent } from '../events/define.ts'
import { BatchReader } from '../imports/parsing/batch.ts'
import { detectImport } from '../imports/parsing/sniff.ts'
import { commitImport, createImport } from '../imports/service.ts'
import { definedInPlaceOf } from '../metrics/events.ts'
import { ensureMetric, readCatalogue } from '../metrics/service.ts'
import { DayClock } from '../platform/clock.ts'
import { runCommand } from './commands.ts'
import { sha256 } from './context.ts'
import { seedBookings } from './demo-bookings.ts'
import { seedProjects } from './demo-projects.ts'
import { Loads } from './loads.ts'
import { provisionTenant } from './provision.ts'
import type { Tenant } from './tenant.ts'

const ACTOR = 'system:demo'
const FACTS = { kind: 'facts', table: 'custom_metrics', column: 'value' } as const

/** What the studio's own job sheets say; the books come from the connected accounting system under their usual names. */
const definitionsOf = (currency: string) =>
  MetricDefinition.array().parse([
    {
      key: 'job_sales',
      label: 'Job sales',
      unit: 'money',
      currency,
      direction: 'up',
      aggregation: 'sum',
      scale: 4,
      source: FACTS,
      dimensions: ['Customer', 'Service'],
      description: 'Price of the jobs on the studio’s job sheets, without tax.',
    },
    {
      key: 'job_cost',
      label: 'Job cost',
      unit: 'money',
      currency,
      direction: 'down',
      aggregation: 'sum',
      scale: 4,
      source: FACTS,
      dimensions: ['Customer', 'Service'],
      description: 'Freelancers, hire and materials of those jobs.',
    },
    {
      key: 'jobs',
      label: 'Jobs',
      unit: 'count',
      currency: null,
      direction: 'up',
      aggregation: 'sum',
      scale: 4,
      source: FACTS,
      dimensions: ['Customer', 'Service'],
      description: 'Number of jobs.',
    },
    {
      key: 'running_cost',
      label: 'Running cost',
      unit: 'money',
      currency,
      direction: 'down',
      aggregation: 'sum',
      scale: 4,
      source: FACTS,
      dimensions: ['Category'],
      description: 'What running the studio costs, whatever it sells.',
    },
    {
      key: 'job_margin',
      label: 'Job margin',
      unit: 'percent',
      currency: null,
      direction: 'up',
      aggregation: 'ratio',
      scale: 2,
      source: { kind: 'formula', formula: '(job_sales - job_cost) / job_sales * 100' },
      dimensions: [],
      description: 'What is left of each job after its own cost.',
    },
  ])

const mappingsOf = (currency: string): Record<string, CommitImport> => ({
  'job-sheets.csv': CommitImport.parse({
    date: 'Date',
    externalId: 'Invoice',
    dimensions: ['Customer', 'Service'],
    values: [
      { metric: 'job_sales', label: 'Job sales', currency, expression: 'Amount' },
      { metric: 'job_cost', label: 'Job cost', currency, expression: '[Cost of sales]' },
      { metric: 'jobs', label: 'Jobs', unit: 'count', expression: 'Orders' },
    ],
  }),
  'running-costs.csv': CommitImport.parse({
    date: 'Date',
    externalId: 'Bill',
    dimensions: ['Category'],
    values: [{ metric: 'running_cost', label: 'Running cost', currency, expression: 'Amount' }],
  }),
})

/** The demo dashboard: the books of the connected system first, then what the job sheets add. */
const LAYOUT = DashboardLayout.parse({
  tiles: ['revenue', 'net_profit', 'invoiced', 'job_sales'],
  main: { metric: 'revenue' },
  lists: [
    { metric: 'invoiced', dimension: 'Customer' },
    { metric: 'bills', dimension: 'Supplier' },
    { metric: 'job_sales', dimension: 'Service' },
  ],
})

/** Fills the demo workspace through the same code as an upload. Asked again on the same day it changes nothing. */
export async function seedDemoWorkspace(tenant: Tenant, spec: TenantSpec): Promise<void> {
  await provisionTenant(tenant, spec)
  const today = new DayClock().dayIn(spec.timeZone, tenant.deps.now())
  await defineMetrics(tenant, spec.currency)
  await arrangeDashboard(tenant)
  for (const file of demoFiles(today)) await importFile(tenant, spec, file, today)
  await seedBookings(tenant, spec, today)
  await seedProjects(tenant, spec, today)
}

async function defineMetrics(tenant: Tenant, currency: string): Promise<void> {
  const command = { ...WHOLE, id: 'demo-metrics', actor: ACTOR, requestHash: currency }
  await runCommand(tenant, command, 200, async (tx) => {
    const known = await readCatalogue(tx)
    const events: NewEvent[] = []
    for (const wanted of definitionsOf(currency)) {
      if (known.some((entry) => entry.definition.key === wanted.key)) continue
      const saved = await ensureMetric(tx, known, wanted)
      if (saved.ok) events.push(definedInPlaceOf(undefined, saved.value))
    }
    return ok({ view: null, events })
  })
}

async function arrangeDashboard(tenant: Tenant): Promise<void> {
  const command = { ...WHOLE, id: 'demo-dashboard', actor: ACTOR, requestHash: JSON.stringify(LAYOUT) }
  await runCommand(tenant, command, 200, async (tx) => {
    const [first] = await listDashboards(tx)
    // One that a person has arranged stays as it is.
    if (first === undefined || first.version > 1) return ok({ view: null, events: [] })
    const saved = await saveDashboard(tx, first.id, first.version, { layout: LAYOUT })
    return saved.ok ? ok({ view: null, events: saved.value.events }) : saved
  })
}

async function importFile(tenant: Tenant, spec: TenantSpec, file: DemoFile, today: string): Promise<void> {
  const bytes = new TextEncoder().encode(file.text)
  const detection = detectImport(bytes, true)
  const mapping = mappingsOf(spec.currency)[file.name]
  if (!detection.ok || mapping === undefined) throw new Error(`the demo file ${file.name} cannot be read`)
  const { deps } = tenant
  const fileHash = await sha256(file.text)
  const at = deps.now()
  const created = await runCommand(
    tenant,
    { ...WHOLE, id: `demo-${file.name}-${today}`, actor: ACTOR, requestHash: fileHash },
    201,
    (tx) =>
      createImport(
        tx,
        {
          id: deps.newId(),
          name: file.name,
          fileKey: `demo/${file.name}`,
          fileHash,
          bytesTotal: bytes.byteLength,
          detection: detection.value,
        },
        ACTOR,
        at,
      ),
  )
  if (!created.ok) throw new Error(`the demo file ${file.name} was refused: ${created.error.code}`)
  const { id } = JSON.parse(created.value.data)
  const mappingHash = await sha256(JSON.stringify(mapping))
  const committed = await runCommand(
    tenant,
    { ...WHOLE, id: `demo-commit-${id}`, actor: ACTOR, requestHash: mappingHash },
    202,
    (tx) => commitImport(tx, id, mapping, { mappingHash, timeZone: spec.timeZone, at }),
  )
  if (!committed.ok) throw new Error(`the demo file ${file.name} was refused: ${committed.error.code}`)
  const loads = new Loads(tenant)
  const place = await loads.place(id)
  if (place === null) return
  const reader = new BatchReader(place.plan, { byte: place.nextByte, line: place.nextLine })
  reader.push(bytes.subarray(place.nextByte), true)
  for (let batch = reader.next(); batch !== null; batch = reader.next()) await loads.load(id, batch)
}
