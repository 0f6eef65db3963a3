import { MAGIC_LINK_SECONDS } from '../../contracts/session.ts'
import type { Mail } from './mail.ts'

const minutes = (seconds: number) => Math.round(seconds / 60)

/** The sign-in link. The page it opens asks once more, because mail scanners follow links. */
export function magicLinkMail(origin: string, to: string, token: string): Mail {
  const link = `${origin}/auth/magic?token=${encodeURIComponent(token)}`
  return {
    to,
    subject: 'Your sign-in link for Orrery',
    body: [
      'Somebody asked to sign in to Orrery with this address. If that was you, open this page and press "Sign in":',
      link,
      `The link works once, for ${minutes(MAGIC_LINK_SECONDS)} minutes. If it was not you, nothing needs doing.`,
    ].join('\n\n'),
    link,
  }
}

/** Confirms that the address given at sign-up belongs to the person. */
export function verifyMail(origin: string, to: string, token: string): Mail {
  const link = `${origin}/auth/verify?token=${encodeURIComponent(token)}`
  return {
    to,
    subject: 'Confirm your e-mail address for Orrery',
    body: [
      'Welcome to Orrery. Confirm your address on this page, so that colleagues can add you to their workspaces:',
      link,
      'The link works for a day. If you did not sign up, nothing needs doing.',
    ].join('\n\n'),
    link,
  }
}
