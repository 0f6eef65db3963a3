import { describe, expect, it } from 'vitest'
import { INVITATION_DAYS } from '../../contracts/invitations.ts'
import type { OwnershipOfferView } from '../../contracts/ownership.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { listMail } from '../auth/repository.ts'
import {
  Browser,
  codeOf,
  confirmed,
  joinedBy,
  linkTo,
  openSite,
  ownerAtHome,
  PASSWORD,
  type Site,
  secretTo,
  signedUp,
  workspaceOf,
} from '../edge/testing/site.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const later = (site: Site, ms: number) => {
  site.clock.now = new Date(site.clock.now.getTime() + ms)
}
const freshAddress = () => `guest@${crypto.randomUUID()}.example`
const dataOf = async <T>(response: Response) => (await response.json<{ data: T }>()).data

const invite = (owner: Browser, tenantId: string, emails: string[], role = 'viewer') =>
  owner.in(tenantId, 'POST', '/api/v1/invitations', { emails, role })
const join = (browser: Browser, token: string) => browser.call('POST', '/api/v1/join', { token })

/** Somebody who signs up with an address that was invited, and has not confirmed it. */
async function signUpAs(site: Site, email: string): Promise<Browser> {
  const browser = new Browser(site)
  const made = await browser.call('POST', '/api/auth/sign-up/email', {
    name: 'Guest',
    email,
    password: PASSWORD,
  })
  if (!made.ok) throw new Error(`sign-up answered ${made.status}`)
  return browser
}

describe('invitations', () => {
  it('[AC100] go to the address alone: neither the answer nor the list holds the link', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const emails = [freshAddress(), freshAddress()]
    const sent = await invite(browser, tenantId, emails)
    const answer = await sent.text()
    const list = await (await browser.in(tenantId, 'GET', '/api/v1/invitations')).text()
    for (const email of emails) {
      const secret = await secretTo(site, email)
      expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect([answer.includes(email), answer.includes(secret), list.includes(secret)]).toEqual([
        true,
        false,
        false,
      ])
      const { results: stored } = await testEnv()
        .DB.prepare('select * from invitation where email = ?')
        .bind(email)
        .all()
      expect(stored).toHaveLength(1)
      expect(JSON.stringify(stored)).not.toContain(secret)
    }
    expect(JSON.parse(list).data).toHaveLength(2)
  })

  it('[AC100] names the addresses it cannot invite and sends the others', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const { email: own } = (await browser.me()).person
    const [once, fresh] = [freshAddress(), freshAddress()]
    await invite(browser, tenantId, [once])
    const sent = await dataOf<{ sent: { email: string }[]; left: object[] }>(
      await invite(browser, tenantId, [own.toUpperCase(), once, fresh, fresh]),
    )
    expect(sent.sent.map(({ email }) => email)).toEqual([fresh])
    expect(sent.left).toEqual([
      { email: own, reason: 'is_member' },
      { email: once, reason: 'is_invited' },
    ])
    expect((await listMail(site.edge.deps.db)).filter(({ to }) => to === once)).toHaveLength(1)
  })

  it('[AC12] [AC101] takes a role the inviter may give, and a confirmed address', async () => {
    const site = openSite()
    const unconfirmed = await signedUp(site)
    const home = await workspaceOf(unconfirmed.browser)
    const refused = await invite(unconfirmed.browser, home, [freshAddress()])
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'address_unconfirmed'])
    const made = { name: 'k', scopes: ['metrics.read'] }
    const key = await unconfirmed.browser.in(home, 'POST', '/api/v1/keys', made)
    expect([key.status, await codeOf(key)]).toEqual([403, 'address_unconfirmed'])
    const link = await linkTo(site, unconfirmed.email)
    const token = new URLSearchParams({ token: link.searchParams.get('token') ?? '' })
    await unconfirmed.browser.call('POST', link.pathname, token)
    expect((await invite(unconfirmed.browser, home, [freshAddress()])).status).toBe(201)

    const admin = await confirmed(site)
    await joinedBy(site, unconfirmed.browser, home, admin, 'admin')
    const owners = await invite(admin.browser, home, [freshAddress()], 'owner')
    expect([owners.status, await codeOf(owners)]).toEqual([403, 'forbidden'])
    const { sent } = await dataOf<{ sent: { id: string }[] }>(
      await invite(unconfirmed.browser, home, [freshAddress()], 'owner'),
    )
    const path = `/api/v1/invitations/${sent[0]?.id}`
    expect((await admin.browser.in(home, 'DELETE', path)).status).toBe(403)
    expect((await invite(admin.browser, home, [freshAddress()], crypto.randomUUID())).status).toBe(404)
  })

  it('[AC102] makes the person a member, confirms the address, and works once', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const email = freshAddress()
    await invite(browser, tenantId, [email], 'editor')
    const token = await secretTo(site, email)
    const look = await new Browser(site).call('POST', '/api/v1/join/look', { token })
    expect(await dataOf(look)).toMatchObject({
      workspace: { name: 'Test' },
      roleName: 'Editor',
      email,
      state: 'open',
    })
    const guest = await signUpAs(site, email)
    const [first, second] = await Promise.all([join(guest, token), join(guest, token)])
    expect([first.status, second.status]).toEqual([201, 201])
    const me = await guest.me()
    expect([me.person.emailVerified, me.workspaces]).toMatchObject([true, [{ id: tenantId, role: 'editor' }]])
    const members = await dataOf<unknown[]>(await browser.in(tenantId, 'GET', '/api/v1/members'))
    expect(members).toHaveLength(2)
    expect(await dataOf(await browser.in(tenantId, 'GET', '/api/v1/invitations'))).toEqual([])
    // Once the person has left, the used link lets nobody in again.
    await browser.in(tenantId, 'DELETE', `/api/v1/members/${me.person.id}`)
    const again = await join(guest, token)
    expect([again.status, await codeOf(again)]).toEqual([410, 'link_used_up'])
  })

  it('[AC103] is bound to the address: another account is told which one, and is let in nowhere', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const email = freshAddress()
    const sent = await dataOf<{ sent: { id: string }[] }>(await invite(browser, tenantId, [email]))
    const other = await confirmed(site)
    const refused = await join(other.browser, await secretTo(site, email))
    const body = await refused.json<{ error: { code: string; details: object } }>()
    expect([refused.status, body.error.code, body.error.details]).toEqual([403, 'other_address', { email }])
    const byId = { invitationId: sent.sent[0]?.id }
    expect((await other.browser.call('POST', '/api/v1/join', byId)).status).toBe(404)
    expect((await other.browser.me()).workspaces).toEqual([])
    // The right address without the mail: nothing shows that it is theirs.
    const squatter = await signUpAs(site, email)
    const unproven = await squatter.call('POST', '/api/v1/join', byId)
    expect([unproven.status, await codeOf(unproven)]).toEqual([403, 'address_unconfirmed'])
    expect(await dataOf(await squatter.call('GET', '/api/v1/join'))).toEqual({
      isConfirmed: false,
      invitations: [],
    })
  })

  it('[AC103] waits in the list of a confirmed address and can be accepted or declined there', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const another = await ownerAtHome()
    const guest = await confirmed(site)
    await invite(browser, tenantId, [guest.email])
    await invite(another.browser, another.tenantId, [guest.email])
    const { invitations } = await dataOf<{ invitations: { id: string; workspace: object }[] }>(
      await guest.browser.call('GET', '/api/v1/join'),
    )
    expect(invitations).toHaveLength(2)
    const [yes, no] = invitations
    expect((await guest.browser.call('POST', '/api/v1/join', { invitationId: yes?.id })).status).toBe(201)
    const declined = await guest.browser.call('POST', '/api/v1/join/decline', { invitationId: no?.id })
    expect(declined.status).toBe(200)
    expect(await dataOf(await guest.browser.call('GET', '/api/v1/join'))).toMatchObject({ invitations: [] })
    expect((await guest.browser.me()).workspaces).toHaveLength(1)
  })

  it('[AC104] stops after a week, when it is sent again, and when it is taken back', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const guest = await confirmed(site)
    const sent = await dataOf<{ sent: { id: string }[] }>(await invite(browser, tenantId, [guest.email]))
    const path = `/api/v1/invitations/${sent.sent[0]?.id}`
    const first = await secretTo(site, guest.email)
    const stateOf = async (token: string) =>
      (await dataOf<{ state: string }>(await new Browser(site).call('POST', '/api/v1/join/look', { token })))
        .state
    later(site, INVITATION_DAYS * DAY_MS - 1000)
    expect(await stateOf(first)).toBe('open')
    later(site, 1000)
    const over = await new Browser(site).call('POST', '/api/v1/join/look', { token: first })
    expect(await dataOf(over)).toMatchObject({ state: 'over' })
    expect(await codeOf(await join(guest.browser, first))).toBe('link_used_up')
    const [listed] = await dataOf<object[]>(await browser.in(tenantId, 'GET', '/api/v1/invitations'))
    expect(listed).toMatchObject({ isOver: true })

    expect((await browser.in(tenantId, 'POST', `${path}/resend`)).status).toBe(200)
    const second = (await listMail(site.edge.deps.db))
      .filter(({ to, link }) => to === guest.email && link?.includes('/join'))
      .map(({ link }) => new URL(link ?? '').searchParams.get('token') ?? '')
      .find((secret) => secret !== first)
    expect(await codeOf(await join(guest.browser, first))).toBe('link_used_up')
    expect((await browser.in(tenantId, 'DELETE', path)).status).toBe(200)
    expect(await codeOf(await join(guest.browser, second ?? ''))).toBe('link_used_up')
    expect((await browser.in(tenantId, 'POST', `${path}/resend`)).status).toBe(404)
  })

  it('[AC104] ends with the membership of who sent it', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const admin = await confirmed(site)
    const adminId = await joinedBy(site, browser, tenantId, admin, 'admin')
    const second = await confirmed(site)
    await invite(admin.browser, tenantId, [second.email], 'admin')
    expect((await browser.in(tenantId, 'DELETE', `/api/v1/members/${adminId}`)).status).toBe(200)
    const back = await join(second.browser, await secretTo(site, second.email))
    expect([back.status, await codeOf(back)]).toEqual([410, 'link_used_up'])
    expect(await dataOf(await browser.in(tenantId, 'GET', '/api/v1/invitations'))).toEqual([])
  })

  it('[AC105] checks the seats at the moment of joining: two cannot have the last one', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const guests = [await confirmed(site), await confirmed(site)]
    await invite(
      browser,
      tenantId,
      guests.map(({ email }) => email),
    )
    await testEnv().DB.prepare('update tenants set seats = 2 where id = ?').bind(tenantId).run()
    const answers = await Promise.all(
      guests.map(async ({ browser: guest, email }) => join(guest, await secretTo(site, email))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused && (await codeOf(refused))).toBe('no_seat_free')
    const waiting = await dataOf<unknown[]>(await browser.in(tenantId, 'GET', '/api/v1/invitations'))
    expect(waiting).toHaveLength(1)
    const late = guests[answers.findIndex(({ status }) => status === 409)]
    await testEnv().DB.prepare('update tenants set seats = 3 where id = ?').bind(tenantId).run()
    if (late) expect((await join(late.browser, await secretTo(site, late.email))).status).toBe(201)
  })

  it('[AC107] tells browsers to pass the address of the link on to nobody', async () => {
    const browser = new Browser(openSite())
    const policyOf = async (path: string) => (await browser.call('GET', path)).headers.get('referrer-policy')
    expect(await policyOf(`/join?token=${'a'.repeat(43)}`)).toBe('no-referrer')
    expect(await policyOf('/login/reset?token=abcdefghijklmnopqr')).toBe('no-referrer')
    expect(await policyOf('/login')).toBe('same-origin')
  })

  it('[AC106] limits how often a person mails, how often a workspace does, and how often an address is mailed', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const admin = await confirmed(site)
    // The first of ten calls.
    await joinedBy(site, browser, tenantId, admin, 'admin')
    const statuses: number[] = []
    for (let i = 0; i < 10; i += 1) statuses.push((await invite(browser, tenantId, [freshAddress()])).status)
    expect(statuses).toEqual([...Array(9).fill(201), 429])
    expect((await invite(admin.browser, tenantId, [freshAddress()])).status).toBe(429)
    expect((await invite(browser, await workspaceOf(browser), [freshAddress()])).status).toBe(429)
    const mailed = freshAddress()
    const tried = { email: mailed, password: PASSWORD }
    for (let i = 0; i < 10; i += 1) await new Browser(site).call('POST', '/api/auth/sign-in/email', tried)
    const sent = await invite(admin.browser, await workspaceOf(admin.browser), [mailed, freshAddress()])
    expect(await dataOf(sent)).toMatchObject({
      sent: [expect.anything()],
      left: [{ email: mailed, reason: 'too_many_mails' }],
    })
    later(site, 61_000)
    expect((await invite(browser, tenantId, [mailed])).status).toBe(201)
  })

  it('[AC106] takes an invitation back when its mail cannot be sent', async () => {
    const site = openSite({ ENVIRONMENT: 'production' })
    const { browser, email } = await signedUpIn(site)
    const tenantId = await workspaceOf(browser)
    const answer = await dataOf<{ sent: object[]; left: object[] }>(
      await invite(browser, tenantId, [`x.${email}`]),
    )
    expect(answer).toEqual({ sent: [], left: [{ email: `x.${email}`, reason: 'mail_failed' }] })
    expect(await dataOf(await browser.in(tenantId, 'GET', '/api/v1/invitations'))).toEqual([])
  })
})

/** A confirmed person of a deployment that can send no mail, signed in by way of one that can. */
async function signedUpIn(site: Site) {
  const person = await confirmed(openSite())
  const browser = new Browser(site)
  browser.cookie = person.browser.cookie
  return { browser, email: person.email }
}

describe('roles of a workspace', () => {
  const permissions = ['workspace.read', 'metrics.read', 'records.read']

  it('[AC111] are no wider than what their maker holds', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const admin = await confirmed(site)
    await joinedBy(site, browser, tenantId, admin, 'admin')
    const make = (by: Browser, name: string, chosen: string[]) =>
      by.in(tenantId, 'POST', '/api/v1/roles', { name, permissions: chosen })
    expect((await make(browser, 'Deleter', ['workspace.read', 'workspace.delete'])).status).toBe(400)
    const hosts = await make(browser, 'Host', ['workspace.read', 'roles.read', 'roles.manage'])
    const host = await confirmed(site)
    await joinedBy(site, browser, tenantId, host, (await dataOf<{ id: string }>(hosts)).id)
    expect((await make(host.browser, 'Wider', permissions)).status).toBe(403)
    expect((await make(admin.browser, 'Analyst', permissions)).status).toBe(201)
    expect(await codeOf(await make(browser, 'analyst', permissions))).toBe('already_exists')
    expect((await make(browser, 'Owner', permissions)).status).toBe(400)
    expect((await make(browser, 'Blind', ['workspace.read', 'records.write'])).status).toBe(400)
    const guest = await confirmed(site)
    const personId = await joinedBy(site, browser, tenantId, guest, 'viewer')
    expect((await make(guest.browser, 'Mine', permissions)).status).toBe(403)
    expect(personId).toBeTruthy()
  })

  it('[AC112] count at once for whoever holds them, also when they change', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const made = await dataOf<{ id: string }>(
      await browser.in(tenantId, 'POST', '/api/v1/roles', { name: 'Analyst', permissions }),
    )
    const guest = await confirmed(site)
    const personId = await joinedBy(site, browser, tenantId, guest, made.id)
    expect((await guest.browser.me()).workspaces).toMatchObject([
      { role: 'custom', roleName: 'Analyst', permissions },
    ])
    expect((await guest.browser.in(tenantId, 'POST', '/api/v1/metrics/query', {})).status).toBe(200)
    expect(site.objects.asked.at(-1)).toMatchObject({ id: personId, role: 'custom', permissions })
    expect((await guest.browser.in(tenantId, 'GET', '/api/v1/members')).status).toBe(403)

    const path = `/api/v1/roles/${made.id}`
    const change = { permissions: ['workspace.read', 'members.read'] }
    const patch = (version: string) =>
      browser.call('PATCH', path, change, { 'x-tenant-id': tenantId, 'if-match': version })
    expect(await codeOf(await patch('2'))).toBe('stale_version')
    expect((await patch('1')).status).toBe(200)
    expect(site.objects.revoked).toMatchObject([{ kind: 'member', subjectId: personId }])
    expect((await guest.browser.in(tenantId, 'POST', '/api/v1/metrics/query', {})).status).toBe(403)
    expect((await guest.browser.in(tenantId, 'GET', '/api/v1/members')).status).toBe(200)
  })

  it('[AC113] leave nobody without a role when they are deleted', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const made = await dataOf<{ id: string }>(
      await browser.in(tenantId, 'POST', '/api/v1/roles', { name: 'Analyst', permissions }),
    )
    const guest = await confirmed(site)
    const personId = await joinedBy(site, browser, tenantId, guest, made.id)
    const waiting = await confirmed(site)
    await invite(browser, tenantId, [waiting.email], made.id)
    const path = `/api/v1/roles/${made.id}`
    const remove = (fallback: string) => browser.in(tenantId, 'DELETE', path, { fallback })
    expect([(await remove('owner')).status, (await remove(made.id)).status]).toEqual([403, 404])
    expect((await remove('viewer')).status).toBe(200)
    expect(site.objects.revoked).toMatchObject([{ kind: 'member', subjectId: personId }])
    expect((await guest.browser.me()).workspaces).toMatchObject([{ role: 'viewer' }])
    await join(waiting.browser, await secretTo(site, waiting.email))
    expect((await waiting.browser.me()).workspaces).toMatchObject([{ role: 'viewer' }])
    expect((await remove('viewer')).status).toBe(404)
  })
})

describe('ownership', () => {
  const offers = async (browser: Browser, tenantId: string) =>
    dataOf<OwnershipOfferView[]>(await browser.in(tenantId, 'GET', '/api/v1/ownership-offers'))

  async function offered() {
    const { site, browser: owner, tenantId } = await ownerAtHome()
    const heir = await confirmed(site)
    const heirId = await joinedBy(site, owner, tenantId, heir, 'editor')
    const bystander = await confirmed(site)
    await joinedBy(site, owner, tenantId, bystander, 'admin')
    const made = await owner.in(tenantId, 'POST', '/api/v1/ownership-offers', {
      personId: heirId,
      thenRole: 'admin',
    })
    const { id } = await dataOf<OwnershipOfferView>(made)
    return { site, owner, heir: heir.browser, heirId, heirEmail: heir.email, tenantId, bystander, id }
  }
  const accept = (browser: Browser, tenantId: string, id: string) =>
    browser.in(tenantId, 'POST', `/api/v1/ownership-offers/${id}/accept`)

  it('[AC120] moves when the other one accepts, and is seen by both until then', async () => {
    const { site, owner, heir, heirId, heirEmail, tenantId, bystander, id } = await offered()
    expect(await offers(owner, tenantId)).toMatchObject([{ id, thenRole: 'admin' }])
    expect(await offers(heir, tenantId)).toMatchObject([{ id }])
    expect(await offers(bystander.browser, tenantId)).toEqual([])
    expect((await linkTo(site, heirEmail)).pathname).toMatch(/\/settings\/workspace$/)
    expect((await accept(bystander.browser, tenantId, id)).status).toBe(404)
    expect((await accept(owner, tenantId, id)).status).toBe(404)
    const both = await Promise.all([accept(heir, tenantId, id), accept(heir, tenantId, id)])
    expect(both.map(({ status }) => status)).toContain(200)
    expect((await heir.me()).workspaces).toMatchObject([{ role: 'owner' }])
    const before = await owner.me()
    expect(before.workspaces).toMatchObject([{ role: 'admin' }])
    expect(new Set(site.objects.revoked.map(({ subjectId }) => subjectId))).toEqual(
      new Set([heirId, before.person.id]),
    )
    expect(await offers(heir, tenantId)).toEqual([])
  })

  it('[AC121] stays when the offer is declined, taken back, over, or no longer the owner’s to make', async () => {
    const declined = await offered()
    const path = `/api/v1/ownership-offers/${declined.id}`
    expect((await declined.bystander.browser.in(declined.tenantId, 'DELETE', path)).status).toBe(404)
    expect((await declined.heir.in(declined.tenantId, 'DELETE', path)).status).toBe(200)
    expect((await accept(declined.heir, declined.tenantId, declined.id)).status).toBe(404)
    expect(await offers(declined.owner, declined.tenantId)).toEqual([])

    const over = await offered()
    later(over.site, 8 * DAY_MS)
    expect(await offers(over.owner, over.tenantId)).toEqual([])
    expect((await accept(over.heir, over.tenantId, over.id)).status).toBe(404)
    expect((await over.owner.me()).workspaces).toMatchObject([{ role: 'owner' }])

    const replaced = await offered()
    const body = { personId: replaced.heirId, thenRole: 'owner' }
    const next = await replaced.owner.in(replaced.tenantId, 'POST', '/api/v1/ownership-offers', body)
    expect((await accept(replaced.heir, replaced.tenantId, replaced.id)).status).toBe(404)
    const { id } = await dataOf<OwnershipOfferView>(next)
    expect((await accept(replaced.heir, replaced.tenantId, id)).status).toBe(200)
    expect((await replaced.owner.me()).workspaces).toMatchObject([{ role: 'owner' }])
  })

  it('[AC120] comes to nobody without a yes', async () => {
    const { owner, heirId, tenantId, bystander } = await offered()
    const path = `/api/v1/members/${heirId}`
    const made = await owner.in(tenantId, 'PATCH', path, { role: 'owner' })
    expect([made.status, await codeOf(made)]).toEqual([409, 'offer_needed'])
    const body = { personId: heirId, thenRole: 'admin' }
    const offer = await bystander.browser.in(tenantId, 'POST', '/api/v1/ownership-offers', body)
    expect(offer.status).toBe(403)
  })

  it('[AC122] lets anybody leave, whatever they may do, but the last owner', async () => {
    const { owner, heir, tenantId, heirId, site } = await offered()
    expect((await heir.in(tenantId, 'DELETE', '/api/v1/membership')).status).toBe(200)
    expect(site.objects.revoked.at(-1)).toMatchObject({ kind: 'member', subjectId: heirId })
    expect((await heir.me()).workspaces).toEqual([])
    expect(await offers(owner, tenantId)).toEqual([])
    const last = await owner.in(tenantId, 'DELETE', '/api/v1/membership')
    expect([last.status, await codeOf(last)]).toEqual([409, 'last_owner'])
    const { id } = (await owner.me()).person
    const demoted = await owner.in(tenantId, 'PATCH', `/api/v1/members/${id}`, { role: 'admin' })
    expect([demoted.status, await codeOf(demoted)]).toEqual([409, 'last_owner'])
  })
})

describe('workspaces by the name of tenants', () => {
  it('[AC131] has members, invitations and settings below its address, and is changed and deleted there', async () => {
    const { site, browser, tenantId } = await ownerAtHome()
    const path = `/api/v1/tenants/${tenantId}`
    expect(await dataOf(await browser.call('GET', '/api/v1/tenants'))).toMatchObject([{ id: tenantId }])
    // The address names the workspace: no header is needed.
    const found = await dataOf<{ id: string; slug: string }>(await browser.call('GET', path))
    expect(found).toMatchObject({ id: tenantId, name: 'Test' })
    const asked = { emails: [freshAddress()], role: 'viewer' }
    expect((await browser.call('POST', `${path}/invitations`, asked)).status).toBe(201)
    expect(await dataOf(await browser.call('GET', `${path}/invitations`))).toMatchObject([
      { email: asked.emails[0] },
    ])
    expect(await dataOf<unknown[]>(await browser.call('GET', `${path}/members`))).toHaveLength(1)
    expect((await browser.call('GET', `${path}/settings`)).status).toBe(200)
    expect(site.objects.requests.at(-1)?.url).toBe('https://tenant.internal/api/v1/setup/settings')
    const change = await browser.call('PATCH', `${path}/settings`, { industry: 'Film' }, { 'if-match': '1' })
    expect(await dataOf(change)).toMatchObject({ industry: 'Film' })
    const stranger = await confirmed(site)
    for (const below of ['', '/members', '/invitations', '/settings'])
      expect((await stranger.browser.call('GET', `${path}${below}`)).status).toBe(404)
    expect((await browser.call('DELETE', path, { confirmSlug: found.slug })).status).toBe(202)
    expect((await browser.call('DELETE', `/api/v1/workspaces/${found.id}/deletion`)).status).toBe(200)
  })
})
