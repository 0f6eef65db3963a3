import { z } from 'zod'
import {
  CreateInvitations,
  InvitationsSent,
  InvitationView,
  Join,
  Joined,
  JoinList,
  JoinView,
  LookAtInvitation,
} from '../invitations.ts'
import { OfferOwnership, OwnershipOfferView } from '../ownership.ts'
import { MemberExport } from '../privacy.ts'
import { CreateRole, DeleteRole, RoleId, RoleView, UpdateRole } from '../roles.ts'
import { ProveYourself } from '../session.ts'
import { AuthorView, ChangeMember, MemberView } from '../workspaces.ts'
import { done, doneLater, type Operation } from './operation.ts'

const ChangedMember = z.object({ role: RoleId, clients: MemberView.shape.clients })
/** Answer of a change of a role. */
export const ChangedRole = z.object({ id: z.string(), version: z.int().positive() })

const people: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/members',
    summary: 'Who is in the workspace',
    access: 'members.read',
    answers: [{ status: 200, data: z.array(MemberView) }],
  },
  {
    method: 'PATCH',
    path: '/api/v1/members/{personId}',
    summary: 'Gives a member another role, or the clients they are limited to',
    access: 'members.manage',
    body: ChangeMember,
    answers: [
      { status: 200, data: ChangedMember },
      { status: 202, data: ChangedMember },
    ],
  },
  {
    method: 'DELETE',
    path: '/api/v1/members/{personId}',
    summary: 'Ends a membership',
    access: 'members.manage',
    answers: [done, doneLater],
  },
  {
    method: 'POST',
    path: '/api/v1/members/{personId}/second-step/reset',
    summary: 'Takes the second step of signing in off the account of a member who has lost it',
    access: 'ownership.manage',
    body: ProveYourself,
    answers: [done, doneLater],
  },
  {
    method: 'GET',
    path: '/api/v1/downloads/{tenantId}/people/{personId}',
    summary: 'What the workspace keeps about a member, as a file',
    access: 'privacy.manage',
    answers: [{ status: 200, whole: MemberExport }],
  },
  {
    method: 'DELETE',
    path: '/api/v1/membership',
    summary: 'Leaves the workspace',
    access: 'tenant',
    answers: [done, doneLater],
  },
  {
    method: 'GET',
    path: '/api/v1/authors',
    summary: 'Names of those who may have entered something',
    access: 'records.read',
    answers: [{ status: 200, data: z.array(AuthorView) }],
  },
  {
    method: 'GET',
    path: '/api/v1/invitations',
    summary: 'Who is invited and has not answered',
    access: 'invitations.read',
    answers: [{ status: 200, data: z.array(InvitationView) }],
  },
  {
    method: 'POST',
    path: '/api/v1/invitations',
    summary: 'Invites people by mail',
    access: 'invitations.manage',
    body: CreateInvitations,
    answers: [{ status: 201, data: InvitationsSent }],
  },
  {
    method: 'POST',
    path: '/api/v1/invitations/{id}/resend',
    summary: 'Mails a new link; the one before stops',
    access: 'invitations.manage',
    answers: [{ status: 200, data: InvitationView }],
  },
  {
    method: 'DELETE',
    path: '/api/v1/invitations/{id}',
    summary: 'Takes an invitation back',
    access: 'invitations.manage',
    answers: [done],
  },
  {
    method: 'GET',
    path: '/api/v1/roles',
    summary: 'Roles and what each may do',
    access: 'roles.read',
    answers: [{ status: 200, data: z.array(RoleView) }],
  },
  {
    method: 'POST',
    path: '/api/v1/roles',
    summary: 'Makes a role of the workspace’s own',
    access: 'roles.manage',
    body: CreateRole,
    answers: [{ status: 201, data: z.object({ id: z.string() }) }],
  },
  {
    method: 'PATCH',
    path: '/api/v1/roles/{id}',
    summary: 'Changes a role, at once for everybody who holds it',
    access: 'roles.manage',
    body: UpdateRole,
    ifMatch: true,
    answers: [
      { status: 200, data: ChangedRole },
      { status: 202, data: ChangedRole },
    ],
  },
  {
    method: 'DELETE',
    path: '/api/v1/roles/{id}',
    summary: 'Deletes a role; its members get another one',
    access: 'roles.manage',
    body: DeleteRole,
    answers: [done, doneLater],
  },
  {
    method: 'GET',
    path: '/api/v1/ownership-offers',
    summary: 'The offer of ownership that waits, if any',
    access: 'tenant',
    answers: [{ status: 200, data: z.array(OwnershipOfferView) }],
  },
  {
    method: 'POST',
    path: '/api/v1/ownership-offers',
    summary: 'Offers the ownership to another member',
    access: 'ownership.manage',
    body: OfferOwnership,
    answers: [{ status: 201, data: OwnershipOfferView }],
  },
  {
    method: 'POST',
    path: '/api/v1/ownership-offers/{id}/accept',
    summary: 'Becomes an owner',
    access: 'tenant',
    answers: [done, doneLater],
  },
  {
    method: 'DELETE',
    path: '/api/v1/ownership-offers/{id}',
    summary: 'Declines an offer, or takes it back',
    access: 'tenant',
    answers: [done],
  },
]

const joining: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/join',
    summary: 'Invitations that wait for you',
    access: 'session',
    answers: [{ status: 200, data: JoinList }],
  },
  {
    method: 'POST',
    path: '/api/v1/join/look',
    summary: 'What an invitation is for',
    access: 'public',
    body: LookAtInvitation,
    answers: [{ status: 200, data: JoinView }],
  },
  {
    method: 'POST',
    path: '/api/v1/join',
    summary: 'Accepts an invitation',
    access: 'session',
    body: Join,
    answers: [{ status: 201, data: Joined }],
  },
  {
    method: 'POST',
    path: '/api/v1/join/decline',
    summary: 'Declines an invitation',
    access: 'session',
    body: Join,
    answers: [done],
  },
]

/** People of a workspace, and how somebody becomes one of them. */
export const peopleOperations: readonly Operation[] = [
  ...people.map((each) => ({ ...each, tag: 'Members' as const })),
  ...joining.map((each) => ({ ...each, tag: 'You' as const })),
]
