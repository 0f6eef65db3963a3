import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ClientView } from '../contracts/clients.ts'
import { DashboardView, DashboardViews } from '../contracts/dashboards.ts'
import { errorTable, Failure } from '../contracts/errors.ts'
import { ImportPreview, ImportView, RejectedRow } from '../contracts/imports.ts'
import { KeyView, NewKeyView } from '../contracts/keys.ts'
import { MetricList, QueryResponse, RecordsPage } from '../contracts/metrics.ts'
import {
  CustomMetricView,
  FinancialView,
  KpiView,
  LeadView,
  ListMeta,
  SheetView,
} from '../contracts/records.ts'
import { RoleView } from '../contracts/roles.ts'
import { Me, MembershipView } from '../contracts/session.ts'
import { AuthorView, MemberView, SettingsView, WorkspaceView } from '../contracts/workspaces.ts'
import { dispatchBatch } from '../queues/dispatch.ts'
import type { QueueMessage } from '../queues/messages.ts'
import { bindings, Home, holdQueue, silent } from './edge/testing/home.ts'

const FILE = 'day,item,n\n2026-01-01,a,1\n2026-01-02,b,2\n2026-01-02,c,x\n'
const MAPPING = {
  date: 'day',
  values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
  dimensions: ['item'],
}

/** The contract with nothing let through that it does not name. */
const only = (schema: z.ZodObject) => schema.strict()
const list = (schema: z.ZodObject) => z.array(schema.strict()).min(1)

let home: Home
let imported: ImportView
let held: Awaited<ReturnType<typeof holdQueue>>

beforeAll(async () => {
  held = await holdQueue()
  home = await Home.open()
  imported = await home.bring(FILE, MAPPING, 'units.csv')
})
afterAll(() => held.release())

function letterOf(importId: string): MessageBatch<QueueMessage> {
  const message = {
    id: 'm1',
    timestamp: new Date(0),
    attempts: 1,
    body: home.message(importId),
    ack: () => undefined,
    retry: () => undefined,
  }
  return {
    queue: 'orrery-dead',
    messages: [message],
    ackAll: () => undefined,
    retryAll: () => undefined,
  } as never
}

describe('answers', () => {
  it.each<[string, () => string, z.ZodType]>([
    ['/me', () => '/me', only(Me)],
    ['/metrics', () => '/metrics', MetricList.min(1)],
    ['/imports', () => '/imports', list(ImportView)],
    ['/imports/:id', () => `/imports/${imported.id}`, only(ImportView)],
    ['/imports/:id/rejects', () => `/imports/${imported.id}/rejects`, list(RejectedRow)],
    ['/dashboards', () => '/dashboards', DashboardViews.min(1)],
    ['/members', () => '/members', list(MemberView)],
    ['/roles', () => '/roles', list(RoleView)],
    ['/tenants', () => '/tenants', list(MembershipView)],
    ['/tenants/:id', () => `/tenants/${home.tenantId}`, only(WorkspaceView)],
    ['/tenants/:id/settings', () => `/tenants/${home.tenantId}/settings`, only(SettingsView)],
    ['/tenants/:id/members', () => `/tenants/${home.tenantId}/members`, list(MemberView)],
    ['/authors', () => '/authors', list(AuthorView)],
    ['/custom-metrics/sheet', () => '/custom-metrics/sheet?from=2026-01-01&to=2026-01-31', only(SheetView)],
    ['/clients', () => '/clients', list(ClientView)],
    ['/custom-metrics', () => '/custom-metrics', list(CustomMetricView)],
    ['/kpis', () => '/kpis', list(KpiView)],
  ])('[AP1] GET %s is what its contract says', async (_name, path, schema) => {
    const answer = await home.get(`/api/v1${path()}`)
    expect(answer.status).toBe(200)
    expect(schema.safeParse(answer.data).error?.issues ?? []).toEqual([])
  })

  it.each<[string, z.ZodObject]>([
    ['clients', ClientView],
    ['financials', FinancialView],
    ['leads', LeadView],
    ['custom-metrics', CustomMetricView],
    ['kpis', KpiView],
  ])('[AP1] the list of %s says how it goes on', async (name, view) => {
    const answer = await home.get(`/api/v1/${name}?limit=1`)
    expect(z.array(view.strict()).safeParse(answer.data).error?.issues ?? []).toEqual([])
    expect(ListMeta.strict().safeParse(answer.meta).error?.issues ?? []).toEqual([])
  })

  it('[AP1] a question and the rows behind it are what their contracts say', async () => {
    const range = { from: '2026-01-01', to: '2026-01-31' }
    const question = {
      metrics: ['units'],
      ...range,
      grain: 'day',
      breakdown: { dimension: 'item' },
      compare: 'previous',
    }
    const answer = await home.raw('POST', '/api/v1/metrics/query', question)
    expect(QueryResponse.safeParse(await answer.json()).error?.issues ?? []).toEqual([])
    const rows = await home.raw('GET', `/api/v1/metrics/units/records?from=${range.from}&to=${range.to}`)
    const page = RecordsPage.parse(await rows.json())
    expect(page.meta).toMatchObject({ total: 2, sum: '3' })
  })

  it('[AP1] a preview and a saved dashboard are what their contracts say', async () => {
    const preview = await home.call<unknown>('POST', `/api/v1/imports/${imported.id}/preview`, MAPPING)
    expect(only(ImportPreview).safeParse(preview.data).error?.issues ?? []).toEqual([])
    const [dashboard] = (await home.get<DashboardViews>('/api/v1/dashboards')).data
    const saved = await home.call<unknown>(
      'PUT',
      `/api/v1/dashboards/${dashboard?.id}`,
      { layout: { tiles: ['units'], main: null, lists: [] } },
      { 'if-match': String(dashboard?.version) },
    )
    expect(DashboardView.strict().parse(saved.data).layout.tiles).toEqual(['units'])
  })

  it('[AP1] a key is shown with its secret once and without it ever after', async () => {
    const made = await home.call('POST', '/api/v1/keys', { name: 'till', scopes: ['metrics.read'] })
    expect(only(NewKeyView).safeParse(made.data).error?.issues ?? []).toEqual([])
    const keys = await home.get('/api/v1/keys')
    expect(list(KeyView).safeParse(keys.data).error?.issues ?? []).toEqual([])
  })

  it.each<[string, string, object | undefined]>([
    ['GET', '/nowhere', undefined],
    ['GET', '/imports/not-an-id', undefined],
    ['GET', '/metrics/units/records', undefined],
    ['GET', '/metrics/nothing/records?from=2026-01-01&to=2026-01-02', undefined],
    ['POST', '/metrics/query', { metrics: ['nothing'], from: '2026-01-01', to: '2026-01-02', grain: 'day' }],
    ['POST', '/metrics/query', { metrics: ['units'], from: '2026-01-02', to: '2026-01-01', grain: 'day' }],
    ['POST', '/metrics/query', { what: 1 }],
    [
      'PUT',
      '/dashboards/01900000-0000-7000-8000-000000000001',
      { layout: { tiles: [], main: null, lists: [] } },
    ],
    ['POST', '/keys', { name: '' }],
    ['GET', '/financials?from=2026-01-02&to=2026-01-01', undefined],
    ['GET', '/leads?status=dead', undefined],
    ['GET', '/kpis?clientId=01900000-0000-7000-8000-000000000001', undefined],
    ['POST', '/custom-metrics', { metricName: 'new', metricValue: '1', recordDate: '2026-01-01' }],
    ['PATCH', '/custom-metrics/1_2026-01-01_x_0', { metricValue: '1' }],
    ['POST', '/custom-metrics/removals', { ids: ['x'] }],
    ['GET', '/custom-metrics/sheet?from=2026-01-01&to=2026-02-01', undefined],
  ])('[AP2] %s %s with %j is refused in the one form', async (method, path, body) => {
    const response = await home.raw(method, `/api/v1${path}`, body)
    const { error, requestId } = Failure.parse(await response.json())
    const entry = Object.entries(errorTable).find(([code]) => code === error.code)?.[1]
    expect(response.status).toBe(entry?.status)
    expect(error.next).toBeTruthy()
    expect(requestId).toBe(response.headers.get('x-request-id'))
  })
})

describe('imports that cannot go on', () => {
  const upload = async (name: string) => {
    const { data } = await home.upload(`${FILE}2026-01-05,${name},5\n`, name)
    await home.commit(data.id, MAPPING)
    return data.id
  }

  it('[IM30] is failed when its message was given up, and goes on when it is committed again', async () => {
    const id = await upload('interrupted.csv')
    await dispatchBatch(bindings, silent, letterOf(id))
    await dispatchBatch(bindings, silent, letterOf(id))
    const failed = await home.importOf(id)
    expect(failed).toMatchObject({ status: 'failed', failure: { code: 'import_interrupted' } })
    await home.commit(id, MAPPING)
    const live = { ...letterOf(id), queue: 'orrery-imports' }
    await dispatchBatch(bindings, silent, live)
    expect(await home.importOf(id)).toMatchObject({
      status: 'done',
      rowsRead: 4,
      rowsLoaded: 1,
      rowsSame: 2,
      rowsRejected: 1,
    })
  })

  it('[IM30] is failed when its file is gone', async () => {
    const id = await upload('gone.csv')
    await bindings.FILES.delete(`imports/${home.tenantId}/${id}`)
    await dispatchBatch(bindings, silent, { ...letterOf(id), queue: 'orrery-imports' })
    expect(await home.importOf(id)).toMatchObject({ status: 'failed', failure: { code: 'file_gone' } })
  })

  it('[IM31] leaves no file behind when the workspace is deleted', async () => {
    const other = await Home.open()
    await other.upload(FILE, 'a.csv')
    await other.call('POST', '/api/v1/imports/uploads?name=b.csv&bytes=10')
    const names = async () => {
      const found = await Promise.all(
        ['imports', 'uploads'].map((folder) =>
          bindings.FILES.list({ prefix: `${folder}/${other.tenantId}/` }),
        ),
      )
      return found.flatMap((page) => page.objects.map((file) => file.key))
    }
    expect(await names()).toHaveLength(2)
    await other.stub.wipe()
    expect(await names()).toEqual([])
  })
})
