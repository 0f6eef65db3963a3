import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ok } from '../../contracts/result.ts'
import type { SyncRecord } from '../../contracts/sync.ts'
import { readCatalogue } from '../metrics/service.ts'
import { readWaitingSpans } from '../metrics/waiting.service.ts'
import { recordsStored } from '../records/events.ts'
import { storeRecords } from '../records/store.service.ts'
import { deleted, streamMetrics, value } from '../records/testing/store.ts'
import { record } from './record.ts'
import { SeenLevels } from './seen-levels.ts'
import type { Tenant } from './tenant.ts'
import { aWorkspace, newId } from './testing/workspace.ts'

const SOURCE = newId()
const metrics = streamMetrics.map((metric) => ({ ...metric, dimensions: ['Customer'] }))

/** Stores a page of records with its event, as a sync does. */
async function storePage(tenant: Tenant, records: readonly SyncRecord[]): Promise<void> {
  const clientId = (await tenant.facts())?.clients[0]?.id ?? ''
  const stored = await record<null, never>(tenant, tenant.loads, 'system:test', async (tx) => {
    const levels = new SeenLevels(tenant.rollups)
    const definitions = await readCatalogue(tx)
    const source = { id: SOURCE, system: 'xero', stream: 'invoices' }
    const context = { source, clientId, base: 'AUD', definitions, metrics, at: tenant.deps.now() }
    const done = await storeRecords(tx, { ...context, levelsOf: (no) => levels.of(no) }, records)
    const { counts, touched, delta } = done
    const event = recordsStored.of(`source:${SOURCE}`, {
      sourceId: SOURCE,
      sourceSystem: 'xero',
      counts,
      touched,
    })
    const moved = delta === null ? null : { event, delta, levels }
    return ok({ value: null, events: [...done.defined, event], moved })
  })
  if (!stored.ok) throw new Error(stored.error.code)
}

/** Whether no amount waits for a rate, as the object remembers it, which has to be what Postgres says. */
async function areAllConverted(tenant: Tenant): Promise<boolean> {
  const spans = await tenant.waiting.spans()
  expect(spans).toEqual(await tenant.read(readWaitingSpans))
  return spans.length === 0
}

const aRecord = fc.oneof(
  fc
    .record({
      id: fc.constantFrom('1', '2', '3', '4'),
      day: fc.constantFrom('2026-02-27', '2026-02-28', '2026-03-01'),
      amount: fc.constantFrom('1', '2.5', '-3', '0'),
      customer: fc.constantFrom('Ada', 'Bo', ''),
      currency: fc.constantFrom('AUD', 'AUD', 'USD'),
    })
    .map(({ id, day, amount, customer, currency }) =>
      value(id, day, amount, { currency, dimensions: { Customer: customer } }),
    ),
  fc.constantFrom('1', '2', '3', '4').map((id) => deleted(id, 'value')),
)

it('[CO47] a page of values leaves no day to be counted, and the buckets are those of its rows', async () => {
  const workspace = await aWorkspace()
  await workspace.inside(async (tenant) => {
    await tenant.current()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(aRecord, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
        async (pages) => {
          for (const page of pages) {
            const wereConverted = await areAllConverted(tenant)
            await storePage(tenant, page)
            if ((await areAllConverted(tenant)) && wereConverted) expect(tenant.rollups.dirty(1)).toEqual([])
            await tenant.recounter.settleAll()
          }
          const stored = [...tenant.rollups.dump()]
          await tenant.rebuild()
          expect([...tenant.rollups.dump()]).toEqual(stored)
        },
      ),
      { numRuns: 12 },
    )
  })
})

it('[CO47] what was counted while a dimension became coarser is counted again', async () => {
  const workspace = await aWorkspace()
  await workspace.inside(async (tenant) => {
    await tenant.current()
    await storePage(tenant, [value('1', '2026-02-27', '1', { dimensions: { Customer: 'Ada' } })])
    const levels = new SeenLevels(tenant.rollups)
    const no = (await tenant.facts())?.definitions[0]?.no ?? 0
    levels.of(no)
    expect(levels.areCurrent()).toBe(true)
    tenant.storage.sql.exec('update dims set period = 1 where metric = ? and dim = 1', no)
    expect(levels.areCurrent()).toBe(false)
  })
})
