import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { inflateRawSync } from 'node:zlib'
import { KEEP_ALIVE_MS } from '../keep-alive.ts'
import { selfSigned } from './certificate.ts'
import { peoplePage, postingPage, refusalPage, zonePage } from './pages.ts'
import { people } from './people.ts'
import { responseAround, signedAssertion } from './response.ts'

export interface SamlSandbox {
  /** Scheme, host and port. */
  url: string
  close(): Promise<void>
}

export interface SamlOptions {
  port: number
  /** Origins that may ask for sign-ins. */
  clients: readonly string[]
  now: () => Date
}

const BODY_BYTES_MAX = 64 * 1024
const REQUEST_BYTES_MAX = 16 * 1024
const VALID_SECONDS = 300
const NXDOMAIN = 3
const TXT = 16

/** What a request for a sign-in says. */
interface Asked {
  id: string
  issuer: string
  recipient: string
}

const newId = () => `_${randomBytes(20).toString('hex')}`

/** What one running stand-in knows: its key and the records of the DNS. */
class Company {
  private readonly options: SamlOptions
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  private readonly certificate: string
  private readonly zone = new Map<string, string[]>()
  url = ''

  constructor(options: SamlOptions) {
    this.options = options
    this.certificate = selfSigned(this.keys, 'Northwind sign-in', options.now())
  }

  get entityId(): string {
    return `${this.url}/metadata`
  }

  metadata(): string {
    const body = this.certificate.replace(/-----[A-Z ]+-----|\n/g, '')
    return (
      `<?xml version="1.0" encoding="UTF-8"?>\n<!-- made at each start -->\n` +
      `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${this.entityId}">` +
      `<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` +
      `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>` +
      `<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>` +
      `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${this.url}/sso"/>` +
      `</md:IDPSSODescriptor></md:EntityDescriptor>\n`
    )
  }

  /** Reads a request. Null when it is none, or would send an answer to somebody this company does not know. */
  read(request: string): Asked | null {
    try {
      const deflated = Buffer.from(request, 'base64')
      const xml = inflateRawSync(deflated, { maxOutputLength: REQUEST_BYTES_MAX }).toString()
      const root = /<(?:\w+:)?AuthnRequest\b[^>]*>/.exec(xml)?.[0] ?? ''
      const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(root)?.[1] ?? ''
      const issuer = /<(?:\w+:)?Issuer[^>]*>([^<]+)</.exec(xml)?.[1] ?? ''
      const recipient = attribute('AssertionConsumerServiceURL')
      const isKnown = this.options.clients.includes(new URL(recipient).origin)
      return isKnown && attribute('ID') !== '' && issuer !== ''
        ? { id: attribute('ID'), issuer, recipient }
        : null
    } catch {
      return null
    }
  }

  /** A signed response about somebody, base64; null when nobody of that id works here. */
  answer(asked: Asked, personId: string): string | null {
    const person = people.find(({ id }) => id === personId)
    if (person === undefined) return null
    const about = {
      responseId: newId(),
      assertionId: newId(),
      issuer: this.entityId,
      audience: asked.issuer,
      recipient: asked.recipient,
      inResponseTo: asked.id,
      subject: person.id,
      format: 'persistent' as const,
      email: person.email,
      name: person.name,
      now: this.options.now(),
      validSeconds: VALID_SECONDS,
    }
    const xml = responseAround(about, signedAssertion(about, this.keys.privateKey))
    return Buffer.from(xml).toString('base64')
  }

  records(): [string, string][] {
    return [...this.zone].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]))
  }

  addRecord(name: string, value: string): void {
    const key = name.toLowerCase().replace(/\.$/, '')
    this.zone.set(key, [...(this.zone.get(key) ?? []), value])
  }

  /** An answer of DNS over HTTPS, as resolvers write it in JSON. */
  resolve(name: string): object {
    const values = this.zone.get(name.toLowerCase().replace(/\.$/, ''))
    if (values === undefined) return { Status: NXDOMAIN }
    return { Status: 0, Answer: values.map((value) => ({ name, type: TXT, TTL: 60, data: `"${value}"` })) }
  }
}

/**
 * Starts a stand-in for a company: its identity provider (SAML 2.0: metadata, requests by redirect, signed answers by post) and the DNS
 * of its domains (over HTTPS). `port` 0 takes a free one. Rejects with the system's error on a taken port.
 */
export async function startSamlSandbox(options: SamlOptions): Promise<SamlSandbox> {
  const company = new Company(options)
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answer(company, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  company.url = `http://127.0.0.1:${address.port}`
  return {
    url: company.url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(company: Company, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://sandbox')
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /metadata':
      response.writeHead(200, { 'content-type': 'application/samlmetadata+xml' })
      response.end(company.metadata())
      return
    case 'GET /sso':
      return signIn(company, response, url.searchParams)
    case 'POST /sso':
      return signIn(company, response, await formOf(request))
    case 'GET /zone':
      return zonePage(response, company.records())
    case 'POST /zone': {
      const form = await formOf(request)
      company.addRecord(form.get('name') ?? '', form.get('value') ?? '')
      return zonePage(response, company.records())
    }
    case 'GET /dns-query':
      response.writeHead(200, { 'content-type': 'application/dns-json' })
      response.end(JSON.stringify(company.resolve(url.searchParams.get('name') ?? '')))
      return
    default:
      response.writeHead(404, { 'content-type': 'text/plain' })
      response.end('not found')
  }
}

function signIn(company: Company, response: ServerResponse, form: URLSearchParams): void {
  const request = form.get('SAMLRequest') ?? ''
  const relayState = form.get('RelayState') ?? ''
  const asked = company.read(request)
  const personId = form.get('person')
  const answered = asked && personId !== null ? company.answer(asked, personId) : null
  if (asked === null) refusalPage(response, 'a request that is not known here')
  else if (personId === null) peoplePage(response, people, { request, relayState })
  else if (answered === null) refusalPage(response, 'nobody of that name works here')
  else postingPage(response, asked.recipient, { response: answered, relayState })
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > BODY_BYTES_MAX) throw new Error('the body is too large')
  }
  return new URLSearchParams(text)
}
