import { createHash, type KeyObject, sign } from 'node:crypto'

export interface Answer {
  responseId: string
  assertionId: string
  issuer: string
  audience: string
  recipient: string
  inResponseTo: string
  subject: string
  /** Last part of the name of its format. */
  format: 'persistent' | 'transient'
  email: string
  name: string
  now: Date
  validSeconds: number
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const quoted = (text: string) => escaped(text).replaceAll('"', '&quot;')

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
const NAMES = 'urn:oasis:names:tc:SAML:2.0:assertion'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'

const attribute = (name: string, value: string) =>
  `<saml:Attribute Name="${name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><saml:AttributeValue>${escaped(value)}</saml:AttributeValue></saml:Attribute>`

/**
 * An assertion as its canonical form writes it (namespaces first, attributes by name, no empty tags), so that its text is what is signed.
 * `signature` goes where the schema has it.
 */
function assertionText(answer: Answer, signature: string): string {
  const { now, validSeconds } = answer
  const from = new Date(now.getTime() - 60_000).toISOString()
  const until = new Date(now.getTime() + validSeconds * 1000).toISOString()
  const at = now.toISOString()
  return (
    `<saml:Assertion xmlns:saml="${NAMES}" ID="${answer.assertionId}" IssueInstant="${at}" Version="2.0">` +
    `<saml:Issuer>${escaped(answer.issuer)}</saml:Issuer>${signature}` +
    `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:${answer.format}">${escaped(answer.subject)}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
    `<saml:SubjectConfirmationData InResponseTo="${answer.inResponseTo}" NotOnOrAfter="${until}" Recipient="${quoted(answer.recipient)}"></saml:SubjectConfirmationData>` +
    `</saml:SubjectConfirmation></saml:Subject>` +
    `<saml:Conditions NotBefore="${from}" NotOnOrAfter="${until}"><saml:AudienceRestriction><saml:Audience>${escaped(answer.audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AuthnStatement AuthnInstant="${at}" SessionIndex="${answer.assertionId}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
    `<saml:AttributeStatement>${attribute('email', answer.email)}${attribute('displayName', answer.name)}</saml:AttributeStatement>` +
    `</saml:Assertion>`
  )
}

/** The signature over an element whose canonical form is `content`. */
function signatureOf(id: string, content: string, key: KeyObject): string {
  const digest = createHash('sha256').update(content).digest('base64')
  const info =
    `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">` +
    `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>` +
    `<ds:Reference URI="#${id}"><ds:Transforms>` +
    `<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>` +
    `<ds:Transform Algorithm="${EXCLUSIVE}"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  const value = sign('sha256', Buffer.from(info), key).toString('base64')
  return `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${info}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`
}

/** An assertion with the signature of the provider. */
export function signedAssertion(answer: Answer, key: KeyObject): string {
  const signature = signatureOf(answer.assertionId, assertionText(answer, ''), key)
  return assertionText(answer, signature)
}

/** The response that carries an assertion to whoever asked. */
export function responseAround(answer: Answer, assertion: string): string {
  return (
    `<samlp:Response xmlns:samlp="${PROTOCOL}" xmlns:saml="${NAMES}" ID="${answer.responseId}" Version="2.0" IssueInstant="${answer.now.toISOString()}"` +
    ` Destination="${quoted(answer.recipient)}" InResponseTo="${answer.inResponseTo}"><saml:Issuer>${escaped(answer.issuer)}</saml:Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>${assertion}</samlp:Response>`
  )
}
