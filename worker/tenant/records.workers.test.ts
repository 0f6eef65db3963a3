import { expect, it } from 'vitest'
import type { Answer } from '../../contracts/metrics.ts'
import { ok } from '../../contracts/result.ts'
import { WHOLE } from '../../db/tenant-tx.ts'
import type { NewEvent } from '../events/define.ts'
import { readCatalogue } from '../metrics/service.ts'
import { ensureStandardMetrics, touchedByTable } from '../metrics/standard.service.ts'
import { type Booked, storeBooked } from '../metrics/testing/canonical-rows.ts'
import { recordsRemoved, recordsStored } from '../records/events.ts'
import { runCommand } from './commands.ts'
import { aWorkspace, newId, type Workspace } from './testing/workspace.ts'

const SOURCE = '00000000-0000-7000-8000-000000000001'
const booking = (day: string, revenueCents: number, over: Partial<Booked> = {}): Booked => ({
  ...{
    clientId: SOURCE,
    day,
    sourceId: SOURCE,
    system: 'xero',
    revenueCents,
    expensesCents: 0,
    cashCents: null,
  },
  ...{ currency: 'EUR', rate: 1 },
  ...over,
})

/** Stores profit and loss with its events, as a page of a sync does. */
async function book(workspace: Workspace, rows: readonly Booked[]): Promise<void> {
  await workspace.rest()
  await workspace.inside(async (tenant) => {
    await tenant.current()
    const known = (await tenant.facts())?.definitions ?? []
    const command = { ...WHOLE, id: newId(), actor: 'system:test', requestHash: 'x' }
    const done = await runCommand(tenant, command, 200, async (tx) => {
      const standard = await ensureStandardMetrics(tx, known, 'financials', 'EUR')
      await storeBooked(tx, rows)
      const touched = touchedByTable(standard.definitions, 'financials', [
        ...new Set(rows.map((row) => row.day)),
      ])
      const counts = { new: rows.length, changed: 0, same: 0, deleted: 0 }
      const stored = recordsStored.of('connection:1', {
        sourceId: SOURCE,
        sourceSystem: 'xero',
        counts,
        touched,
      })
      return ok({ view: null, events: [...standard.events, stored] satisfies NewEvent[] })
    })
    if (!done.ok) throw new Error(done.error.code)
  })
}

async function ask(workspace: Workspace, metrics: string[], over: object = {}): Promise<Answer> {
  await workspace.rest()
  const question = { metrics, from: '2026-02-01', to: '2026-02-28', grain: 'month', ...over }
  const { body } = await workspace.stub.ask(workspace.principal(), JSON.stringify(question))
  return JSON.parse(body).data
}
const totals = async (workspace: Workspace, metrics: string[]) =>
  (await ask(workspace, metrics)).series.map((series) => series.total)

it('[ME31] stored records move their numbers, also those of formulas, and sockets are told which', async () => {
  const workspace = await aWorkspace()
  await book(workspace, [booking('2026-02-03', 100_00, { expensesCents: 25_00 })])
  expect(await totals(workspace, ['revenue', 'net_profit', 'net_margin'])).toEqual(['100', '75', '75'])

  const socket = await workspace.socket()
  await book(workspace, [booking('2026-02-04', 50_50), booking('2026-03-01', 9_00)])
  const frame = await socket.frame('rollup')
  expect(frame.metrics).toContainEqual({ key: 'revenue', from: '2026-02-04', to: '2026-03-01' })
  expect(await totals(workspace, ['revenue', 'net_profit', 'net_margin'])).toEqual([
    '150.5',
    '125.5',
    '83.39',
  ])
})

it('[ME31] removed records move them back, and a rebuild ends at the same numbers', async () => {
  const workspace = await aWorkspace()
  await book(workspace, [booking('2026-02-03', 100_00), booking('2026-02-05', 1_00)])
  expect(await totals(workspace, ['revenue'])).toEqual(['101'])
  await workspace.rest()
  await workspace.inside(async (tenant) => {
    await tenant.current()
    const command = { ...WHOLE, id: newId(), actor: 'system:test', requestHash: 'y' }
    const done = await runCommand(tenant, command, 200, async (tx) => {
      await tx.sql`delete from financials where tenant_id = ${tx.tenantId} and record_date = '2026-02-03'`
      const touched = touchedByTable(await readCatalogue(tx), 'financials', ['2026-02-03'])
      const removed = { sourceId: SOURCE, sourceSystem: 'xero', rows: 1, touched }
      return ok({ view: null, events: [recordsRemoved.of('connection:1', removed)] })
    })
    if (!done.ok) throw new Error(done.error.code)
  })
  expect(await totals(workspace, ['revenue'])).toEqual(['1'])
  await workspace.rest()
  const isEqual = await workspace.inside(async (tenant) => {
    await tenant.current()
    await tenant.recounter.settleAll()
    const before = [...tenant.rollups.dump()]
    await tenant.rebuild()
    expect(before.length).toBeGreaterThan(0)
    expect([...tenant.rollups.dump()]).toEqual(before)
    return true
  })
  expect(isEqual).toBe(true)
  expect(await totals(workspace, ['revenue'])).toEqual(['1'])
})

it('[ME31] shows the days of their own workspace only', async () => {
  const [mine, other] = [await aWorkspace(), await aWorkspace()]
  await book(mine, [booking('2026-02-03', 7_00)])
  await book(other, [booking('2026-02-03', 5_00)])
  expect([await totals(mine, ['revenue']), await totals(other, ['revenue'])]).toEqual([['7'], ['5']])
})
