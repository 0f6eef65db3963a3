import fc from 'fast-check'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { triesHere } from '../../scripts/checks/tries.ts'
import { relationOf } from '../metrics/relation-sql.ts'
import { standardMetrics } from '../metrics/rules/standard.ts'
import { readCatalogue } from '../metrics/service.ts'
import { listKpis } from '../records/kpis.repository.ts'
import { lead, Store } from '../records/testing/store.ts'
import { cutoffsOf } from './rules/periods.ts'
import { cutStep, previewRetention, readStep } from './service.ts'

const AT = new Date('2026-11-26T02:00:00Z')
const cutoffs = cutoffsOf('2026-11-26')
let admin: postgres.Sql
let store: Store
beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => admin.end())

async function openStore(): Promise<void> {
  store = await new Store(inject('postgres').appUrl).open()
  await admin`insert into workspace_settings (tenant_id, name, slug, time_zone, currency) values (${store.tenantId}, 'T', 't', 'UTC', 'AUD')`
  await admin`insert into clients (tenant_id, id, name, is_default, external_id, created_at) values (${store.tenantId}, ${store.clientId}, 'C', true, 'c', now())`
}
beforeEach(openStore)
afterEach(() => store.close())

const by = async (limit: number) => ({
  cutoffs,
  limit,
  keyId: '1',
  at: AT,
  definitions: await store.run(readCatalogue),
})

/** Runs every step there is, of so many rows; gives the lines that went into files. */
async function archive(limit: number): Promise<string[]> {
  const lines: string[] = []
  for (;;) {
    const step = await store.run((tx) => readStep(tx, 'leads', cutoffs, limit))
    if (step === null) return lines
    const how = await by(limit)
    const done = await store.run((tx) => cutStep(tx, 'leads', step, how))
    if (!done.ok) throw new Error('rows moved')
    lines.push(...step.taken.lines)
  }
}

/** Every figure of leads by month, alone and by each dimension, as the catalogue reads its rows. */
async function figures(): Promise<unknown[]> {
  const all: unknown[] = []
  for (const definition of standardMetrics('lead_events', 'AUD')) {
    const { sql, filters } = relationOf({ definition })
    all.push([
      definition.key,
      ...(await admin.unsafe(
        `select date_trunc('month', record_date)::date::text as month, client_id, d1, d2, d3, sum(value)::numeric(30, 4)::text as figure,
           sum(coalesce(archived_rows, 1))::int as n
         from (${sql}) r group by grouping sets ((1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 3, 4)) order by 1, 2, 3, 4, 5`,
        [store.tenantId, 1, filters],
      )),
    ])
  }
  return all
}

/** What the page of clients says for a range of whole months that ends today. */
const kpis = (from: string) =>
  store.run((tx) =>
    listKpis(tx, { from, to: '2026-11-30', clientId: null, source: null, currency: 'AUD' }, null, 10),
  )

const day = fc
  .integer({ min: 0, max: 3000 })
  .map((n) => new Date(Date.UTC(2016, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
const aChange = fc.record({
  leadId: fc.constantFrom('L1', 'L2', 'L3', 'L4', 'L5'),
  day,
  stage: fc.constantFrom('New', 'Offer'),
  status: fc.constantFrom('active', 'stale', 'won', 'lost'),
  value: fc.constantFrom(null, '10.5', '99.9999', '-3'),
})

describe('archived leads', () => {
  it('[SN51] leave every figure of whole months as it was, by stage, status, source and client, in steps of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aChange, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('2016-01-01', '2018-05-01', '2022-01-01'),
        async (changes, limit, from) => {
          await store.close()
          await openStore()
          await store.store(
            changes.map(({ leadId, day: on, stage, status, value }, no) =>
              lead(`E${no}`, on, value, { leadId, stage, status }),
            ),
            { at: AT },
          )
          const before = [await figures(), await kpis(from)]
          const found = (await store.run((tx) => previewRetention(tx, cutoffs)))[1]
          const lines = await archive(limit)
          expect(found).toMatchObject({ rule: 'leads', rows: lines.length })
          expect([await figures(), (await kpis(from)).map(withoutLast)]).toEqual([
            before[0],
            (before[1] as Awaited<ReturnType<typeof kpis>>).map(withoutLast),
          ])
          // Whole leads only: one that is in a file has no change left in the table.
          const gone = new Set(lines.map((line) => (JSON.parse(line) as { lead_id: string }).lead_id))
          const left = await admin<{ id: string }[]>`
            select distinct lead_id as id from lead_events where tenant_id = ${store.tenantId} and archived_rows is null`
          expect(left.filter(({ id }) => gone.has(id))).toEqual([])
        },
      ),
      { numRuns: triesHere(30) },
    )
  })

  it('[SN52] stay row by row while they have not ended, ended later, or wait for a rate', async () => {
    await store.store(
      [
        lead('E1', '2016-02-03', '5', { leadId: 'open' }),
        lead('E2', '2016-02-03', '5', { leadId: 'later' }),
        lead('E3', '2020-02-03', '5', { leadId: 'later', status: 'won' }),
        lead('E4', '2016-02-03', '5', { leadId: 'waits', status: 'won', currency: 'XTS' }),
        lead('E5', '2016-02-03', '5', { leadId: 'ended' }),
        lead('E6', '2016-03-04', '5', { leadId: 'ended', status: 'lost' }),
      ],
      { at: AT },
    )
    const lines = await archive(10)
    expect(lines.map((line) => (JSON.parse(line) as { external_id: string }).external_id)).toEqual([
      'invoices:E5',
      'invoices:E6',
    ])
  })

  it('[SN53] are not counted twice: what comes for such a month is set aside, but for changes that are there', async () => {
    const rows = [
      lead('E1', '2016-02-03', '5', { leadId: 'ended', status: 'won' }),
      lead('E2', '2016-02-04', '7', { leadId: 'open' }),
    ]
    await store.store(rows, { at: AT })
    expect(await archive(10)).toHaveLength(1)
    const before = await figures()
    const again = await store.store([...rows, lead('E3', '2016-02-05', '1')], { at: AT })
    expect(again.rejects.map(({ recordKey, reason }) => [recordKey, reason])).toEqual([
      ['E1', 'month_archived'],
      ['E3', 'month_archived'],
    ])
    expect(again.counts).toMatchObject({ new: 0, same: 1 })
    expect(await figures()).toEqual(before)
    const other = await store.store([lead('E2', '2016-02-04', '8', { leadId: 'open' })], { at: AT })
    expect(other.counts.changed).toBe(1)
  })
})

/** The last day of a record may be the first of its month once it is archived. */
const withoutLast = ({ lastRecordDate: _, ...rest }: Awaited<ReturnType<typeof kpis>>[number]) => rest
