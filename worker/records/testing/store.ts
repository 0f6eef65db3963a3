import { randomUUID } from 'node:crypto'
import { TenantId } from '../../../contracts/ids.ts'
import { MetricDefinition } from '../../../contracts/metrics.ts'
import { ok } from '../../../contracts/result.ts'
import { SyncRecord } from '../../../contracts/sync.ts'
import { type Lane, openLane } from '../../../db/lane.ts'
import { inTenant, type TenantTx } from '../../../db/tenant-tx.ts'
import { readCatalogue } from '../../metrics/service.ts'
import { type StoredRecords, storeRecords } from '../store.service.ts'

export const metric = (
  key: string,
  unit: 'money' | 'count',
  over: Partial<MetricDefinition> = {},
): MetricDefinition =>
  MetricDefinition.parse({
    key,
    label: key,
    unit,
    currency: unit === 'money' ? 'AUD' : null,
    direction: 'up',
    aggregation: 'sum',
    scale: unit === 'money' ? 4 : 0,
    source: { kind: 'facts', table: 'custom_metrics', column: 'value' },
    dimensions: [],
    description: '',
    ...over,
  })

export const streamMetrics = [metric('invoiced', 'money'), metric('invoices', 'count')]

/** Records as a connector sends them: what a test does not say is left at something plain. */
export const value = (externalId: string, recordDate: string, invoiced: string, over: object = {}) =>
  SyncRecord.parse({
    kind: 'value',
    externalId,
    recordDate,
    values: [
      { metric: 'invoiced', value: invoiced },
      { metric: 'invoices', value: '1' },
    ],
    currency: 'AUD',
    givenRate: null,
    dimensions: {},
    ...over,
  })
export const financial = (externalId: string, recordDate: string, revenue: string, over: object = {}) =>
  SyncRecord.parse({
    kind: 'financial',
    externalId,
    recordDate,
    revenue,
    expenses: '1',
    cashFlow: null,
    currency: 'AUD',
    givenRate: null,
    metadata: null,
    ...over,
  })
export const lead = (externalId: string, eventDate: string, amount: string | null, over: object = {}) =>
  SyncRecord.parse({
    kind: 'lead',
    externalId,
    leadId: 'L1',
    eventDate,
    stage: 'New',
    status: 'active',
    value: amount,
    currency: amount === null ? null : 'AUD',
    givenRate: null,
    ...over,
  })
export const deleted = (externalId: string, of: 'financial' | 'value' | 'lead') =>
  SyncRecord.parse({ kind: 'deleted', externalId, of })
export const rate = (currency: string, rateDate: string, perEuro: string) =>
  SyncRecord.parse({ kind: 'rate', externalId: `${currency} ${rateDate}`, currency, rateDate, perEuro })

/** A workspace with one source, stored into as the tenant object does: one transaction a page. */
export class Store {
  readonly tenantId = TenantId.parse(randomUUID())
  readonly sourceId = randomUUID()
  readonly clientId = randomUUID()
  private readonly lane: Lane

  constructor(appUrl: string) {
    this.lane = openLane(appUrl)
  }

  close(): Promise<void> {
    return this.lane.reset()
  }

  async run<T>(work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const result = await inTenant<T, never>(this.lane, this.tenantId, 'write', async (tx) =>
      ok(await work(tx)),
    )
    if (!result.ok) throw new Error('it does not refuse')
    return result.value
  }

  /** Makes the head of the workspace, without which there is no event and no history. */
  async open(): Promise<this> {
    await this.run((tx) => tx.sql`insert into tenant_heads (tenant_id, hash) values (${tx.tenantId}, '')`)
    return this
  }

  store(records: readonly SyncRecord[], over: object = {}): Promise<StoredRecords> {
    return this.run(async (tx) =>
      storeRecords(
        tx,
        {
          source: { id: this.sourceId, system: 'xero', stream: 'invoices' },
          clientId: this.clientId,
          base: 'AUD',
          definitions: await readCatalogue(tx),
          metrics: streamMetrics,
          at: new Date('2026-07-20T10:00:00Z'),
          ...over,
        },
        records,
      ),
    )
  }

  /** Number of a metric in the catalogue. */
  async no(key: string): Promise<number> {
    const entries = await this.run(readCatalogue)
    return entries.find(({ definition }) => definition.key === key)?.no ?? 0
  }

  /** All rows of the source, by table, in a fixed order and without what differs from run to run. */
  rows(): Promise<{ values: object[]; financials: object[]; leads: object[]; history: number }> {
    return this.run(async (tx) => {
      const values = await tx.sql<object[]>`
        select d.key, m.record_date::text as day, trim_scale(m.value)::text as value, m.currency, m.original::text as original,
          m.original_currency as "originalCurrency", m.rate::text as rate, m.rate_date::text as "rateDate", m.d1, m.d2
        from custom_metrics m join metric_definitions d on d.tenant_id = m.tenant_id and d.no = m.metric_no
        where m.tenant_id = ${tx.tenantId} order by d.key, m.record_date, m.row_key`
      const financials = await tx.sql<object[]>`
        select external_id as id, record_date::text as day, trim_scale(revenue)::text as revenue, trim_scale(base_revenue)::text as base,
          currency, rate::text as rate, rate_date::text as "rateDate", metadata
        from financials where tenant_id = ${tx.tenantId} order by record_date, external_id`
      const leads = await tx.sql<object[]>`
        select external_id as id, event_date::text as day, stage, status, trim_scale(value)::text as value,
          trim_scale(base_value)::text as base, rate::text as rate
        from lead_events where tenant_id = ${tx.tenantId} order by event_date, external_id`
      const [history] = await tx.sql<{ n: number }[]>`
        select count(*)::int as n from fact_history where tenant_id = ${tx.tenantId}`
      return {
        values: [...values],
        financials: [...financials],
        leads: [...leads],
        history: history?.n ?? 0,
      }
    })
  }
}
