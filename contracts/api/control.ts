import { z } from 'zod'
import { CreateKey, KeyView, NewKeyView, RollKey } from '../keys.ts'
import { MembershipView } from '../session.ts'
import { CreateWorkspace, DeleteWorkspace, UpdateWorkspace, WorkspaceView } from '../workspaces.ts'
import { done, doneLater, type Operation } from './operation.ts'

/** Workspaces and their keys. */
export const controlOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/workspaces',
    tag: 'Workspaces',
    summary: 'Your workspaces',
    access: 'session',
    answers: [{ status: 200, data: z.array(MembershipView) }],
  },
  {
    method: 'POST',
    path: '/api/v1/workspaces',
    tag: 'Workspaces',
    summary: 'Makes a workspace that you own',
    access: 'session',
    body: CreateWorkspace,
    answers: [
      { status: 201, data: WorkspaceView },
      { status: 202, data: WorkspaceView },
    ],
  },
  {
    method: 'PATCH',
    path: '/api/v1/workspaces/{tenantId}',
    tag: 'Workspaces',
    summary: 'Changes settings of a workspace',
    access: 'workspace.update',
    body: UpdateWorkspace,
    ifMatch: true,
    answers: [
      { status: 200, data: WorkspaceView },
      { status: 202, data: WorkspaceView },
    ],
  },
  {
    method: 'DELETE',
    path: '/api/v1/workspaces/{tenantId}',
    tag: 'Workspaces',
    summary: 'Deletes a workspace with everything in it',
    access: 'workspace.delete',
    body: DeleteWorkspace,
    answers: [done, doneLater],
  },
  {
    method: 'GET',
    path: '/api/v1/keys',
    tag: 'Keys',
    summary: 'Keys that were not ended',
    access: 'keys.manage',
    answers: [{ status: 200, data: z.array(KeyView) }],
  },
  {
    method: 'POST',
    path: '/api/v1/keys',
    tag: 'Keys',
    summary: 'Makes a key; its secret is in this answer only',
    access: 'keys.manage',
    body: CreateKey,
    answers: [{ status: 201, data: NewKeyView }],
  },
  {
    method: 'POST',
    path: '/api/v1/keys/{keyId}/roll',
    tag: 'Keys',
    summary: 'Gives a key a new secret; the old one works on for as long as you say',
    access: 'keys.manage',
    body: RollKey,
    answers: [
      { status: 201, data: NewKeyView },
      { status: 202, data: NewKeyView },
    ],
  },
  {
    method: 'DELETE',
    path: '/api/v1/keys/{keyId}',
    tag: 'Keys',
    summary: 'Ends a key at once',
    access: 'keys.manage',
    answers: [done, doneLater],
  },
]
