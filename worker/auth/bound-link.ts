import type { GenericEndpointContext } from '@better-auth/core'
import { z } from 'zod'
import { LINK_CODE_DIGITS, MAGIC_LINK_SECONDS } from '../../contracts/session.ts'
import type { Auth } from './auth.ts'
import { base64url, digestOf, openWith, sealWith } from './secrets.ts'

/**
 * A sign-in link is bound to the browser that asked for it, by a secret in its cookie. From any other browser, and where the mail
 * is read on another device, the code in the mail is needed as well. The library knows nothing of either.
 */
export const AskedBy = z.object({
  /** Secret of the asking browser, kept in its cookie only. */
  browser: z.string(),
  /** Digits that stand in the mail. */
  code: z.string(),
})
export type AskedBy = z.infer<typeof AskedBy>

type Adapter = GenericEndpointContext['context']['internalAdapter']

const Terms = z.object({ browser: z.string(), code: z.string(), email: z.string() })
export type LinkTerms = z.infer<typeof Terms>

const termsOf = (token: string) => `link-terms:${token}`
const linkOf = (browser: string) => `link-of:${browser}`
const codeDigest = (token: string, code: string) => digestOf(`${token}:${code}`)

/** Fresh secrets for a browser that asks for a link. */
export function newAsker(): AskedBy {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1))
  return {
    browser: base64url(crypto.getRandomValues(new Uint8Array(32))),
    code: String(number % 10 ** LINK_CODE_DIGITS).padStart(LINK_CODE_DIGITS, '0'),
  }
}

/** Keeps what a link is bound to. Neither token nor code nor browser can be read from what is stored. */
export async function bindLink(
  adapter: Adapter,
  link: { token: string; email: string },
  by: AskedBy,
): Promise<void> {
  const expiresAt = new Date(Date.now() + MAGIC_LINK_SECONDS * 1000)
  const terms: LinkTerms = {
    browser: await digestOf(by.browser),
    code: await codeDigest(link.token, by.code),
    email: link.email,
  }
  await adapter.createVerificationValue({
    identifier: termsOf(link.token),
    value: JSON.stringify(terms),
    expiresAt,
  })
  await adapter.createVerificationValue({
    identifier: linkOf(by.browser),
    value: await sealWith(by.browser, link.token),
    expiresAt,
  })
}

const adapterOf = async (auth: Auth): Promise<Adapter> => (await auth.$context).internalAdapter

const isCurrent = (row: { expiresAt: Date } | null, now: Date) => row !== null && row.expiresAt > now

/** What a link is bound to, or null when it was used, has run out, or never was. */
export async function readTerms(auth: Auth, token: string, now: Date): Promise<LinkTerms | null> {
  const row = await (await adapterOf(auth)).findVerificationValue(termsOf(token))
  return row && isCurrent(row, now) ? Terms.parse(JSON.parse(row.value)) : null
}

/** The token of the link a browser asked for last, which only that browser can open. */
export async function linkAskedBy(auth: Auth, browser: string, now: Date): Promise<string | null> {
  const row = await (await adapterOf(auth)).findVerificationValue(linkOf(browser))
  return row && isCurrent(row, now) ? openWith(browser, row.value) : null
}

export const isAsker = async (terms: LinkTerms, browser: string | null): Promise<boolean> =>
  browser !== null && terms.browser === (await digestOf(browser))

export const isCode = async (terms: LinkTerms, token: string, code: string): Promise<boolean> =>
  terms.code === (await codeDigest(token, code))

/** After a link was used. */
export async function forgetTerms(auth: Auth, token: string): Promise<void> {
  await (await adapterOf(auth)).deleteVerificationByIdentifier(termsOf(token))
}
