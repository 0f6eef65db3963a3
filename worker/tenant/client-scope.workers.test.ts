import { describe, expect, it } from 'vitest'
import { CLIENTS_OF_MEMBER_MAX } from '../../contracts/client-scope.ts'
import type { ClientView } from '../../contracts/clients.ts'
import type { Answer } from '../../contracts/metrics.ts'
import { permissions } from '../../contracts/permissions.ts'
import type { Principal } from '../../contracts/principal.ts'
import { aWorkspace, newId, type Workspace } from './testing/workspace.ts'

const DAYS = { from: '2026-01-01', to: '2026-01-31' }
const limited = (...clients: string[]): Partial<Principal> => ({
  id: 'p2',
  credentialId: 'session-2',
  role: 'admin',
  clients,
})

async function dataOf<T>(response: Response): Promise<T> {
  const body = await response.json<{ data: T }>()
  return body.data
}
async function makeClient(workspace: Workspace, name: string): Promise<string> {
  const made = await workspace.call('POST', '/clients', { body: { name } })
  return (await dataOf<ClientView>(made)).id
}
const enter = (workspace: Workspace, values: object[], as: Partial<Principal> = {}) =>
  workspace.call('POST', '/custom-metrics', { body: { values }, as })

/** Two clients with values of one metric: 5 and 7 in shops of the one, 100 of the other on the same days. */
async function twoClients() {
  const workspace = await aWorkspace()
  const [mine, other] = [await makeClient(workspace, 'Mine'), await makeClient(workspace, 'Other')]
  const of = (clientId: string, day: string, metricValue: string, shop: string, metricName = 'visits') => ({
    metricName,
    unit: 'count',
    recordDate: `2026-01-${day}`,
    metricValue,
    clientId,
    dimensions: { shop },
  })
  const stored = await enter(workspace, [
    of(mine, '02', '5', 'north'),
    of(mine, '03', '7', 'south'),
    of(other, '02', '100', 'north'),
    of(other, '04', '1000', 'hidden shop'),
  ])
  expect(stored.status).toBe(200)
  // Frames name metrics as soon as somebody has read the catalogue.
  expect((await workspace.call('GET', '/metrics')).status).toBe(200)
  return { workspace, mine, other, of }
}

const question = { metrics: ['visits'], ...DAYS, grain: 'day' as const }
async function ask(workspace: Workspace, as: Partial<Principal>, more: object = {}): Promise<Answer> {
  await workspace.rest()
  const answer = await workspace.stub.ask(workspace.principal(as), JSON.stringify({ ...question, ...more }))
  expect([answer.status, answer.body]).toEqual([200, answer.body])
  return JSON.parse(answer.body).data
}
const totals = (answer: Answer) =>
  Object.fromEntries(answer.series.map((one) => [one.dimensionValue ?? '', one.total]))

describe('figures of a limited member', () => {
  it('[AC147] are the sum over their clients, whoever asked before, and those of all for who reaches all', async () => {
    const { workspace, mine, other } = await twoClients()
    // The same text each time: what is kept for one must not answer the next.
    const asked = async (as: Partial<Principal>) => (await ask(workspace, as)).series[0]?.total
    expect(await asked({})).toBe('1112')
    expect(await asked(limited(mine))).toBe('12')
    expect(await asked(limited(other))).toBe('1100')
    expect(await asked({})).toBe('1112')
    expect(await asked(limited(mine, other))).toBe('1112')
    expect(await asked(limited(newId()))).toBeNull()
    const days = (await ask(workspace, limited(mine))).series[0]?.points
    expect(days?.filter(({ value }) => value !== null).map(({ date, value }) => [date, value])).toEqual([
      ['2026-01-02', '5'],
      ['2026-01-03', '7'],
    ])
  })

  it('[AC147] are broken down by client and by dimension over their clients', async () => {
    const { workspace, mine } = await twoClients()
    const by = async (as: Partial<Principal>, dimension: string, more: object = {}) =>
      totals(await ask(workspace, as, { ...more, breakdown: { dimension } }))
    expect(await by(limited(mine), 'client')).toEqual({ Mine: '12' })
    expect(await by({}, 'client')).toEqual({ Mine: '12', Other: '1100' })
    expect(await by(limited(mine), 'shop')).toEqual({ north: '5', south: '7' })
    expect(await by(limited(mine), 'shop', { clientId: mine })).toEqual({ north: '5', south: '7' })
    expect(await by({}, 'shop')).toEqual({ 'hidden shop': '1000', north: '105', south: '7' })
    const compared = await ask(workspace, limited(mine), {
      from: '2026-01-03',
      to: '2026-01-03',
      compare: 'previous',
    })
    expect(compared.series[0]?.compare?.total).toBe('5')
  })

  it('[AC146] of a client out of reach are those of one that is not there', async () => {
    const { workspace, mine, other } = await twoClients()
    for (const more of [{}, { breakdown: { dimension: 'shop' } }, { breakdown: { dimension: 'client' } }]) {
      const hidden = await ask(workspace, limited(mine), { ...more, clientId: other })
      const unknown = await ask(workspace, limited(mine), { ...more, clientId: newId() })
      expect(hidden).toEqual(unknown)
    }
    expect((await ask(workspace, limited(mine), { clientId: mine })).series[0]?.total).toBe('12')
  })

  it('[AC147] have the rows of their clients behind them, and name sources that feed those', async () => {
    const { workspace, mine, other, of } = await twoClients()
    await enter(workspace, [of(other, '05', '3', 'x', 'others_only')])
    const records = async (as: Partial<Principal>, query = '') =>
      (
        await workspace.call('GET', `/metrics/visits/records?from=${DAYS.from}&to=${DAYS.to}${query}`, { as })
      ).json<{ data: { value: string }[]; meta: { total: number; sum: string } }>()
    const seen = await records(limited(mine))
    expect([seen.data.map(({ value }) => value), seen.meta]).toEqual([
      ['5', '7'],
      { nextCursor: null, total: 2, sum: '12' },
    ])
    expect((await records(limited(mine), `&clientId=${other}`)).meta).toMatchObject({ total: 0, sum: '0' })
    const sources = async (as: Partial<Principal>) =>
      (await ask(workspace, as, { metrics: ['others_only'] })).freshness.map(({ source }) => source)
    expect(await sources({})).toEqual(['Entered by hand'])
    expect(await sources(limited(mine))).toEqual([])
  })
})

describe('what a limited member does', () => {
  it('[AC146] reaches no client beyond theirs, and what is not named is about their own', async () => {
    const { workspace, mine, other, of } = await twoClients()
    const as = limited(mine)
    const refused = await enter(workspace, [of(mine, '09', '1', 'x'), of(other, '09', '1', 'x')], as)
    const unknown = await enter(workspace, [of(mine, '09', '1', 'x'), of(newId(), '09', '1', 'x')], as)
    expect([refused.status, unknown.status]).toEqual([404, 404])
    const { clientId: _left, ...unnamed } = of(mine, '10', '20', 'north')
    expect((await enter(workspace, [unnamed], as)).status).toBe(200)
    const listed = await dataOf<{ clientId: string; metricValue: string }[]>(
      await workspace.call('GET', '/custom-metrics', { as }),
    )
    expect(listed.map(({ clientId }) => clientId)).toEqual([mine, mine, mine])
    const settings = await dataOf<{ defaultClientId: string }>(
      await workspace.call('GET', '/setup/settings', { as }),
    )
    expect(settings.defaultClientId).toBe(mine)
    const sheet = await dataOf<{ clientId: string }>(
      await workspace.call('GET', `/custom-metrics/sheet?from=${DAYS.from}&to=${DAYS.to}`, { as }),
    )
    expect(sheet.clientId).toBe(mine)
  })

  it('[AC144] is refused with the reason where no client divides it', async () => {
    const { workspace, mine } = await twoClients()
    const calls = [
      ['GET', '/audit'],
      ['GET', '/backups'],
      ['GET', '/bookings'],
      ['GET', '/artists'],
      ['POST', '/clients'],
      ['POST', '/sample-data'],
      ['DELETE', '/sample-data'],
      ['POST', '/connections'],
    ] as const
    for (const [method, path] of calls) {
      const response = await workspace.call(method, path, {
        as: limited(mine),
        body: method === 'GET' ? undefined : {},
      })
      const body = await response.json<{ error: { code: string } }>()
      expect([path, response.status, body.error.code]).toEqual([path, 403, 'limited_to_clients'])
    }
    const viewer = await workspace.call('GET', '/audit', { as: { ...limited(mine), role: 'viewer' } })
    expect((await viewer.json<{ error: { code: string } }>()).error.code).toBe('forbidden')
  })

  it('[AC147] ends the sample data although it is out of their reach: figures never mix the two', async () => {
    const workspace = await aWorkspace()
    const mine = await makeClient(workspace, 'Mine')
    expect((await workspace.call('POST', '/sample-data')).status).toBe(201)
    const value = { metricName: 'visits', unit: 'count', recordDate: '2026-01-02', metricValue: '5' }
    expect((await enter(workspace, [value], limited(mine))).status).toBe(200)
    const setup = await dataOf<{ sample: object | null; hasOwnData: boolean }>(
      await workspace.call('GET', '/setup'),
    )
    expect(setup).toMatchObject({ sample: null, hasOwnData: true })
  })

  it('[AC146] is answered from an earlier call of theirs only as long as they reach what it was about', async () => {
    const { workspace, mine, other, of } = await twoClients()
    const commandId = newId()
    const body = of(other, '11', '3', 'x')
    const call = (as: Partial<Principal>) =>
      workspace.call('POST', '/custom-metrics', { body, as, commandId })
    expect((await call(limited(mine, other))).status).toBe(201)
    expect((await call(limited(mine))).status).toBe(409)
  })
})

describe('the socket of a limited member', () => {
  it('[AC148] hears what moves for their clients, and nothing of what moves for others', async () => {
    const { workspace, mine, other, of } = await twoClients()
    const socket = await workspace.socket({ as: limited(mine) })
    await socket.frame('presence')
    await enter(workspace, [of(other, '20', '1', 'x')])
    await enter(workspace, [of(mine, '21', '1', 'x')])
    const heard = await socket.frame('rollup')
    expect(heard.metrics).toEqual([{ key: 'visits', from: '2026-01-21', to: '2026-01-21' }])
    // Of both at once it cannot be said apart: they are told to ask again.
    await enter(workspace, [of(other, '22', '1', 'x'), of(mine, '23', '1', 'x')])
    expect(Object.keys(await socket.frame('reset')).sort()).toEqual(['era', 'seq', 't'])
  })

  it('[AC148] hears the same when it comes back with its cursor', async () => {
    const { workspace, mine, other, of } = await twoClients()
    const seq = (await (await workspace.call('GET', '/clients')).json<{ meta: { seq: number } }>()).meta.seq
    await enter(workspace, [of(other, '20', '1', 'x')])
    const quiet = await workspace.socket({ as: limited(mine), after: `1.${seq}` })
    expect((await quiet.packet()).map(({ t }) => t)).toEqual(['hello'])
    await enter(workspace, [of(mine, '21', '1', 'x')])
    const told = await workspace.socket({ as: limited(mine), after: `1.${seq}` })
    expect((await told.packet()).map(({ t }) => t)).toEqual(['hello', 'rollup'])
  })

  it('[AC142] closes when their clients change, and what was read before is refused', async () => {
    const { workspace, mine, other } = await twoClients()
    const socket = await workspace.socket({ as: limited(mine) })
    const revocation = { v: 1, id: newId(), kind: 'member', subjectId: 'p2', memberVersion: 5 } as const
    await workspace.stub.revoke([revocation])
    expect((await socket.closed).code).toBe(4001)
    expect((await workspace.call('GET', '/clients', { as: limited(mine) })).status).toBe(401)
    const renewed = await workspace.call('GET', '/clients', { as: { ...limited(other), memberVersion: 5 } })
    expect((await dataOf<ClientView[]>(renewed)).map(({ id }) => id)).toEqual([other])
  })

  it('[AC140] remembers as many clients as a membership can name, with a role of the workspace', async () => {
    const { workspace, mine } = await twoClients()
    const clients = [mine, ...Array.from({ length: CLIENTS_OF_MEMBER_MAX - 1 }, newId)]
    const as = { ...limited(...clients), role: 'custom' as const, permissions: [...permissions] }
    const socket = await workspace.socket({ as })
    expect((await socket.packet())[0]).toMatchObject({ t: 'hello' })
    expect((await ask(workspace, as)).series[0]?.total).toBe('12')
  })
})
