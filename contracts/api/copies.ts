import { z } from 'zod'
import { BackupsMeta, BackupView } from '../backups.ts'
import { RecordHistory, RestoreVersion } from '../history.ts'
import { ArchiveView, RetentionPreview, RetentionView } from '../retention.ts'
import { WorkspaceView } from '../workspaces.ts'
import { type Operation, SeqMeta } from './operation.ts'
import { ChangedRole } from './people.ts'

const history = [{ status: 200, data: RecordHistory, meta: SeqMeta }] as const
/** What a restored record looks like is its own kind's affair. */
const restored = [{ status: 200, data: z.unknown(), meta: SeqMeta }] as const
const restores = { method: 'POST', body: RestoreVersion, ifMatch: true, answers: restored } as const
const Nothing = z.object({})

const backups: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/backups',
    summary: 'Copies of the workspace, newest first',
    access: 'backups.read',
    answers: [
      { status: 200, data: z.array(BackupView), meta: BackupsMeta.extend({ seq: z.int().nonnegative() }) },
    ],
  },
  {
    method: 'POST',
    path: '/api/v1/backups',
    summary: 'Makes a copy now',
    access: 'backups.manage',
    answers: [{ status: 202, data: z.unknown(), meta: Nothing }],
  },
  {
    method: 'POST',
    path: '/api/v1/backups/{id}/proof',
    summary: 'Brings a copy back in a place of its own, to prove that it can be',
    access: 'backups.manage',
    answers: [{ status: 202, data: z.object({ id: z.string() }), meta: Nothing }],
  },
  {
    method: 'GET',
    path: '/api/v1/backups/{id}/download',
    summary: 'A copy as a file',
    access: 'backups.manage',
    answers: [{ status: 200, media: 'application/x-tar' }],
  },
  {
    method: 'GET',
    path: '/api/v1/downloads/{tenantId}/backups/{backupId}',
    summary: 'The same for a browser, which opens an address and sends no header',
    access: 'backups.manage',
    answers: [{ status: 200, media: 'application/x-tar' }],
  },
]

const retention: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/retention',
    summary: 'How long things are kept, what was archived, and when',
    access: 'privacy.read',
    answers: [{ status: 200, data: z.array(RetentionView), meta: SeqMeta }],
  },
  {
    method: 'GET',
    path: '/api/v1/retention/preview',
    summary: 'What the next night archives',
    access: 'privacy.read',
    answers: [{ status: 200, data: z.array(RetentionPreview), meta: SeqMeta }],
  },
  {
    method: 'GET',
    path: '/api/v1/retention/archives',
    summary: 'What lies in the archive, by table and year',
    access: 'privacy.read',
    answers: [{ status: 200, data: z.array(ArchiveView), meta: SeqMeta }],
  },
  {
    method: 'GET',
    path: '/api/v1/retention/archives/{relation}/{year}/download',
    summary: 'The archived rows of a table for one year: NDJSON, packed with gzip',
    access: 'backups.manage',
    answers: [{ status: 200, media: 'application/gzip' }],
  },
  {
    method: 'GET',
    path: '/api/v1/downloads/{tenantId}/archives/{relation}/{year}',
    summary: 'The same for a browser, which opens an address and sends no header',
    access: 'backups.manage',
    answers: [{ status: 200, media: 'application/gzip' }],
  },
]

const versions: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/history/clients/{id}',
    summary: 'What a client was before',
    access: 'clients.read',
    answers: history,
  },
  {
    method: 'POST',
    path: '/api/v1/history/clients/{id}/restore',
    summary: 'Brings a client back to what it was',
    access: 'clients.write',
    body: RestoreVersion,
    ifMatch: true,
    answers: restored,
  },
  {
    method: 'GET',
    path: '/api/v1/history/dashboards/{id}',
    summary: 'What a dashboard was before',
    access: 'dashboards.read',
    answers: history,
  },
  {
    method: 'POST',
    path: '/api/v1/history/dashboards/{id}/restore',
    summary: 'Brings a dashboard back to what it was',
    access: 'dashboards.write',
    body: RestoreVersion,
    ifMatch: true,
    answers: restored,
  },
  {
    method: 'GET',
    path: '/api/v1/history/artists/{id}',
    summary: 'What an artist was',
    access: 'artists.read',
    answers: history,
  },
  {
    ...restores,
    path: '/api/v1/history/artists/{id}/restore',
    summary: 'Gives an artist the name, zone, skills and rate it had',
    access: 'artists.write',
  },
  {
    method: 'GET',
    path: '/api/v1/history/availability/{id}',
    summary: 'What the hours and time off of an artist were',
    access: 'artists.read',
    answers: history,
  },
  {
    ...restores,
    path: '/api/v1/history/availability/{id}/restore',
    summary: 'Gives an artist the hours and time off they had, from today on',
    access: 'artists.write',
  },
  {
    method: 'GET',
    path: '/api/v1/history/connections/{id}',
    summary: 'What a connection was called and when it was read',
    access: 'connections.read',
    answers: history,
  },
  {
    ...restores,
    path: '/api/v1/history/connections/{id}/restore',
    summary: 'Gives a connection the name, pause and schedule it had; its access is in no version',
    access: 'connections.manage',
  },
  {
    method: 'GET',
    path: '/api/v1/history/roles/{id}',
    summary: 'What a role of the workspace’s own was; the version for If-Match stands in the list of roles',
    access: 'roles.read',
    answers: history,
  },
  {
    method: 'POST',
    path: '/api/v1/history/roles/{id}/restore',
    summary: 'Gives a role the name and rights it had, at once for everybody who holds it',
    access: 'roles.manage',
    body: RestoreVersion,
    ifMatch: true,
    answers: [
      { status: 200, data: ChangedRole },
      { status: 202, data: ChangedRole },
    ],
  },
  {
    method: 'GET',
    path: '/api/v1/history/settings',
    summary: 'What the workspace was set to',
    access: 'workspace.update',
    answers: history,
  },
  {
    method: 'POST',
    path: '/api/v1/history/settings/restore',
    summary: 'Sets the workspace to what it was set to; refused where numbers hang on it',
    access: 'workspace.update',
    body: RestoreVersion,
    ifMatch: true,
    answers: [
      { status: 200, data: WorkspaceView },
      { status: 202, data: WorkspaceView },
    ],
  },
  {
    method: 'GET',
    path: '/api/v1/history/booking-settings',
    summary: 'How the workspace booked before',
    access: 'bookings.read',
    answers: history,
  },
  {
    ...restores,
    path: '/api/v1/history/booking-settings/restore',
    summary: 'Books as the workspace did then; refused while bookings would clash',
    access: 'bookings.manage',
  },
  {
    method: 'GET',
    path: '/api/v1/history/jobs/{id}',
    summary: 'What a listing of the workspace was',
    access: 'jobs.write',
    answers: history,
  },
  {
    ...restores,
    path: '/api/v1/history/jobs/{id}/restore',
    summary:
      'Gives a listing the words, skills, days and deadline it had; refused where it is closed or the deadline has passed',
    access: 'jobs.write',
  },
  {
    method: 'GET',
    path: '/api/v1/history/applications/{id}',
    summary: 'At which stages an application stood',
    access: 'applications.read',
    answers: history,
  },
  {
    ...restores,
    path: '/api/v1/history/applications/{id}/restore',
    summary: 'Gives an application a stage it had; refused once it is hired or was taken back',
    access: 'applications.write',
  },
  {
    method: 'GET',
    path: '/api/v1/history/bookings/{id}',
    summary: 'What a booking was',
    access: 'bookings.read',
    answers: history,
  },
  {
    ...restores,
    path: '/api/v1/history/bookings/{id}/restore',
    summary: 'Gives a booking the time and words it had; refused where the time is taken by now',
    access: 'bookings.write',
  },
  {
    method: 'GET',
    path: '/api/v1/history/projects/{id}',
    summary: 'What a project was',
    access: 'projects.read',
    answers: history,
  },
  {
    ...restores,
    path: '/api/v1/history/projects/{id}/restore',
    summary: 'Gives a project what it was; its plan is worked out anew',
    access: 'projects.write',
  },
  {
    method: 'GET',
    path: '/api/v1/history/phases/{id}',
    summary: 'What a phase was',
    access: 'projects.read',
    answers: history,
  },
  {
    ...restores,
    path: '/api/v1/history/phases/{id}/restore',
    summary: 'Gives a phase the name and place it had',
    access: 'projects.write',
  },
  {
    method: 'GET',
    path: '/api/v1/history/tasks/{id}',
    summary: 'What a task was, as somebody changed it; also one that was removed',
    access: 'projects.read',
    answers: history,
  },
  {
    ...restores,
    path: '/api/v1/history/tasks/{id}/restore',
    summary: 'Gives a task what it was, by the plan of today; one that was removed comes back with its links',
    access: 'projects.write',
  },
  {
    method: 'GET',
    path: '/api/v1/history/values/{metric}/{id}',
    summary: 'What a value was before',
    access: 'records.read',
    answers: history,
  },
  {
    method: 'POST',
    path: '/api/v1/history/values/{metric}/{id}/restore',
    summary: 'Brings a value back to what it was',
    access: 'records.write',
    body: RestoreVersion,
    answers: restored,
  },
  {
    method: 'GET',
    path: '/api/v1/history/financials/{clientId}/{day}/{sourceId}',
    summary: 'What a financial row was before',
    access: 'records.read',
    answers: history,
  },
  {
    method: 'GET',
    path: '/api/v1/history/leads/{id}',
    summary: 'What a lead was before',
    access: 'records.read',
    answers: history,
  },
]

/** Copies of the workspace, and records as they were. */
export const copyOperations: readonly Operation[] = [
  ...backups.map((each) => ({ ...each, tag: 'Backups' as const })),
  ...retention.map((each) => ({ ...each, tag: 'Retention' as const })),
  ...versions.map((each) => ({ ...each, tag: 'History' as const })),
]
