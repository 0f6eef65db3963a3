import type { AccountChange, RefusalReason, SignInWay } from '../../../contracts/security-kinds.ts'
import type { SecurityLogEntry } from '../../../contracts/security-log.ts'

const ways: Record<SignInWay, string> = {
  password: 'password',
  link: 'a mailed link',
  code: 'a mailed code',
  second_step: 'a code of the app',
  recovery_code: 'a recovery code',
  passkey: 'a passkey',
  google: 'Google',
  company: 'your company’s own sign-in',
  program: 'a program',
}

const changes: Record<AccountChange, string> = {
  password_changed: 'Password changed',
  password_reset: 'New password set by a mailed link',
  second_step_on: 'Two-factor sign-in switched on',
  second_step_off: 'Two-factor sign-in switched off',
  second_step_reset: 'Two-factor sign-in taken off by an owner of your workspace',
  recovery_codes_renewed: 'New recovery codes made',
  passkey_added: 'Passkey added',
  passkey_renamed: 'Passkey renamed',
  passkey_removed: 'Passkey removed',
  address_changed: 'Email address changed',
  sessions_ended: 'Signed out on another device',
  name_changed: 'Name changed',
  data_exported: 'Your data downloaded',
}

const reasons: Record<RefusalReason, string> = {
  token_unsigned: 'Access token with a wrong signature refused',
  token_unknown_key: 'Access token of an unknown key refused',
  token_forged: 'Forged access token refused',
  token_expired: 'Access token that had run out refused',
  token_too_early: 'Access token that was not valid yet refused',
  token_for_others: 'Access token made for another service refused',
  token_malformed: 'Broken access token refused',
  key_ended: 'API key that was ended refused',
  key_unknown: 'Unknown API key refused',
  foreign_page: 'A page of another site tried to act as you, and was refused',
  foreign_socket: 'A page of another site tried to listen as you, and was refused',
  stray_sign_in: 'Stray answer of a sign-in provider refused',
  stray_consent: 'Stray answer of a connected service refused',
  assertion_refused: 'Answer of a company’s provider refused',
  foreign_landing: 'Sign-in that led to another site refused',
  header_flood: 'Oversized call refused',
  not_permitted: 'Something your role does not allow was refused',
  refresh_reused: 'A program used an old token again, and was signed out',
}

/** What happened, as a sentence of its own. */
export function activityText(entry: SecurityLogEntry): string {
  switch (entry.kind) {
    case 'signed_in':
      return `Signed in with ${ways[entry.detail]}`
    case 'sign_in_refused':
      return `Wrong sign-in refused: ${ways[entry.detail]}`
    case 'account_changed':
      return changes[entry.detail]
    case 'call_refused':
      return reasons[entry.detail]
  }
}

/** True for what somebody else may have tried. */
export const isRefused = ({ kind }: SecurityLogEntry): boolean =>
  kind === 'sign_in_refused' || kind === 'call_refused'
