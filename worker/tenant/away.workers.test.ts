import { describe, expect, it } from 'vitest'
import { CLAIM_RETRY_MS } from '../../contracts/limits.ts'
import { Access } from './access.ts'
import { Answers } from './answers.ts'
import { tenantApi } from './api.ts'
import { Tenant } from './tenant.ts'
import { defineSales, storeSales } from './testing/sales.ts'
import { aWorkspace, newId, type Workspace } from './testing/workspace.ts'

const NOBODY = 'postgres://orrery_app:x@127.0.0.1:1/postgres'
const question = JSON.stringify({ metrics: ['sales'], from: '2026-02-16', to: '2026-02-16', grain: 'total' })

/** A second host on the storage of the object, whose Postgres cannot be reached. */
function withoutPostgres<T>(
  workspace: Workspace,
  work: (host: {
    tenant: Tenant
    call: (method: string, path: string, body?: unknown) => Promise<Response>
  }) => Promise<T>,
): Promise<T> {
  return workspace.inside(async ({ deps }, state) => {
    let nowMs = Date.now()
    // Each look at the clock is one more retry interval later, so that every call tries to connect.
    const later = () => {
      nowMs += CLAIM_RETRY_MS
      return new Date(nowMs)
    }
    const tenant = new Tenant(state, workspace.id, NOBODY, {
      ...deps,
      now: later,
      log: { info: () => undefined, error: () => undefined },
    })
    const api = tenantApi(tenant, { access: new Access(tenant) } as never)
    const handed = { principal: workspace.principal(), requestId: 'r1', commandId: null }
    const call = async (method: string, path: string, body?: unknown) =>
      api.fetch(
        new Request(`https://tenant.internal/api/v1${path}`, {
          method,
          headers: { 'if-match': '1' },
          body: body === undefined ? null : JSON.stringify(body),
        }),
        handed,
      )
    return work({ tenant, call })
  })
}

describe('Postgres away', () => {
  it('[CO25] refuses what needs it with 503 and says when to come back', async () => {
    const workspace = await aWorkspace()
    await withoutPostgres(workspace, async ({ call }) => {
      const layout = { tiles: [], main: null, lists: [] }
      const answers = [
        await call('PUT', `/dashboards/${newId()}`, { name: 'x', layout }),
        await call('GET', '/clients'),
        await call('GET', '/imports'),
        await call('GET', '/metrics/sales/records?from=2026-01-01&to=2026-01-02'),
      ]
      for (const answer of answers) {
        const { error } = await answer.json<{ error: { code: string } }>()
        expect([answer.status, error.code, answer.headers.get('retry-after')]).toEqual([503, 'stale', '2'])
      }
    })
    expect((await workspace.call('GET', '/clients')).status).toBe(200)
  })

  it('[CO24] answers a question from the read model, marked stale', async () => {
    const workspace = await aWorkspace()
    await workspace.inside(async (tenant) => {
      await tenant.current()
      const no = await defineSales(tenant)
      await tenant.projector.project([
        await storeSales(tenant, no, [{ day: 20_500, region: 'north', amount: 7 }]),
      ])
      await tenant.facts()
    })
    await workspace.rest()
    const stale = await withoutPostgres(workspace, async ({ tenant, call }) => {
      expect((await call('GET', '/metrics')).status).toBe(200)
      const answer = await new Answers(tenant).answer(question, { clients: 'all', hidden: [] })
      return answer.ok ? JSON.parse(answer.value) : answer
    })
    expect(stale.meta).toMatchObject({ stale: true })
    expect(stale.data.series[0].total).toBe('7')
    expect(stale.data.series[0].points[0].state).toBe('stale')
  })
})
