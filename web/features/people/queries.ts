import { queryOptions } from '@tanstack/solid-query'
import type { ClientView } from '../../../contracts/clients.ts'
import type { InvitationView, JoinList } from '../../../contracts/invitations.ts'
import type { OwnershipOfferView } from '../../../contracts/ownership.ts'
import type { RoleView } from '../../../contracts/roles.ts'
import { call } from '../../lib/api.ts'
import { key, NO_WORKSPACE } from '../../lib/query.ts'

export const invitationsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'members', 'invitations'),
    queryFn: ({ signal }) => call<InvitationView[]>('/api/v1/invitations', { signal }),
  })

/** One page of the list of clients, the largest the route gives. */
const CLIENTS_NAMED_MAX = 500

/** Clients by name, archived ones too: somebody may be limited to them. */
export const namedClientsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'clients', 'named'),
    queryFn: ({ signal }) =>
      call<ClientView[]>(`/api/v1/clients?archived=all&limit=${CLIENTS_NAMED_MAX}`, { signal }),
  })

export const rolesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'members', 'roles'),
    queryFn: ({ signal }) => call<RoleView[]>('/api/v1/roles', { signal }),
  })

export const offersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: key(workspaceId, 'members', 'offers'),
    queryFn: ({ signal }) => call<OwnershipOfferView[]>('/api/v1/ownership-offers', { signal }),
  })

/** What waits for the person, in whichever workspace. */
export const joinListQuery = () =>
  queryOptions({
    queryKey: key(NO_WORKSPACE, 'join', 'list'),
    queryFn: ({ signal }) => call<JoinList>('/api/v1/join', { signal, workspaceId: null }),
  })
