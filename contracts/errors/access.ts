import type { ErrorEntries } from './entry.ts'

/** Who somebody is and what they may do: signing in, accounts, members, the sign-in of a company. */
export const accessErrors = {
  unauthenticated: {
    status: 401,
    sentence: 'You are not signed in.',
    next: 'Sign in, or send a valid API key.',
  },
  invalid_credentials: {
    status: 401,
    sentence: 'The e-mail address or the password is wrong.',
    next: 'Try again, or ask for a sign-in link by mail.',
  },
  forbidden: {
    status: 403,
    sentence: 'Your role does not allow this.',
    next: 'Ask an owner or admin of the workspace.',
  },
  limited_to_clients: {
    status: 403,
    sentence: 'Your membership is limited to some clients, and this cannot be divided by client.',
    next: 'Ask an owner or admin who reaches all clients.',
  },
  second_step_off: {
    status: 409,
    sentence: 'This person has no second step of signing in.',
    next: 'If they cannot sign in, ask them to set a new password by mail.',
  },
  second_step_elsewhere: {
    status: 409,
    sentence: 'This person’s account also protects what is not yours.',
    next: 'Ask them for one of their recovery codes, or invite them with another address.',
  },
  origin_refused: {
    status: 403,
    sentence: 'The request came from another site.',
    next: 'Use Orrery in its own window.',
  },
  sso_required: {
    status: 403,
    sentence: 'This workspace is entered by the company’s own sign-in.',
    next: 'Choose “Sign in with your company” on the sign-in page.',
  },
  company_session: {
    status: 403,
    sentence: 'You came in by your company’s sign-in, which opens its workspace and nothing else.',
    next: 'To see or change your account, sign out and sign in with a link by mail.',
  },
  no_company_sign_in: {
    status: 404,
    sentence: 'No company has set up its own sign-in for this address.',
    next: 'Check the address, or sign in with a password or a link by mail.',
  },
  sso_other_domain: {
    status: 403,
    sentence: 'The company’s provider named an address whose domain is not one of the company’s here.',
    next: 'Ask an owner of the workspace to add and confirm the domain.',
  },
  sso_not_ready: {
    status: 409,
    sentence: 'Nobody could come in by the company’s sign-in yet.',
    next: 'Save the provider and confirm a mail domain first.',
  },
  issuer_refused: {
    status: 422,
    sentence: 'There is no OpenID provider at that issuer.',
    next: 'Copy the issuer from the provider: /.well-known/openid-configuration has to answer below it, over https.',
  },
  metadata_refused: {
    status: 422,
    sentence: 'This is not metadata of a SAML identity provider that can be used.',
    next: 'It has to name one identity provider with an https address for HTTP-Redirect and an RSA certificate of 2,048 bits or more.',
  },
  domain_unproven: {
    status: 409,
    sentence: 'The DNS does not show the record yet.',
    next: 'Add the TXT record as it is written here. It can take an hour until it is seen everywhere; then check again.',
  },
  domain_taken: {
    status: 409,
    sentence: 'Another workspace has shown that this domain is its company’s.',
    next: 'Ask its owners to remove the domain there.',
  },
  last_owner: {
    status: 409,
    sentence: 'A workspace needs at least one owner.',
    next: 'Make somebody else an owner first.',
  },
  still_owner: {
    status: 409,
    sentence: 'A workspace has no other owner than you.',
    next: 'Give the workspaces named in details to somebody else, or ask for their deletion, first.',
  },
  limit_reached: {
    status: 409,
    sentence: 'The largest number of these is reached.',
    next: 'Remove one that is no longer needed.',
  },
  address_unconfirmed: {
    status: 403,
    sentence: 'Your e-mail address is not confirmed yet.',
    next: 'Open the link in the mail we sent you, or ask for a new one, then try again.',
  },
  other_address: {
    status: 403,
    sentence: 'This invitation is for another e-mail address.',
    next: 'Sign in with the address in details, or ask for an invitation to the one you use.',
  },
  no_seat_free: {
    status: 409,
    sentence: 'Every seat of the workspace is taken.',
    next: 'Ask an owner to remove somebody or to get more seats, then open the invitation again.',
  },
  mail_failed: {
    status: 503,
    sentence: 'The mail could not be sent.',
    next: 'Send it again in a minute.',
  },
  offer_needed: {
    status: 409,
    sentence: 'Nobody becomes an owner without saying yes.',
    next: 'Offer the ownership; it takes effect once the person accepts.',
  },
  link_used_up: {
    status: 410,
    sentence: 'This link no longer works: it was used already, or its time is over.',
    next: 'Ask for a new one.',
  },
  wrong_password: {
    status: 403,
    sentence: 'That is not the password of this account.',
    next: 'Type the password you sign in with, or set a new one by mail.',
  },
  wrong_code: {
    status: 403,
    sentence: 'That code is wrong, or it was used already.',
    next: 'Wait for the next code of the app and type that one.',
  },
  wrong_link_code: {
    status: 403,
    sentence: 'That is not the code in the mail.',
    next: 'Type the six digits of the newest mail, or ask for a new link.',
  },
  passkey_refused: {
    status: 403,
    sentence: 'This passkey was not accepted.',
    next: 'Try once more, or sign in another way and add the passkey anew.',
  },
  stray_sign_in: {
    status: 400,
    sentence: 'This answer belongs to no sign-in that was begun in this browser.',
    next: 'Begin again from the sign-in page.',
  },
  provider_sign_in_failed: {
    status: 403,
    sentence: 'Signing in at the provider did not work.',
    next: 'Try again, or sign in another way.',
  },
  provider_address_unconfirmed: {
    status: 403,
    sentence: 'The provider has not confirmed that this address is yours.',
    next: 'Confirm it there, or sign in another way.',
  },
  account_not_connected: {
    status: 409,
    sentence: 'There is an account with this address, and it has not been confirmed here.',
    next: 'Sign in with a link by mail, which confirms it; after that the provider works as well.',
  },
  second_step_over: {
    status: 401,
    sentence: 'The second step took too long or had too many wrong codes.',
    next: 'Sign in again from the beginning.',
  },
  recent_sign_in_required: {
    status: 403,
    sentence: 'You signed in too long ago for this change.',
    next: 'Sign out, sign in again, and make the change within 15 minutes.',
  },
} as const satisfies ErrorEntries
