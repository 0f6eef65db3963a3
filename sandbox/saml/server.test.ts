import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SamlSandbox, startSamlSandbox } from './server.ts'

const CLIENT = 'http://127.0.0.1:8787'
let company: SamlSandbox
beforeAll(async () => {
  company = await startSamlSandbox({
    port: 0,
    clients: [CLIENT],
    now: () => new Date('2026-11-26T10:00:00Z'),
  })
})
afterAll(() => company.close())

const request = (recipient: string) =>
  deflateRawSync(
    `<samlp:AuthnRequest ID="_r1" AssertionConsumerServiceURL="${recipient}"><saml:Issuer>orrery</saml:Issuer></samlp:AuthnRequest>`,
  ).toString('base64')
const ask = (recipient: string) =>
  fetch(`${company.url}/sso?${new URLSearchParams({ SAMLRequest: request(recipient), RelayState: 's' })}`)

describe('the company', () => {
  it('[SM1] says where its parts are and asks whom to sign in as', async () => {
    const metadata = await (await fetch(`${company.url}/metadata`)).text()
    expect(metadata).toContain(`Location="${company.url}/sso"`)
    expect(await (await ask(`${CLIENT}/acs`)).text()).toContain('Ines Moreau')
  })

  it('[SM2] answers only whom it knows, and sends nobody to anybody else', async () => {
    expect((await ask('https://evil.example/acs')).status).toBe(400)
    expect((await fetch(`${company.url}/sso?SAMLRequest=nonsense`)).status).toBe(400)
  })

  it('[SM3] posts a signed answer about the person, to the request and the asker', async () => {
    const recipient = `${CLIENT}/acs`
    const body = new URLSearchParams({ SAMLRequest: request(recipient), RelayState: 's', person: 'nw-1001' })
    const page = await (await fetch(`${company.url}/sso`, { method: 'POST', body })).text()
    expect(page).toContain(`action="${recipient}"`)
    const answer = /name="SAMLResponse" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const xml = Buffer.from(answer, 'base64').toString()
    for (const part of ['InResponseTo="_r1"', 'ds:SignatureValue', '>orrery<', 'ines@northwind.example'])
      expect(xml).toContain(part)
  })

  it('[SM4] answers for records that were added to its DNS, and for no others', async () => {
    const resolve = async (name: string) =>
      (await fetch(`${company.url}/dns-query?name=${name}&type=TXT`)).json()
    expect(await resolve('_orrery.northwind.example')).toEqual({ Status: 3 })
    const body = new URLSearchParams({ name: '_orrery.northwind.example', value: 'x=1' })
    await fetch(`${company.url}/zone`, { method: 'POST', body })
    expect(await resolve('_orrery.Northwind.example.')).toMatchObject({
      Answer: [{ type: 16, data: '"x=1"' }],
    })
  })
})
