import { describe, expect, it } from 'vitest'
import { DELETION_COOLING_MS, type DeletionView, WipeProof } from '../../contracts/deletion.ts'
import { Home } from '../edge/testing/home.ts'
import { openSite, type Site, signedUp, workspaceOf } from '../edge/testing/site.ts'
import { runDueDeletions } from './deletion.ts'
import { sweepOutbox } from './outbox.ts'

const answerOf = async (response: Response) =>
  (await response.json()) as { data: DeletionView; error: { code: string; details?: unknown } }
const later = (site: Site, ms: number) => {
  site.clock.now = new Date(site.clock.now.getTime() + ms)
}

async function asked() {
  const site = openSite()
  const { browser } = await signedUp(site)
  const tenantId = await workspaceOf(browser)
  const path = `/api/v1/workspaces/${tenantId}`
  const [workspace] = (await browser.me()).workspaces
  const ask = () => browser.in(tenantId, 'DELETE', path, { confirmSlug: workspace?.slug })
  return { site, browser, tenantId, path, ask }
}

describe('the end of a workspace', () => {
  it('[SN20] is asked for by its short name and comes after 14 days, in which everything works', async () => {
    const { site, browser, tenantId, path, ask } = await asked()
    const wrong = await browser.in(tenantId, 'DELETE', path, { confirmSlug: 'x' })
    expect((await answerOf(wrong)).error).toMatchObject({ code: 'invalid_request' })
    const answer = await ask()
    const { data } = await answerOf(answer)
    expect(answer.status).toBe(202)
    expect(Date.parse(data.dueAt) - Date.parse(data.requestedAt)).toBe(DELETION_COOLING_MS)
    const asks = () => site.objects.facts.filter(({ type }) => type === 'workspace.deletion_asked')
    expect(asks()).toMatchObject([{ data: { dueAt: data.dueAt } }])
    later(site, 60_000)
    expect((await answerOf(await ask())).data).toEqual(data)
    expect(asks()).toHaveLength(1)
    later(site, DELETION_COOLING_MS - 120_000)
    await runDueDeletions(site.edge.deps)
    expect((await browser.in(tenantId, 'GET', '/api/v1/clients')).status).toBe(200)
    expect((await answerOf(await browser.in(tenantId, 'GET', `${path}/deletion`))).data).toEqual(data)
  })

  it('[SN21] can be undone until it begins', async () => {
    const { site, browser, tenantId, path, ask } = await asked()
    await ask()
    const kept = await browser.in(tenantId, 'DELETE', `${path}/deletion`)
    expect(kept.status).toBe(200)
    expect((await answerOf(await browser.in(tenantId, 'GET', `${path}/deletion`))).data).toBeNull()
    expect(site.objects.facts.map(({ type }) => type)).toEqual([
      'workspace.deletion_asked',
      'workspace.deletion_undone',
    ])
    expect((await browser.in(tenantId, 'DELETE', `${path}/deletion`)).status).toBe(200)
    later(site, DELETION_COOLING_MS + 1000)
    // What other tests asked for is due by now as well.
    await runDueDeletions(site.edge.deps)
    expect(site.objects.wiped).not.toContain(tenantId)
    expect((await browser.in(tenantId, 'GET', '/api/v1/clients')).status).toBe(200)
  })

  it('[SN22] leaves a proof that whoever asked can read, also when the object could not be reached at first', async () => {
    const { site, browser, tenantId, ask } = await asked()
    await ask()
    later(site, DELETION_COOLING_MS + 1000)
    site.objects.failure = new Error('unreachable')
    expect(await runDueDeletions(site.edge.deps)).toBeGreaterThan(0)
    expect((await browser.in(tenantId, 'GET', '/api/v1/clients')).status).toBe(404)
    expect((await browser.me()).workspaces).toEqual([])
    site.objects.failure = null
    later(site, 60_000)
    await sweepOutbox(site.edge.deps)
    expect(site.objects.wiped).toContain(tenantId)
    const list = (await (await browser.call('GET', '/api/v1/deletions')).json()) as { data: DeletionView[] }
    expect(list.data).toMatchObject([
      {
        tenantId,
        proof: { tables: [{ name: 'clients', removed: 3, left: 0 }], files: { removed: 2, left: 0 } },
      },
    ])
    expect(list.data[0]?.finishedAt).not.toBeNull()
    const { browser: other } = await signedUp(site)
    expect(((await (await other.call('GET', '/api/v1/deletions')).json()) as { data: [] }).data).toEqual([])
  })

  it('[SN22] counts what went and looks whether anything is left', async () => {
    const home = await Home.open()
    await home.call('POST', '/api/v1/clients', { name: 'One more' })
    await home.call('POST', '/api/v1/audit/heads')
    const proof = WipeProof.parse(await home.stub.wipe())
    const rowsOf = (name: string) => proof.tables.find((table) => table.name === name)
    expect(rowsOf('clients')).toEqual({ name: 'clients', removed: 2, left: 0 })
    expect(rowsOf('events')?.removed).toBeGreaterThan(1)
    expect(proof.tables.every(({ left }) => left === 0)).toBe(true)
    expect(proof.files).toEqual({ removed: 1, left: 0 })
    const again = WipeProof.parse(await home.stub.wipe())
    expect(again.tables.every(({ removed, left }) => removed + left === 0)).toBe(true)
    await home.close()
  })
})
