import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientView } from '../../contracts/clients.ts'
import { ok } from '../../contracts/result.ts'
import { Home, holdQueue } from '../edge/testing/home.ts'
import { createClient } from './service.ts'

const PATH = '/api/v1/clients'
const FILE = 'day,n\n2026-01-01,1\n'
const MAPPING = { date: 'day', values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }] }

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

const make = (body: object, headers?: Record<string, string>, of = home) =>
  of.call<ClientView>('POST', PATH, body, headers)
const change = (client: ClientView, body: object, version = client.version) =>
  home.call<ClientView>('PATCH', `${PATH}/${client.id}`, body, { 'if-match': `"${version}"` })
const move = (client: ClientView, verb: 'archive' | 'restore') =>
  home.call<ClientView>('POST', `${PATH}/${client.id}/${verb}`)
const list = async (query = '', of = home) => of.get<ClientView[]>(`${PATH}${query}`)
const namesOf = (clients: readonly ClientView[]) => clients.map(({ name }) => name)

describe('the list of clients', () => {
  it('[CL1] begins with the workspace itself', async () => {
    const fresh = await Home.open(home.site)
    const { status, data, meta } = await list('', fresh)
    expect(status).toBe(200)
    expect(data.map((one) => ClientView.strict().parse(one))).toMatchObject([
      { externalId: 'self', isDefault: true, isSample: false, archivedAt: null, version: 1 },
    ])
    expect(meta).toMatchObject({ nextCursor: null, total: 1 })
  })

  it('[CL2] is by name, comes in pages and finds parts of names and ids', async () => {
    const other = await Home.open(home.site)
    for (const name of ['Cy 100%', 'ada', 'Bo', 'bo_b'])
      await make({ name, externalId: `X-${name}` }, {}, other)
    const all = await list('?limit=500', other)
    const pages: ClientView[] = []
    for (let cursor = ''; ; ) {
      const page = await list(`?limit=2${cursor}`, other)
      expect(page.meta).toMatchObject({ total: 5 })
      pages.push(...page.data)
      if (page.meta.nextCursor === null) break
      cursor = `&cursor=${page.meta.nextCursor}`
    }
    expect(pages).toEqual(all.data)
    expect(pages[0]?.isDefault).toBe(true)
    expect(namesOf(pages).slice(1).sort()).toEqual(['Bo', 'Cy 100%', 'ada', 'bo_b'].sort())
    expect(namesOf((await list('?q=0%25', other)).data)).toEqual(['Cy 100%'])
    expect(namesOf((await list('?q=o_', other)).data)).toEqual(['bo_b'])
    expect((await list('?q=x-B', other)).meta).toMatchObject({ total: 2 })
    expect((await list('?limit=501', other)).error.code).toBe('invalid_request')
    expect((await list('?cursor=x', other)).error.code).toBe('invalid_request')
  })
})

describe('a client', () => {
  it('[CL3] is made once and answered with where it is', async () => {
    const body = { name: 'Made', industry: 'Bakery' }
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const made = await make(body, headers)
    expect(made.status).toBe(201)
    expect(made.data).toMatchObject({ ...body, externalId: 'Made', isDefault: false, version: 1 })
    const place = made.headers.get('location') ?? ''
    expect((await home.get<ClientView>(place)).data).toEqual(made.data)
    const again = await make(body, headers)
    expect([again.status, again.data, again.headers.get('location')]).toEqual([201, made.data, place])
    expect((await list('?q=Made')).meta).toMatchObject({ total: 1 })
    expect((await make({ name: ' ' })).error.code).toBe('invalid_request')
  })

  it('[CL4] has an external id that nobody else has', async () => {
    const first = (await make({ name: 'First', externalId: 'E1' })).data
    const second = (await make({ name: 'Second', externalId: 'E2' })).data
    const twin = await make({ name: 'Third', externalId: 'E1' })
    expect([twin.status, twin.error.code]).toEqual([409, 'already_exists'])
    expect(twin.error.details).toEqual({ field: 'externalId', client: first })
    const renamed = await change(second, { externalId: 'E1' })
    expect([renamed.status, renamed.error.details]).toEqual([409, { field: 'externalId', client: first }])
    expect((await make({ id: first.id, name: 'Fourth' })).error.details).toEqual({
      field: 'id',
      client: null,
    })
  })

  it('[CL5] is changed by whoever saw it as it is', async () => {
    const made = (await make({ name: 'Old' })).data
    const changed = await change(made, { name: 'New', industry: null })
    expect([changed.status, changed.data]).toEqual([200, { ...made, name: 'New', version: 2 }])
    const late = await change(made, { name: 'Late' })
    expect([late.status, late.error.code, late.error.details]).toEqual([409, 'stale_version', changed.data])
    expect((await change(changed.data, { name: 'New' })).data).toEqual(changed.data)
    const blind = await home.call('PATCH', `${PATH}/${made.id}`, { name: 'x' })
    expect(blind.error.code).toBe('invalid_request')
  })

  it('[CL6] [CL7] leaves the list when it is archived, takes no file, and comes back', async () => {
    const made = (await make({ name: 'Closing' })).data
    const archived = await move(made, 'archive')
    expect(archived.data.archivedAt).not.toBeNull()
    expect((await move(made, 'archive')).data).toEqual(archived.data)
    expect((await list('?q=Closing')).data).toEqual([])
    expect((await list('?q=Closing&archived=yes')).data).toEqual([archived.data])
    expect((await list('?q=Closing&archived=all')).data).toEqual([archived.data])
    const file = (await home.upload(FILE)).data
    const refused = await home.commit(file.id, { ...MAPPING, clientId: made.id })
    expect([refused.status, refused.error.code, refused.error.details]).toEqual([
      409,
      'client_archived',
      { clientId: made.id },
    ])
    expect((await move(made, 'restore')).data).toEqual({ ...made, version: 3 })
    expect((await move(made, 'restore')).data.version).toBe(3)
    expect((await home.commit(file.id, { ...MAPPING, clientId: made.id })).status).toBe(202)
    const [self] = (await list()).data
    if (self === undefined) throw new Error('no default client')
    expect((await move(self, 'archive')).error.code).toBe('default_client')
  })

  it('[CL8] leaves each change in the log, before and after', async () => {
    const made = (await make({ name: 'Logged' })).data
    await change(made, { name: 'Logged twice' })
    await move(made, 'archive')
    await move(made, 'restore')
    const events = await home.rows<{ type: string; data: { before?: object; after: object } }>(
      `select e.type, b.body::jsonb -> 'data' as data from events e join event_bodies b using (tenant_id, seq)
       where tenant_id = $1 and e.subject = 'client:${made.id}' order by seq`,
    )
    const [created, changed, archived, restored] = events
    expect(events.map(({ type }) => type)).toEqual([
      'client.created',
      'client.changed',
      'client.archived',
      'client.restored',
    ])
    expect(created?.data.after).toMatchObject({ name: 'Logged', version: 1 })
    expect(changed?.data).toMatchObject({ before: { name: 'Logged' }, after: { name: 'Logged twice' } })
    expect(archived?.data).toMatchObject({ before: { archivedAt: null }, after: { version: 3 } })
    expect(restored?.data.before).toEqual(archived?.data.after)
  })

  it('[CL9] of another workspace is not there', async () => {
    const other = await Home.open(home.site)
    const made = (await make({ name: 'Secret', externalId: 'S1' })).data
    const mine = (await make({ name: 'Mine', externalId: 'S1' }, {}, other)).data
    const taken = await make({ id: made.id, name: 'Same id' }, {}, other)
    expect([mine.externalId, taken.status]).toEqual(['S1', 201])
    await other.call('PATCH', `${PATH}/${made.id}`, { name: 'Stolen' }, { 'if-match': '1' })
    expect((await home.get<ClientView>(`${PATH}/${made.id}`)).data).toEqual(made)
    for (const [method, path] of [
      ['GET', mine.id],
      ['PATCH', mine.id],
      ['POST', `${mine.id}/archive`],
      ['POST', `${mine.id}/restore`],
    ] as const) {
      const body = method === 'PATCH' ? { name: 'x' } : undefined
      const answer = await home.call(method, `${PATH}/${path}`, body, { 'if-match': '1' })
      expect([method, path, answer.status]).toEqual([method, path, 404])
    }
    expect((await other.get<ClientView>(`${PATH}/${mine.id}`)).data).toEqual(mine)
  })

  it('[CL10] is read and changed by those who may', async () => {
    const key = await home.call<{ secret: string }>('POST', '/api/v1/keys', {
      name: 'reader',
      scopes: ['clients.read'],
    })
    const headers = { cookie: '', 'x-api-key': key.data.secret }
    const made = (await make({ name: 'Guarded' })).data
    expect((await home.call('GET', PATH, undefined, headers)).status).toBe(200)
    const calls = [
      ['POST', PATH],
      ['PATCH', `${PATH}/${made.id}`],
      ['POST', `${PATH}/${made.id}/archive`],
      ['POST', `${PATH}/${crypto.randomUUID()}/restore`],
    ] as const
    for (const [method, path] of calls) {
      const answer = await home.call(method, path, { name: 'x' }, headers)
      expect([method, path, answer.status]).toEqual([method, path, 403])
    }
  })

  it('[CL11] is refused when there are 5,000', async () => {
    const full = await Home.open(home.site)
    const refused = await full.inside((tenant) =>
      tenant.write(tenant.commands, async (tx) => {
        await tx.sql`
          insert into clients (tenant_id, id, name, external_id, created_at)
          select ${tx.tenantId}, gen_random_uuid(), 'c' || n, 'c' || n, now() from generate_series(1, 4999) n`
        const made = await createClient(tx, { name: 'Last' }, () => crypto.randomUUID(), new Date(0))
        return ok(made.ok ? null : made.error)
      }),
    )
    expect(refused).toEqual({ ok: true, value: { code: 'limit_reached', details: { limit: 5000 } } })
  })
})
