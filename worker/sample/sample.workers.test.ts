import { expect, it } from 'vitest'
import type { Answer } from '../../contracts/metrics.ts'
import { ok } from '../../contracts/result.ts'
import type { SetupView } from '../../contracts/setup.ts'
import { WHOLE } from '../../db/tenant-tx.ts'
import { readCatalogue } from '../metrics/service.ts'
import { storeBooked } from '../metrics/testing/canonical-rows.ts'
import { runCommand } from '../tenant/commands.ts'
import { aWorkspace, newId, type Workspace } from '../tenant/testing/workspace.ts'
import { removeSampleData } from './service.ts'

const dataOf = async <T>(response: Response) => (await response.json<{ data: T }>()).data
const codeOf = async (response: Response) => (await response.json<{ error: { code: string } }>()).error.code
const setup = async (workspace: Workspace) => dataOf<SetupView>(await workspace.call('GET', '/setup'))
const keys = async (workspace: Workspace) =>
  (await dataOf<{ key: string }[]>(await workspace.call('GET', '/metrics'))).map(({ key }) => key)
const ask = async (workspace: Workspace, kind: 'person' | 'key' = 'person') => {
  await workspace.rest()
  const text = JSON.stringify({ metrics: ['revenue'], from: '2026-01-01', to: '2026-06-30', grain: 'month' })
  return workspace.stub.ask(workspace.principal({ kind }), text)
}

/** Stores one row of the workspace's own, as whoever brings numbers does: the sample goes in the same transaction. */
async function bookOwn(workspace: Workspace): Promise<void> {
  await workspace.rest()
  await workspace.inside(async (tenant) => {
    await tenant.current()
    const command = { ...WHOLE, id: newId(), actor: 'system:test', requestHash: 'x' }
    const done = await runCommand(tenant, command, 200, async (tx) => {
      const events = await removeSampleData(tx)
      await storeBooked(tx, [
        {
          ...{ clientId: newId(), day: '2026-03-02', sourceId: newId(), system: 'xero' },
          ...{ revenueCents: 100, expensesCents: 0, cashCents: null, currency: 'EUR', rate: 1 },
        },
      ])
      return ok({ view: null, events })
    })
    expect(done.ok).toBe(true)
  })
}

it('[ON7] opens an invented company with metrics of its own, once', async () => {
  const workspace = await aWorkspace()
  expect(await setup(workspace)).toEqual({
    ...{ hasOwnData: false, hasLooked: false, sample: null, settingsVersion: 1 },
  })
  const opened = await workspace.call('POST', '/sample-data')
  expect(opened.status).toBe(201)
  const { clientId } = await dataOf<{ clientId: string }>(opened)
  expect(await keys(workspace)).toEqual(expect.arrayContaining(['revenue', 'expenses', 'sample_orders']))
  const again = await workspace.call('POST', '/sample-data')
  expect((await dataOf<{ clientId: string }>(again)).clientId).toBe(clientId)
  expect(await setup(workspace)).toMatchObject({ hasOwnData: false, sample: { clientId } })
})

it('[ON7] may be opened and removed by those who may import, and by nobody of another workspace', async () => {
  const workspace = await aWorkspace()
  const viewer = { as: { role: 'viewer' as const } }
  expect((await workspace.call('POST', '/sample-data', viewer)).status).toBe(403)
  expect((await workspace.call('DELETE', '/sample-data', viewer)).status).toBe(403)
  const other = await aWorkspace()
  await other.call('POST', '/sample-data')
  expect((await setup(workspace)).sample).toBeNull()
  await workspace.call('DELETE', '/sample-data')
  expect((await setup(other)).sample).not.toBeNull()
})

it('[ON8] is not opened beside numbers of the workspace’s own', async () => {
  const workspace = await aWorkspace()
  await bookOwn(workspace)
  const refused = await workspace.call('POST', '/sample-data')
  expect([refused.status, await codeOf(refused)]).toEqual([409, 'has_data'])
})

it('[ON8] leaves with the first number of the workspace’s own', async () => {
  const workspace = await aWorkspace()
  await workspace.call('POST', '/sample-data')
  await bookOwn(workspace)
  expect(await setup(workspace)).toMatchObject({ hasOwnData: true, sample: null })
  const left = await workspace.inside((tenant) =>
    tenant.read(
      (tx) => tx.sql<{ n: number }[]>`
      select count(*)::int as n from financials where tenant_id = ${tx.tenantId} and source_system = 'sample'`,
    ),
  )
  expect(left[0]?.n).toBe(0)
})

it('[ON9] takes its metrics and their formulas along when it is removed, and may be opened again', async () => {
  const workspace = await aWorkspace()
  await workspace.call('POST', '/sample-data')
  const answer: { data: Answer } = JSON.parse((await ask(workspace)).body)
  expect(answer.data.series).toHaveLength(1)
  expect((await workspace.call('DELETE', '/sample-data')).status).toBe(200)
  expect(await keys(workspace)).toEqual([])
  const catalogue = await workspace.inside((tenant) => tenant.read(readCatalogue))
  expect(catalogue).toEqual([])
  expect((await ask(workspace)).status).toBeGreaterThanOrEqual(400)
  await workspace.call('POST', '/sample-data')
  expect(await keys(workspace)).toContain('revenue')
  expect((await ask(workspace)).status).toBe(200)
})

it('[ON10] counts a look at sample data as none', async () => {
  const workspace = await aWorkspace()
  await workspace.call('POST', '/sample-data')
  expect((await ask(workspace)).status).toBe(200)
  expect((await setup(workspace)).hasLooked).toBe(false)
  await bookOwn(workspace)
  expect(await setup(workspace)).toMatchObject({ hasOwnData: true, hasLooked: false })
})
