import { listMail } from '../../auth/repository.ts'
import { appCode } from './app-code.ts'
import { Authenticator } from './authenticator.ts'
import type { Caller } from './caller.ts'
import type { Company } from './company.ts'
import { made } from './holdings.ts'
import { Home } from './home.ts'
import { Browser, confirmed, joinedBy, ORIGIN, PASSWORD, secretTo } from './site.ts'

type Row = Record<string, unknown>
const MINUTE_MS = 61_000

/** What was tried of secrets and mails before counts for its minute only. */
function nextMinute({ home: { site } }: Caller): void {
  site.clock.now = new Date(site.clock.now.getTime() + MINUTE_MS)
}

/** Passkeys and devices of the person, and a link that a program signs in with. */
export async function aPerson(api: Caller): Promise<void> {
  const { home } = api
  nextMinute(api)
  const options = await api.good('POST /api/v1/me/passkeys/options', { body: { password: PASSWORD } })
  const device = await Authenticator.make()
  // The document checks that the options are what a device is asked with.
  const response = await device.create(options as never, { origin: ORIGIN })
  await api.good('POST /api/v1/me/passkeys', {
    body: { name: 'Phone', response },
    headers: { cookie: `${home.browser.cookie}; ${api.cookies}` },
  })
  const { passkeys } = await api.good('GET /api/v1/me/security')
  const path = `/api/v1/me/passkeys/${(passkeys as Row[])[0]?.id}`
  await api.good('PATCH /api/v1/me/passkeys/{id}', { path, body: { name: 'Old phone' } })
  await api.good('POST /api/v1/me/passkeys/{id}/remove', {
    path: `${path}/remove`,
    body: { password: PASSWORD },
  })

  const { email } = (await home.browser.me()).person
  const elsewhere = new Browser(home.site)
  await elsewhere.call('POST', '/api/auth/sign-in/email', { email, password: PASSWORD })
  const session = (await elsewhere.me()).session.id
  await api.good('DELETE /api/v1/sessions/{sessionId}', { path: `/api/v1/sessions/${session}` })

  const from = (number: number) => ({ cookie: '', 'cf-connecting-ip': `198.18.0.${number}` })
  const { asked } = await api.good('POST /api/v1/auth/send-magic-link', { headers: from(1), body: { email } })
  const mail = (await listMail(home.site.edge.deps.db)).find(({ to }) => to === email)
  const code = /code is (\d{6})/.exec(mail?.body ?? '')?.[1]
  await api.good('POST /api/v1/auth/verify-magic-link', { headers: from(2), body: { asked, code } })
}

/** The second step of signing in, the password, and the end of an account. They renew or end a session. */
export async function proofsOfAPerson(api: Caller): Promise<void> {
  nextMinute(api)
  const body = { password: PASSWORD }
  const { uri } = await api.good('POST /api/v1/me/two-factor', { body })
  const code = await appCode(String(uri), 0)
  await api.good('POST /api/v1/me/two-factor/confirm', { body: { code } })
  nextMinute(api)
  await api.good('POST /api/v1/me/two-factor/recovery-codes', { body })
  await api.good('POST /api/v1/me/two-factor/off', { body })
  await api.good('POST /api/v1/me/password', { body: { ...body, newPassword: `${PASSWORD} too` } })
  const leaving = await confirmed(api.home.site)
  await joinedBy(api.home.site, api.home.browser, api.home.tenantId, leaving, 'viewer')
  await api.good('POST /api/v1/me/erasure', {
    body: { ...body, confirmEmail: leaving.email },
    headers: { cookie: leaving.browser.cookie },
  })
}

/** People who come, are helped, and go. */
export async function people(api: Caller): Promise<void> {
  const { home } = api
  const { site } = home
  nextMinute(api)
  const guest = await confirmed(site)
  const joined = await joinedBy(site, home.browser, home.tenantId, guest, 'viewer')
  const setUp = await guest.browser.call('POST', '/api/v1/me/two-factor', { password: PASSWORD })
  const { uri } = (await setUp.json<{ data: { uri: string } }>()).data
  await guest.browser.call('POST', '/api/v1/me/two-factor/confirm', { code: await appCode(uri, 0) })
  const path = `/api/v1/members/${joined}`
  await api.good('POST /api/v1/members/{personId}/second-step/reset', {
    path: `${path}/second-step/reset`,
    body: { password: PASSWORD },
  })
  await api.good('DELETE /api/v1/members/{personId}', { path })

  const leaving = await confirmed(site)
  await joinedBy(site, home.browser, home.tenantId, leaving, 'viewer')
  await api.good('DELETE /api/v1/membership', { headers: { cookie: leaving.browser.cookie } })

  nextMinute(api)
  const invited = await confirmed(site)
  const body = { emails: [invited.email, `x@${crypto.randomUUID()}.example`], role: 'viewer' }
  const { sent } = await api.good('POST /api/v1/invitations', { body })
  const token = await secretTo(site, invited.email)
  const headers = { cookie: invited.browser.cookie }
  await api.good('POST /api/v1/join/look', { body: { token }, headers })
  await api.good('POST /api/v1/join/decline', { body: { token }, headers })
  const [, other] = sent as Row[]
  await api.good('DELETE /api/v1/invitations/{id}', { path: `/api/v1/invitations/${other?.id}` })

  // Of another workspace, because this one keeps its owner.
  const studio = await Home.open(site)
  const heir = await confirmed(site)
  const personId = await joinedBy(site, studio.browser, studio.tenantId, heir, 'admin')
  const offer = await made(
    studio.call<{ id: string }>('POST', '/api/v1/ownership-offers', { personId, thenRole: 'admin' }),
  )
  await api.good('POST /api/v1/ownership-offers/{id}/accept', {
    path: `/api/v1/ownership-offers/${offer.id}/accept`,
    headers: { cookie: heir.browser.cookie, 'x-tenant-id': studio.tenantId },
  })
}

/** A company's own sign-in, from its settings to their end. */
export async function aCompany(api: Caller, company: Company): Promise<void> {
  const metadata = company.metadata()
  await api.good('PUT /api/v1/sso', { body: { kind: 'saml', metadata, defaultRole: 'viewer' } })
  const domain = `${crypto.randomUUID()}.example`
  const { domains } = await api.good('POST /api/v1/sso/domains', { body: { domain } })
  const named = (domains as { domain: string; record: { name: string; value: string } | null }[]).find(
    (one) => one.domain === domain,
  )
  company.records.set(named?.record?.name ?? '', named?.record?.value ?? '')
  const path = `/api/v1/sso/domains/${domain}`
  await api.good('POST /api/v1/sso/domains/{domain}/check', { path: `${path}/check` })
  await api.good('PATCH /api/v1/sso', { body: { isRequired: true } })
  await api.good('PATCH /api/v1/sso', { body: { isRequired: false } })
  await api.good('DELETE /api/v1/sso/domains/{domain}', { path })
  await api.good('DELETE /api/v1/sso')
}
