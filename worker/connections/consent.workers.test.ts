import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConnectionView } from '../../contracts/connections.ts'
import { errorTable } from '../../contracts/errors.ts'
import { ok } from '../../contracts/result.ts'
import { Home, holdQueue } from '../edge/testing/home.ts'
import { signedUp } from '../edge/testing/site.ts'
import { Xero, XeroHome } from './testing/xero.ts'

const xero = new Xero('consents')
const [FINCH, UK, EMPTY] = ['Harbour & Finch', 'Harbour & Finch UK', 'Empty Holdings'] as const
let queue = holdQueue()
beforeEach(async () => {
  queue = holdQueue()
  await xero.reset()
})
afterEach(() => queue.release())

const open = async () => new XeroHome(await Home.open(), xero, queue)
const idOf = (path: string) => path.split('/').at(-1)?.split('?')[0] ?? ''
const problemOf = (path: string) => new URL(path, 'https://o.example').searchParams.get('problem')
const listOf = async (at: XeroHome) => (await at.home.get<ConnectionView[]>('/api/v1/connections')).data
const choose = (at: XeroHome, id: string, body: object) =>
  at.home.call<ConnectionView>('POST', `/api/v1/connections/${id}/account`, body)
const accountNamed = (connection: ConnectionView, name: string) =>
  connection.accounts.find((account) => account.name === name)?.id ?? ''

describe('a consent', () => {
  it('[CN30] ends in a connection whose first sync has begun by itself', async () => {
    const at = await open()
    const path = await at.consent()
    expect(path).toMatch(/^\/w-[0-9a-f-]+\/connectors\/[0-9a-f-]{36}$/)
    const connection = await at.connection(idOf(path))
    expect(connection).toMatchObject({ provider: 'xero', status: 'active', account: { name: FINCH } })
    expect(at.taken().map(({ kind }) => kind)).toEqual(['sync.run', 'sync.run'])
    expect(connection.recentRuns.map(({ trigger, status }) => `${trigger} ${status}`)).toEqual([
      'first running',
      'first running',
    ])
  })

  it('[CN30] leaves neither state nor verifier readable in the database', async () => {
    const at = await open()
    const url = new URL(await at.authorize())
    const state = url.searchParams.get('state') ?? ''
    expect(state.startsWith(`${at.home.tenantId}.`)).toBe(true)
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    const [grant] = await at.home.rows<{ row: string; age: number }>(
      `select g::text as row, extract(epoch from expires_at - now())::int as age from connection_grants g where tenant_id = $1`,
    )
    expect(grant?.row).not.toContain(state.split('.')[1])
    expect(grant?.age).toBeGreaterThan(590)
    expect(grant?.age).toBeLessThanOrEqual(600)
  })

  it('[CN31] is answered once: a replayed answer is refused and changes nothing', async () => {
    const at = await open()
    const [first] = await xero.organisations()
    const back = await xero.decide(await at.authorize(), 'allow', [first?.tenantId ?? ''])
    expect(problemOf(await at.comeBack(back))).toBeNull()
    const before = await listOf(at)
    expect(problemOf(await at.comeBack(back))).toBe('consent_expired')
    expect(await listOf(at)).toEqual(before)
  })

  it('[CN31] is refused with a state that is wrong, of another session, or of another workspace', async () => {
    const at = await open()
    const other = await open()
    const [first] = await xero.organisations()
    const back = await xero.decide(await at.authorize(), 'allow', [first?.tenantId ?? ''])
    const changed = (state: string) => {
      const url = new URL(back)
      url.searchParams.set('state', state)
      return url
    }
    const state = back.searchParams.get('state') ?? ''
    const flipped = state.endsWith('A') ? `${state.slice(0, -1)}B` : `${state.slice(0, -1)}A`
    expect(problemOf(await at.comeBack(changed(flipped)))).toBe('consent_unknown')
    expect(problemOf(await at.comeBack(changed('nonsense')))).toBe('consent_unknown')
    expect(problemOf(await at.comeBack(changed(state.replace(at.home.tenantId, other.home.tenantId))))).toBe(
      'consent_unknown',
    )
    // Somebody else's browser, with a session of its own, and one that is signed out.
    expect(await at.comeBack(back, other.home.browser.cookie)).toBe('/?problem=consent_unknown')
    const stranger = await signedUp(at.home.site)
    expect(await at.comeBack(back, stranger.browser.cookie)).toBe('/?problem=consent_unknown')
    expect(await at.comeBack(back, '')).toBe('/login?problem=unauthenticated')
    // None of this has used the consent up.
    expect(problemOf(await at.comeBack(back))).toBeNull()
    expect(await listOf(other)).toEqual([])
  })

  it('[CN32] that was denied leads back with its reason and leaves nothing behind', async () => {
    const at = await open()
    const path = await at.comeBack(await xero.decide(await at.authorize(), 'cancel', []))
    expect(path).toMatch(/^\/w-[0-9a-f-]+\/connectors\?problem=consent_denied$/)
    expect(await listOf(at)).toEqual([])
    expect(await at.home.rows('select 1 from connections where tenant_id = $1')).toEqual([])
  })

  it('[CN32] leads into the app whatever a provider answers, never to an error page or another place', async () => {
    for (const [kind, problem] of [
      ['html', 'provider_down'],
      ['truncate', 'provider_unreadable'],
    ] as const) {
      const at = await open()
      await xero.fault(kind, '/connect/token', { times: 3 })
      expect(problemOf(await at.consent())).toBe(problem)
    }
    const at = await open()
    const url = new URL(`${xero.url}/api/v1/connections/xero/callback`)
    url.searchParams.set('state', '//evil.example')
    expect(await at.comeBack(url)).toBe('/?problem=consent_unknown')
  })

  it('[CN32] with any scope less than was asked for is refused with what to do, and taken once it has them all', async () => {
    const at = await open()
    const [first] = await xero.organisations()
    const scopes = (new URL(await at.authorize()).searchParams.get('scope') ?? '').split(' ')
    expect(scopes).toContain('accounting.invoices.read')
    for (const lacking of scopes) {
      const asked = new URL(await at.authorize())
      asked.searchParams.set('scope', scopes.filter((scope) => scope !== lacking).join(' '))
      const path = await at.comeBack(await xero.decide(asked.href, 'allow', [first?.tenantId ?? '']))
      expect([lacking, problemOf(path)]).toEqual([lacking, 'scopes_missing'])
    }
    expect(errorTable.scopes_missing.next).toBe('Reconnect it and allow everything that is listed.')
    expect(await listOf(at)).toEqual([])
    expect(at.taken()).toEqual([])
    const { id } = await at.connect()
    expect(await listOf(at)).toMatchObject([{ id, status: 'active' }])
  })

  it('[CN32] needs credentials of this server, and says which settings are missing', async () => {
    const at = await open()
    const catalogue = await at.home.get<{ provider: string; isAvailable: boolean }[]>('/api/v1/connectors')
    expect(catalogue.data.find(({ provider }) => provider === 'xero')).toMatchObject({ isAvailable: true })
    const unknown = await at.home.get('/api/v1/connections/nobody/authorize')
    expect([unknown.status, unknown.error.code]).toEqual([404, 'not_found'])
  })
})

describe('the account', () => {
  it('[CN35] is chosen by a person when a consent covers several; until then nothing is read', async () => {
    const at = await open()
    const path = await at.consent([FINCH, UK])
    expect(path).toMatch(/\?step=account$/)
    const id = idOf(path)
    const pending = await at.connection(id)
    expect(pending).toMatchObject({ status: 'pending', account: null })
    expect(pending.accounts.map(({ name }) => name).sort()).toEqual([FINCH, UK])
    expect(at.taken()).toEqual([])
    const early = await at.home.call('POST', `/api/v1/connections/${id}/sync`)
    expect([early.status, early.error.code]).toEqual([409, 'account_required'])
    const unknown = await choose(at, id, { accountId: 'nonsense' })
    expect([unknown.status, unknown.error.code]).toEqual([422, 'account_unknown'])
    const chosen = await choose(at, id, { accountId: accountNamed(pending, UK) })
    expect(chosen.data).toMatchObject({ status: 'active', account: { name: UK } })
    expect(at.taken().map(({ kind }) => kind)).toEqual(['sync.run', 'sync.run'])
  })

  it('[CN36] stays when a connection is authorised again, which is the same connection', async () => {
    const at = await open()
    const { id } = await at.connect()
    await xero.control('POST', '/revoke-grants')
    const path = await at.consent([FINCH, UK], `?connectionId=${id}`)
    expect(idOf(path)).toBe(id)
    const [only, ...others] = await listOf(at)
    expect(others).toEqual([])
    expect(only).toMatchObject({ status: 'active', account: { name: FINCH } })
  })

  it('[CN36] that is connected already is not connected twice: the first connection is authorised again', async () => {
    const at = await open()
    const { id } = await at.connect()
    const path = await at.consent()
    expect(idOf(path)).toBe(id)
    expect((await listOf(at)).map((connection) => connection.id)).toEqual([id])
  })

  it('[CN36] that differs from before is asked about before both add up', async () => {
    const at = await open()
    const { id } = await at.connect()
    await xero.control('POST', '/revoke-grants')
    const path = await at.consent([EMPTY], `?connectionId=${id}`)
    expect(path).toMatch(/\?step=account$/)
    const swapped = await at.connection(id)
    expect(swapped).toMatchObject({ status: 'pending', account: { name: FINCH } })
    const accountId = accountNamed(swapped, EMPTY)
    const refused = await choose(at, id, { accountId })
    expect([refused.status, refused.error.code]).toEqual([409, 'account_differs'])
    expect(refused.error.details).toEqual({ before: FINCH, chosen: EMPTY })
    expect((await at.connection(id)).status).toBe('pending')
    const mixed = await choose(at, id, { accountId, mix: true })
    expect(mixed.data).toMatchObject({ status: 'active', account: { name: EMPTY } })
  })
})

/** As if the consent had been given so many days ago. */
const given = (home: Home, days: number) =>
  home.inside((tenant) =>
    tenant.write(tenant.commands, async (tx) =>
      ok(
        await tx.sql`update connections set consent_at = now() - ${`${days} days`}::interval where tenant_id = ${tenant.id}`,
      ),
    ),
  )
const makeDue = (home: Home) =>
  home.inside((tenant) =>
    tenant.write(tenant.commands, async (tx) =>
      ok(
        await tx.sql`update connection_streams set next_due_at = now() - interval '1 minute' where tenant_id = ${tenant.id}`,
      ),
    ),
  )

describe('a consent of more than six months', () => {
  it('[SN47] is asked for, then ends, and goes on with one click', async () => {
    const at = new XeroHome(await Home.open(), xero, queue)
    const { id } = await at.connect()
    const look = () => at.connection(id)
    const { home } = at
    const me = (await home.browser.me()).person
    expect(await look()).toMatchObject({ consent: { state: 'good' }, authorisedBy: `person:${me.id}` })
    await at.deliver()
    await given(home, 190)
    expect((await look()).consent?.state).toBe('asked')
    expect((await look()).nextSyncAt).not.toBeNull()

    await given(home, 210)
    const ended = await look()
    expect([ended.consent?.state, ended.nextSyncAt]).toEqual(['ended', null])
    const asked = await home.call('POST', `/api/v1/connections/${id}/sync`, {})
    expect([asked.status, asked.error.code]).toEqual([409, 'consent_ended'])
    await makeDue(home)
    at.taken()
    await home.stub.startDueSyncs()
    expect(at.taken()).toEqual([])

    const key = await home.call<{ secret: string }>('POST', '/api/v1/keys', {
      name: 'sync only',
      scopes: ['connections.read', 'connections.sync'],
    })
    const asKey = { authorization: `Bearer ${key.data.secret}`, cookie: '' }
    expect((await home.call('POST', `/api/v1/connections/${id}/consent`, {}, asKey)).status).toBe(403)
    const confirmed = await home.call<ConnectionView>('POST', `/api/v1/connections/${id}/consent`)
    expect([confirmed.status, confirmed.data.consent?.state]).toEqual([200, 'good'])
    expect(at.taken().length).toBeGreaterThan(0)
    const audit = await home.get<{ what: string }[]>(`/api/v1/audit?record=connection:${id}`)
    expect(audit.data[0]?.what).toContain('may go on being read')
  })
})
