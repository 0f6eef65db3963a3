import { z } from 'zod'
import { DeletionView } from '../deletion.ts'
import { CreateKey, KeyView, NewKeyView, RollKey } from '../keys.ts'
import { MembershipView } from '../session.ts'
import { GrantSupport, SupportGrantView } from '../support.ts'
import {
  CreateWorkspace,
  DeleteWorkspace,
  SettingsView,
  UpdateWorkspace,
  WorkspaceView,
} from '../workspaces.ts'
import { done, doneLater, type Operation, SeqMeta } from './operation.ts'

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
    method: 'GET',
    path: '/api/v1/workspaces/{tenantId}',
    tag: 'Workspaces',
    summary: 'One workspace',
    access: 'workspace.read',
    answers: [{ status: 200, data: WorkspaceView }],
  },
  {
    method: 'GET',
    path: '/api/v1/setup/settings',
    tag: 'Workspaces',
    summary: 'What the workspace is set to',
    access: 'workspace.read',
    answers: [{ status: 200, data: SettingsView, meta: SeqMeta }],
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
    summary: 'Asks for the end of a workspace, which can be kept after all for 14 days',
    access: 'workspace.delete',
    body: DeleteWorkspace,
    answers: [{ status: 202, data: DeletionView }],
  },
  {
    method: 'GET',
    path: '/api/v1/support-access',
    tag: 'Workspaces',
    summary: 'Whether support may look into the workspace; null when it may not',
    access: 'support.manage',
    answers: [{ status: 200, data: SupportGrantView.nullable() }],
  },
  {
    method: 'POST',
    path: '/api/v1/support-access',
    tag: 'Workspaces',
    summary: 'Lets support look, and only look, until an end that is set now',
    access: 'support.manage',
    body: GrantSupport,
    answers: [
      { status: 201, data: SupportGrantView },
      { status: 202, data: SupportGrantView },
    ],
  },
  {
    method: 'DELETE',
    path: '/api/v1/support-access',
    tag: 'Workspaces',
    summary: 'Ends the access of support at once',
    access: 'support.manage',
    answers: [done, doneLater],
  },
  {
    method: 'GET',
    path: '/api/v1/workspaces/{tenantId}/deletion',
    tag: 'Workspaces',
    summary: 'The end that was asked for, if any',
    access: 'workspace.read',
    answers: [{ status: 200, data: DeletionView.nullable() }],
  },
  {
    method: 'DELETE',
    path: '/api/v1/workspaces/{tenantId}/deletion',
    tag: 'Workspaces',
    summary: 'Keeps a workspace after all',
    access: 'workspace.delete',
    answers: [done],
  },
  {
    method: 'GET',
    path: '/api/v1/deletions',
    tag: 'Workspaces',
    summary: 'Ends that you asked for, and what was left',
    access: 'session',
    answers: [{ status: 200, data: z.array(DeletionView) }],
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
