/** Ways to sign in. Without the schema library, for the web. */
export const signInWays = [
  'password',
  'link',
  'code',
  'second_step',
  'recovery_code',
  'passkey',
  'google',
  'company',
  'program',
] as const
export type SignInWay = (typeof signInWays)[number]

/** What somebody did with their account: how they sign in, where they are signed in, what they are called, and what is kept about them. */
export const accountChanges = [
  'password_changed',
  'password_reset',
  'second_step_on',
  'second_step_off',
  /** By an owner of a workspace, for somebody who has lost it. */
  'second_step_reset',
  'recovery_codes_renewed',
  'passkey_added',
  'passkey_renamed',
  'passkey_removed',
  'address_changed',
  /** From the list of devices. */
  'sessions_ended',
  'name_changed',
  /** What is kept about them was taken out. */
  'data_exported',
] as const
export type AccountChange = (typeof accountChanges)[number]

/** Why the front door turned a call away that it takes for an attempt. */
export const refusalReasons = [
  /** An access token that is none of ours, or not signed as ours are. */
  'token_unsigned',
  'token_unknown_key',
  'token_forged',
  'token_expired',
  'token_too_early',
  'token_for_others',
  'token_malformed',
  /** An API key that was ended, ran out, or whose member left. */
  'key_ended',
  'key_unknown',
  /** A change with a cookie, or a socket, from a page of another site. */
  'foreign_page',
  'foreign_socket',
  /** An answer of a provider that nobody here waits for. */
  'stray_sign_in',
  'stray_consent',
  /** One of a company's provider that does not hold. */
  'assertion_refused',
  /** A landing place outside of this site. */
  'foreign_landing',
  'header_flood',
  /** Something that the role, or the kind of caller, does not allow. */
  'not_permitted',
  /** A refresh token that was used before: the session it belongs to has ended. */
  'refresh_reused',
] as const
export type RefusalReason = (typeof refusalReasons)[number]
