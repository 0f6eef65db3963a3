import type { MetricDefinition } from '../../../contracts/metrics.ts'
import { ok } from '../../../contracts/result.ts'
import { WHOLE } from '../../../db/tenant-tx.ts'
import { appendEvents } from '../../events/append.ts'
import { readEvent } from '../../events/registry.ts'
import { importRowsLoaded } from '../../imports/events.ts'
import { metricDefined } from '../../metrics/events.ts'
import { dayOfNumber } from '../../metrics/rules/days.ts'
import { ensureMetric } from '../../metrics/service.ts'
import { runCommand } from '../commands.ts'
import type { Committed } from '../projector.ts'
import type { Tenant } from '../tenant.ts'
import { newId } from './workspace.ts'

/** A row of the metric `sales`: day number since 1970, region, amount in whole units. */
export interface Sale {
  day: number
  region: string
  amount: number
}

const SCALE = 4
const SALES: MetricDefinition = {
  key: 'sales',
  label: 'Sales',
  unit: 'money',
  currency: 'EUR',
  direction: 'up',
  aggregation: 'sum',
  scale: SCALE,
  source: { kind: 'facts', table: 'custom_metrics', column: 'value' },
  dimensions: ['Region'],
  description: '',
}

/** Defines the metric `sales`; gives its number. */
export async function defineSales(tenant: Tenant): Promise<number> {
  const command = { ...WHOLE, id: newId(), actor: 'system:test', requestHash: 'sales' }
  const done = await runCommand(tenant, command, 200, async (tx) => {
    const saved = await ensureMetric(tx, [], SALES)
    if (!saved.ok) return saved
    return ok({
      view: saved.value.no,
      events: [metricDefined.of('metric:sales', { key: 'sales', no: saved.value.no })],
    })
  })
  if (!done.ok) throw new Error(done.error.code)
  await tenant.facts()
  return Number(done.value.data)
}

/** Stores rows and their event in one transaction, and tells nobody: what the projector has to be told is given back. */
export async function storeSales(
  tenant: Tenant,
  metricNo: number,
  sales: readonly Sale[],
): Promise<Committed> {
  const clients = (await tenant.facts())?.clients ?? []
  const clientId = clients[0]?.id ?? ''
  const days = [...new Set(sales.map((sale) => dayOfNumber(sale.day)))]
  const counts = { rowsRead: sales.length, rowsLoaded: sales.length, rowsSame: 0, rowsRejected: 0 }
  const importId = newId()
  const event = importRowsLoaded.of(`import:${importId}`, {
    importId,
    nextByte: 0,
    ...counts,
    insertOnly: true,
    touched: [{ metricNo, days }],
  })
  const stored = await tenant.write(tenant.loads, async (tx) => {
    for (const sale of sales) {
      await tx.sql`
        insert into custom_metrics (tenant_id, metric_no, record_date, row_key, value, currency, client_id, d1, source_id)
        values (${tx.tenantId}, ${metricNo}, ${dayOfNumber(sale.day)}, ${newId()}, ${String(sale.amount)}, 'EUR', ${clientId},
          ${sale.region}, ${importId})`
    }
    return ok(await appendEvents(tx, tenant.fence, 'system:import', [event]))
  })
  if (!stored.ok) throw new Error('not stored')
  const body = JSON.stringify({ ...event, actor: 'system:import' })
  const row = {
    seq: stored.value,
    at: tenant.deps.now().toISOString(),
    type: event.type,
    actor: 'system:import',
    subject: event.subject,
  }
  const read = readEvent({ ...row, body })
  if (read === null) throw new Error('an event without a body')
  return { seq: stored.value, event: read, delta: deltaOf(metricNo, sales, clientId) }
}

/** What the load statement of Postgres would count for these rows. */
function deltaOf(metricNo: number, sales: readonly Sale[], clientId: string): string {
  const buckets = new Map<string, [number, number]>()
  for (const { day, region, amount } of sales) {
    for (const [dim, val] of [
      [0, ''],
      [1, region],
      [6, clientId],
    ] as const) {
      const key = JSON.stringify([metricNo, dim, 0, day, val])
      const [units, n] = buckets.get(key) ?? [0, 0]
      buckets.set(key, [units + amount * 10 ** SCALE, n + 1])
    }
  }
  return JSON.stringify([...buckets].map(([key, [units, n]]) => [...JSON.parse(key), units, n]))
}

/** Everything the read model holds about total, region and client. */
export function salesDump(tenant: Tenant): string[] {
  return [...tenant.rollups.dump()].filter((line) => /^\d+\|[016]\|/.test(line))
}
