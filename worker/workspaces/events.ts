import { z } from 'zod'
import { accountChanges, refusalReasons, signInWays } from '../../contracts/security-kinds.ts'
import { defineEvent } from '../events/define.ts'

export type { NewEvent } from '../events/define.ts'

/** What is personal stands by itself, so that it can be sealed; headers hold ids only. */
const Personal = z.object({ name: z.string().optional(), email: z.string().optional() }).optional()
/** Set when the log could be told only later. */
const happenedAt = z.iso.datetime().optional()
const Role = z.object({ role: z.string() })

/** `forClients` are the clients it is limited to. */
const invitation = z.object({
  role: z.string(),
  forClients: z.array(z.uuid()).readonly().optional(),
  personal: Personal,
  happenedAt,
})

export const invitationSent = defineEvent(
  'invitation.sent',
  1,
  invitation.extend({ endsAt: z.iso.datetime() }),
)
/** Another link and seven more days. */
export const invitationResent = defineEvent(
  'invitation.resent',
  1,
  invitation.extend({ endsAt: z.iso.datetime() }),
)
export const invitationWithdrawn = defineEvent(
  'invitation.withdrawn',
  1,
  invitation.extend({ why: z.enum(['taken_back', 'not_mailed']) }),
)
export const invitationDeclined = defineEvent('invitation.declined', 1, invitation)

const member = z.object({ personId: z.string(), personal: Personal, happenedAt })

/** Somebody took an invitation and is a member now. */
export const memberJoined = defineEvent(
  'member.joined',
  1,
  member.extend({
    after: Role.extend({ clients: z.array(z.uuid()).readonly().optional() }),
    /** Not invited: the company's provider named them. */
    byCompany: z.literal(true).optional(),
  }),
)
export const memberRoleChanged = defineEvent(
  'member.role_changed',
  1,
  member.extend({ before: Role, after: Role }),
)
/** The clients a member is limited to, by id. */
const For = z.object({ clients: z.union([z.literal('all'), z.array(z.uuid()).readonly()]) })
export const memberClientsChanged = defineEvent(
  'member.clients_changed',
  1,
  member.extend({ before: For, after: For }),
)
/** Put out by somebody else. */
export const memberRemoved = defineEvent('member.removed', 1, member.extend({ before: Role }))
export const memberLeft = defineEvent('member.left', 1, member.extend({ before: Role }))

export const ownershipOffered = defineEvent(
  'ownership.offered',
  1,
  member.extend({ thenRole: z.string(), endsAt: z.iso.datetime() }),
)
const Owners = z.object({ offeredBy: z.string(), offeredTo: z.string() })
/** Both roles, before and after. */
export const ownershipAccepted = defineEvent(
  'ownership.accepted',
  1,
  z.object({
    fromId: z.string(),
    toId: z.string(),
    before: Owners,
    after: Owners,
    personal: Personal,
    happenedAt,
  }),
)
export const ownershipEnded = defineEvent(
  'ownership.ended',
  1,
  member.extend({ how: z.enum(['declined', 'withdrawn']) }),
)

/**
 * An artist of one workspace and a profile kept in another. Each log has what its side knows: the one its artist, the other who asks.
 * `tellId` is whom of this workspace it concerns.
 */
const profileLink = z.object({
  linkId: z.uuid(),
  profileId: z.uuid(),
  artistId: z.uuid().optional(),
  workspaceName: z.string().optional(),
  tellId: z.string(),
  happenedAt,
})
export const profileLinkAsked = defineEvent('profile_link.asked', 1, profileLink)
export const profileLinkAccepted = defineEvent('profile_link.accepted', 1, profileLink)
/** `gone`: the profile was removed, its owner erased their account, or the workspace it was kept in was deleted. */
export const profileLinkEnded = defineEvent(
  'profile_link.ended',
  1,
  profileLink.extend({ how: z.enum(['declined', 'withdrawn', 'ended_by_owner', 'ended_by_studio', 'gone']) }),
)

const RoleState = z.object({ name: z.string(), permissions: z.array(z.string()) })
export const roleCreated = defineEvent('role.created', 1, z.object({ after: RoleState, happenedAt }))
export const roleChanged = defineEvent(
  'role.changed',
  1,
  z.object({ before: RoleState, after: RoleState, happenedAt }),
)
/** Deleted; whoever held it has `fallback`. */
export const roleDeleted = defineEvent(
  'role.deleted',
  1,
  z.object({ before: RoleState, fallback: z.string(), happenedAt }),
)

const KeyState = z.object({
  name: z.string(),
  scopes: z.array(z.string()),
  /** Absent in entries from before keys could be narrowed. */
  clients: z.union([z.literal('all'), z.array(z.string())]).optional(),
  expiresAt: z.iso.datetime().nullable(),
})
export const keyCreated = defineEvent('key.created', 1, z.object({ after: KeyState, happenedAt }))
/** A new one stands in the place of `replacedKeyId`, which works until `overlapEndsAt`. */
export const keyRolled = defineEvent(
  'key.rolled',
  1,
  z.object({
    replacedKeyId: z.string(),
    overlapEndsAt: z.iso.datetime(),
    before: KeyState,
    after: KeyState,
    happenedAt,
  }),
)
export const keyEnded = defineEvent('key.ended', 1, z.object({ before: KeyState, happenedAt }))

/** A member changed how they sign in. */
export const accountChanged = defineEvent(
  'account.changed',
  1,
  z.object({ personId: z.string(), what: z.enum(accountChanges), happenedAt }),
)

/** Sign-ins of one member within a minute, or what was refused to whoever tried to be them. */
export const signInNoted = defineEvent(
  'sign_in.noted',
  1,
  z.object({
    personId: z.string(),
    minute: z.iso.datetime(),
    outcome: z.enum(['done', 'refused']),
    way: z.enum(signInWays),
    times: z.int().positive(),
    happenedAt,
  }),
)

const SsoState = z.object({ kind: z.enum(['oidc', 'saml']), issuer: z.string(), role: z.string() })
/** The provider by which people of the company come in. */
export const ssoSaved = defineEvent(
  'sso.saved',
  1,
  z.object({ before: SsoState.optional(), after: SsoState, happenedAt }),
)
export const ssoRemoved = defineEvent('sso.removed', 1, z.object({ before: SsoState, happenedAt }))
const SsoRule = z.object({ isRequired: z.boolean() })
export const ssoRequired = defineEvent(
  'sso.required',
  1,
  z.object({ before: SsoRule, after: SsoRule, happenedAt }),
)
export const ssoDomainChanged = defineEvent(
  'sso.domain_changed',
  1,
  z.object({
    domain: z.string(),
    what: z.enum(['added', 'verified', 'removed', 'missed', 'found', 'lapsed']),
    happenedAt,
  }),
)

const SupportState = z.object({ endsAt: z.iso.datetime(), reason: z.string() })
/** An owner lets people of support look in, until an end. */
export const supportGranted = defineEvent(
  'support.granted',
  1,
  z.object({ hours: z.int(), after: SupportState, happenedAt }),
)
/** Ended before its time. */
export const supportEnded = defineEvent('support.ended', 1, z.object({ before: SupportState, happenedAt }))
/** Somebody of support looked at something that the front door itself answers; the rest is noted as access. */
export const supportRead = defineEvent(
  'support.read',
  1,
  z.object({
    minute: z.iso.datetime(),
    what: z.string(),
    times: z.int().positive(),
    happenedAt,
  }),
)

/** Calls within a minute that the front door took for an attempt and turned away. */
export const callRefused = defineEvent(
  'call.refused',
  1,
  z.object({
    personId: z.string().optional(),
    keyId: z.string().optional(),
    /** The person is of support, and no member. */
    isSupport: z.literal(true).optional(),
    minute: z.iso.datetime(),
    reason: z.enum(refusalReasons),
    times: z.int().positive(),
    happenedAt,
  }),
)

/** A member erased their account, and with it their membership. What the log said about them can be read by nobody any more. */
export const accountErased = defineEvent('account.erased', 1, z.object({ personId: z.string(), happenedAt }))
