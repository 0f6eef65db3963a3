import { z } from 'zod'
import { Role } from './principal.ts'
import { WorkspaceView } from './workspaces.ts'

/** Password bounds, the same on both sides of the wire. Characters. */
export const PASSWORD_CHARS_MIN = 10
export const PASSWORD_CHARS_MAX = 128
/** How long a sign-in link, a link to a new password and a confirmation link work. Seconds. */
export const MAGIC_LINK_SECONDS = 600
export const RESET_LINK_SECONDS = 30 * 60
export const VERIFY_LINK_SECONDS = 24 * 60 * 60
export const SESSION_SECONDS = 30 * 24 * 60 * 60
export const SESSION_REFRESH_SECONDS = 24 * 60 * 60
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
  rememberMe: z.boolean().optional(),
})
export type SignIn = z.infer<typeof SignIn>

/** `POST /api/auth/sign-in/magic-link` */
export const MagicLinkRequest = z.strictObject({
  email: z.email().max(254),
  name: z.string().trim().min(1).max(100).optional(),
})
export type MagicLinkRequest = z.infer<typeof MagicLinkRequest>

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
export const MembershipView = WorkspaceView.extend({ role: Role })
export type MembershipView = z.infer<typeof MembershipView>

/** `GET /api/v1/me` answers `{data: Me}`. */
export const Me = z.object({
  person: PersonView,
  session: z.object({ id: z.string(), expiresAt: z.iso.datetime() }),
  workspaces: z.array(MembershipView),
})
export type Me = z.infer<typeof Me>

/** What the shell carries in `<script type="application/json" id="boot">`; `me` is null when signed out. */
export const Boot = z.object({
  v: z.literal(1),
  environment: z.enum(['local', 'test', 'production']),
  me: Me.nullable(),
})
export type Boot = z.infer<typeof Boot>

/** `GET /api/v1/sessions` answers `{data: SessionView[]}`. */
export const SessionView = z.object({
  id: z.string(),
  current: z.boolean(),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})
export type SessionView = z.infer<typeof SessionView>
