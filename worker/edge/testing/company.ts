import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { SsoView } from '../../../contracts/sso.ts'
import { selfSigned } from '../../../sandbox/saml/certificate.ts'
import { type Answer, responseAround, signedAssertion } from '../../../sandbox/saml/response.ts'
import { CLIENT_ID, ISSUER, Provider } from './provider.ts'
import type { Browser, Site } from './site.ts'

export const ENTITY_ID = 'https://idp.company.example/metadata'
const ENTRY_POINT = 'https://idp.company.example/sso'
export const RESOLVER = 'https://dns.example/dns-query'

const inflated = async (base64: string): Promise<string> => {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Response(stream).text()
}

/** A company of a test: its DNS, its OpenID provider and its SAML provider. */
export class Company {
  readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  readonly openId: Provider
  /** TXT records of the DNS. */
  readonly records = new Map<string, string>()

  private constructor(openId: Provider) {
    this.openId = openId
  }

  static async make(): Promise<Company> {
    return new Company(await Provider.make())
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { origin, searchParams } = new URL(url)
    if (origin === ISSUER) return this.openId.fetch(url, init)
    const name = searchParams.get('name') ?? ''
    const value = this.records.get(name)
    if (origin !== new URL(RESOLVER).origin) return new Response(null, { status: 404 })
    return Response.json(
      value === undefined ? { Status: 3 } : { Status: 0, Answer: [{ name, type: 16, data: `"${value}"` }] },
    )
  }

  metadata(): string {
    const body = selfSigned(this.keys, 'idp', new Date()).replace(/-----[A-Z ]+-----|\n/g, '')
    return `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${ENTITY_ID}"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${ENTRY_POINT}"/></md:IDPSSODescriptor></md:EntityDescriptor>`
  }

  /** Somebody signs in there: gives the form that their browser posts back. */
  async assert(
    address: string,
    over: Partial<Answer> = {},
  ): Promise<{ path: string; form: URLSearchParams }> {
    const { searchParams } = new URL(address)
    const request = await inflated(searchParams.get('SAMLRequest') ?? '')
    const of = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(request)?.[1] ?? ''
    const about: Answer = {
      responseId: `_${randomUUID()}`,
      assertionId: `_${randomUUID()}`,
      issuer: ENTITY_ID,
      audience: />([^<]+)<\/saml:Issuer>/.exec(request)?.[1] ?? '',
      recipient: of('AssertionConsumerServiceURL'),
      inResponseTo: of(' ID'),
      subject: 'p-1',
      format: 'persistent',
      email: 'ada@company.example',
      name: 'Ada Byron',
      now: new Date(),
      validSeconds: 300,
      ...over,
    }
    const xml = responseAround(about, signedAssertion(about, this.keys.privateKey))
    const form = new URLSearchParams({
      SAMLResponse: btoa(String.fromCharCode(...new TextEncoder().encode(xml))),
      RelayState: searchParams.get('RelayState') ?? '',
    })
    return { path: new URL(about.recipient).pathname, form }
  }
}

export const oidcSettings = (role = 'viewer') => ({
  kind: 'oidc',
  issuer: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: 'the secret of the company',
  defaultRole: role,
})

/** Names a domain of the company and shows in its DNS that it is the workspace's. */
export async function provenDomain(company: Company, owner: Browser, tenantId: string, domain: string) {
  const named = await owner.in(tenantId, 'POST', '/api/v1/sso/domains', { domain })
  const { data } = await named.json<{ data: SsoView }>()
  const record = data.domains.find((each) => each.domain === domain)?.record
  company.records.set(record?.name ?? '', record?.value ?? '')
  const checked = await owner.in(tenantId, 'POST', `/api/v1/sso/domains/${domain}/check`)
  if (checked.status !== 200) throw new Error(`checking answered ${checked.status}: ${await checked.text()}`)
}

/** Where somebody of an address is sent to sign in. */
export async function begin(browser: Browser, email: string, next?: string): Promise<string> {
  const asked = await browser.call('POST', '/api/auth/sign-in/company', next ? { email, next } : { email })
  const { data } = await asked.json<{ data?: { url: string } }>()
  if (data === undefined) throw new Error(`beginning answered ${asked.status}`)
  return data.url
}

/** Signs in by the company's SAML provider as far as it goes; gives where the browser lands. */
export async function throughSaml(
  company: Company,
  browser: Browser,
  over: Partial<Answer> & { email: string },
) {
  const { path, form } = await company.assert(await begin(browser, over.email), over)
  const posted = await browser.call('POST', path, form, { origin: 'https://idp.company.example' })
  const arrive = posted.headers.get('location') ?? ''
  if (!arrive.startsWith('/api/')) return arrive
  return (await browser.call('GET', arrive)).headers.get('location')
}

/** The same by its OpenID provider. */
export async function throughOpenId(
  company: Company,
  browser: Browser,
  claims: { email: string; [name: string]: unknown },
) {
  const back = await company.openId.agree(await begin(browser, claims.email), claims)
  return (await browser.call('GET', back)).headers.get('location')
}

export const facts = (site: Site, type: string) => site.objects.facts.filter((fact) => fact.type === type)
