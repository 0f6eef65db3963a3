import { importX509 } from 'jose'
import { SignedXml } from 'xml-crypto'
import { attributeOf, childrenOf, parseXml, type XmlElement } from './xml.ts'

export const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const RSA_BITS_MIN = 2048

/** What counts of what the library knows. SHA-1 is not among it: collisions can be made. */
const allowed = {
  SignatureAlgorithms: [
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  ],
  HashAlgorithms: ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512'],
  CanonicalizationAlgorithms: [EXCLUSIVE, `${DSIG}enveloped-signature`],
} as const

/**
 * What `signature`, a child of `owner`, was made over, when it was made by the key of one of the certificates and over `owner`: read anew
 * from the very text that was signed, so that nothing beside it can be believed. Null in every other case. What the signature itself says
 * about keys counts for nothing.
 *
 * @param text the document that `owner` was read from
 */
export async function signedBy(
  text: string,
  owner: XmlElement,
  signature: XmlElement,
  certificates: readonly string[],
): Promise<XmlElement | null> {
  const info = childrenOf(signature, DSIG, 'SignedInfo')
  const references = info.flatMap((each) => childrenOf(each, DSIG, 'Reference'))
  const id = attributeOf(owner, 'ID')
  const [reference, another] = references
  if (!reference || another || !id || attributeOf(reference, 'URI') !== `#${id}`) return null
  for (const certificate of certificates) {
    const covered = (await publicKey(certificate)) && coveredBy(text, signature, certificate)
    if (!covered) continue
    const signed = parseXml(covered)
    return attributeOf(signed, 'ID') === id && signed.local === owner.local ? signed : null
  }
  return null
}

/** The canonical text under a signature of this certificate; null when it is not one. */
function coveredBy(text: string, signature: XmlElement, certificate: string): string | null {
  const check = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null })
  for (const [kind, names] of Object.entries(allowed)) {
    const known = Reflect.get(check, kind)
    Reflect.set(check, kind, Object.fromEntries(names.map((name) => [name, known[name]])))
  }
  try {
    check.loadSignature(signature.node)
    const [covered, more] = check.checkSignature(text) ? check.getSignedReferences() : []
    return more === undefined ? (covered ?? null) : null
  } catch {
    // The library throws for whatever is wrong with a signature, and says so in words for programmers.
    return null
  }
}

/** The RSA key of a certificate in PEM; null when there is none, or it is too short to count. */
export async function publicKey(certificate: string): Promise<CryptoKey | null> {
  const key = await importX509(certificate, 'RS256').catch(() => null)
  const bits = Number(Reflect.get(Object(key?.algorithm), 'modulusLength') ?? 0)
  return bits >= RSA_BITS_MIN ? key : null
}
