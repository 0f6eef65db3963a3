import type { ErrorEntries } from './entry.ts'

/** Calls as such, and the state of the workspace that is called. */
export const callsErrors = {
  invalid_request: {
    status: 400,
    sentence: 'The request is not of the right form.',
    next: 'Correct the fields named in details and send it again.',
  },
  tenant_required: {
    status: 400,
    sentence: 'The request does not name a workspace.',
    next: 'Send the workspace id in X-Tenant-Id.',
  },
  not_found: {
    status: 404,
    sentence: 'There is nothing here.',
    next: 'Check the address; it may have been deleted or belong to another workspace.',
  },
  method_not_allowed: {
    status: 405,
    sentence: 'That method is not known here.',
    next: 'See the API reference.',
  },
  command_conflict: {
    status: 409,
    sentence: 'This idempotency key was used with another body.',
    next: 'Use a new key for a new command.',
  },
  stale_version: {
    status: 409,
    sentence: 'Somebody changed this in the meantime.',
    next: 'Look at the current version in details and apply your change to it.',
  },
  already_exists: {
    status: 409,
    sentence: 'That already exists.',
    next: 'Use the existing one or choose another name.',
  },
  conflict: {
    status: 409,
    sentence: 'That collides with something else.',
    next: 'See details for the rival.',
  },
  gone: { status: 410, sentence: 'This is no longer available.', next: 'Ask for a new one.' },
  not_an_image: {
    status: 422,
    sentence: 'That is no picture that can be shown here.',
    next: 'Choose a PNG, JPEG or WebP file.',
  },
  too_many_pixels: {
    status: 422,
    sentence: 'The picture is too large to be shown.',
    next: 'Make it smaller and send it again.',
  },
  too_large: {
    status: 413,
    sentence: 'That is larger than the limit.',
    next: 'Send it in parts, or make it smaller.',
  },
  unsupported_media: {
    status: 415,
    sentence: 'That kind of content is not read here.',
    next: 'Send one of the kinds named in details.',
  },
  headers_too_large: {
    status: 431,
    sentence: 'The request has too many headers, or too long ones.',
    next: 'Send fewer cookies and headers.',
  },
  rate_limited: {
    status: 429,
    sentence: 'Too many calls in a short time.',
    next: 'Wait for the seconds in Retry-After.',
  },
  internal: {
    status: 500,
    sentence: 'Something went wrong on our side.',
    next: 'Try again; if it stays, send us the request id.',
  },
  too_slow: {
    status: 503,
    sentence: 'The database took too long.',
    next: 'Ask for less at once, or try again.',
  },
  stale: { status: 503, sentence: 'The database cannot be reached.', next: 'Try again in a few seconds.' },
  in_doubt: {
    status: 503,
    sentence: 'It is not known whether the change was stored.',
    next: 'Send it again with the same Idempotency-Key; it is applied once.',
  },
  overloaded: {
    status: 503,
    sentence: 'The workspace has more work than it can do.',
    next: 'Try again in a few seconds.',
  },
  workspace_provisioning: {
    status: 503,
    sentence: 'The workspace is still being set up.',
    next: 'Try again in a few seconds.',
  },
  fenced: {
    status: 503,
    sentence: 'Another instance has taken over this workspace.',
    next: 'Send it again with the same Idempotency-Key.',
  },
  log_altered: {
    status: 409,
    sentence: 'The event log does not fit what was signed before.',
    next: 'Verify the log to see at which number, and ask whoever runs the database before you sign it again.',
  },
  unknown_time_zone: {
    status: 422,
    sentence: 'There is no time zone of that name.',
    next: 'Use a name such as Europe/London.',
  },
} as const satisfies ErrorEntries
