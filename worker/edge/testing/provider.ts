import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { digestOf } from '../../auth/secrets.ts'

export const ISSUER = 'https://accounts.provider.example'
export const CLIENT_ID = 'orrery-client'
/** Settings of a front door that knows this provider. */
export const providerSettings = {
  GOOGLE_CLIENT_ID: CLIENT_ID,
  GOOGLE_CLIENT_SECRET: 'a secret of the provider',
  GOOGLE_ISSUER: ISSUER,
}

type Sign = (claims: JWTPayload, key: CryptoKey) => Promise<string>

const signed: Sign = (claims, key) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(key)
/** A token that nobody signed. */
export const unsigned: Sign = async (claims) => new UnsecuredJWT(claims).encode()
/** Signed with the public key taken for a shared secret. */
export const confused: Sign = async (claims) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
    .sign(new TextEncoder().encode(JSON.stringify(claims)))

/** An OpenID provider of a test: it keeps what it was asked, and says whatever the test wants. */
export class Provider {
  private readonly keys: Awaited<ReturnType<typeof generateKeyPair>>
  private readonly codes = new Map<string, { token: string; challenge: string | null }>()

  private constructor(keys: Awaited<ReturnType<typeof generateKeyPair>>) {
    this.keys = keys
  }

  static async make(): Promise<Provider> {
    return new Provider(await generateKeyPair('RS256', { extractable: true }))
  }

  /** For a front door: its calls end here. */
  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    // The runtime judges the options of a call, so a call that could not be made fails here as well.
    const { pathname } = new URL(new Request(url, init).url)
    if (pathname === '/.well-known/openid-configuration')
      return Response.json({
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/token`,
        jwks_uri: `${ISSUER}/keys`,
      })
    if (pathname === '/keys')
      return Response.json({ keys: [{ ...(await exportJWK(this.keys.publicKey)), kid: 'k1', alg: 'RS256' }] })
    const form = new URLSearchParams(String(init.body))
    const code = this.codes.get(form.get('code') ?? '')
    this.codes.delete(form.get('code') ?? '')
    if (!code || code.challenge !== (await digestOf(form.get('code_verifier') ?? '')))
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    return Response.json({ access_token: 'opens-nothing', token_type: 'Bearer', id_token: code.token })
  }

  /** The person agrees: gives the path by which the browser comes back. */
  async agree(authorize: string, claims: JWTPayload, sign = signed): Promise<string> {
    const { searchParams: asked } = new URL(authorize)
    const nowSeconds = Math.floor(Date.now() / 1000)
    const all = {
      iss: ISSUER,
      aud: CLIENT_ID,
      sub: 'person-1',
      iat: nowSeconds,
      exp: nowSeconds + 600,
      nonce: asked.get('nonce') ?? '',
      email_verified: true,
      name: 'Ada',
      ...claims,
    }
    const code = crypto.randomUUID()
    this.codes.set(code, {
      token: await sign(all, this.keys.privateKey),
      challenge: asked.get('code_challenge'),
    })
    const back = new URL(asked.get('redirect_uri') ?? '')
    back.searchParams.set('code', code)
    back.searchParams.set('state', asked.get('state') ?? '')
    return `${back.pathname}${back.search}`
  }
}
