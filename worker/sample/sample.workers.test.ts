import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../contracts/metrics.ts'
import type { SetupView } from '../../contracts/setup.ts'
import { Home, holdQueue } from '../edge/testing/home.ts'
import { readCatalogue } from '../metrics/service.ts'
import { aWorkspace, type Workspace } from '../tenant/testing/workspace.ts'

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

/** Stores one value of the workspace's own, as somebody who enters it. */
async function bookOwn(workspace: Workspace): Promise<void> {
  await workspace.rest()
  const value = { metricName: 'visits', unit: 'count', recordDate: '2026-03-02', metricValue: '5' }
  expect((await workspace.call('POST', '/custom-metrics', { body: value })).status).toBe(201)
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

const MAPPING = { date: 'day', values: [{ metric: 'calls', label: 'Calls', unit: 'count', expression: 'n' }] }
/** Rows of one client, of whatever kind. */
const rowsAbout = (home: Home, clientId: string) =>
  home.rows(`select 1 from financials where tenant_id = $1 and client_id = '${clientId}'
    union all select 1 from custom_metrics where tenant_id = $1 and client_id = '${clientId}'`)

describe('the first number of the workspace’s own', () => {
  let queue = holdQueue()
  beforeEach(() => {
    queue = holdQueue()
  })
  afterEach(() => queue.release())

  it.each<[string, (home: Home) => Promise<unknown>]>([
    [
      'typed',
      (home) =>
        home.call('POST', '/api/v1/custom-metrics', {
          ...{ metricName: 'visits', unit: 'count', recordDate: '2026-03-02', metricValue: '5' },
        }),
    ],
    ['of a file', (home) => home.bring('day,n\n2026-03-02,4\n', MAPPING)],
  ])('[ON8] takes the sample data with it: %s', async (_name, bring) => {
    const home = await Home.open()
    const { clientId } = (await home.call<{ clientId: string }>('POST', '/api/v1/sample-data')).data
    expect((await rowsAbout(home, clientId)).length).toBeGreaterThan(100)
    await bring(home)
    expect((await home.get<SetupView>('/api/v1/setup')).data).toMatchObject({
      hasOwnData: true,
      sample: null,
    })
    expect(await rowsAbout(home, clientId)).toEqual([])
    await home.close()
  })

  it('[ON8] is on its way while a file is loading, so nothing is opened beside it', async () => {
    const home = await Home.open()
    const file = (await home.upload('day,n\n2026-03-02,4\n')).data
    expect((await home.commit(file.id, MAPPING)).status).toBe(202)
    expect((await home.get<SetupView>('/api/v1/setup')).data.hasOwnData).toBe(false)
    const refused = await home.call('POST', '/api/v1/sample-data')
    expect([refused.status, refused.error.code]).toEqual([409, 'has_data'])
    await home.close()
  })
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
