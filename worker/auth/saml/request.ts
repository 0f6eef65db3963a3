const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)

/** A request for a sign-in, as SAML 2.0 puts it into an address (HTTP-Redirect binding). */
export async function requestAddress(asked: {
  id: string
  now: Date
  entryPoint: string
  entityId: string
  recipient: string
  relayState: string
}): Promise<string> {
  const xml =
    `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"` +
    ` ID="${asked.id}" Version="2.0" IssueInstant="${asked.now.toISOString()}" Destination="${escaped(asked.entryPoint)}"` +
    ` ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"` +
    ` AssertionConsumerServiceURL="${escaped(asked.recipient)}"><saml:Issuer>${escaped(asked.entityId)}</saml:Issuer></samlp:AuthnRequest>`
  const deflated = new Blob([xml]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer())
  const address = new URL(asked.entryPoint)
  address.searchParams.set('SAMLRequest', btoa(String.fromCharCode(...bytes)))
  address.searchParams.set('RelayState', asked.relayState)
  return address.href
}

/** What an identity provider is told about us, where it reads that from a file. */
export function ourMetadata(entityId: string, recipient: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escaped(entityId)}">` +
    `<md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">` +
    `<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>` +
    `<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${escaped(recipient)}" index="0" isDefault="true"/>` +
    `</md:SPSSODescriptor></md:EntityDescriptor>\n`
  )
}
