import type { AccountChange, RefusalReason, SignInWay } from '../../contracts/security-kinds.ts'
import type { Description, NameOf, TypeName } from './description.ts'

type PeopleType = Extract<
  TypeName,
  `${'invitation' | 'member' | 'ownership' | 'role' | 'key' | 'account' | 'sign_in' | 'call' | 'support' | 'sso'}.${string}`
>

interface Personal {
  name?: string | undefined
  email?: string | undefined
}

const quoted = (name: string) => `“${name}”`
const times = (count: number) => (count > 1 ? ` (${count} times)` : '')

/** Somebody by the name they had then, else by the one they have now. */
const named = (personId: string, personal: Personal | undefined, nameOf: NameOf): string =>
  personal?.name ?? nameOf(`person:${personId}`) ?? 'somebody who is not here any more'

const addressed = (personal: Personal | undefined): string => personal?.email ?? 'an address that was erased'

const ways: Record<SignInWay, string> = {
  password: 'with the password',
  link: 'with a mailed link',
  code: 'with a mailed code',
  second_step: 'with a code of the app',
  recovery_code: 'with a recovery code',
  passkey: 'with a passkey',
  google: 'with Google',
  company: 'with the company’s own sign-in',
  program: 'with a program',
}

const domainWords = {
  added: (domain: string) => `added the mail domain ${domain}`,
  verified: (domain: string) => `showed that ${domain} is the company’s`,
  removed: (domain: string) => `removed the mail domain ${domain}`,
  missed: (domain: string) => `found that the DNS of ${domain} does not name the workspace any more`,
  found: (domain: string) => `found the workspace in the DNS of ${domain} again`,
  lapsed: (domain: string) =>
    `stopped taking ${domain} as the company’s: its DNS has not named the workspace for two weeks`,
} as const

const changes: Record<AccountChange, string> = {
  password_changed: 'changed their password',
  password_reset: 'set a new password by a mailed link',
  second_step_on: 'switched the second step of signing in on',
  second_step_off: 'switched the second step of signing in off',
  second_step_reset: 'took the second step of signing in off the account of a member who had lost it',
  recovery_codes_renewed: 'made new recovery codes',
  passkey_added: 'added a passkey',
  passkey_renamed: 'renamed a passkey',
  passkey_removed: 'removed a passkey',
  address_changed: 'changed the address they sign in with',
  sessions_ended: 'signed out on another device',
  name_changed: 'changed their name',
  data_exported: 'took out what is kept about them',
}

const reasons: Record<RefusalReason, string> = {
  token_unsigned: 'an access token that is not signed as ours are',
  token_unknown_key: 'an access token signed with a key that is not ours',
  token_forged: 'an access token with a false signature',
  token_expired: 'an access token that had run out',
  token_too_early: 'an access token that was not valid yet',
  token_for_others: 'an access token made for somebody else',
  token_malformed: 'an access token that is none',
  key_ended: 'an API key that does not work any more',
  key_unknown: 'an API key that is not known',
  foreign_page: 'a change that a page of another site had sent',
  foreign_socket: 'a live connection from a page of another site',
  stray_sign_in: 'an answer of a provider that no sign-in waited for',
  stray_consent: 'an answer of a provider that no consent waited for',
  assertion_refused: 'an answer of a company’s provider that did not hold',
  foreign_landing: 'a sign-in that was to land on another site',
  header_flood: 'a call with a flood of headers',
  not_permitted: 'something they may not do',
  refresh_reused: 'a refresh token that was used before',
}

/** Events about people, roles and keys, and about who tried to come in. */
export const peopleWords: { readonly [T in PeopleType]: Description<T> } = {
  'invitation.sent': {
    kind: 'people',
    say: ({ personal, role }) => `invited ${addressed(personal)} as ${role}`,
  },
  'invitation.resent': {
    kind: 'people',
    say: ({ personal }) => `sent the invitation of ${addressed(personal)} again`,
  },
  'invitation.withdrawn': {
    kind: 'people',
    say: ({ personal, why }) =>
      why === 'taken_back'
        ? `took the invitation of ${addressed(personal)} back`
        : `could not mail the invitation of ${addressed(personal)}, which ended`,
  },
  'invitation.declined': { kind: 'people', say: () => 'declined an invitation' },
  'member.joined': {
    kind: 'people',
    say: ({ after, byCompany }) =>
      `joined as ${after.role}${byCompany ? ' by the company’s own sign-in' : ''}`,
  },
  'member.role_changed': {
    kind: 'people',
    say: ({ personId, personal, before, after }, nameOf) =>
      `changed the role of ${named(personId, personal, nameOf)} from ${before.role} to ${after.role}`,
  },
  'member.clients_changed': {
    kind: 'people',
    say: ({ personId, personal, after }, nameOf) =>
      after.clients === 'all'
        ? `let ${named(personId, personal, nameOf)} reach all clients`
        : `limited ${named(personId, personal, nameOf)} to ${after.clients.length === 1 ? 'one client' : `${after.clients.length} clients`}`,
  },
  'member.removed': {
    kind: 'people',
    say: ({ personId, personal, before }, nameOf) =>
      `removed ${named(personId, personal, nameOf)} (${before.role})`,
  },
  'member.left': { kind: 'people', say: ({ before }) => `left the workspace (${before.role})` },
  'ownership.offered': {
    kind: 'people',
    say: ({ personId, personal }, nameOf) =>
      `offered ${named(personId, personal, nameOf)} the ownership of the workspace`,
  },
  'ownership.accepted': {
    kind: 'people',
    say: ({ fromId }, nameOf) => `took the ownership that ${named(fromId, undefined, nameOf)} had offered`,
  },
  'ownership.ended': {
    kind: 'people',
    say: ({ how, personId, personal }, nameOf) =>
      how === 'declined'
        ? 'declined the ownership of the workspace'
        : `took the offer of ownership to ${named(personId, personal, nameOf)} back`,
  },
  'role.created': { kind: 'people', say: ({ after }) => `made the role ${quoted(after.name)}` },
  'role.changed': { kind: 'people', say: ({ after }) => `changed the role ${quoted(after.name)}` },
  'role.deleted': {
    kind: 'people',
    say: ({ before, fallback }) =>
      `deleted the role ${quoted(before.name)}; its members have ${fallback} now`,
  },
  'key.created': { kind: 'keys', say: ({ after }) => `made the API key ${quoted(after.name)}` },
  'key.rolled': { kind: 'keys', say: ({ after }) => `gave the API key ${quoted(after.name)} a new secret` },
  'key.ended': { kind: 'keys', say: ({ before }) => `ended the API key ${quoted(before.name)}` },
  'account.changed': { kind: 'access', say: ({ what }) => changes[what] },
  'account.erased': { kind: 'people', say: () => 'erased their account' },
  'sign_in.noted': {
    kind: 'access',
    say: ({ outcome, way, personId, times: count }, nameOf) =>
      outcome === 'done'
        ? `signed in ${ways[way]}${times(count)}`
        : `refused a sign-in as ${named(personId, undefined, nameOf)} ${ways[way]}${times(count)}`,
  },
  'sso.saved': {
    kind: 'people',
    say: ({ before, after }) =>
      `${before ? 'changed' : 'set up'} the company’s own sign-in (${after.kind === 'saml' ? 'SAML' : 'OpenID Connect'}, ${after.issuer})`,
  },
  'sso.removed': { kind: 'people', say: () => 'removed the company’s own sign-in' },
  'sso.required': {
    kind: 'people',
    say: ({ after }) =>
      after.isRequired
        ? 'made the company’s own sign-in the only way in but for owners'
        : 'allowed other ways in than the company’s own sign-in',
  },
  'sso.domain_changed': {
    kind: 'people',
    say: ({ domain, what }) => domainWords[what](domain),
  },
  'support.granted': {
    kind: 'access',
    say: ({ hours, after }) =>
      `allowed support to look in for ${hours === 1 ? 'an hour' : `${hours} hours`}: ${quoted(after.reason)}`,
  },
  'support.ended': { kind: 'access', say: () => 'ended the access of support' },
  'support.read': {
    kind: 'access',
    say: ({ what, times: count }) => `looked as support at ${what}${times(count)}`,
  },
  'call.refused': {
    kind: 'access',
    say: ({ reason, personId, keyId, isSupport, times: count }, nameOf) => {
      // Who of ours it was is in the entry; a workspace is told no name of theirs.
      const whose = isSupport
        ? ', as Orrery support'
        : personId !== undefined
          ? `, as ${named(personId, undefined, nameOf)}`
          : keyId !== undefined
            ? `, ${quoted(nameOf(`key:${keyId}`) ?? 'a key of the past')}`
            : ''
      return `refused ${reasons[reason]}${whose}${times(count)}`
    },
  },
}
