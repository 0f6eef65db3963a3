import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AuditEntry, HeadsAnswer, VerificationLine } from '../../contracts/audit.ts'
import type { BackupView } from '../../contracts/backups.ts'
import { CHAIN_START, type ChainLink, followChain } from '../../contracts/chain.ts'
import { EVENTS_WARM_MS } from '../../contracts/limits.ts'
import { ok } from '../../contracts/result.ts'
import { RetentionView } from '../../contracts/retention.ts'
import { bindings, Home, holdQueue } from '../edge/testing/home.ts'
import { ARCHIVES_FOLDER, ArchiveFiles } from '../tenant/archive-files.ts'
import { BACKUP_TIMERS } from '../tenant/backups.ts'
import { ColdEvents } from '../tenant/cold-events.ts'
import { Heads } from '../tenant/heads.ts'
import type { Retention } from '../tenant/retention.ts'

const PATH = '/api/v1/audit'
let home: Home
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
  await fill(home)
})
afterAll(async () => {
  queue.release()
  await home.close()
})

/** A client, whose history is kept at hand, between values of a metric, which nothing is brought back from. */
async function fill(of: Home): Promise<void> {
  const enter = (day: number) =>
    of.call('POST', '/api/v1/custom-metrics', {
      metricName: 'units',
      label: 'Units',
      unit: 'count',
      metricValue: String(day),
      recordDate: `2026-03-0${day}`,
    })
  await enter(1)
  await of.call('POST', '/api/v1/clients', { name: 'Kept at hand' })
  await enter(2)
  await enter(3)
}

/** Some time later, seen from the object. */
const later = <T>(of: Home, ms: number, work: (object: object) => Promise<T>) =>
  of.inside(async (tenant, object) => {
    const now = tenant.deps.now
    tenant.deps.now = () => new Date(Date.now() + ms)
    try {
      return await work(object)
    } finally {
      tenant.deps.now = now
    }
  })
const archive = new ArchiveFiles(async () => bindings.BACKUPS_EU, bindings.FILES)
const freeze = (of: Home, ms: number) =>
  of.inside((tenant) => {
    const cold = new ColdEvents(tenant, archive, bindings.SEAL_KEY)
    return later(of, ms, () => cold.freeze())
  })
const night = (of: Home, ms: number) =>
  later(of, ms, async (object) => {
    const { retention } = object as unknown as { retention: Retention }
    await retention.runTimer({ name: 'retention', payload: '' })
  })
const entries = async (of = home) => (await of.get<AuditEntry[]>(`${PATH}?limit=200&steps=yes`)).data
const text = async (path: string, of = home) => (await of.raw('GET', path)).text()
const links = async (of = home) =>
  (await text(`${PATH}/export?format=ndjson&steps=yes`, of))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ChainLink)
const verified = async (of = home) => {
  const line = VerificationLine.parse(
    JSON.parse((await text(`${PATH}/verification`, of)).trim().split('\n').at(-1) ?? ''),
  )
  if (line.t !== 'result') throw new Error('the verification gave no result')
  return line
}
const warm = (of = home) =>
  of.rows<{ seq: number; type: string }>(
    `select e.seq::int as seq, e.type from events e join event_bodies b using (tenant_id, seq) where tenant_id = $1 order by seq`,
  )
const filesOf = async (of = home) =>
  (await bindings.BACKUPS_EU.list({ prefix: `${ARCHIVES_FOLDER}/${of.tenantId}/events/` })).objects
const WEEK_MS = 7 * 24 * 60 * 60 * 1000
/** With a leap day or without one. */
const TWO_YEARS_MS = 731 * 24 * 60 * 60 * 1000

describe('contents older than half a year', () => {
  it('[AU50] go into sealed files at night, while headers and what is younger stay', async () => {
    const all = await warm()
    await night(home, EVENTS_WARM_MS - WEEK_MS)
    expect(await warm()).toEqual(all)
    const before = await entries()
    const exported = await links()
    const csv = await text(`${PATH}/export?format=csv&steps=yes`)
    await night(home, EVENTS_WARM_MS + WEEK_MS)
    const left = await warm()
    expect(left.length).toBeLessThan(all.length)
    const [file] = await filesOf()
    const bytes = await (await bindings.BACKUPS_EU.get(file?.key ?? ''))?.text()
    expect(bytes).toBeDefined()
    expect(bytes).not.toContain('units')
    // The audit page, the file for people and the one for proof are what they were.
    const added = (await entries()).length - before.length
    expect((await entries()).slice(added)).toEqual(before)
    expect((await links()).slice(0, exported.length)).toEqual(exported)
    expect((await text(`${PATH}/export?format=csv&steps=yes`)).startsWith(csv)).toBe(true)
    const view = (await home.get<unknown[]>('/api/v1/retention')).data.map((one) =>
      RetentionView.strict().parse(one),
    )
    const moved = all.length - left.filter(({ seq }) => all.some((one) => one.seq === seq)).length
    expect(view.find(({ rule }) => rule === 'audit_cold')).toMatchObject({
      archivedRows: moved,
      last: { rows: moved, problem: null },
    })
  })

  it('[AU51] verify as before, here and where only the entries are known', async () => {
    expect(await verified()).toMatchObject({ fault: null, startedAfter: 0 })
    const all = await links()
    expect(all.every(({ body, salt }) => body !== null && salt !== null)).toBe(true)
    expect((await followChain(CHAIN_START, all)).fault).toBeNull()
    expect((await home.call('POST', `${PATH}/heads`)).status).toBe(200)
  })

  it('[AU52] stay at hand where versions of a record are brought back from them, or a source has its name', async () => {
    const left = new Set((await warm()).map(({ type }) => type))
    expect(left).toContain('client.created')
    expect(left).toContain('workspace.provisioned')
    const first = (await warm()).find(({ type }) => type === 'records.stored')
    const words = (await links()).filter(({ type }) => type === 'records.stored')
    expect(first?.seq).toBe(words[0]?.seq)
  })

  it('[AU50] are not moved twice, nor when one of them is not what was stored', async () => {
    expect(await freeze(home, EVENTS_WARM_MS - WEEK_MS)).toEqual({ rows: 0, brokenSeq: null })
    const other = await Home.open(home.site)
    await fill(other)
    const [seq] = (await warm(other)).flatMap((one) =>
      /^(client|workspace)\./.test(one.type) ? [] : one.seq,
    )
    await other.inside((tenant) =>
      tenant.write(tenant.commands, async (tx) =>
        ok(
          await tx.sql`update event_bodies set body = body || ' ' where tenant_id = ${tenant.id} and seq = ${seq ?? 0}`,
        ),
      ),
    )
    const all = await warm(other)
    expect(await freeze(other, EVENTS_WARM_MS + WEEK_MS)).toEqual({ rows: 0, brokenSeq: seq })
    expect([await warm(other), (await filesOf(other)).length]).toEqual([all, 0])
  })

  it('[AU53] are in a copy of the workspace, which restores as it was', async () => {
    await home.call('POST', '/api/v1/backups')
    await home.inside(async (tenant, object) => {
      const { backups } = object as unknown as { backups: { runTimer(timer: object): Promise<void> } }
      for (let ran = 0; ran < 50; ran += 1) {
        const [timer] = tenant.storage.sql
          .exec<{ name: string; payload: string }>(
            `select name, payload from timers where name like '${BACKUP_TIMERS}%' and due_at <= ? order by due_at limit 1`,
            Date.now() + 60_000,
          )
          .toArray()
        if (timer === undefined) return
        await tenant.agenda.remove(timer.name)
        await backups.runTimer(timer)
      }
    })
    const [copy] = (await home.get<BackupView[]>('/api/v1/backups')).data
    expect(copy).toMatchObject({ status: 'done', problem: null })
    const kept = await home.inside(async (_tenant, object) => {
      const { backups } = object as unknown as {
        backups: {
          source(id: string): Promise<{ parts: { no: number; table: string; rows: number }[] }>
          askProof(id: string): Promise<void>
          runTimer(timer: object): Promise<void>
        }
      }
      await backups.runTimer({ name: 'backup-proof:x', payload: copy?.id })
      const { parts } = await backups.source(copy?.id ?? '')
      return parts.filter(({ table }) => table === 'event_bodies').reduce((sum, { rows }) => sum + rows, 0)
    })
    expect((await home.get<BackupView[]>('/api/v1/backups')).data[0]?.proof).toMatchObject({ isGood: true })
    const headers = await home.rows<{ n: number }>(
      `select count(*)::int as n from events where tenant_id = $1 and at < (select started_at from backups where tenant_id = $1 and id = '${copy?.id}')`,
    )
    expect(kept).toBeGreaterThanOrEqual(headers[0]?.n ?? Number.POSITIVE_INFINITY)
  })

  it('[AU54] that cannot be read are a fault of the log, and are said to be away, not erased', async () => {
    const other = await Home.open(home.site)
    await fill(other)
    await night(other, EVENTS_WARM_MS + WEEK_MS)
    const [file] = await filesOf(other)
    const [from] = (file?.key.split('/').at(-1) ?? '').split('-').map(Number)
    await bindings.BACKUPS_EU.put(file?.key ?? '', 'damaged')
    expect((await verified(other)).fault).toEqual({ seq: from, kind: 'away' })
    const lost = (await entries(other)).find(({ seq }) => seq === from)
    expect(lost).toMatchObject({ isErased: false, what: expect.stringContaining('cannot be read just now') })
    await other.close()
  })

  it('[AU55] go with their headers at two years, files included, and the signed checkpoint stays', async () => {
    const other = await Home.open(home.site)
    await fill(other)
    await night(other, EVENTS_WARM_MS + WEEK_MS)
    expect(await filesOf(other)).toHaveLength(1)
    // The newest entry is never pruned.
    await other.call('POST', '/api/v1/clients', { name: 'Later' })
    await later(other, TWO_YEARS_MS + WEEK_MS, async () => {
      await other.inside((tenant) => new Heads(tenant, bindings.FILES, archive, bindings.SEAL_KEY).prune())
    })
    expect(await filesOf(other)).toEqual([])
    expect(await other.rows('select 1 from event_archives where tenant_id = $1')).toEqual([])
    const { checkpoint } = HeadsAnswer.parse((await other.get(`${PATH}/heads`)).data)
    expect(await verified(other)).toMatchObject({ fault: null, startedAfter: checkpoint?.seq })
    await other.close()
  })
})
