import { CommitImport } from '../../contracts/imports.ts'
import { MetricDefinition } from '../../contracts/metrics.ts'
import { ok } from '../../contracts/result.ts'
import type { TenantSpec } from '../../contracts/workspaces.ts'
import { type DemoFile, demoFiles } from '../../db/seed/demo.ts'
import type { NewEvent } from '../events/define.ts'
import { BatchReader } from '../imports/parsing/batch.ts'
import { detectImport } from '../imports/parsing/sniff.ts'
import { commitImport, createImport } from '../imports/service.ts'
import { metricDefined } from '../metrics/events.ts'
import { ensureMetric, readCatalogue } from '../metrics/service.ts'
import { DayClock } from '../platform/clock.ts'
import { runCommand } from './commands.ts'
import { sha256 } from './context.ts'
import { Loads } from './loads.ts'
import { provisionTenant } from './provision.ts'
import type { Tenant } from './tenant.ts'

const ACTOR = 'system:demo'
const FACTS = { kind: 'facts', table: 'custom_metrics', column: 'value' } as const

const definitionsOf = (currency: string) =>
  MetricDefinition.array().parse([
    {
      key: 'revenue',
      label: 'Revenue',
      unit: 'money',
      currency,
      direction: 'up',
      aggregation: 'sum',
      scale: 4,
      source: FACTS,
      dimensions: ['Customer', 'Service'],
      description: 'Invoiced sales without tax.',
    },
    {
      key: 'cost_of_sales',
      label: 'Cost of sales',
      unit: 'money',
      currency,
      direction: 'down',
      aggregation: 'sum',
      scale: 4,
      source: FACTS,
      dimensions: ['Customer', 'Service'],
      description: 'Freelancers, hire and materials of the jobs that were invoiced.',
    },
    {
      key: 'orders',
      label: 'Orders',
      unit: 'count',
      currency: null,
      direction: 'up',
      aggregation: 'sum',
      scale: 4,
      source: FACTS,
      dimensions: ['Customer', 'Service'],
      description: 'Number of invoices.',
    },
    {
      key: 'operating_cost',
      label: 'Operating cost',
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
      key: 'gross_margin',
      label: 'Gross margin',
      unit: 'percent',
      currency: null,
      direction: 'up',
      aggregation: 'ratio',
      scale: 2,
      source: { kind: 'formula', formula: '(revenue - cost_of_sales) / revenue * 100' },
      dimensions: [],
      description: 'What is left of each sale after its own cost.',
    },
    {
      key: 'net_result',
      label: 'Net result',
      unit: 'money',
      currency,
      direction: 'up',
      aggregation: 'ratio',
      scale: 4,
      source: { kind: 'formula', formula: 'revenue - cost_of_sales - operating_cost' },
      dimensions: [],
      description: 'Revenue less every cost.',
    },
  ])

const mappingsOf = (currency: string): Record<string, CommitImport> => ({
  'sales.csv': CommitImport.parse({
    date: 'Date',
    externalId: 'Invoice',
    dimensions: ['Customer', 'Service'],
    values: [
      { metric: 'revenue', label: 'Revenue', currency, expression: 'Amount' },
      { metric: 'cost_of_sales', label: 'Cost of sales', currency, expression: '[Cost of sales]' },
      { metric: 'orders', label: 'Orders', unit: 'count', expression: 'Orders' },
    ],
  }),
  'costs.csv': CommitImport.parse({
    date: 'Date',
    externalId: 'Bill',
    dimensions: ['Category'],
    values: [{ metric: 'operating_cost', label: 'Operating cost', currency, expression: 'Amount' }],
  }),
})

/** Fills the demo workspace through the same code as an upload. Asked again on the same day it changes nothing. */
export async function seedDemoWorkspace(tenant: Tenant, spec: TenantSpec): Promise<void> {
  await provisionTenant(tenant, spec)
  const today = new DayClock().dayIn(spec.timeZone, tenant.deps.now())
  await defineMetrics(tenant, spec.currency)
  for (const file of demoFiles(today)) await importFile(tenant, spec, file, today)
}

async function defineMetrics(tenant: Tenant, currency: string): Promise<void> {
  const command = { id: 'demo-metrics', actor: ACTOR, requestHash: currency }
  await runCommand(tenant, command, 200, async (tx) => {
    const known = await readCatalogue(tx)
    const events: NewEvent[] = []
    for (const wanted of definitionsOf(currency)) {
      if (known.some((entry) => entry.definition.key === wanted.key)) continue
      const saved = await ensureMetric(tx, known, wanted)
      if (saved.ok)
        events.push(metricDefined.of(`metric:${wanted.key}`, { key: wanted.key, no: saved.value.no }))
    }
    return ok({ view: null, events })
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
    { id: `demo-${file.name}-${today}`, actor: ACTOR, requestHash: fileHash },
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
    { id: `demo-commit-${id}`, actor: ACTOR, requestHash: mappingHash },
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
