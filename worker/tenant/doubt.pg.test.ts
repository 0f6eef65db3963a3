import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { CLAIM_RETRY_MS } from '../../contracts/limits.ts'
import { err, ok } from '../../contracts/result.ts'
import { InDoubt, WHOLE } from '../../db/tenant-tx.ts'
import { workspaceChanged } from '../events/workspace.ts'
import { numberOfDay } from '../metrics/rules/days.ts'
import { Answers } from './answers.ts'
import { type Command, runCommand } from './commands.ts'
import { provisionTenant } from './provision.ts'
import { Fenced, type Tenant } from './tenant.ts'
import { type Cut, type CutProxy, startCutProxy } from './testing/cut-proxy.ts'
import { aTenantSpec, type NodeHost, openNodeHost } from './testing/node-host.ts'

let admin: postgres.Sql
let proxy: CutProxy
let host: NodeHost

beforeAll(async () => {
  admin = postgres(inject('postgres').adminUrl, { max: 1, onnotice: () => undefined })
  proxy = await startCutProxy(inject('postgres').appUrl)
})
afterAll(async () => {
  await proxy.close()
  await admin.end()
})
beforeEach(async () => {
  const spec = aTenantSpec()
  host = openNodeHost(spec.tenantId, proxy.url)
  await provisionTenant(host.tenant, spec)
})
afterEach(async () => {
  await proxy.restore()
  await host.tenant.close()
})

/** Postgres is there again, and the host looks for it again. */
async function comeBack(): Promise<void> {
  await proxy.restore()
  host.clock.now = new Date(host.clock.now.getTime() + CLAIM_RETRY_MS)
}

const command = (id: string): Command => ({
  ...WHOLE,
  id,
  actor: 'person:p1',
  requestHash: `hash of ${id}`,
})
let runs = 0
beforeEach(() => {
  runs = 0
})

/** A command that renames the workspace and counts how often its work was begun. */
const rename = (tenant: Tenant, id: string, name: string) =>
  runCommand(tenant, command(id), 200, async (tx) => {
    runs += 1
    await tx.sql`update workspace_settings set name = ${name} where tenant_id = ${tx.tenantId}`
    return ok({ view: { name, run: runs }, events: [workspaceChanged.of('workspace', { fields: ['name'] })] })
  })

const eventsOf = async (tenant: Tenant) => {
  const rows = await admin`select type from events where tenant_id = ${tenant.id} order by seq`
  return rows.map((row) => row.type)
}

describe('a command whose connection breaks', () => {
  const cases: { name: string; cut: Cut; runs: number }[] = [
    { name: 'before COMMIT arrived', cut: { text: 'commit', when: 'before', of: 'writes' }, runs: 2 },
    {
      name: 'after COMMIT, before its answer',
      cut: { text: 'commit', when: 'after', of: 'writes' },
      runs: 1,
    },
    {
      name: 'in the middle of its work',
      cut: { text: 'workspace_settings', when: 'before', of: 'writes' },
      runs: 2,
    },
    {
      name: 'after its append',
      cut: { text: 'insert into commands', when: 'before', of: 'writes' },
      runs: 2,
    },
    { name: 'at its first byte', cut: { text: 'begin', when: 'before', of: 'writes' }, runs: 1 },
  ]
  for (const one of cases) {
    it(`[CO14] takes effect once when cut ${one.name}`, async () => {
      const { tenant } = host
      proxy.cutAt(one.cut)
      const answer = await rename(tenant, 'c1', 'Renamed')
      expect(answer).toMatchObject({
        ok: true,
        value: { status: 200, data: `{"name":"Renamed","run":${one.runs}}`, seq: 2 },
      })
      expect(runs).toBe(one.runs)
      expect(await eventsOf(tenant)).toEqual(['workspace.provisioned', 'workspace.changed'])
      expect(tenant.applied).toBe(2)
      expect(await rename(tenant, 'c1', 'Renamed')).toEqual(answer)
    })
  }

  it('[CO15] is in doubt while Postgres stays away, and is answered by its stored result afterwards', async () => {
    const { tenant } = host
    proxy.cutAt({ text: 'commit', when: 'after', of: 'writes' })
    const attempt = runCommand(tenant, command('c2'), 200, async () =>
      ok({ view: 'done', events: [workspaceChanged.of('workspace', { fields: [] })] }),
    )
    // The second connection finds nobody: the proxy hangs up on it.
    const away = new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (tenantHasLost(host)) {
          clearInterval(look)
          resolve(proxy.takeAway())
        }
      }, 0)
    })
    await Promise.all([expect(attempt).rejects.toBeInstanceOf(InDoubt), away])
    await comeBack()
    const again = await runCommand(tenant, command('c2'), 200, async () => err({ code: 'must_not_run' }))
    expect(again).toMatchObject({ ok: true, value: { data: '"done"', seq: 2 } })
    expect(await eventsOf(tenant)).toEqual(['workspace.provisioned', 'workspace.changed'])
  })
})

describe('a read', () => {
  for (const when of ['before', 'after'] as const) {
    it(`[CO6] is answered although the wire is cut ${when} its end, and so is the next`, async () => {
      const { tenant } = host
      const count = () => tenant.read((tx) => tx.sql<{ n: number }[]>`select count(*)::int as n from clients`)
      await count()
      proxy.cutAt({ text: 'commit', when, of: 'reads' })
      const answers = await Promise.all([count(), count(), count()])
      expect(answers.map(([row]) => row?.n)).toEqual([1, 1, 1])
      expect(await rename(tenant, 'c0', 'Renamed')).toMatchObject({ ok: true, value: { seq: 2 } })
      expect(host.logged.filter((entry) => entry.event === 'transaction_repeated')).toEqual([])
    })
  }
})

const tenantHasLost = (one: NodeHost) => one.logged.some((entry) => entry.event === 'transaction_repeated')

describe('Postgres away', () => {
  const question = JSON.stringify({
    metrics: ['unknown'],
    from: '2026-05-01',
    to: '2026-05-02',
    grain: 'day',
  })

  it('[CO24] answers reads from the read model, marked stale and not kept', async () => {
    const { tenant, clock } = host
    await defineSales(tenant)
    const answers = new Answers(tenant)
    const text = question.replace('unknown', 'sales')
    const before = await answers.answer(text, { clients: 'all', hidden: [] })
    expect(before).toMatchObject({ ok: true })
    await proxy.takeAway()
    clock.now = new Date(clock.now.getTime() + 31_000)
    const stale = parsed(await answers.answer(text, { clients: 'all', hidden: [] }))
    expect(stale.meta).toMatchObject({ stale: true })
    expect(stale.data.freshness).toContainEqual(expect.objectContaining({ source: 'orrery', state: 'stale' }))
    expect(stale.data.series[0].points.map((point: { state: string }) => point.state)).toEqual([
      'stale',
      'stale',
    ])
    await comeBack()
    const after = parsed(await answers.answer(text, { clients: 'all', hidden: [] }))
    expect(after.meta).not.toHaveProperty('stale')
    expect(after.data.freshness).not.toContainEqual(expect.objectContaining({ source: 'orrery' }))
  })

  it('[CO24] keeps no stale answer, also when only the rows could not be read', async () => {
    const { tenant } = host
    await defineSales(tenant)
    const answers = new Answers(tenant)
    const text = question.replace('unknown', 'sales')
    await answers.answer(text, { clients: 'all', hidden: [] })
    tenant.rollups.markDirty(1, [numberOfDay('2026-05-01')])
    tenant.dropFacts()
    await tenant.facts()
    await proxy.takeAway()
    expect(parsed(await answers.answer(text, { clients: 'all', hidden: [] })).meta).toMatchObject({
      stale: true,
    })
    await proxy.restore()
    expect(parsed(await answers.answer(text, { clients: 'all', hidden: [] })).meta).not.toHaveProperty(
      'stale',
    )
  })

  it('[CO24] answers a new instance of the object from what is stored beside it', async () => {
    const { tenant, storage } = host
    await defineSales(tenant)
    const text = question.replace('unknown', 'sales')
    await new Answers(tenant).answer(text, { clients: 'all', hidden: [] })
    await proxy.takeAway()
    const next = openNodeHost(tenant.id, proxy.url, storage)
    expect(
      parsed(await new Answers(next.tenant).answer(text, { clients: 'all', hidden: [] })).meta,
    ).toMatchObject({ stale: true })
    await next.tenant.close()
  })

  it('[CO25] refuses writes as stale, and carries them out once it is back, without a restart', async () => {
    const { tenant } = host
    await proxy.takeAway()
    expect(await rename(tenant, 'c3', 'Later').catch((error: unknown) => error)).toMatchObject(expectedAway)
    await comeBack()
    expect(await rename(tenant, 'c3', 'Later')).toMatchObject({ ok: true, value: { seq: 2 } })
  })

  for (const how of ['refused', 'hung up'] as const) {
    it(`[CO25] claims anew after a claim that failed because its connection was ${how}`, async () => {
      await proxy.takeAway(how)
      const next = openNodeHost(host.tenant.id, proxy.url)
      expect(await next.tenant.ready()).toEqual(err({ code: 'stale' }))
      await proxy.restore()
      expect(await next.tenant.ready()).toEqual(err({ code: 'stale' }))
      next.clock.now = new Date(next.clock.now.getTime() + CLAIM_RETRY_MS)
      expect(await next.tenant.ready()).toMatchObject({ ok: true })
      await next.tenant.close()
    })
  }

  /** Either a refusal by the host, or the error that the API answers with 503. */
  const expectedAway = expect.objectContaining({ name: expect.stringMatching(/^(Unreachable|InDoubt)$/) })
})

describe('the claim', () => {
  it('[CO10] leaves the instance that held it before without a write or an answer', async () => {
    const { tenant, clock } = host
    const rival = openNodeHost(tenant.id, proxy.url)
    await rival.tenant.ready()
    await expect(rename(tenant, 'c4', 'Mine')).rejects.toBeInstanceOf(Fenced)
    expect(await rename(rival.tenant, 'c4', 'Theirs')).toMatchObject({ ok: true, value: { seq: 2 } })
    clock.now = new Date(clock.now.getTime() + 31_000)
    await expect(tenant.current()).rejects.toBeInstanceOf(Fenced)
    await rival.tenant.close()
  })

  it('[CO26] compares heads only when the last look is over 30 s old, and pulls what another wrote', async () => {
    const { tenant, clock } = host
    await tenant.ready()
    await admin`select * from append_events(${tenant.id}, ${tenant.fence}, ${[changedBody]})`
    clock.now = new Date(clock.now.getTime() + 29_000)
    await tenant.current()
    expect(tenant.applied).toBe(1)
    clock.now = new Date(clock.now.getTime() + 1_000)
    await tenant.current()
    expect(tenant.applied).toBe(2)
  })

  it('[CO4] refuses to serve on a role that is above row-level security or owns the tables', async () => {
    const { adminUrl, ownerUrl } = inject('postgres')
    for (const [url, problem] of [
      [adminUrl, 'the database role can bypass row-level security'],
      [ownerUrl, 'the database role owns the tables it uses'],
    ] as const) {
      const wrong = openNodeHost(host.tenant.id, url)
      await expect(wrong.tenant.ready()).rejects.toThrow(problem)
      await expect(wrong.tenant.current()).rejects.toThrow(problem)
      await wrong.tenant.close()
    }
    const [head] = await admin`select fence::int from tenant_heads where tenant_id = ${host.tenant.id}`
    expect(head?.fence).toBe(2)
  })
})

const changedBody = JSON.stringify({
  type: 'workspace.changed',
  actor: 'system:test',
  subject: 'workspace',
  data: { fields: [] },
})

/** A metric without rows, so that a question has something to ask for. */
async function defineSales(tenant: Tenant): Promise<void> {
  await admin`
    insert into metric_definitions (tenant_id, key, no, label, unit, currency, direction, aggregation, scale, source, dimensions)
    values (${tenant.id}, 'sales', 1, 'Sales', 'money', 'EUR', 'up', 'sum', 4,
      ${admin.json({ kind: 'facts', table: 'custom_metrics', column: 'value' })}, ${admin.json([])})`
  tenant.dropFacts()
}

function parsed(answer: Awaited<ReturnType<Answers['answer']>>) {
  if (!answer.ok) throw new Error(`refused: ${answer.error.code}`)
  return JSON.parse(answer.value)
}
