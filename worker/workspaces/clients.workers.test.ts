import { describe, expect, it } from 'vitest'
import type { InvitationView } from '../../contracts/invitations.ts'
import type { KeyView, NewKeyView } from '../../contracts/keys.ts'
import type { MemberView } from '../../contracts/workspaces.ts'
import {
  Browser,
  codeOf,
  confirmed,
  ownerAtHome,
  principalIn,
  type Site,
  secretTo,
} from '../edge/testing/site.ts'

const freshAddress = () => `guest@${crypto.randomUUID()}.example`
const dataOf = async <T>(response: Response): Promise<T> => (await response.json<{ data: T }>()).data

/** A workspace with two clients, and what its people do in it. */
async function studio() {
  const { site, browser, tenantId } = await ownerAtHome()
  const [mine, other] = [crypto.randomUUID(), crypto.randomUUID()]
  site.objects.clients.push(mine, other)
  const invite = (as: Browser, role: string, clients?: unknown, email = freshAddress()) =>
    as.in(tenantId, 'POST', '/api/v1/invitations', {
      emails: [email],
      role,
      ...(clients === undefined ? {} : { clients }),
    })
  /** Invites somebody who accepts. */
  const joined = async (role: string, clients: 'all' | string[], as = browser) => {
    const guest = await confirmed(site)
    const sent = await invite(as, role, clients, guest.email)
    expect(sent.status).toBe(201)
    await guest.browser.call('POST', '/api/v1/join', { token: await secretTo(site, guest.email) })
    return { ...guest, id: (await guest.browser.me()).person.id }
  }
  const change = (as: Browser, personId: string, body: object) =>
    as.in(tenantId, 'PATCH', `/api/v1/members/${personId}`, body)
  const members = async (as = browser) =>
    dataOf<MemberView[]>(await as.in(tenantId, 'GET', '/api/v1/members'))
  const clientsOf = async (personId: string, as = browser) =>
    (await members(as)).find((member) => member.personId === personId)?.clients
  return { site, browser, tenantId, mine, other, invite, joined, change, members, clientsOf }
}

/** The clients of the principal that an object was handed last. */
async function reached(site: Site, browser: Browser, tenantId: string, headers: Record<string, string> = {}) {
  await browser.in(tenantId, 'GET', '/api/v1/clients', undefined, headers)
  const request = site.objects.requests.at(-1)
  return request === undefined ? null : principalIn(request).clients
}

describe('the clients of a member', () => {
  it('[AC140] are chosen with the invitation, and travel with every call', async () => {
    const { site, tenantId, mine, invite, joined, browser, clientsOf } = await studio()
    const guest = await joined('editor', [mine])
    expect(await reached(site, guest.browser, tenantId)).toEqual([mine])
    expect((await guest.browser.me()).workspaces).toMatchObject([{ clients: [mine] }])
    expect(await clientsOf(guest.id)).toEqual([mine])
    expect(await reached(site, browser, tenantId)).toBe('all')
    const unknown = await invite(browser, 'editor', [mine, crypto.randomUUID()])
    expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'not_found'])
    for (const wrong of [[], 'none', ['x'], null])
      expect([wrong, (await invite(browser, 'editor', wrong)).status]).toEqual([wrong, 400])
    const everybody = await joined('viewer', 'all')
    expect(await reached(site, everybody.browser, tenantId)).toBe('all')
  })

  it('[AC140] [AC142] are changed later, which ends what was begun before', async () => {
    const { site, browser, tenantId, mine, other, joined, change, clientsOf } = await studio()
    const guest = await joined('editor', 'all')
    expect(await reached(site, guest.browser, tenantId)).toBe('all')
    const before = site.objects.revoked.length
    const changed = await change(browser, guest.id, { clients: [mine] })
    expect([changed.status, await dataOf(changed)]).toEqual([200, { role: 'editor', clients: [mine] }])
    expect(await reached(site, guest.browser, tenantId)).toEqual([mine])
    expect(site.objects.revoked.slice(before)).toMatchObject([{ kind: 'member', subjectId: guest.id }])
    // Role and clients at once; then the same again, which is no change.
    expect((await change(browser, guest.id, { role: 'viewer', clients: [other] })).status).toBe(200)
    const told = site.objects.revoked.length
    expect((await change(browser, guest.id, { clients: [other] })).status).toBe(200)
    expect(site.objects.revoked).toHaveLength(told)
    expect(await reached(site, guest.browser, tenantId)).toEqual([other])
    expect((await change(browser, guest.id, { clients: 'all' })).status).toBe(200)
    expect(await clientsOf(guest.id)).toBe('all')
    expect((await change(browser, guest.id, { clients: [crypto.randomUUID()] })).status).toBe(404)
    expect((await change(browser, guest.id, {})).status).toBe(400)
  })

  it('[AC140] are all of them for owners, who cannot be limited', async () => {
    const { site, browser, tenantId, mine, joined, invite, change, clientsOf } = await studio()
    const me = (await browser.me()).person.id
    const refused = await change(browser, me, { clients: [mine] })
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'conflict'])
    expect((await invite(browser, 'owner', [mine])).status).toBe(400)
    const heir = await joined('editor', [mine])
    const offer = await browser.in(tenantId, 'POST', '/api/v1/ownership-offers', {
      personId: heir.id,
      thenRole: 'admin',
    })
    const { id } = await dataOf<{ id: string }>(offer)
    expect((await heir.browser.in(tenantId, 'POST', `/api/v1/ownership-offers/${id}/accept`)).status).toBe(
      200,
    )
    expect(await clientsOf(heir.id)).toBe('all')
    expect(await reached(site, heir.browser, tenantId)).toBe('all')
  })
})

describe('a limited admin', () => {
  it('[AC141] gives nobody more than they reach, and touches nobody who reaches more', async () => {
    const { browser, tenantId, mine, other, invite, joined, change } = await studio()
    const admin = await joined('admin', [mine])
    const wide = await joined('viewer', 'all')
    const beside = await joined('viewer', [mine, other])
    const narrow = await joined('viewer', [mine])
    const codes = async (response: Promise<Response>) => {
      const answer = await response
      return [answer.status, answer.ok ? '' : await codeOf(answer)]
    }
    expect(await codes(invite(admin.browser, 'viewer', 'all'))).toEqual([403, 'forbidden'])
    expect(await codes(invite(admin.browser, 'viewer'))).toEqual([403, 'forbidden'])
    expect(await codes(invite(admin.browser, 'viewer', [other]))).toEqual([404, 'not_found'])
    expect(await codes(invite(admin.browser, 'viewer', [mine]))).toEqual([201, ''])
    expect(await codes(change(admin.browser, narrow.id, { clients: 'all' }))).toEqual([403, 'forbidden'])
    expect(await codes(change(admin.browser, narrow.id, { clients: [mine, other] }))).toEqual([
      404,
      'not_found',
    ])
    expect(await codes(change(admin.browser, admin.id, { clients: 'all' }))).toEqual([403, 'forbidden'])
    for (const { id } of [wide, beside]) {
      expect(await codes(change(admin.browser, id, { role: 'editor' }))).toEqual([403, 'forbidden'])
      const gone = admin.browser.in(tenantId, 'DELETE', `/api/v1/members/${id}`)
      expect(await codes(gone)).toEqual([403, 'forbidden'])
    }
    expect(await codes(change(admin.browser, narrow.id, { role: 'editor' }))).toEqual([200, ''])
    const sent = await invite(browser, 'viewer', 'all')
    const [invitation] = (await dataOf<{ sent: InvitationView[] }>(sent)).sent
    const path = `/api/v1/invitations/${invitation?.id}`
    expect(await codes(admin.browser.in(tenantId, 'DELETE', path))).toEqual([403, 'forbidden'])
    expect(await codes(admin.browser.in(tenantId, 'POST', `${path}/resend`))).toEqual([403, 'forbidden'])
  })

  it('[AC141] is told of the clients of others as far as they reach them', async () => {
    const { browser, tenantId, mine, other, invite, joined, clientsOf } = await studio()
    const admin = await joined('admin', [mine])
    const beside = await joined('viewer', [mine, other])
    const elsewhere = await joined('viewer', [other])
    await invite(browser, 'viewer', [mine, other])
    expect(await clientsOf(beside.id, admin.browser)).toEqual([mine])
    expect(await clientsOf(elsewhere.id, admin.browser)).toEqual([])
    expect(await clientsOf(beside.id)).toEqual([mine, other])
    const waiting = async (as: Browser) =>
      (await dataOf<InvitationView[]>(await as.in(tenantId, 'GET', '/api/v1/invitations'))).map(
        (one) => one.clients,
      )
    expect([await waiting(admin.browser), await waiting(browser)]).toEqual([[[mine]], [[mine, other]]])
  })

  it('[AC144] is refused at the front door what no client divides', async () => {
    const { tenantId, mine, joined } = await studio()
    const admin = await joined('admin', [mine])
    const calls = [
      ['PATCH', `/api/v1/workspaces/${tenantId}`, { name: 'x' }],
      ['POST', '/api/v1/roles', { name: 'x', permissions: ['workspace.read'] }],
    ] as const
    for (const [method, path, body] of calls) {
      const refused = await admin.browser.in(tenantId, method, path, body)
      expect([path, refused.status, await codeOf(refused)]).toEqual([path, 403, 'limited_to_clients'])
    }
  })

  it('[AC143] makes keys that reach what they reach, at every call anew', async () => {
    const { site, browser, tenantId, mine, other, joined, change } = await studio()
    const admin = await joined('admin', [mine])
    const make = (scopes: string[]) =>
      admin.browser.in(tenantId, 'POST', '/api/v1/keys', { name: 'k', scopes })
    const beyond = await make(['clients.read', 'bookings.read'])
    expect([beyond.status, await codeOf(beyond)]).toEqual([403, 'forbidden'])
    const { secret } = await dataOf<{ secret: string }>(await make(['clients.read']))
    const program = new Browser(site)
    const headers = { authorization: `Bearer ${secret}` }
    expect(await reached(site, program, tenantId, headers)).toEqual([mine])
    await change(browser, admin.id, { clients: [other] })
    expect(await reached(site, program, tenantId, headers)).toEqual([other])
    await change(browser, admin.id, { clients: 'all' })
    expect(await reached(site, program, tenantId, headers)).toBe('all')
  })

  it('[AC152] narrows a key to some of the clients its maker reaches, and never past what its member reaches then', async () => {
    const { site, browser, tenantId, mine, other, joined, change } = await studio()
    const admin = await joined('admin', 'all')
    const make = (as: Browser, clients: unknown, scopes = ['clients.read']) =>
      as.in(tenantId, 'POST', '/api/v1/keys', { name: 'narrow', scopes, clients })
    expect((await make(admin.browser, [mine, crypto.randomUUID()])).status).toBe(404)
    expect((await make(admin.browser, [])).status).toBe(400)
    expect(await codeOf(await make(admin.browser, [mine], ['audit.read']))).toBe('forbidden')
    const made = await dataOf<NewKeyView>(await make(admin.browser, [mine]))
    expect(made.clients).toEqual([mine])
    const program = new Browser(site)
    const by = (secret: string) => ({ authorization: `Bearer ${secret}` })
    expect(await reached(site, program, tenantId, by(made.secret))).toEqual([mine])
    const told = site.objects.facts.filter(({ type }) => type === 'key.created').at(-1)
    expect(told).toMatchObject({ data: { after: { clients: [mine] } } })

    // Its member reaches another one only: nothing is left, and it comes back with them.
    await change(browser, admin.id, { clients: [other] })
    const out = await program.in(tenantId, 'GET', '/api/v1/clients', undefined, by(made.secret))
    expect([out.status, (await out.json<{ error: { details: unknown } }>()).error.details]).toEqual([
      401,
      { reason: 'clients_out_of_reach' },
    ])
    const listed = await dataOf<KeyView[]>(await admin.browser.in(tenantId, 'GET', '/api/v1/keys'))
    expect(listed.map(({ clients, trouble }) => [clients, trouble])).toEqual([[[], 'clients_out_of_reach']])
    expect((await make(admin.browser, [mine])).status).toBe(404)
    const roll = (as: Browser) => as.in(tenantId, 'POST', `/api/v1/keys/${made.id}/roll`, { overlapHours: 0 })
    expect(await codeOf(await roll(admin.browser))).toBe('forbidden')
    await change(browser, admin.id, { clients: 'all' })
    expect(await reached(site, program, tenantId, by(made.secret))).toEqual([mine])
    const rolled = await dataOf<NewKeyView>(await roll(browser))
    expect(rolled.clients).toEqual([mine])
    expect(await reached(site, program, tenantId, by(rolled.secret))).toEqual([mine])
  })
})
