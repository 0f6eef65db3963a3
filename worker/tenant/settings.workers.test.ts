import { expect, it } from 'vitest'
import { ClientId } from '../../contracts/ids.ts'
import { ok } from '../../contracts/result.ts'
import type { SetupView } from '../../contracts/setup.ts'
import type { UpdateWorkspace } from '../../contracts/workspaces.ts'
import { WHOLE } from '../../db/tenant-tx.ts'
import { storeBooked } from '../metrics/testing/canonical-rows.ts'
import { runCommand } from './commands.ts'
import { aWorkspace, newId, type Workspace } from './testing/workspace.ts'

const change = (workspace: Workspace, version: number, wanted: UpdateWorkspace, commandId = newId()) =>
  workspace.stub.changeSettings({ v: 1, change: wanted, version, actor: 'person:p1', commandId })

const eventsOf = (workspace: Workspace) =>
  workspace.inside((tenant) =>
    tenant.read(async (tx) => {
      const rows = await tx.sql<{ body: string }[]>`
        select b.body from events e join event_bodies b using (tenant_id, seq)
        where e.tenant_id = ${tx.tenantId} and e.type = 'workspace.changed' order by e.seq`
      return rows.map(({ body }) => JSON.parse(body).data)
    }),
  )

it('[ON12] changes settings at the version that was seen, once, and tells before and after', async () => {
  const workspace = await aWorkspace()
  const commandId = newId()
  const wanted = { name: 'Reed', weekStart: 7, fiscalYearStartMonth: 7 }
  expect(await change(workspace, 1, wanted, commandId)).toEqual({ ok: true, value: null })
  await workspace.rest()
  expect(await change(workspace, 1, wanted, commandId)).toEqual({ ok: true, value: null })
  await workspace.rest()
  expect(await workspace.stub.settings()).toMatchObject({ ...wanted, version: 2, timeZone: 'UTC' })
  expect(await eventsOf(workspace)).toEqual([
    {
      fields: ['name', 'weekStart', 'fiscalYearStartMonth'],
      before: { name: 'Test Studio', weekStart: 1, fiscalYearStartMonth: 1 },
      after: wanted,
    },
  ])
})

it('[ON12] refuses a change of what has changed since', async () => {
  const workspace = await aWorkspace()
  await change(workspace, 1, { name: 'First' })
  await workspace.rest()
  expect(await change(workspace, 1, { name: 'Second' })).toMatchObject({
    ok: false,
    error: { code: 'stale_version', details: { current: 2 } },
  })
})

it('[ON12] answers by the new calendar at once', async () => {
  const workspace = await aWorkspace()
  await workspace.inside((tenant) => tenant.facts())
  await change(workspace, 1, { weekStart: 7, timeZone: 'Australia/Sydney' })
  const facts = await workspace.inside((tenant) => tenant.facts())
  expect(facts?.settings).toMatchObject({ weekStart: 7, timeZone: 'Australia/Sydney' })
})

it('[ON13] keeps time zone and currency once there are numbers, and lets sample data go with them', async () => {
  const workspace = await aWorkspace()
  await workspace.call('POST', '/sample-data')
  expect(await change(workspace, 1, { currency: 'AUD' })).toMatchObject({ ok: true })
  const setup = await (await workspace.call('GET', '/setup')).json<{ data: SetupView }>()
  expect(setup.data).toMatchObject({ sample: null, settingsVersion: 2 })

  await workspace.inside(async (tenant) => {
    await tenant.current()
    await runCommand(
      tenant,
      { ...WHOLE, id: newId(), actor: 'system:test', requestHash: 'x' },
      200,
      async (tx) => {
        await storeBooked(tx, [
          {
            ...{ clientId: newId(), day: '2026-03-02', sourceId: newId(), system: 'xero' },
            ...{ revenueCents: 100, expensesCents: 0, cashCents: null, currency: 'AUD', rate: 1 },
          },
        ])
        return ok({ view: null, events: [] })
      },
    )
  })
  await workspace.rest()
  expect(await change(workspace, 2, { currency: 'NZD', timeZone: 'Pacific/Auckland' })).toMatchObject({
    ok: false,
    error: { code: 'has_data', details: { fields: ['timeZone', 'currency'] } },
  })
  expect(await change(workspace, 2, { currency: 'AUD', name: 'Still free' })).toMatchObject({ ok: true })
})

it('[ON17] makes another client the default one: numbers of nobody in particular are about it from then on', async () => {
  const workspace = await aWorkspace()
  const send = async (method: string, path: string, body?: object) => {
    const answer = await workspace.call(method, path, body === undefined ? {} : { body })
    return ((await answer.json()) as { data: { id: string; defaultClientId: string; isDefault: boolean } })
      .data
  }
  const before = (await send('GET', '/setup/settings')).defaultClientId
  const { id } = await send('POST', '/clients', { name: 'Acme' })
  expect(await change(workspace, 1, { defaultClientId: ClientId.parse(id) })).toEqual({
    ok: true,
    value: null,
  })
  await workspace.rest()
  expect(await send('GET', '/setup/settings')).toMatchObject({ defaultClientId: id, version: 2 })
  const flags = [await send('GET', `/clients/${id}`), await send('GET', `/clients/${before}`)]
  expect(flags.map(({ isDefault }) => isDefault)).toEqual([true, false])
  const value = { metricName: 'visits', metricValue: '3', recordDate: '2026-01-05', unit: 'count' }
  await send('POST', '/custom-metrics', value)
  const response = await workspace.call('GET', `/custom-metrics?clientId=${id}`)
  expect(((await response.json()) as { data: object[] }).data).toHaveLength(1)
  const archived = await workspace.call('POST', `/clients/${id}/archive`)
  expect(archived.status).toBe(409)
  expect((await workspace.call('POST', `/clients/${before}/archive`)).status).toBe(200)
  expect((await eventsOf(workspace)).at(-1)).toEqual({
    fields: ['defaultClientId'],
    before: { defaultClientId: before },
    after: { defaultClientId: id },
  })
})

it('[ON17] refuses a default client that is not there, archived or invented', async () => {
  const workspace = await aWorkspace()
  const made = await workspace.call('POST', '/clients', { body: { name: 'Old' } })
  const { id } = ((await made.json()) as { data: { id: string } }).data
  await workspace.call('POST', `/clients/${id}/archive`)
  for (const [client, code] of [
    [newId(), 'not_found'],
    [id, 'client_archived'],
  ])
    expect(await change(workspace, 1, { defaultClientId: ClientId.parse(client) })).toMatchObject({
      ok: false,
      error: { code },
    })
})
