import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { err, ok } from '../../contracts/result.ts'
import { type TenantTx, WHOLE } from '../../db/tenant-tx.ts'
import { workspaceChanged } from '../events/workspace.ts'
import { type Command, runTogether } from './commands.ts'
import { provisionTenant } from './provision.ts'
import { aTenantSpec, type NodeHost, openNodeHost } from './testing/node-host.ts'

let host: NodeHost
beforeEach(async () => {
  const spec = aTenantSpec()
  host = openNodeHost(spec.tenantId, inject('postgres').appUrl)
  await provisionTenant(host.tenant, { ...spec, name: 'Studio' })
})
afterEach(() => host.tenant.close())

const command = (id: string): Command => ({ ...WHOLE, id, actor: 'person:p1', requestHash: `hash of ${id}` })

/** Writes, as the lock of an artist does that takes a number in line. */
const ask = async (tx: TenantTx) => {
  const [row] = await tx.sql<{ name: string }[]>`
    update workspace_settings set name = name || '!' where tenant_id = ${tx.tenantId} returning name`
  return row?.name
}
const carryOut = async (id: string, first: (tx: TenantTx) => Promise<string | undefined> = ask) => {
  const [answer] = await runTogether(host.tenant, {
    ...{ take: () => [command(id)], status: 200, ask: first },
    work: async (_tx, asked: Promise<string | undefined>) => {
      const name = await asked
      if (name === 'Studio!!!') return [err({ code: 'refused' })]
      return [ok({ view: { name }, events: [workspaceChanged.of('workspace', { fields: ['name'] })] })]
    },
  })
  return answer
}

it('[CO12] [CO13] what a command asks ahead counts once, and not at all where the work is refused', async () => {
  const first = await carryOut('one')
  expect(first).toMatchObject({ ok: true, value: { data: '{"name":"Studio!"}' } })
  expect(await carryOut('one')).toEqual(first)
  expect(await carryOut('two')).toMatchObject({ ok: true, value: { data: '{"name":"Studio!!"}' } })
  expect(await carryOut('three')).toMatchObject({ ok: false, error: { code: 'refused' } })
  expect(await carryOut('three')).toMatchObject({ ok: false, error: { code: 'refused' } })
  expect(await carryOut('one')).toEqual(first)
})

it('[CO12] a command that comes twice is answered whatever becomes of what it asks ahead', async () => {
  const first = await carryOut('one')
  const failing = (tx: TenantTx) => {
    const asked = tx.sql`select 1 / (select count(*) from workspace_settings where name = 'nobody')`
    const gone = asked.then(() => undefined)
    gone.catch(() => undefined)
    return gone
  }
  expect(await carryOut('one', failing)).toEqual(first)
  await expect(carryOut('two', failing)).rejects.toMatchObject({ code: '22012' })
  expect(await carryOut('two')).toMatchObject({ ok: true, value: { data: '{"name":"Studio!!"}' } })
})
