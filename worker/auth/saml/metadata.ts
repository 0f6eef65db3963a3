import { err, ok, type Result } from '../../../contracts/result.ts'
import { DSIG, publicKey } from './signature.ts'
import {
  attributeOf,
  childrenOf,
  everyElement,
  parseXml,
  textOf,
  type XmlElement,
  XmlRefused,
} from './xml.ts'

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata'
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
const CERTIFICATES_MAX = 5

/** What an identity provider says about itself. */
export interface SamlSettings {
  entityId: string
  entryPoint: string
  /** PEM, without a line break at the end. */
  certificates: string[]
}

export type MetadataFault =
  | 'not_xml'
  | 'not_a_provider'
  | 'no_redirect'
  | 'no_certificate'
  | 'weak_certificate'

/** Reads the metadata of an identity provider, as its owner pastes it. */
export async function readMetadata(text: string): Promise<Result<SamlSettings, { code: MetadataFault }>> {
  const root = parsed(text)
  if (root === null) return err({ code: 'not_xml' })
  const providers = [...everyElement(root)].filter(
    (each) =>
      each.local === 'EntityDescriptor' &&
      each.namespace === METADATA &&
      childrenOf(each, METADATA, 'IDPSSODescriptor').length > 0,
  )
  const [provider] = providers
  const [role] = provider ? childrenOf(provider, METADATA, 'IDPSSODescriptor') : []
  const entityId = provider ? attributeOf(provider, 'entityID') : null
  if (!role || !entityId || providers.length !== 1) return err({ code: 'not_a_provider' })
  const entry = childrenOf(role, METADATA, 'SingleSignOnService').find(
    (each) => attributeOf(each, 'Binding') === REDIRECT,
  )
  const entryPoint = entry ? attributeOf(entry, 'Location') : null
  if (!entryPoint) return err({ code: 'no_redirect' })
  const certificates = certificatesOf(role)
  if (certificates.length === 0 || certificates.length > CERTIFICATES_MAX)
    return err({ code: 'no_certificate' })
  for (const each of certificates) if (!(await publicKey(each))) return err({ code: 'weak_certificate' })
  return ok({ entityId, entryPoint, certificates })
}

function parsed(text: string): XmlElement | null {
  try {
    return parseXml(text, { isCommented: true })
  } catch (error) {
    if (error instanceof XmlRefused) return null
    throw error
  }
}

function certificatesOf(role: XmlElement): string[] {
  const signing = childrenOf(role, METADATA, 'KeyDescriptor').filter(
    (each) => attributeOf(each, 'use') !== 'encryption',
  )
  const texts = signing
    .flatMap((each) => [...everyElement(each)])
    .filter(({ local, namespace }) => local === 'X509Certificate' && namespace === DSIG)
    .map((each) => textOf(each)?.replace(/\s+/g, '') ?? '')
  return [...new Set(texts)].map(
    (body) =>
      `-----BEGIN CERTIFICATE-----\n${body.match(/.{1,64}/g)?.join('\n') ?? ''}\n-----END CERTIFICATE-----`,
  )
}
