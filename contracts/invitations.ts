import { z } from 'zod'
import { Clients } from './principal.ts'
import { RoleId } from './roles.ts'

/** How long the link of an invitation works. Days. */
export const INVITATION_DAYS = 7
export const INVITATIONS_PER_CALL_MAX = 20
/** Invitations of a workspace that wait for an answer. */
export const INVITATIONS_OPEN_MAX = 200
/** Calls that send invitations, per person and per workspace; and mails to one address. */
export const INVITATION_CALLS_PER_MINUTE = 10

/** An invitation that waits for an answer. The secret of its link is in the mail and nowhere else. */
export const InvitationView = z.object({
  id: z.string(),
  email: z.string(),
  role: RoleId,
  roleName: z.string(),
  /** The clients it is limited to, as far as the asker reaches those. */
  clients: z.union([z.literal('all'), z.array(z.string())]),
  invitedBy: z.string(),
  createdAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  /** Its time is over; it can be sent again. */
  isOver: z.boolean(),
})
export type InvitationView = z.infer<typeof InvitationView>

/** `POST /api/v1/invitations`: one or several addresses, all with the same role. */
export const CreateInvitations = z
  .strictObject({
    emails: z
      .array(z.email().max(254).toLowerCase())
      .min(1)
      .max(INVITATIONS_PER_CALL_MAX)
      .transform((emails) => [...new Set(emails)]),
    role: RoleId,
    clients: Clients.default('all'),
  })
  .refine(({ role, clients }) => role !== 'owner' || clients === 'all', {
    error: 'an owner reaches all clients',
    path: ['clients'],
  })
export type CreateInvitations = z.infer<typeof CreateInvitations>

/** Why an address of the call was not invited. */
export const NotInvited = z.object({
  email: z.string(),
  reason: z.enum(['is_member', 'is_invited', 'too_many_mails', 'mail_failed']),
})
export type NotInvited = z.infer<typeof NotInvited>
/** The answer: what was sent, and which addresses were left out. */
export const InvitationsSent = z.object({ sent: z.array(InvitationView), left: z.array(NotInvited) })
export type InvitationsSent = z.infer<typeof InvitationsSent>

/** The secret of a link: 32 random bytes, base64url. */
export const JoinToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
/** `POST /api/v1/join/look` */
export const LookAtInvitation = z.strictObject({ token: JoinToken })
/** `POST /api/v1/join`: by the link, or one of the invitations listed for a confirmed address. */
export const Join = z.union([
  z.strictObject({ token: JoinToken }),
  z.strictObject({ invitationId: z.string().min(1).max(64) }),
])
export type Join = z.infer<typeof Join>

/** An invitation as the invited person sees it. */
export const JoinView = z.object({
  id: z.string(),
  workspace: z.object({ name: z.string() }),
  roleName: z.string(),
  invitedBy: z.string(),
  email: z.string(),
  state: z.enum(['open', 'over', 'accepted', 'withdrawn', 'declined']),
  endsAt: z.iso.datetime(),
})
export type JoinView = z.infer<typeof JoinView>
/** `GET /api/v1/join`: what waits for the person. Nothing is listed for an address that was not confirmed. */
export const JoinList = z.object({ isConfirmed: z.boolean(), invitations: z.array(JoinView) })
export type JoinList = z.infer<typeof JoinList>

/** Where somebody is a member now. */
export const Joined = z.object({ tenantId: z.string(), slug: z.string() })
export type Joined = z.infer<typeof Joined>
