import { z } from 'zod'
import { PasskeyView } from './passkeys.ts'
import { roles } from './permissions.ts'
import { Clients, Permission } from './principal.ts'
import { WorkspaceView } from './workspaces.ts'

/** Password bounds, the same on both sides of the wire. Characters. */
export const PASSWORD_CHARS_MIN = 10
export const PASSWORD_CHARS_MAX = 128
/** How long a sign-in link, a link to a new password and a confirmation link work. Seconds. */
export const MAGIC_LINK_SECONDS = 600
/** Digits of the code beside a sign-in link. */
export const LINK_CODE_DIGITS = 6
/** Sign-in links asked for, and codes tried, in any 15 minutes: per e-mail address and per address of the caller. */
export const LINK_TRIES_MAX = 5
export const LINK_TRIES_WINDOW_MS = 15 * 60 * 1000
export const RESET_LINK_SECONDS = 30 * 60
export const VERIFY_LINK_SECONDS = 24 * 60 * 60
/** A session that is not used ends after the first, any session after the second. Seconds. */
export const SESSION_IDLE_SECONDS = 7 * 24 * 60 * 60
export const SESSION_ABSOLUTE_SECONDS = 90 * 24 * 60 * 60
/** Use of a session is written down at most this often. Seconds. */
export const SESSION_SEEN_EVERY_SECONDS = 5 * 60
/** Who has no password shows who they are by having signed in no longer ago than this. Seconds. */
export const RECENT_SIGN_IN_SECONDS = 15 * 60
/** How long the link to a new address works. Seconds. */
export const ADDRESS_LINK_SECONDS = 60 * 60
/** How long the second step of a sign-in may take, and how long a device can be trusted to skip it. Seconds. */
export const TWO_FACTOR_CHALLENGE_SECONDS = 10 * 60
/** After ten wrong codes in a row, whoever typed them, none is taken for so long. Seconds. */
export const TWO_FACTOR_LOCK_SECONDS = 15 * 60
export const TRUSTED_DEVICE_SECONDS = 30 * 24 * 60 * 60
/** Attempts on the sign-in routes, per address of the caller and per e-mail address. */
export const AUTH_CALLS_PER_MINUTE = 10

/** `POST /api/auth/sign-up/email` */
export const SignUp = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(254),
  password: z.string().min(PASSWORD_CHARS_MIN).max(PASSWORD_CHARS_MAX),
})
export type SignUp = z.infer<typeof SignUp>

/** `POST /api/auth/sign-in/email` */
export const SignIn = z.strictObject({
  email: z.email().max(254),
  password: z.string().min(1).max(PASSWORD_CHARS_MAX),
})
export type SignIn = z.infer<typeof SignIn>

/** `POST /api/auth/sign-in/magic-link` */
export const MagicLinkRequest = z.strictObject({
  email: z.email().max(254),
  name: z.string().trim().min(1).max(100).optional(),
})
export type MagicLinkRequest = z.infer<typeof MagicLinkRequest>

/** `POST /api/auth/sign-in/code`: the code of the mail, typed in the browser that asked for the link. */
export const LinkCode = z.strictObject({ code: z.string().regex(/^[0-9]{6}$/) })
export type LinkCode = z.infer<typeof LinkCode>

/** `POST /api/auth/sign-in/google` answers `{data: {url}}`, where the browser is to go. */
export const BeginProvider = z.strictObject({
  /** Where to land afterwards: a path of this site. One slash and no second one, else it would be another site. */
  next: z
    .string()
    .max(2000)
    .regex(/^\/(?![/\\])/)
    .optional(),
})
export type BeginProvider = z.infer<typeof BeginProvider>

/** `POST /api/auth/sign-in/company` answers `{data: {url}}`: the provider of the company that the address belongs to. */
export const BeginCompany = BeginProvider.extend({ email: z.email().max(254) })
export type BeginCompany = z.infer<typeof BeginCompany>

/** `POST /api/auth/request-password-reset` */
export const ResetRequest = z.strictObject({ email: z.email().max(254) })
export type ResetRequest = z.infer<typeof ResetRequest>

/** `POST /api/auth/reset-password`; the token comes from the mailed link and works once. */
export const ResetPassword = z.strictObject({
  token: z.string().regex(/^[A-Za-z0-9_-]{16,128}$/),
  newPassword: z.string().min(PASSWORD_CHARS_MIN).max(PASSWORD_CHARS_MAX),
})
export type ResetPassword = z.infer<typeof ResetPassword>

export const PersonView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
})
export type PersonView = z.infer<typeof PersonView>

/** A workspace as seen by one of its members. */
export const MembershipView = WorkspaceView.extend({
  /** `custom` is a role the workspace made itself; `permissions` then says what it may do. */
  role: z.enum([...roles, 'custom']),
  roleName: z.string(),
  permissions: z.array(Permission).optional(),
  /** The clients this member is limited to. */
  clients: Clients,
  /** It wants its members to come in by the company's provider, and this session did not. */
  isShut: z.literal(true).optional(),
})
export type MembershipView = z.infer<typeof MembershipView>

/** `GET /api/v1/me` answers `{data: Me}`. */
export const Me = z.object({
  person: PersonView,
  session: z.object({
    id: z.string(),
    expiresAt: z.iso.datetime(),
    /** The company's provider began it: it opens that workspace, and the account is neither seen nor changed. */
    byCompany: z.literal(true).optional(),
  }),
  workspaces: z.array(MembershipView),
})
export type Me = z.infer<typeof Me>

/** What the shell carries in `<script type="application/json" id="boot">`; `me` is null when signed out. */
export const Boot = z.object({
  v: z.literal(1),
  environment: z.enum(['local', 'test', 'production']),
  me: Me.nullable(),
  /** Providers people can sign in by here. */
  providers: z.array(z.literal('google')),
})
export type Boot = z.infer<typeof Boot>

/** Where a caller seems to be, as far as the network tells. */
export const Place = z.object({ country: z.string(), city: z.string().nullable() })
export type Place = z.infer<typeof Place>

/** `GET /api/v1/sessions` answers `{data: SessionView[]}`. */
export const SessionView = z.object({
  id: z.string(),
  current: z.boolean(),
  userAgent: z.string().nullable(),
  place: Place.nullable(),
  createdAt: z.iso.datetime(),
  /** Within {@link SESSION_SEEN_EVERY_SECONDS}. */
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type SessionView = z.infer<typeof SessionView>

/** `PATCH /api/v1/me` */
export const UpdateMe = z.strictObject({ name: z.string().trim().min(1).max(100) })
export type UpdateMe = z.infer<typeof UpdateMe>

/** The password of the account; left out by somebody who has none. */
const OwnPassword = z.string().min(1).max(PASSWORD_CHARS_MAX).optional()

/** `POST /api/v1/me/address`: the address changes once the link sent to it was used. */
export const ChangeAddress = z.strictObject({ email: z.email().max(254), password: OwnPassword })
export type ChangeAddress = z.infer<typeof ChangeAddress>

/** `POST /api/v1/me/password`; an account without a password gets its first one. */
export const ChangePassword = z.strictObject({
  password: OwnPassword,
  newPassword: z.string().min(PASSWORD_CHARS_MIN).max(PASSWORD_CHARS_MAX),
})
export type ChangePassword = z.infer<typeof ChangePassword>

/** A code of an authenticator app. */
const AppCode = z.string().regex(/^[0-9]{6}$/)

/** `POST /api/auth/two-factor/verify-totp`: the second step of a sign-in, with a code of the app. */
export const SecondStep = z.strictObject({ code: AppCode, trustDevice: z.boolean().optional() })
export type SecondStep = z.infer<typeof SecondStep>

/** `POST /api/auth/two-factor/verify-backup-code`: the same with a recovery code, which works once. */
export const RecoveryStep = z.strictObject({ code: z.string().regex(/^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/) })
export type RecoveryStep = z.infer<typeof RecoveryStep>

/** What a sign-in answers: done, or a second step is wanted. */
export const SignInAnswer = z.object({ next: z.literal('two_factor').nullable() })
export type SignInAnswer = z.infer<typeof SignInAnswer>

/** `POST /api/v1/me/two-factor`, `.../recovery-codes` and `.../off`. */
export const ProveYourself = z.strictObject({ password: OwnPassword })
export type ProveYourself = z.infer<typeof ProveYourself>

/** `POST /api/v1/me/two-factor/confirm`: a first code shows that the app has the secret; only then is it asked for. */
export const ConfirmTwoFactor = z.strictObject({ code: AppCode })
export type ConfirmTwoFactor = z.infer<typeof ConfirmTwoFactor>

/** What `POST /api/v1/me/two-factor` answers, this once. */
export const TwoFactorSetup = z.object({
  /** `otpauth:` address for the app. */
  uri: z.string(),
  recoveryCodes: z.array(z.string()),
})
export type TwoFactorSetup = z.infer<typeof TwoFactorSetup>

/** `GET /api/v1/me/security` answers `{data: SecurityView}`. */
export const SecurityView = z.object({
  hasPassword: z.boolean(),
  /** Recovery codes that are left, or null when there is no second factor. */
  twoFactor: z.object({ recoveryCodesLeft: z.number().int().nonnegative() }).nullable(),
  passkeys: z.array(PasskeyView),
})
export type SecurityView = z.infer<typeof SecurityView>
