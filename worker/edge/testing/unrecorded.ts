const reads = 'asks, or looks ahead'
const prepares = 'the call that it prepares is the change'
const own = 'a list of their own that nobody else of the workspace may read, and that goes with their account'
const comesIn = 'who comes in is told by the minute'
const newOne = 'the log of the workspace that it makes begins with it'

/** Unsafe operations that succeed without an entry in the log of a workspace, and why that is right. */
export const unrecorded: Readonly<Record<string, string>> = {
  'POST /api/v1/metrics/query': reads,
  'POST /api/v1/imports/{id}/preview': reads,
  'POST /api/v1/bookings/check-availability': reads,
  'POST /api/v1/booking-plans/check': reads,
  'POST /api/v1/bookings/{id}/together/extension/check': reads,
  'POST /api/v1/booking-settings/preview': reads,
  'POST /api/v1/projects/{id}/cascade/preview': reads,
  'POST /api/v1/join/look': reads,
  'POST /api/v1/auth/introspect': reads,
  'POST /api/v1/notifications/read': 'the notification keeps when it was read, and nothing takes that back',
  'POST /api/v1/me/address': prepares,
  'POST /api/v1/me/passkeys/options': prepares,
  'POST /api/v1/me/two-factor': prepares,
  'POST /api/v1/imports/uploads': prepares,
  'PUT /api/v1/imports/uploads/{uploadId}/parts/{number}': prepares,
  'POST /api/v1/auth/send-magic-link': prepares,
  'POST /api/v1/auth/verify-magic-link': comesIn,
  'POST /api/v1/auth/register': 'who has just come is in no workspace',
  'POST /api/v1/auth/refresh': 'goes on with a session; a token that is used again is told',
  'POST /api/v1/auth/logout': 'ends the session it is made with; ending another one is told',
  'POST /api/v1/workspaces': newOne,
  'POST /api/v1/audit/heads': 'signs the log as it is; the list of heads says when',
  'POST /api/v1/backups/{id}/proof': 'how the proof ended is told',
  'POST /api/v1/artists/{id}/busy-calendar/read': 'what the reading found is told',
  'POST /api/v1/my-bookings/busy-calendar/read': 'what the reading found is told',
  'PUT /api/v1/jobs/{id}/save': own,
  'DELETE /api/v1/jobs/{id}/save': own,
  'POST /api/v1/job-searches': own,
  'DELETE /api/v1/job-searches/{id}': own,
}
