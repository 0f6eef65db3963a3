import type { ErasureProof } from '../../contracts/privacy.ts'
import { ADDRESS_LINK_SECONDS, MAGIC_LINK_SECONDS, RESET_LINK_SECONDS } from '../../contracts/session.ts'
import type { Mail } from './mail.ts'

const minutes = (seconds: number) => Math.round(seconds / 60)

/** The sign-in link. The page it opens asks once more, because mail scanners follow links. */
export function magicLinkMail(origin: string, to: string, token: string, code: string): Mail {
  const link = `${origin}/auth/magic?token=${encodeURIComponent(token)}`
  return {
    to,
    subject: 'Your sign-in link for Orrery',
    body: [
      'Somebody asked to sign in to Orrery with this address. If that was you, open this page and press "Sign in":',
      link,
      `Reading this on another device, or in another browser than the one you asked from? The code is ${code}.`,
      `Link and code work once, for ${minutes(MAGIC_LINK_SECONDS)} minutes. Give the code to nobody: we never ask for it. If it was not you, nothing needs doing.`,
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

/** Leads to the page where a new password is set. */
export function resetMail(origin: string, to: string, token: string): Mail {
  const link = `${origin}/login/reset?token=${encodeURIComponent(token)}`
  return {
    to,
    subject: 'Set a new password for Orrery',
    body: [
      'Somebody asked to set a new password for this address. If that was you, choose one on this page:',
      link,
      `The link works once, for ${minutes(RESET_LINK_SECONDS)} minutes. If it was not you, nothing needs doing: your password stays as it is.`,
    ].join('\n\n'),
    link,
  }
}

/** Tells the owner of an address what has just happened, in case somebody else did it. */
export function passwordChangedMail(origin: string, to: string): Mail {
  return {
    to,
    subject: 'Your password for Orrery was changed',
    body: [
      'A new password was set for this address, and everybody who was signed in with it was signed out.',
      `If that was not you, set another one now: ${origin}/login/forgot`,
    ].join('\n\n'),
    link: null,
  }
}

/** Confirms that a new address belongs to the person who asked for it. */
export function newAddressMail(origin: string, to: string, token: string): Mail {
  const link = `${origin}/auth/address?token=${encodeURIComponent(token)}`
  return {
    to,
    subject: 'Confirm your new e-mail address for Orrery',
    body: [
      'Somebody wants to sign in to Orrery with this address from now on. If that was you, confirm it on this page:',
      link,
      `The link works once, for ${minutes(ADDRESS_LINK_SECONDS)} minutes. If it was not you, nothing needs doing.`,
    ].join('\n\n'),
    link,
  }
}

/** Says at the old address what is about to happen, while it can still be stopped from there. */
export function addressAskedMail(origin: string, to: string, wanted: string): Mail {
  return {
    to,
    subject: 'Your address for Orrery is about to change',
    body: [
      `Somebody who is signed in as you asked to use ${wanted} instead of this address. It changes once a link sent there is used.`,
      `If that was not you, set a new password now, which stops it: ${origin}/login/forgot`,
    ].join('\n\n'),
    link: null,
  }
}

/** The last word to an address that is no longer used. */
export function addressChangedMail(to: string, now: string): Mail {
  return {
    to,
    subject: 'Your address for Orrery was changed',
    body: [
      `You sign in with ${now} from now on; this address is no longer used.`,
      'If that was not you, answer this mail.',
    ].join('\n\n'),
    link: null,
  }
}

/** Tells a person that signing in takes a second step from now on. */
export function secondFactorOnMail(origin: string, to: string): Mail {
  return {
    to,
    subject: 'Two-factor sign-in for Orrery is on',
    body: [
      'From now on signing in to Orrery asks for a code of your authenticator app as well. Keep the recovery codes where you find them without your phone.',
      `If that was not you, set a new password now: ${origin}/login/forgot`,
    ].join('\n\n'),
    link: null,
  }
}

/** Tells a person that the second step is gone. */
export function secondFactorOffMail(origin: string, to: string): Mail {
  return {
    to,
    subject: 'Two-factor sign-in for Orrery is off',
    body: [
      'Signing in to Orrery no longer asks for a code of your authenticator app.',
      `If that was not you, set a new password now and switch it on again: ${origin}/login/forgot`,
    ].join('\n\n'),
    link: null,
  }
}

/** Tells a person that an owner of their workspace let them in again without a second step. */
export function secondFactorResetMail(origin: string, to: string, by: string): Mail {
  return {
    to,
    subject: 'Two-factor sign-in for Orrery was taken off your account',
    body: [
      `${by}, an owner of your workspace, has taken two-factor sign-in off your account, because you had lost it. You are signed out everywhere; sign in with your password and switch it on again.`,
      `If you did not ask for that, set a new password now: ${origin}/login/forgot`,
    ].join('\n\n'),
    link: null,
  }
}

/** Tells an owner that the DNS does not name the workspace any more. */
export function domainMissingMail(
  origin: string,
  to: string,
  of: { domain: string; workspaceName: string; stopsAt: Date },
): Mail {
  return {
    to,
    subject: `${of.domain} no longer names ${of.workspaceName} in its DNS`,
    body: [
      `The TXT record that shows that ${of.domain} belongs to the company behind ${of.workspaceName} is gone. Signing in by the company with addresses of that domain stops on ${of.stopsAt.toISOString().slice(0, 10)} unless the record is there again.`,
      `The record stands in the settings of the workspace, under Company sign-in: ${origin}`,
    ].join('\n\n'),
    link: null,
  }
}

/** Tells an owner that nobody comes in by a domain any more. */
export function domainLapsedMail(
  origin: string,
  to: string,
  of: { domain: string; workspaceName: string },
): Mail {
  return {
    to,
    subject: `Nobody comes into ${of.workspaceName} by ${of.domain} any more`,
    body: [
      `The DNS of ${of.domain} has not named ${of.workspaceName} for two weeks, so signing in by the company with addresses of that domain has stopped. Put the record back and check it under Company sign-in to start again: ${origin}`,
      'If everybody has to sign in by the company, owners still come in with their password.',
    ].join('\n\n'),
    link: null,
  }
}

/** Tells a person that a passkey came or went. */
export function passkeyMail(origin: string, to: string, name: string, what: 'added' | 'removed'): Mail {
  return {
    to,
    subject: `A passkey for Orrery was ${what}`,
    body: [
      what === 'added'
        ? `“${name}” can be used to sign in to Orrery from now on.`
        : `“${name}” can no longer be used to sign in to Orrery.`,
      `If that was not you, look at your passkeys and devices now: ${origin}/settings/security`,
    ].join('\n\n'),
    link: null,
  }
}

/** Tells a person that a token of one of their programs was used twice, and what was done. */
export function refreshReusedMail(origin: string, to: string): Mail {
  return {
    to,
    subject: 'A program was signed out of your Orrery account',
    body: [
      'Somebody used a sign-in token of one of your programs a second time. It may have been copied, so that program was signed out everywhere.',
      'If the program is yours, sign in with it again. If you know nothing of it, set a new password, which signs out everything:',
      `${origin}/login/forgot`,
    ].join('\n\n'),
    link: null,
  }
}

/** The last mail an address gets: the account is gone, and what went with it. */
export function accountErasedMail(to: string, proof: ErasureProof): Mail {
  const rows = proof.tables.filter(({ removed }) => removed > 0)
  const left = proof.tables.reduce((sum, table) => sum + table.left, 0)
  return {
    to,
    subject: 'Your Orrery account was erased',
    body: [
      'Your account and what we kept about you are gone. What you entered in workspaces stays with them, under an id that stands for nobody.',
      rows.map(({ name, removed }) => `${name}: ${removed} removed`).join('\n'),
      `Looked for afterwards: ${left} found. Backups older than this hold your name only sealed, and the key to it is gone.`,
      'This is the last mail to this address.',
    ].join('\n\n'),
    link: null,
  }
}

/** A workspace that was made of a copy is there. */
export function restoredMail(origin: string, to: string, made: { name: string; slug: string }): Mail {
  const link = `${origin}/${encodeURIComponent(made.slug)}/home`
  return {
    to,
    subject: `${made.name} is restored`,
    body: [
      'The workspace you asked for is there, with every row of the copy:',
      link,
      'Its connections are paused and hold no access: connect them anew to go on reading. You are its only member.',
    ].join('\n\n'),
    link,
  }
}
