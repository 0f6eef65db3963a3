import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { provisionTenant } from './provision.ts'
import { aTenantSpec, type NodeHost, openNodeHost } from './testing/node-host.ts'

let admin: postgres.Sql
let host: NodeHost
const made: string[] = []

beforeAll(async () => {
  admin = postgres(inject('postgres').adminUrl, { max: 1, onnotice: () => undefined })
  const spec = aTenantSpec()
  host = openNodeHost(spec.tenantId, inject('postgres').appUrl)
  await provisionTenant(host.tenant, spec)
})
afterAll(async () => {
  await host.tenant.close()
  for (const role of made) await admin.unsafe(`drop role ${role}`)
  await admin.end()
})

/** A login that may do all that the Worker's may, and more; gives its address. */
async function aRole(more: string): Promise<string> {
  const role = `other_${crypto.randomUUID().slice(0, 8)}`
  await admin.unsafe(`create role ${role} login password '${role}' ${more} in role orrery_app`)
  made.push(role)
  const url = new URL(inject('postgres').appUrl)
  url.username = role
  url.password = role
  return url.href
}

describe('the role of the Worker', () => {
  // The superuser that comes with a server is both at once, so with it alone either half of the check could be lost unseen.
  it.each([
    [
      'a superuser without the right to bypass policies',
      'superuser nobypassrls',
      'can bypass row-level security',
    ],
    ['nobody special but above policies', 'nosuperuser bypassrls', 'can bypass row-level security'],
  ])('[CO4] refuses to serve as %s, and claims nothing', async (_who, more, problem) => {
    const fence = await fenceNow()
    const wrong = openNodeHost(host.tenant.id, await aRole(more))
    await expect(wrong.tenant.ready()).rejects.toThrow(`the database role ${problem}`)
    await wrong.tenant.close()
    expect(await fenceNow()).toBe(fence)
  })

  it('[CO4] serves as any other that may do the same', async () => {
    const other = openNodeHost(host.tenant.id, await aRole('nosuperuser nobypassrls'))
    expect(await other.tenant.ready()).toMatchObject({ ok: true })
    await other.tenant.close()
  })
})

async function fenceNow(): Promise<number> {
  const [head] = await admin<{ fence: number }[]>`
    select fence::int from tenant_heads where tenant_id = ${host.tenant.id}`
  return head?.fence ?? -1
}
