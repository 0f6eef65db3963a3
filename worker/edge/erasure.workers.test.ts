import { getTableColumns, getTableName, is, sql } from 'drizzle-orm'
import { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ErasureProof, MemberExport, PersonExport } from '../../contracts/privacy.ts'
import type { TwoFactorSetup } from '../../contracts/session.ts'
import * as board from '../../db/d1/board.ts'
import { openControl } from '../../db/d1/client.ts'
import * as directory from '../../db/d1/directory.ts'
import * as identity from '../../db/d1/identity.ts'
import * as privacy from '../../db/d1/privacy.ts'
import * as security from '../../db/d1/security.ts'
import * as tokens from '../../db/d1/tokens.ts'
import { listMail } from '../auth/repository.ts'
import { erasedTables } from '../workspaces/erasure.repository.ts'
import { appCode } from './testing/app-code.ts'
import { bindings, Home, holdQueue } from './testing/home.ts'
import { Browser, confirmed, joinedBy, PASSWORD } from './testing/site.ts'

const db = openControl(bindings.DB)
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

const erase = (browser: Browser, body: object) => browser.call('POST', '/api/v1/me/erasure', body)
const codeOf = async (response: Response) =>
  (await response.json<{ error: { code: string; details?: unknown } }>()).error
const colleague = async (role = 'viewer') => {
  const { browser, email } = await confirmed(home.site)
  const id = await joinedBy(home.site, home.browser, home.tenantId, { browser, email }, role)
  return { browser, email, id }
}
/** Rows of the control plane in which a text stands, by table. */
async function tracesOf(text: string): Promise<string[]> {
  const found: string[] = []
  for (const table of Object.values({
    ...identity,
    ...directory,
    ...tokens,
    ...security,
    ...privacy,
    ...board,
  })) {
    if (!is(table, SQLiteTable)) continue
    const rows = await db.all(sql`select * from ${table}`)
    if (rows.some((row) => JSON.stringify(row).includes(text))) found.push(getTableName(table))
  }
  return found.sort()
}

describe('what is kept about a person', () => {
  it('[SN32] is in one file, without secrets', async () => {
    const ada = await colleague('admin')
    const key = await ada.browser.call(
      'POST',
      '/api/v1/keys',
      { name: 'till', scopes: ['metrics.read'] },
      { 'x-tenant-id': home.tenantId },
    )
    expect(key.status).toBe(201)
    await ada.browser.call(
      'POST',
      '/api/v1/clients',
      { name: 'Corner Bakery' },
      { 'x-tenant-id': home.tenantId },
    )
    const answer = await ada.browser.call('GET', '/api/v1/me/export')
    expect(answer.headers.get('content-disposition')).toContain('orrery-my-data.json')
    const text = await answer.text()
    const file = PersonExport.strict().parse(JSON.parse(text))
    expect(file.person).toMatchObject({ id: ada.id, email: ada.email, isAddressConfirmed: true })
    expect(file.memberships).toMatchObject([{ workspaceId: home.tenantId, role: 'Admin' }])
    expect(file.keys).toMatchObject([{ name: 'till' }])
    expect(file.sessions.length).toBeGreaterThan(0)
    const entries = file.entries[home.tenantId] ?? []
    expect(entries.map(({ what }) => what)).toContain('added the client “Corner Bakery”')
    expect(entries.every(({ actor, record }) => actor.id === ada.id || record.includes(ada.id))).toBe(true)
    const [row] = await db.all<{ token: string; password: string; hash: string }>(
      sql`select s.token, a.password, k.hash from session s join account a on a.user_id = s.user_id
        join api_keys k on k.sponsor_id = s.user_id where s.user_id = ${ada.id} and a.password is not null limit 1`,
    )
    for (const secret of Object.values(row ?? { none: 'none' })) expect(text).not.toContain(secret)
    expect((await new Browser(home.site).call('GET', '/api/v1/me/export')).status).toBe(401)
  })

  it("[SN33] of a member is an owner's to take out, for their workspace only, and noted", async () => {
    const ada = await colleague('admin')
    const path = `/api/v1/downloads/${home.tenantId}/people/${ada.id}`
    const file = MemberExport.strict().parse(await (await home.raw('GET', path)).json())
    expect(file).toMatchObject({ person: { id: ada.id, email: ada.email }, membership: { role: 'Admin' } })
    expect(Object.keys(file.entries)).toEqual([home.tenantId])
    expect((await ada.browser.call('GET', path)).status).toBe(403)
    const stranger = await confirmed(home.site)
    expect((await stranger.browser.call('GET', path)).status).toBe(404)
    const other = (await stranger.browser.me()).person.id
    expect((await home.raw('GET', path.replace(ada.id, other))).status).toBe(404)
    const noted = await home.inside((tenant) =>
      tenant.storage.sql.exec(`select what from access where kind = 'export'`).toArray(),
    )
    expect(JSON.stringify(noted)).toContain(ada.id)
  })
})

describe('what the log says about people', () => {
  it('[SN30] [SN31] is sealed where it lies, and gone with the person, while the log verifies', async () => {
    const own = await Home.open(home.site)
    const { browser, email } = await confirmed(home.site)
    const id = await joinedBy(home.site, own.browser, own.tenantId, { browser, email }, 'viewer')
    const { name } = (await browser.me()).person
    await own.call('PATCH', `/api/v1/members/${id}`, { role: 'editor' })
    const said = async () => {
      const { data } = await own.get<{ type: string; what: string }[]>('/api/v1/audit?limit=100')
      return Object.fromEntries(data.map(({ type, what }) => [type, what]))
    }
    expect(await said()).toMatchObject({
      'invitation.sent': `invited ${email} as Viewer`,
      'member.role_changed': `changed the role of ${name} from Viewer to Editor`,
    })
    const bodies = await own.rows<{ body: string }>('select body from event_bodies where tenant_id = $1')
    expect(bodies.filter(({ body }) => body.includes(email) || body.includes(name))).toEqual([])
    const [outbox] = await db.all<{ n: number }>(
      sql`select count(*) n from d1_outbox where sent_at is not null and instr(payload, ${email}) > 0`,
    )
    expect(outbox?.n).toBe(0)

    expect((await erase(browser, { confirmEmail: email, password: PASSWORD })).status).toBe(200)
    expect(await said()).toMatchObject({
      'invitation.sent': 'invited an address that was erased as Viewer',
      'member.role_changed': 'changed the role of Erased person from Viewer to Editor',
      'account.erased': 'erased their account',
    })
    const csv = await (await own.raw('GET', '/api/v1/audit/export?format=csv')).text()
    expect(csv).toContain('Erased person')
    expect(csv.includes(email) || csv.includes(name)).toBe(false)
    const lines = await (await own.raw('GET', '/api/v1/audit/verification')).text()
    expect(JSON.parse(lines.trim().split('\n').at(-1) ?? '{}')).toMatchObject({ t: 'result', fault: null })
    await own.close()
  })
})

describe('erasing an account', () => {
  it('[SN34] takes the address, the password and a code where a second step is on', async () => {
    const ada = await colleague()
    const setUp = await ada.browser.call('POST', '/api/v1/me/two-factor', { password: PASSWORD })
    const { uri, recoveryCodes } = (await setUp.json<{ data: TwoFactorSetup }>()).data
    const code = await appCode(uri, 0)
    expect((await ada.browser.call('POST', '/api/v1/me/two-factor/confirm', { code })).status).toBe(200)
    const good = { confirmEmail: ada.email.toUpperCase(), password: PASSWORD }
    expect((await erase(ada.browser, {})).status).toBe(400)
    expect((await erase(ada.browser, { ...good, confirmEmail: 'x@example.com' })).status).toBe(400)
    expect((await codeOf(await erase(ada.browser, { ...good, password: 'wrong' }))).code).toBe(
      'wrong_password',
    )
    expect((await codeOf(await erase(ada.browser, good))).code).toBe('wrong_code')
    expect((await codeOf(await erase(ada.browser, { ...good, code: '000000' }))).code).toBe('wrong_code')
    expect((await ada.browser.call('GET', '/api/v1/me')).status).toBe(200)
    expect((await erase(ada.browser, { ...good, code: recoveryCodes[0] })).status).toBe(200)
    expect((await ada.browser.call('GET', '/api/v1/me')).status).toBe(401)
  })

  it('[SN34] is refused to the only owner of a workspace, with its name, until its deletion was asked for', async () => {
    const own = await Home.open(home.site)
    const { person, workspaces } = await own.browser.me()
    const asked = { confirmEmail: person.email, password: PASSWORD }
    const refused = await codeOf(await erase(own.browser, asked))
    expect(refused).toMatchObject({
      code: 'still_owner',
      details: { workspaces: [{ slug: workspaces[0]?.slug }] },
    })
    expect((await own.browser.me()).workspaces).toHaveLength(1)
    await own.call('DELETE', `/api/v1/workspaces/${own.tenantId}`, { confirmSlug: workspaces[0]?.slug })
    expect((await erase(own.browser, asked)).status).toBe(200)
    // Other files share this directory, and some of them let two weeks pass.
    await db.run(sql`delete from workspace_deletions where tenant_id = ${own.tenantId}`)
    await own.close()
  })

  it('[SN34] leaves an owner when both erase themselves at once', async () => {
    const own = await Home.open(home.site)
    const bo = await confirmed(home.site)
    const boId = await joinedBy(home.site, own.browser, own.tenantId, bo, 'admin')
    await db.run(sql`update member set role = 'owner' where user_id = ${boId}`)
    const ada = (await own.browser.me()).person
    const answers = await Promise.all([
      erase(own.browser, { confirmEmail: ada.email, password: PASSWORD }),
      erase(bo.browser, { confirmEmail: bo.email, password: PASSWORD }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    await own.close()
  })

  it('[SN35] [SN36] removes every trace of the person but the id, and says so', async () => {
    const ada = await colleague('admin')
    await ada.browser.call(
      'POST',
      '/api/v1/clients',
      { name: `Client of ${ada.id}` },
      { 'x-tenant-id': home.tenantId },
    )
    await ada.browser.call(
      'POST',
      '/api/v1/invitations',
      { emails: [`friend@${crypto.randomUUID()}.example`], role: 'viewer' },
      { 'x-tenant-id': home.tenantId },
    )
    const { workspaces } = await ada.browser.me()
    expect(workspaces).toHaveLength(1)
    const answer = await erase(ada.browser, { confirmEmail: ada.email, password: PASSWORD })
    const { data } = await answer.json<{ data: unknown }>()
    const proof = ErasureProof.strict().parse(data)
    const removed = Object.fromEntries(proof.tables.map((table) => [table.name, table.removed]))
    expect(removed).toMatchObject({ user: 1, session: 1, account: 1, member: 1, invitation: 2 })
    expect(proof.tables.every(({ left }) => left === 0)).toBe(true)
    const mails = (await listMail(db)).filter(({ to }) => to === ada.email)
    expect(mails[0]?.subject).toBe('Your Orrery account was erased')
    await db.run(sql`delete from mail where to_address = ${ada.email}`)
    expect(await tracesOf(ada.email)).toEqual([])
    // The id stays where it tells one person's doing from another's, and in word to workspaces that is dropped after a week.
    expect(await tracesOf(ada.id)).toEqual(['d1_outbox', 'erasures'])
    const client = (await home.get<{ name: string; id: string }[]>('/api/v1/clients')).data.find(({ name }) =>
      name.includes(ada.id),
    )
    const audit = await home.get<{ actor: { id: string; name: string } }[]>(
      `/api/v1/audit?record=client:${client?.id}`,
    )
    expect(audit.data[0]?.actor).toMatchObject({ id: ada.id, name: 'Erased person' })
    const again = await ada.browser.call('GET', '/api/v1/clients', undefined, {
      'x-tenant-id': home.tenantId,
    })
    expect(again.status).toBe(401)
  })

  it('[SN36] knows every table of the control plane in which a person stands', () => {
    const withPeople = Object.values({ ...identity, ...directory, ...tokens, ...security, ...privacy })
      .filter((table) => is(table, SQLiteTable))
      .filter((table) =>
        Object.values(getTableColumns(table)).some(({ name }) =>
          /^(user_id|person_id|owner_id|email|to_address|inviter_id|from_id|to_id|session_id|sponsor_id|requested_by|granted_by)$/.test(
            name,
          ),
        ),
      )
      .map(getTableName)
    // Keys stop and stay under the id of whoever answered for them; so does who asked for a deletion or let support in, and the erasure itself.
    const underTheId = ['api_keys', 'workspace_deletions', 'support_grants', 'restores', 'erasures']
    expect(withPeople.filter((name) => !erasedTables.includes(name)).sort()).toEqual(underTheId.sort())
  })
})
