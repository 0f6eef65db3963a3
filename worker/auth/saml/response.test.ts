import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { selfSigned } from '../../../sandbox/saml/certificate.ts'
import { type Answer, responseAround, signedAssertion } from '../../../sandbox/saml/response.ts'
import { type Expected, readResponse } from './response.ts'

const now = new Date('2026-11-26T10:00:00Z')
const RECIPIENT = 'https://app.example/acs'
const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const keys = newKeys()
const certificate = selfSigned(keys, 'idp.example', now)

const answer: Answer = {
  responseId: '_response',
  assertionId: '_assertion',
  issuer: 'https://idp.example',
  audience: 'https://app.example/sp',
  recipient: RECIPIENT,
  inResponseTo: '_request',
  subject: 'ada-1',
  format: 'persistent',
  email: 'Ada@acme.example',
  name: 'Ada & Söhne',
  now,
  validSeconds: 300,
}
const expected: Expected = {
  issuer: answer.issuer,
  certificates: [certificate],
  audience: answer.audience,
  recipient: RECIPIENT,
  requestId: '_request',
  now,
}
const signed = (over: Partial<Answer> = {}, key = keys.privateKey) => {
  const all = { ...answer, ...over }
  return responseAround(all, signedAssertion(all, key))
}
const faultOf = async (text: string, over: Partial<Expected> = {}) => {
  const read = await readResponse(text, { ...expected, ...over })
  return read.ok ? 'accepted' : read.error.code
}
const later = (seconds: number) => ({ now: new Date(now.getTime() + seconds * 1000) })
const fixture = (name: string) => readFileSync(new URL(`testing/${name}`, import.meta.url), 'utf8')

describe('reading what an identity provider answers', () => {
  it('[SS20] takes a response whose assertion is signed, and names subject, address and name', async () => {
    const read = await readResponse(signed(), expected)
    expect(read).toMatchObject({
      ok: true,
      value: { subject: 'ada-1', email: 'ada@acme.example', name: 'Ada & Söhne', assertionId: '_assertion' },
    })
  })

  it('[SS20] takes what another implementation has signed, the assertion, the response or both', async () => {
    const theirs = {
      issuer: 'http://idp.example/exk1',
      certificates: [certificate, fixture('xml-crypto.pem')],
    }
    for (const name of ['signed-by-xml-crypto.xml', 'response-signed-by-xml-crypto.xml']) {
      const text = fixture(name)
      expect([name, await faultOf(text, theirs)]).toEqual([name, 'accepted'])
      expect(await faultOf(text.replace('ada@acme', 'eve@acme'), theirs)).toBe('bad_signature')
    }
  })

  it('[SS21] refuses what is unsigned, changed, signed by another key, or says which key to believe', async () => {
    const bare = signed().replace(/<ds:Signature .*<\/ds:Signature>/, '')
    expect(await faultOf(bare)).toBe('unsigned')
    expect(await faultOf(signed().replace('ada-1', 'eve-1'))).toBe('bad_signature')
    const other = newKeys()
    const forged = signed({}, other.privateKey)
    expect(await faultOf(forged)).toBe('bad_signature')
    const body = selfSigned(other, 'idp.example', now).replace(/-----[A-Z ]+-----|\n/g, '')
    const own = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`
    expect(await faultOf(forged.replace('</ds:Signature>', own))).toBe('bad_signature')
    const weak = signed().replaceAll('xmldsig-more#rsa-sha256', 'xmldsig-more#rsa-sha1')
    expect(await faultOf(weak)).toBe('bad_signature')
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const certificates = [selfSigned(short, 'idp.example', now)]
    expect(await faultOf(signed({}, short.privateKey), { certificates })).toBe('bad_signature')
  })

  it('[SS22] refuses a signed assertion that another one was wrapped around, beside or into', async () => {
    const good = signedAssertion(answer, keys.privateKey)
    const evil = good
      .replace(/<ds:Signature .*<\/ds:Signature>/, '')
      .replace('ada-1', 'eve-1')
      .replaceAll('_assertion', '_evil')
    const signature = /<ds:Signature .*<\/ds:Signature>/.exec(good)?.[0] ?? ''
    const inside = (outer: string, inner: string) => outer.replace('</saml:Issuer>', `</saml:Issuer>${inner}`)
    const wrapped: [string, string][] = [
      [evil + good, 'not_one_assertion'],
      [good + evil, 'not_one_assertion'],
      [inside(evil, good), 'not_one_assertion'],
      [
        inside(evil, `<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${good}</ds:Object>`),
        'not_one_assertion',
      ],
      // The signature of the good one, beside an unsigned one; and its elements under another name.
      [inside(evil, signature), 'bad_signature'],
      [
        inside(evil, `<saml:Advice>${good.replaceAll('saml:Assertion', 'saml:Other')}</saml:Advice>`),
        'bad_signature',
      ],
      // One id for two elements: which of them was signed?
      [inside(evil.replaceAll('_evil', '_assertion'), `<x ID="_assertion"/>${signature}`), 'ids_not_unique'],
      [good.replace('</saml:Assertion>', `${signature}</saml:Assertion>`), 'bad_signature'],
    ]
    for (const [assertions, fault] of wrapped)
      expect(await faultOf(responseAround(answer, assertions))).toBe(fault)
    const beside = responseAround(answer, evil).replace('<samlp:Status>', `${signature}<samlp:Status>`)
    expect(await faultOf(beside)).toBe('bad_signature')
    const moved = responseAround(answer, `<samlp:Extensions>${good}</samlp:Extensions>`)
    expect(await faultOf(moved)).toBe('not_one_assertion')
  })

  it('[SS22] refuses comments, document types, entities, CDATA and instructions, wherever they stand', async () => {
    const text = signed()
    for (const [from, to] of [
      ['ada-1', 'ada<!-- -->-1'],
      ['ada-1', '<![CDATA[ada-1]]>'],
      ['ada-1', 'ada<?x?>-1'],
      ['ada-1', '&ada;'],
      ['<samlp:Status>', '<!-- x --><samlp:Status>'],
      ['<samlp:Response', '<!DOCTYPE x [<!ENTITY ada "eve">]><samlp:Response'],
    ] as const)
      expect(await faultOf(text.replace(from, to))).toBe('not_xml')
    expect(await faultOf(`<a>${'<b>'.repeat(80)}`)).toBe('not_xml')
    expect(await faultOf('')).toBe('not_xml')
    expect(await faultOf(text.padEnd(300_000))).toBe('not_xml')
  })

  it('[SS23] refuses what is for another audience, recipient or request, or from another provider', async () => {
    expect(await faultOf(signed({ audience: 'https://other.example' }))).toBe('wrong_audience')
    expect(await faultOf(signed({ issuer: 'https://other.example' }))).toBe('wrong_issuer')
    expect(await faultOf(signed({ recipient: 'https://other.example/acs' }))).toBe('wrong_destination')
    const sent = responseAround(
      answer,
      signedAssertion({ ...answer, recipient: 'https://x.example' }, keys.privateKey),
    )
    expect(await faultOf(sent)).toBe('wrong_recipient')
    expect(await faultOf(signed({ inResponseTo: '_another' }))).toBe('other_request')
    const asked = responseAround(answer, signedAssertion({ ...answer, inResponseTo: '_x' }, keys.privateKey))
    expect(await faultOf(asked)).toBe('other_request')
    expect(await faultOf(signed().replace(' InResponseTo="_request"', ''))).toBe('other_request')
    expect(await faultOf(signed().replace('status:Success', 'status:Requester'))).toBe('not_successful')
    expect(await faultOf(responseAround(answer, '<saml:EncryptedAssertion/>'))).toBe('encrypted')
  })

  it('[SS24] holds to the times of the assertion, with two minutes for clocks that differ', async () => {
    expect(await faultOf(signed(), later(300 + 119))).toBe('accepted')
    expect(await faultOf(signed(), later(300 + 120))).toBe('out_of_time')
    expect(await faultOf(signed(), later(-60 - 120))).toBe('accepted')
    expect(await faultOf(signed(), later(-60 - 121))).toBe('out_of_time')
  })

  it('[SS25] wants a name that stays, and an address', async () => {
    expect(await faultOf(signed({ email: 'no address' }))).toBe('no_email')
    expect(await faultOf(signed({ format: 'transient' }))).toBe('no_stable_name')
  })
})
