import { describe, expect, it } from 'vitest'
import type { SsoView } from '../../contracts/sso.ts'
import { listMail } from '../auth/repository.ts'
import { recheckDomains } from '../workspaces/sso-recheck.ts'
import { Company, facts, oidcSettings, provenDomain, RESOLVER } from './testing/company.ts'
import { Browser, codeOf, confirmed, openSite, workspaceOf } from './testing/site.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** A workspace with a domain that counts, whose DNS and clock a test moves. */
async function atCompany() {
  const company = await Company.make()
  let isDown = false
  const site = openSite({ DNS_RESOLVER: RESOLVER }, {} as R2Bucket, (url, init) =>
    isDown && url.startsWith(RESOLVER)
      ? Promise.resolve(Response.json({ Status: 2 }))
      : company.fetch(url, init),
  )
  const { browser: owner, email } = await confirmed(site)
  const tenantId = await workspaceOf(owner)
  const domain = `${crypto.randomUUID()}.example`
  await owner.in(tenantId, 'PUT', '/api/v1/sso', oidcSettings())
  await provenDomain(company, owner, tenantId, domain)
  const name = `_orrery.${domain}`
  const record = company.records.get(name) ?? ''
  return {
    site,
    email,
    later: async (days: number) => {
      site.clock.now = new Date(site.clock.now.getTime() + days * DAY_MS)
      // Domains of other tests may be due as well.
      while ((await recheckDomains(site.edge.deps)) > 0);
    },
    setRecord: (isThere: boolean) =>
      isThere ? company.records.set(name, record) : company.records.delete(name),
    setDown: (is: boolean) => {
      isDown = is
    },
    said: () =>
      facts(site, 'sso.domain_changed')
        .map(({ data }) => data as { domain: string; what: string })
        .filter((one) => one.domain === domain && one.what !== 'added' && one.what !== 'verified')
        .map(({ what }) => what),
    mails: async () =>
      (await listMail(site.edge.deps.db)).filter(({ to, body }) => to === email && body.includes(domain))
        .length,
    begins: async () => {
      const begun = await new Browser(site).call('POST', '/api/auth/sign-in/company', {
        email: `x@${domain}`,
      })
      return begun.ok ? 'begun' : codeOf(begun)
    },
    view: async () => {
      const [fresh] = (await (await owner.in(tenantId, 'GET', '/api/v1/sso')).json<{ data: SsoView }>()).data
        .domains
      return fresh
    },
    check: () => owner.in(tenantId, 'POST', `/api/v1/sso/domains/${domain}/check`),
  }
}

describe('a domain that counts', () => {
  it('[SS11] is asked about every month, and nothing is said while its record is there', async () => {
    const { later, said, mails, begins } = await atCompany()
    await later(31)
    await later(31)
    expect([said(), await mails(), await begins()]).toEqual([[], 0, 'begun'])
  })

  it('[SS12] is missed when the record is gone, with a mail to the owners, and stops two weeks later', async () => {
    const { later, setRecord, said, mails, begins, view, check } = await atCompany()
    setRecord(false)
    await later(10)
    expect(said()).toEqual([])
    await later(21)
    expect([said(), await mails(), await begins()]).toEqual([['missed'], 1, 'begun'])
    const stopsAt = Date.parse((await view())?.stopsAt ?? '')
    await later(13)
    expect([said(), await mails(), await begins()]).toEqual([['missed'], 1, 'begun'])
    await later(2)
    expect([said(), await mails(), await begins()]).toEqual([['missed', 'lapsed'], 2, 'no_company_sign_in'])
    expect(stopsAt).toBeGreaterThan(0)
    expect(await view()).toMatchObject({ verifiedAt: null, stopsAt: null })
    setRecord(true)
    expect((await check()).status).toBe(200)
    expect(await begins()).toBe('begun')
  })

  it('[SS12] counts on when its record comes back, and a resolver that fails says nothing against it', async () => {
    const { later, setRecord, setDown, said, begins, view } = await atCompany()
    setDown(true)
    for (const days of [31, 15, 15]) await later(days)
    expect([said(), await begins()]).toEqual([[], 'begun'])
    setDown(false)
    setRecord(false)
    await later(1)
    setRecord(true)
    await later(2)
    expect([said(), await begins(), (await view())?.stopsAt]).toEqual([['missed', 'found'], 'begun', null])
  })
})
