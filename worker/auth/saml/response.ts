import { err, ok, type Result } from '../../../contracts/result.ts'
import { DSIG, signedBy } from './signature.ts'
import {
  attributeOf,
  childrenOf,
  everyElement,
  parseXml,
  textOf,
  type XmlElement,
  XmlRefused,
} from './xml.ts'

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion'
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
/** Clocks of two companies are never the same. */
export const CLOCK_SKEW_MS = 2 * 60 * 1000
export const RESPONSE_CHARS_MAX = 256 * 1024

/** What a response must be about to count. */
export interface Expected {
  /** Entity id of the identity provider. */
  issuer: string
  /** PEM. */
  certificates: readonly string[]
  /** Our entity id. */
  audience: string
  /** Where the response was to be sent. */
  recipient: string
  /** Id of the request it answers. */
  requestId: string
  now: Date
}

/** Whom the provider names. */
export interface SamlIdentity {
  subject: string
  email: string
  name: string
  assertionId: string
  /** From then on the assertion counts for nothing, so its id need not be remembered. */
  endsAt: Date
}

/** Why a response does not count: for the log, the person hears only that the sign-in failed. */
export type SamlFault =
  | 'not_xml'
  | 'not_a_response'
  | 'not_successful'
  | 'wrong_destination'
  | 'other_request'
  | 'not_one_assertion'
  | 'encrypted'
  | 'ids_not_unique'
  | 'unsigned'
  | 'bad_signature'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'wrong_recipient'
  | 'out_of_time'
  | 'no_stable_name'
  | 'no_email'

type Step = SamlFault | null

/** Reads what an identity provider answers, and believes nothing that its signature does not cover. */
export async function readResponse(
  text: string,
  expected: Expected,
): Promise<Result<SamlIdentity, { code: SamlFault }>> {
  const refused = (code: SamlFault) => err({ code })
  const response = parsed(text)
  if (response === null) return refused('not_xml')
  const envelope = faultOfEnvelope(response, expected)
  if (envelope) return refused(envelope)
  const assertion = onlyAssertion(response)
  if (typeof assertion === 'string') return refused(assertion)
  const signed = await signedAssertion(text, response, assertion, expected.certificates)
  if (typeof signed === 'string') return refused(signed)
  const fault = faultOfConditions(signed, expected) ?? faultOfSubject(signed, expected)
  return fault ? refused(fault) : identityOf(signed)
}

function parsed(text: string): XmlElement | null {
  if (text.length > RESPONSE_CHARS_MAX) return null
  try {
    return parseXml(text)
  } catch (error) {
    if (error instanceof XmlRefused) return null
    throw error
  }
}

function faultOfEnvelope(response: XmlElement, { recipient, requestId }: Expected): Step {
  if (response.local !== 'Response' || response.namespace !== PROTOCOL) return 'not_a_response'
  if (attributeOf(response, 'Version') !== '2.0') return 'not_a_response'
  const [status] = childrenOf(response, PROTOCOL, 'Status')
  const [code] = status ? childrenOf(status, PROTOCOL, 'StatusCode') : []
  if (!code || attributeOf(code, 'Value') !== SUCCESS) return 'not_successful'
  if ((attributeOf(response, 'Destination') ?? recipient) !== recipient) return 'wrong_destination'
  return attributeOf(response, 'InResponseTo') === requestId ? null : 'other_request'
}

/** The one assertion, where it belongs. A second one anywhere, however deep, is how signatures are got around. */
function onlyAssertion(response: XmlElement): XmlElement | SamlFault {
  const all = [...everyElement(response)].filter(({ namespace }) => namespace === ASSERTION)
  if (all.some(({ local }) => local === 'EncryptedAssertion' || local === 'EncryptedID')) return 'encrypted'
  const [assertion, ...more] = all.filter(({ local }) => local === 'Assertion')
  if (!assertion || more.length > 0 || !response.children.includes(assertion)) return 'not_one_assertion'
  return assertion
}

/** The assertion as it was signed, by itself or with the response around it. Nothing else of the document is read any further. */
async function signedAssertion(
  text: string,
  response: XmlElement,
  assertion: XmlElement,
  certificates: readonly string[],
): Promise<XmlElement | SamlFault> {
  const elements = [...everyElement(response)]
  const ids = elements.flatMap(({ attributes }) =>
    attributes.filter(({ local }) => local.toLowerCase() === 'id').map(({ value }) => value),
  )
  if (new Set(ids).size !== ids.length) return 'ids_not_unique'
  const signatures = elements.filter(({ local, namespace }) => local === 'Signature' && namespace === DSIG)
  if (signatures.length === 0) return 'unsigned'
  const covered: XmlElement[] = []
  for (const owner of [response, assertion]) {
    const [signature, second] = childrenOf(owner, DSIG, 'Signature')
    if (!signature) continue
    const signed = second ? null : await signedBy(text, owner, signature, certificates)
    if (signed === null) return 'bad_signature'
    covered.push(signed)
  }
  const last = covered.at(-1)
  // A signature that stands elsewhere was put there by nobody who signs.
  if (!last || covered.length !== signatures.length) return 'bad_signature'
  return last.local === 'Assertion' ? last : onlyAssertion(last)
}

const at = (text: string | null): number => (text === null ? Number.NaN : Date.parse(text))

/** Within the two moments, as far as they are named, with some tolerance; a moment that is none is never within. */
function isInTime(element: XmlElement, now: Date): boolean {
  const from = attributeOf(element, 'NotBefore')
  const to = attributeOf(element, 'NotOnOrAfter')
  return (
    (from === null || at(from) <= now.getTime() + CLOCK_SKEW_MS) &&
    (to === null || at(to) > now.getTime() - CLOCK_SKEW_MS)
  )
}

function faultOfConditions(assertion: XmlElement, { issuer, audience, now }: Expected): Step {
  if (textOf(childrenOf(assertion, ASSERTION, 'Issuer')[0]) !== issuer) return 'wrong_issuer'
  const [conditions, second] = childrenOf(assertion, ASSERTION, 'Conditions')
  if (!conditions || second || !isInTime(conditions, now)) return 'out_of_time'
  const restrictions = childrenOf(conditions, ASSERTION, 'AudienceRestriction')
  const isForUs = (restriction: XmlElement) =>
    childrenOf(restriction, ASSERTION, 'Audience').some((each) => textOf(each) === audience)
  return restrictions.length > 0 && restrictions.every(isForUs) ? null : 'wrong_audience'
}

function confirmationOf(assertion: XmlElement): XmlElement | null {
  const [subject] = childrenOf(assertion, ASSERTION, 'Subject')
  const bearer = (subject ? childrenOf(subject, ASSERTION, 'SubjectConfirmation') : []).find(
    (each) => attributeOf(each, 'Method') === BEARER,
  )
  return (bearer && childrenOf(bearer, ASSERTION, 'SubjectConfirmationData')[0]) ?? null
}

function faultOfSubject(assertion: XmlElement, { recipient, requestId, now }: Expected): Step {
  const confirmed = confirmationOf(assertion)
  if (!confirmed || attributeOf(confirmed, 'Recipient') !== recipient) return 'wrong_recipient'
  if (attributeOf(confirmed, 'NotOnOrAfter') === null || !isInTime(confirmed, now)) return 'out_of_time'
  return attributeOf(confirmed, 'InResponseTo') === requestId ? null : 'other_request'
}

const emailNames = [
  'email',
  'mail',
  'emailaddress',
  'user.email',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
  'urn:oid:0.9.2342.19200300.100.1.3',
]
const nameNames = [
  'displayname',
  'name',
  'http://schemas.microsoft.com/identity/claims/displayname',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
  'urn:oid:2.16.840.1.113730.3.1.241',
]
const EMAIL = /^[^@\s]{1,64}@[^@\s]{1,189}$/

function attributesOf(assertion: XmlElement): Map<string, string> {
  const found = new Map<string, string>()
  for (const statement of childrenOf(assertion, ASSERTION, 'AttributeStatement'))
    for (const attribute of childrenOf(statement, ASSERTION, 'Attribute')) {
      const name = attributeOf(attribute, 'Name')?.toLowerCase()
      const value = textOf(childrenOf(attribute, ASSERTION, 'AttributeValue')[0])
      if (name && value && !found.has(name)) found.set(name, value)
    }
  return found
}

function identityOf(assertion: XmlElement): Result<SamlIdentity, { code: SamlFault }> {
  const [subject] = childrenOf(assertion, ASSERTION, 'Subject')
  const [nameId] = subject ? childrenOf(subject, ASSERTION, 'NameID') : []
  const name = textOf(nameId)
  // One that is another each time names nobody.
  if (!nameId || !name || attributeOf(nameId, 'Format') === TRANSIENT) return err({ code: 'no_stable_name' })
  const attributes = attributesOf(assertion)
  const firstOf = (names: readonly string[]) =>
    names.map((each) => attributes.get(each)).find((value) => value !== undefined)
  const email = (firstOf(emailNames) ?? name).toLowerCase()
  if (!EMAIL.test(email)) return err({ code: 'no_email' })
  const confirmed = confirmationOf(assertion)
  return ok({
    subject: name,
    email,
    name: firstOf(nameNames) ?? '',
    assertionId: attributeOf(assertion, 'ID') ?? '',
    endsAt: new Date(at(confirmed && attributeOf(confirmed, 'NotOnOrAfter')) + CLOCK_SKEW_MS),
  })
}
