import { describe, expect, it } from 'vitest'
import { COMMAND_KEPT_MS } from '../../contracts/limits.ts'
import { ok } from '../../contracts/result.ts'
import { principalHeader } from '../edge/forward.ts'
import { cleanUp } from './cleanup.ts'
import { runCommand } from './commands.ts'
import { aWorkspace, newId, type Workspace } from './testing/workspace.ts'

const layout = { tiles: [], main: null, lists: [] }

/** The dashboard that every workspace begins with: saving it is a command. */
async function aDashboard(workspace: Workspace): Promise<string> {
  const { data } = await (await workspace.call('GET', '/dashboards')).json<{ data: { id: string }[] }>()
  return data[0]?.id ?? ''
}
const save = (workspace: Workspace, id: string, name: string, commandId: string, version = 1) =>
  workspace.call('PUT', `/dashboards/${id}`, {
    body: { name, layout },
    commandId,
    headers: { 'if-match': String(version), 'content-type': 'application/json' },
  })
const typesOf = async (workspace: Workspace) => {
  const { data } = await (await workspace.call('GET', '/events')).json<{
    data: { seq: number; type: string }[]
  }>()
  return data.map((event) => `${event.seq} ${event.type}`).reverse()
}
const codeOf = async (response: Response) => (await response.json<{ error: { code: string } }>()).error.code

describe('a command', () => {
  it('[CO12] is carried out once, and answered the same however often it is sent', async () => {
    const workspace = await aWorkspace()
    const id = await aDashboard(workspace)
    const commandId = newId()
    const first = await save(workspace, id, 'Mine', commandId)
    const text = await first.text()
    expect([first.status, JSON.parse(text).data.version, JSON.parse(text).meta.seq]).toEqual([200, 2, 2])
    for (let i = 0; i < 2; i += 1) {
      const again = await save(workspace, id, 'Mine', commandId)
      expect([again.status, await again.text()]).toEqual([200, text])
    }
    expect(await typesOf(workspace)).toEqual(['1 workspace.provisioned', '2 dashboard.saved'])
  })

  it('[F38] [CO12] is carried out once when it is sent many times at once', async () => {
    const workspace = await aWorkspace()
    const id = await aDashboard(workspace)
    const commandId = newId()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        workspace.send('PUT', `/dashboards/${id}`, {
          body: { name: 'Once', layout },
          commandId,
          headers: { 'if-match': '1' },
        }),
      ),
    )
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(texts).size).toBe(1)
    expect(await typesOf(workspace)).toHaveLength(2)
  })

  it('[F38] [CO13] is refused when its id was used with another body, on another path or by another method', async () => {
    const workspace = await aWorkspace()
    const id = await aDashboard(workspace)
    const commandId = newId()
    await save(workspace, id, 'Mine', commandId)
    const other = await save(workspace, id, 'Other', commandId)
    expect([other.status, await codeOf(other)]).toEqual([409, 'command_conflict'])
    const elsewhere = await save(workspace, newId(), 'Mine', commandId)
    expect(await codeOf(elsewhere)).toBe('command_conflict')
    expect(await typesOf(workspace)).toHaveLength(2)
  })

  it('[CO63] whose event nobody could read is not committed', async () => {
    const workspace = await aWorkspace()
    const [id, commandId] = [await aDashboard(workspace), newId()]
    const event = { type: 'dashboard.saved', subject: `dashboard:${id}`, data: { version: 'two' } }
    const command = { id: commandId, requestHash: 'x', clients: 'all', actor: 'person:p1' } as const
    const problem = await workspace.inside((tenant) =>
      runCommand(tenant, command, 200, async () => ok({ view: null, events: [event] })).then(
        () => 'none',
        (error: unknown) => (error instanceof Error ? error.name : ''),
      ),
    )
    expect(problem).toBe('ZodError')
    expect(await typesOf(workspace)).toEqual(['1 workspace.provisioned'])
    expect((await save(workspace, id, 'Mine', commandId)).status).toBe(200)
  })

  it('[CO13] that is refused leaves nothing behind: its id may be used again', async () => {
    const workspace = await aWorkspace()
    const id = await aDashboard(workspace)
    const commandId = newId()
    const refused = await save(workspace, id, 'Mine', commandId, 9)
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'stale_version'])
    expect(await typesOf(workspace)).toEqual(['1 workspace.provisioned'])
    expect((await save(workspace, id, 'Mine', commandId, 1)).status).toBe(200)
  })

  it('[F38] [CO13] is known for 48 hours; cleaned up after that, its id is that of a new command', async () => {
    const workspace = await aWorkspace()
    const id = await aDashboard(workspace)
    const commandId = newId()
    await save(workspace, id, 'Mine', commandId)
    const cleanedAfter = (ms: number) =>
      workspace.inside(async (tenant) => {
        const { now } = tenant.deps
        tenant.deps.now = () => new Date(now().getTime() + ms)
        await cleanUp(tenant).finally(() => {
          tenant.deps.now = now
        })
      })
    await cleanedAfter(COMMAND_KEPT_MS - 60_000)
    expect(await codeOf(await save(workspace, id, 'Other', commandId, 2))).toBe('command_conflict')
    await cleanedAfter(COMMAND_KEPT_MS + 60_000)
    expect((await save(workspace, id, 'Other', commandId, 2)).status).toBe(200)
    expect(await typesOf(workspace)).toHaveLength(3)
  })

  it('[CO13] of one workspace is not known in another', async () => {
    const [ours, theirs] = [await aWorkspace(), await aWorkspace()]
    const commandId = newId()
    await save(ours, await aDashboard(ours), 'Mine', commandId)
    expect((await save(theirs, await aDashboard(theirs), 'Theirs', commandId)).status).toBe(200)
  })

  it('[CO16] is answered only when the read model has come to its number', async () => {
    const workspace = await aWorkspace()
    const id = await aDashboard(workspace)
    for (let version = 1; version <= 3; version += 1) {
      const { meta } = await (await save(workspace, id, `v${version}`, newId(), version)).json<{
        meta: { seq: number }
      }>()
      expect(meta.seq).toBe(version + 1)
      expect(await workspace.inside((tenant) => tenant.applied)).toBeGreaterThanOrEqual(meta.seq)
      const read = await (await workspace.call('GET', '/dashboards')).json<{ meta: { seq: number } }>()
      expect(read.meta.seq).toBe(meta.seq)
    }
  })
})

describe('the caller', () => {
  it('[CO39] is refused without a principal, with a broken one and with one of another workspace', async () => {
    const workspace = await aWorkspace()
    const other = await aWorkspace()
    for (const text of [null, 'e30', '!', principalHeader(other.principal())]) {
      const headers = new Headers(text === null ? {} : { 'x-orrery-principal': text })
      const response = await workspace.stub.fetch(
        new Request('https://tenant.internal/api/v1/metrics', { headers }),
      )
      expect([response.status, await codeOf(response)]).toEqual([401, 'unauthenticated'])
    }
    const strangers = await workspace.send('GET', '/metrics', { as: { tenantId: other.id } })
    expect([strangers.status, await codeOf(strangers)]).toEqual([401, 'unauthenticated'])
    const asked = await workspace.stub.ask(other.principal(), '{}', 'r7')
    expect([asked.status, JSON.parse(asked.body).requestId]).toEqual([401, 'r7'])
  })

  it('[CO40] is refused by the role before anything is looked up', async () => {
    const workspace = await aWorkspace()
    const as = { role: 'viewer' as const }
    const write = await workspace.call('PUT', `/dashboards/${newId()}`, {
      as,
      body: {},
      headers: { 'if-match': '1' },
    })
    expect([write.status, await codeOf(write)]).toEqual([403, 'forbidden'])
    const ask = await workspace.stub.ask(workspace.principal({ role: 'freelancer' }), '{}')
    expect([ask.status, JSON.parse(ask.body).error.code]).toEqual([403, 'forbidden'])
  })

  it('[CO44] gets one shape of failure: code, sentence, next step and request id', async () => {
    const workspace = await aWorkspace()
    const missing = await workspace.call('GET', '/nothing-here')
    expect([missing.status, await missing.json()]).toEqual([
      404,
      {
        error: { code: 'not_found', message: expect.any(String), next: expect.any(String) },
        requestId: 'r1',
      },
    ])
    const wrong = await workspace.call('GET', '/events?limit=0')
    expect([wrong.status, await codeOf(wrong)]).toEqual([400, 'invalid_request'])
  })
})
