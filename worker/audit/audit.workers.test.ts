import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditEntry, HeadsAnswer, SignedHead, VerificationLine } from '../../contracts/audit.ts'
import { CHAIN_START, type ChainLink, followChain, isSigned } from '../../contracts/chain.ts'
import { ok } from '../../contracts/result.ts'
import { bindings, Home, holdQueue } from '../edge/testing/home.ts'
import { confirmed, joinedBy, ORIGIN } from '../edge/testing/site.ts'
import { ArchiveFiles } from '../tenant/archive-files.ts'
import { HEAD_TIMER, Heads } from '../tenant/heads.ts'

const PATH = '/api/v1/audit'
const DAY_MS = 24 * 60 * 60 * 1000
const archive = new ArchiveFiles(async () => bindings.BACKUPS_EU, bindings.FILES)
let home: Home
let queue = holdQueue()
beforeAll(async () => {
  queue = holdQueue()
  home = await Home.open()
})
afterAll(async () => {
  queue.release()
  await home.close()
})

const list = (query = '', of = home) => of.get<AuditEntry[]>(`${PATH}${query}`)
const makeClient = (name: string, of = home) =>
  of.call<{ id: string; version: number }>('POST', '/api/v1/clients', { name })
const linesOf = async (path: string, of = home): Promise<unknown[]> =>
  (await (await of.raw('GET', path)).text())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
const linksOf = async (of = home) =>
  (await linesOf(`${PATH}/export?format=ndjson&steps=yes`, of)) as ChainLink[]
const verify = async (of = home) => {
  const lines = (await linesOf(`${PATH}/verification`, of)).map((line) => VerificationLine.parse(line))
  const last = lines.at(-1)
  if (last?.t !== 'result') throw new Error('the verification gave no result')
  return last
}
const sign = (of = home) => of.call<SignedHead>('POST', `${PATH}/heads`)
/** What somebody who can write the database may do to the log. */
const tamper = (of: Home, statement: string) =>
  of.inside(async (tenant) => {
    await tenant.write(tenant.commands, async (tx) => ok(await tx.sql.unsafe(statement, [tenant.id])))
  })

describe('the list', () => {
  it('[AU1] [AU2] says who did what to which record, and what it was before', async () => {
    const made = await makeClient('Corner Bakery')
    await home.call('PATCH', `/api/v1/clients/${made.data.id}`, { name: 'Corner Bread' }, { 'if-match': '1' })
    const me = await home.browser.me()
    const { status, data } = await list(`?record=client:${made.data.id}`)
    expect(status).toBe(200)
    expect(data.map((one) => AuditEntry.strict().parse(one))).toMatchObject([
      {
        type: 'client.changed',
        kind: 'clients',
        actor: { kind: 'person', id: me.person.id, name: me.person.name },
        what: 'changed the client “Corner Bread”',
        changes: [{ field: 'name', before: 'Corner Bakery', after: 'Corner Bread' }],
      },
      { type: 'client.created', what: 'added the client “Corner Bakery”' },
    ])
    const first = (await list('?limit=500')).data.at(-1)
    expect(first).toMatchObject({ seq: 1, actor: { kind: 'system', name: 'Orrery (provision)' } })
  })

  it('[AU4] narrows by who, kind and days, and comes in pages', async () => {
    const me = await home.browser.me()
    const mine = await list(`?actor=person:${me.person.id}`)
    expect(new Set(mine.data.map(({ actor }) => actor.id))).toEqual(new Set([me.person.id]))
    expect((await list('?kind=imports')).data).toEqual([])
    const all = (await list('?kind=clients&limit=500')).data
    expect(all.length).toBeGreaterThan(1)
    const page = await list('?kind=clients&limit=1')
    const next = await list(`?kind=clients&limit=1&cursor=${page.meta.nextCursor}`)
    expect([...page.data, ...next.data]).toEqual(all.slice(0, 2))
    const today = all[0]?.at.slice(0, 10) ?? ''
    const dayAfter = new Date(Date.parse(today) + 2 * 86_400_000).toISOString().slice(0, 10)
    expect((await list(`?from=2020-01-01&to=${dayAfter}&kind=clients&limit=500`)).data).toEqual(all)
    expect((await list(`?from=${dayAfter}`)).data).toEqual([])
    for (const bad of ['?kind=nothing', '?cursor=x', '?actor=1', '?from=today', '?limit=501', '?unknown=1'])
      expect([bad, (await list(bad)).error?.code]).toEqual([bad, 'invalid_request'])
    const actors = await home.get<{ actor: string }[]>(`${PATH}/actors`)
    expect(actors.data[0]).toEqual({ actor: `person:${me.person.id}`, name: me.person.name })
  })

  it('[AU5] is shown to owners and admins only', async () => {
    const key = await home.call<{ secret: string }>('POST', '/api/v1/keys', {
      name: 'reader',
      scopes: ['metrics.read', 'records.read'],
    })
    const asKey = { authorization: `Bearer ${key.data.secret}` }
    const member = async (role: string) => {
      const guest = await confirmed(home.site)
      await joinedBy(home.site, home.browser, home.tenantId, guest, role)
      return guest.browser
    }
    const editor = await member('editor')
    for (const [method, path] of [
      ['GET', PATH],
      ['GET', `${PATH}/actors`],
      ['GET', `${PATH}/export?format=csv`],
      ['GET', `${PATH}/heads`],
      ['POST', `${PATH}/heads`],
      ['GET', `${PATH}/verification`],
    ] as const) {
      const byKey = await home.site.edge.fetch(new Request(`${ORIGIN}${path}`, { method, headers: asKey }))
      const byEditor = await editor.in(home.tenantId, method, path)
      expect([path, byKey.status, byEditor.status]).toEqual([path, 403, 403])
    }
    expect((await (await member('admin')).in(home.tenantId, 'GET', PATH)).status).toBe(200)
  })
})

describe('the export', () => {
  it('[AU6] is everything the filter finds as CSV, and no cell runs', async () => {
    await makeClient('=HYPERLINK("x")')
    const answer = await home.raw('GET', `${PATH}/export?format=csv&kind=clients`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toContain('audit.csv')
    const lines = (await answer.text()).trim().split('\r\n')
    const { data } = await list('?kind=clients&limit=500')
    expect(lines).toHaveLength(data.length + 1)
    expect(lines[0]).toBe('number,time,kind,who,who (id),what,record,changes,details')
    expect(lines.at(-1)).toContain('HYPERLINK')
    for (const line of lines) expect(line).not.toMatch(/(^|,)"?[=@]/)
    expect((await home.get(`${PATH}/export?format=xml`)).error.code).toBe('invalid_request')
  })

  it('[AU7] as NDJSON is verified without the server', async () => {
    const links = await linksOf()
    const head = (await sign()).data
    expect(await followChain(CHAIN_START, links)).toEqual({
      place: { seq: links.length, hash: links.at(-1)?.hash },
      fault: null,
    })
    expect(links.at(-1)?.hash).toBe(head.hash)
    const wrong = links.map((link) => (link.seq === 2 ? { ...link, actor: 'person:other' } : link))
    expect((await followChain(CHAIN_START, wrong)).fault).toEqual({ seq: 2, kind: 'link' })
  })
})

describe('the proof', () => {
  it('[AU12] [AU15] [AU16] follows the whole log and its signed heads, of which a day has one', async () => {
    const first = SignedHead.parse((await sign()).data)
    await makeClient('After signing')
    const second = (await sign()).data
    expect(second.seq).toBeGreaterThan(first.seq)
    const signed = HeadsAnswer.parse((await home.get(`${PATH}/heads`)).data)
    expect(signed.heads).toEqual([second])
    expect(await isSigned(second, home.tenantId, signed.publicKeys)).toBe(true)
    const result = await verify()
    expect(result).toMatchObject({ fault: null, startedAfter: 0, headsCompared: 1, headsOfOtherEras: 0 })
    expect(result.checked).toBe(result.head.seq)
    expect(result.newestHead).toEqual({ seq: second.seq, at: second.at })
  })

  it('[F39] [AU13] sees a log that was cut at its end, although its own hashes fit', async () => {
    const other = await Home.open(home.site)
    await makeClient('Kept', other)
    await makeClient('Cut away', other)
    const { seq } = (await sign(other)).data
    await tamper(other, `delete from event_bodies where tenant_id = $1 and seq = ${seq}`)
    await tamper(other, `delete from events where tenant_id = $1 and seq = ${seq}`)
    await tamper(
      other,
      `update tenant_heads h set seq = ${seq - 1}, hash = e.hash from events e
       where h.tenant_id = $1 and e.tenant_id = h.tenant_id and e.seq = ${seq - 1}`,
    )
    expect((await verify(other)).fault).toEqual({ seq, kind: 'cut' })
    const again = await sign(other)
    expect([again.status, again.error.code]).toEqual([409, 'log_altered'])
  })

  it('[F39] [AU13] sees a log that was written anew from somewhere on', async () => {
    const other = await Home.open(home.site)
    await makeClient('Original', other)
    await sign(other)
    // The chain is made anew by the very function that appends, so every hash in it fits.
    await tamper(other, 'delete from event_bodies where tenant_id = $1')
    await tamper(other, 'delete from events where tenant_id = $1')
    await tamper(other, `update tenant_heads set seq = 0, hash = sha256('') where tenant_id = $1`)
    const body = JSON.stringify({
      type: 'metric.removed',
      actor: 'person:x',
      subject: 'metric:x',
      data: { key: 'x' },
    })
    await tamper(
      other,
      `select append_events($1::uuid, (select fence from tenant_heads where tenant_id = $1::uuid), array['${body}', '${body}', '${body}'])`,
    )
    const links = await linksOf(other)
    expect((await followChain(CHAIN_START, links)).fault).toBeNull()
    expect((await verify(other)).fault).toMatchObject({ kind: 'altered' })
  })

  it('[AU15] says where a content was changed, and where the head does not fit', async () => {
    const other = await Home.open(home.site)
    await makeClient('One', other)
    await tamper(other, `update event_bodies set body = body || ' ' where tenant_id = $1 and seq = 2`)
    expect((await verify(other)).fault).toEqual({ seq: 2, kind: 'body' })
    await tamper(other, `update event_bodies set body = rtrim(body) where tenant_id = $1 and seq = 2`)
    expect((await verify(other)).fault).toBeNull()
    await tamper(other, `update tenant_heads set hash = sha256('x') where tenant_id = $1`)
    expect((await verify(other)).fault).toMatchObject({ kind: 'head' })
  })

  it('[AU14] compares no heads of an earlier era', async () => {
    const other = await Home.open(home.site)
    await sign(other)
    await tamper(other, 'update tenant_heads set era = era + 1 where tenant_id = $1')
    expect(await verify(other)).toMatchObject({ fault: null, headsCompared: 0, headsOfOtherEras: 1 })
  })

  it('[AU16] is signed by a timer that a change sets', async () => {
    const other = await Home.open(home.site)
    await makeClient('Sets it', other)
    expect(await other.inside((tenant) => tenant.agenda.has(HEAD_TIMER))).toBe(true)
    await other.inside(async (tenant) =>
      new Heads(tenant, bindings.FILES, archive, bindings.SEAL_KEY).runTimer(),
    )
    const signed = HeadsAnswer.parse((await other.get(`${PATH}/heads`)).data)
    expect(signed.heads).toMatchObject([{ seq: (await linksOf(other)).length }])
  })

  it('[AU17] starts at the signed checkpoint once old events were pruned', async () => {
    const other = await Home.open(home.site)
    for (const name of ['A', 'B', 'C']) await makeClient(name, other)
    const before = await linksOf(other)
    await sign(other)
    const prune = (laterMs: number) =>
      other.inside(async (tenant) => {
        const heads = new Heads(tenant, bindings.FILES, archive, bindings.SEAL_KEY)
        const now = tenant.deps.now
        tenant.deps.now = () => new Date(Date.now() + laterMs)
        try {
          return await heads.prune()
        } finally {
          tenant.deps.now = now
        }
      })
    // Two years are 730 days, or 731.
    expect(await prune(730 * DAY_MS - 60_000)).toEqual(ok(0))
    // What does not fit is never pruned: the fault would go with it.
    await tamper(other, `update events set subject = subject || 'x' where tenant_id = $1 and seq = 2`)
    expect(await prune(731 * DAY_MS + 60_000)).toMatchObject({ ok: false, error: { code: 'log_altered' } })
    expect(await linksOf(other)).toHaveLength(before.length)
    await tamper(other, `update events set subject = left(subject, -1) where tenant_id = $1 and seq = 2`)
    expect(await prune(731 * DAY_MS + 60_000)).toEqual(ok(before.length - 1))
    expect((await linksOf(other)).map(({ seq }) => seq)).toEqual([before.length])
    expect(await verify(other)).toMatchObject({ fault: null, startedAfter: before.length - 1, checked: 1 })
    await makeClient('D', other)
    expect((await sign(other)).status).toBe(200)
    const { checkpoint } = HeadsAnswer.parse((await other.get(`${PATH}/heads`)).data)
    expect(checkpoint).toMatchObject({ kind: 'checkpoint', seq: before.length - 1, count: before.length - 1 })
    const start = { seq: checkpoint?.seq ?? 0, hash: checkpoint?.hash ?? '' }
    expect((await followChain(start, await linksOf(other))).fault).toBeNull()
    await tamper(other, `delete from events where tenant_id = $1 and seq = ${before.length}`)
    expect((await verify(other)).fault).toEqual({ seq: before.length, kind: 'missing' })
  })
})
