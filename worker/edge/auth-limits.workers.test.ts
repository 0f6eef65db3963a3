import type { Hono } from 'hono'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { operations } from '../../contracts/api/operations.ts'
import { AUTH_CALLS_PER_MINUTE } from '../../contracts/session.ts'
import type { EdgeContext } from './route.ts'
import { nameOf } from './testing/id-fields.ts'
import { ORIGIN, ownerAtHome, PASSWORD, type Site } from './testing/site.ts'

/** Routes of signing in that check no secret and send no mail. */
const free = /sign-out|\/metadata$|^GET \/(auth\/|api\/v1\/auth\/me)/
const secretFields = /^(password|newPassword|code|token|refreshToken)$/

/** Every route of signing in, and every documented call that takes a secret: each has to be limited. */
function guarded(site: Site): string[] {
  const open = (site.edge.app as Hono<EdgeContext>).routes
    .filter(({ path }) => /^\/(api\/auth|auth|api\/v1\/auth)\/./.test(path) && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`)
    .filter((name) => !name.startsWith('ALL') && !free.test(name))
  const told = operations.filter(({ body }) => {
    if (body === undefined) return false
    const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })
    const forms = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])] as { properties?: object }[]
    return forms.some(({ properties = {} }) =>
      Object.keys(properties).some((name) => secretFields.test(name)),
    )
  })
  return [...new Set([...open, ...told.map(nameOf)])].sort()
}

const email = `limited@${crypto.randomUUID()}.example`
const token = 'a'.repeat(43)
const account = { name: 'Ada', email, password: PASSWORD }
const proof = { password: PASSWORD }
const newPassword = 'quite another sentence'
const response = { id: 'a', rawId: 'a', type: 'public-key', response: {}, clientExtensionResults: {} }
const nobody = '01900000-0000-7000-8000-000000000001'

/** A body of the form that each takes, so that nothing but the limit can refuse it first. `own` is the address of who asks. */
const bodies = (own: string): Readonly<Record<string, object>> => ({
  'POST /api/auth/sign-up/email': account,
  'POST /api/auth/sign-in/email': { email, password: PASSWORD },
  'POST /api/auth/request-password-reset': { email },
  'POST /api/auth/reset-password': { token, newPassword },
  'POST /api/auth/two-factor/verify-totp': { code: '123456' },
  'POST /api/auth/two-factor/verify-backup-code': { code: 'abcde-fghij' },
  'POST /api/auth/send-verification-email': { email },
  'POST /api/auth/sign-in/magic-link': { email },
  'POST /api/auth/sign-in/code': { code: '123456' },
  'POST /api/auth/passkey/options': {},
  'POST /api/auth/passkey': { response },
  'POST /api/auth/sign-in/google': {},
  'GET /api/auth/callback/google': {},
  'POST /api/auth/sign-in/company': { email },
  'GET /api/auth/sso/callback': {},
  'GET /api/auth/sso/arrive': {},
  'POST /api/auth/sso/saml/{tenantId}': {},
  'POST /auth/magic': { token },
  'POST /auth/verify': { token },
  'POST /auth/address': { token },
  'POST /api/v1/auth/register': account,
  'POST /api/v1/auth/send-magic-link': { email },
  'POST /api/v1/auth/verify-magic-link': { token, code: '123456' },
  'POST /api/v1/auth/refresh': { refreshToken: `orr_${token}` },
  'POST /api/v1/auth/logout': { refreshToken: `orr_${token}` },
  'POST /api/v1/auth/introspect': { token },
  'POST /api/v1/join': { token },
  'POST /api/v1/join/look': { token },
  'POST /api/v1/join/decline': { token },
  'POST /api/v1/me/address': { email, ...proof },
  'POST /api/v1/me/password': { ...proof, newPassword },
  'POST /api/v1/me/erasure': { ...proof, confirmEmail: own },
  'POST /api/v1/me/two-factor': proof,
  'POST /api/v1/me/two-factor/confirm': { code: '123456' },
  'POST /api/v1/me/two-factor/off': proof,
  'POST /api/v1/me/two-factor/recovery-codes': proof,
  'POST /api/v1/me/passkeys/options': proof,
  'POST /api/v1/me/passkeys/{id}/remove': proof,
  'POST /api/v1/members/{personId}/second-step/reset': proof,
})

it('[AC6] counts every route that takes a secret or sends a mail, for one caller all together', async () => {
  const { site, browser, tenantId } = await ownerAtHome()
  const own = (await browser.me()).person.email
  const names = guarded(site)
  expect(names).toEqual(Object.keys(bodies(own)).sort())
  console.log(`limited routes called: ${names.length}`)
  const call = (name: string, address: string) => {
    const [method = '', path = ''] = name.split(' ')
    const isForm = path.startsWith('/auth/')
    const body =
      method === 'GET' ? null : isForm ? new URLSearchParams({ token }) : JSON.stringify(bodies(own)[name])
    const headers = { 'cf-connecting-ip': address, cookie: browser.cookie, 'x-tenant-id': tenantId }
    const sent = {
      origin: ORIGIN,
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    }
    const url = `${ORIGIN}${path.replaceAll(/\{\w+\}/g, nobody)}`
    return site.edge.fetch(
      new Request(url, { method, body, headers: { ...headers, ...sent }, redirect: 'manual' }),
    )
  }
  const used = '203.0.113.251'
  for (let i = 0; i < AUTH_CALLS_PER_MINUTE; i += 1)
    expect((await call('POST /api/auth/passkey/options', used)).status).toBe(200)
  for (const name of names) expect([name, (await call(name, used)).status]).toEqual([name, 429])
})
