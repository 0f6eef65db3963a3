import { generateKeyPairSync } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { selfSigned } from '../../../sandbox/saml/certificate.ts'
import { readMetadata } from './metadata.ts'
import { ourMetadata, requestAddress } from './request.ts'
import { attributeOf, parseXml } from './xml.ts'

const asked = {
  id: '_request',
  now: new Date('2026-11-26T10:00:00Z'),
  entryPoint: 'https://idp.example/sso?tenant=a&b=1',
  entityId: 'https://app.example/saml/1',
  recipient: 'https://app.example/saml/1',
  relayState: 'the state',
}

describe('asking for a sign-in', () => {
  it('[SS26] writes the request into the address of the provider, and says the same in our metadata', async () => {
    const address = new URL(await requestAddress(asked))
    expect([address.searchParams.get('b'), address.searchParams.get('RelayState')]).toEqual([
      '1',
      'the state',
    ])
    const deflated = Buffer.from(address.searchParams.get('SAMLRequest') ?? '', 'base64')
    const request = parseXml(inflateRawSync(deflated).toString())
    expect(attributeOf(request, 'Destination')).toBe(asked.entryPoint)
    expect(attributeOf(request, 'ID')).toBe('_request')
    expect(attributeOf(request, 'AssertionConsumerServiceURL')).toBe(asked.recipient)
    expect(attributeOf(parseXml(ourMetadata(asked.entityId, asked.recipient)), 'entityID')).toBe(
      asked.entityId,
    )
  })

  it('[SS2] reads metadata of one provider, comments and all, and refuses what cannot be used', async () => {
    const keys = (modulusLength: number) =>
      selfSigned(generateKeyPairSync('rsa', { modulusLength }), 'idp', asked.now).replace(
        /-----[A-Z ]+-----/g,
        '',
      )
    const metadata = (certificate: string, binding = 'HTTP-Redirect') =>
      `<?xml version="1.0"?><!-- by hand --><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="idp"><md:IDPSSODescriptor><md:KeyDescriptor use="signing"><ds:X509Certificate xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${certificate}</ds:X509Certificate></md:KeyDescriptor><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="https://idp.example/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>`
    const good = metadata(keys(2048))
    expect(await readMetadata(good)).toMatchObject({
      ok: true,
      value: { entityId: 'idp', entryPoint: 'https://idp.example/sso' },
    })
    const faultOf = async (text: string) => {
      const read = await readMetadata(text)
      return read.ok ? 'accepted' : read.error.code
    }
    expect(await faultOf('no xml')).toBe('not_xml')
    expect(
      await faultOf(`<a>${good.slice(good.indexOf('<md:'))}${good.slice(good.indexOf('<md:'))}</a>`),
    ).toBe('not_a_provider')
    expect(await faultOf(metadata(keys(2048), 'HTTP-POST'))).toBe('no_redirect')
    expect(await faultOf(good.replace('use="signing"', 'use="encryption"'))).toBe('no_certificate')
    expect(await faultOf(metadata(keys(1024)))).toBe('weak_certificate')
  })
})
