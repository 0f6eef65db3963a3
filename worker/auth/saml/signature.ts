import { importX509 } from 'jose'
import { canonical } from './canonical.ts'
import { attributeOf, childrenOf, textOf, type XmlElement } from './xml.ts'

export const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const RSA_BITS_MIN = 2048

/** SHA-1 is not among them: collisions can be made. */
const signatureAlgorithms: Readonly<Record<string, string>> = {
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256': 'RS256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384': 'RS384',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512': 'RS512',
}
const digestAlgorithms: Readonly<Record<string, string>> = {
  'http://www.w3.org/2001/04/xmlenc#sha256': 'SHA-256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'SHA-384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'SHA-512',
}

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** The only child of that name; null when there is none, or more than one. */
function only(element: XmlElement | null, local: string): XmlElement | null {
  const found = element === null ? [] : childrenOf(element, DSIG, local)
  return found.length === 1 ? (found[0] ?? null) : null
}

const algorithmOf = (element: XmlElement | null): string =>
  (element && attributeOf(element, 'Algorithm')) ?? ''

/** Prefixes that an exclusive canonicalization keeps; null when it is none. */
function inclusivePrefixes(method: XmlElement): string[] | null {
  if (algorithmOf(method) !== EXCLUSIVE) return null
  const [list] = childrenOf(method, EXCLUSIVE, 'InclusiveNamespaces')
  const prefixes = list ? (attributeOf(list, 'PrefixList') ?? '') : ''
  return prefixes.split(/\s+/).filter((prefix) => prefix !== '')
}

interface Reference {
  digest: string
  value: Uint8Array<ArrayBuffer>
  inclusive: string[]
}

/** The one reference of a signature, when it is to the element that the signature stands in, changed by nothing but taking it out. */
function readReference(info: XmlElement, owner: XmlElement): Reference | null {
  const reference = only(info, 'Reference')
  const id = attributeOf(owner, 'ID')
  if (!reference || !id || attributeOf(reference, 'URI') !== `#${id}`) return null
  const transforms = childrenOf(only(reference, 'Transforms') ?? reference, DSIG, 'Transform')
  const [enveloped, exclusive] = transforms
  if (transforms.length !== 2 || !enveloped || !exclusive || algorithmOf(enveloped) !== ENVELOPED) return null
  const inclusive = inclusivePrefixes(exclusive)
  const digest = digestAlgorithms[algorithmOf(only(reference, 'DigestMethod'))]
  const value = base64Bytes(textOf(only(reference, 'DigestValue') ?? undefined))
  return inclusive && digest && value ? { digest, value, inclusive } : null
}

/**
 * True when `signature`, a child of `owner`, is the signature of one of the certificates over exactly `owner`. What the signature itself
 * says about keys counts for nothing.
 */
export async function isSignedBy(
  owner: XmlElement,
  signature: XmlElement,
  certificates: readonly string[],
): Promise<boolean> {
  const info = only(signature, 'SignedInfo')
  const method = info && only(info, 'CanonicalizationMethod')
  const prefixes = method && inclusivePrefixes(method)
  const algorithm = signatureAlgorithms[algorithmOf(only(info, 'SignatureMethod'))]
  const value = base64Bytes(textOf(only(signature, 'SignatureValue') ?? undefined))
  const reference = info && readReference(info, owner)
  if (!info || !prefixes || !algorithm || !value || !reference) return false
  const content = bytesOf(canonical(owner, signature, reference.inclusive))
  const digest = new Uint8Array(await crypto.subtle.digest(reference.digest, content))
  if (!isSame(digest, reference.value)) return false
  const signed = bytesOf(canonical(info, null, prefixes))
  for (const certificate of certificates) {
    const key = await publicKey(certificate, algorithm)
    if (key && (await crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, value, signed))) return true
  }
  return false
}

/** The RSA key of a certificate in PEM; null when there is none, or it is too short to count. */
export async function publicKey(certificate: string, algorithm = 'RS256'): Promise<CryptoKey | null> {
  const key = await importX509(certificate, algorithm).catch(() => null)
  const bits = Number(Reflect.get(Object(key?.algorithm), 'modulusLength') ?? 0)
  return bits >= RSA_BITS_MIN ? key : null
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

function base64Bytes(text: string | null): Uint8Array<ArrayBuffer> | null {
  const plain = (text ?? '').replace(/\s+/g, '')
  if (plain === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) return null
  return Uint8Array.from(atob(plain), (char) => char.charCodeAt(0))
}
