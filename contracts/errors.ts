import { z } from 'zod'

/** What a person can do about a refusal is part of its definition, so no screen has to invent it. */
interface ErrorEntry {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 411 | 413 | 415 | 422 | 429 | 431 | 500 | 503
  sentence: string
  next: string
}

/** The one table of refusals: code, HTTP status, what happened, what to do next. */
export const errorTable = {
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
  unknown_metric: {
    status: 400,
    sentence: 'There is no metric with that key.',
    next: 'List the metrics of the workspace and pick one of those.',
  },
  unknown_dimension: {
    status: 400,
    sentence: 'The metric has no such dimension.',
    next: 'Break down by one of the dimensions named in details.',
  },
  reversed_dates: { status: 400, sentence: 'The range ends before it starts.', next: 'Swap from and to.' },
  range_too_long: {
    status: 400,
    sentence: 'The range has too many points for this grain.',
    next: 'Choose a coarser grain or a shorter range.',
  },
  question_too_large: {
    status: 400,
    sentence: 'The question asks for too many values at once.',
    next: 'Ask for fewer metrics, a coarser grain or a smaller top.',
  },
  invalid_formula: {
    status: 400,
    sentence: 'The formula cannot be worked out.',
    next: 'Correct the formula where details says.',
  },
  mixed_currencies: {
    status: 400,
    sentence: 'The formula mixes currencies.',
    next: 'Use metrics of one currency.',
  },
  unauthenticated: {
    status: 401,
    sentence: 'You are not signed in.',
    next: 'Sign in, or send a valid API key.',
  },
  invalid_credentials: {
    status: 401,
    sentence: 'The e-mail address or the password is wrong.',
    next: 'Try again, or ask for a sign-in link by mail.',
  },
  forbidden: {
    status: 403,
    sentence: 'Your role does not allow this.',
    next: 'Ask an owner or admin of the workspace.',
  },
  limited_to_clients: {
    status: 403,
    sentence: 'Your membership is limited to some clients, and this cannot be divided by client.',
    next: 'Ask an owner or admin who reaches all clients.',
  },
  sso_required: {
    status: 403,
    sentence: 'This workspace is entered by the company’s own sign-in.',
    next: 'Choose “Sign in with your company” on the sign-in page.',
  },
  company_session: {
    status: 403,
    sentence: 'You came in by your company’s sign-in, which opens its workspace and nothing else.',
    next: 'To see or change your account, sign out and sign in with a link by mail.',
  },
  no_company_sign_in: {
    status: 404,
    sentence: 'No company has set up its own sign-in for this address.',
    next: 'Check the address, or sign in with a password or a link by mail.',
  },
  sso_other_domain: {
    status: 403,
    sentence: 'The company’s provider named an address whose domain is not one of the company’s here.',
    next: 'Ask an owner of the workspace to add and confirm the domain.',
  },
  sso_not_ready: {
    status: 409,
    sentence: 'Nobody could come in by the company’s sign-in yet.',
    next: 'Save the provider and confirm a mail domain first.',
  },
  issuer_refused: {
    status: 422,
    sentence: 'There is no OpenID provider at that issuer.',
    next: 'Copy the issuer from the provider: /.well-known/openid-configuration has to answer below it, over https.',
  },
  metadata_refused: {
    status: 422,
    sentence: 'This is not metadata of a SAML identity provider that can be used.',
    next: 'It has to name one identity provider with an https address for HTTP-Redirect and an RSA certificate of 2,048 bits or more.',
  },
  domain_unproven: {
    status: 409,
    sentence: 'The DNS does not show the record yet.',
    next: 'Add the TXT record as it is written here. It can take an hour until it is seen everywhere; then check again.',
  },
  domain_taken: {
    status: 409,
    sentence: 'Another workspace has shown that this domain is its company’s.',
    next: 'Ask its owners to remove the domain there.',
  },
  origin_refused: {
    status: 403,
    sentence: 'The request came from another site.',
    next: 'Use Orrery in its own window.',
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
  booking_conflict: {
    status: 409,
    sentence: 'The time is taken.',
    next: 'Choose another time or artist, ask for a hold, or settle it with the bookings named in details.',
  },
  challenge_refused: {
    status: 409,
    sentence: 'Nobody can be asked to decide about this time.',
    next: 'See the reason in details; a time that is confirmed, or that nobody stands before you in, cannot be challenged.',
  },
  first_refusal: {
    status: 409,
    sentence: 'Somebody has become first in line and is asked before you.',
    next: 'Wait until the time named in details, or ask them to let the time go.',
  },
  bookings_clash: {
    status: 409,
    sentence: 'Bookings would clash if these kept their time free.',
    next: 'Move, end or confirm the bookings named in details, then change the setting.',
  },
  transition_refused: {
    status: 409,
    sentence: 'A booking cannot go from this status to that one.',
    next: 'Choose one of the statuses named in details.',
  },
  booking_ended: {
    status: 409,
    sentence: 'The booking has ended.',
    next: 'Make a new booking for the time.',
  },
  reason_required: {
    status: 400,
    sentence: 'Taking a confirmed booking back needs a reason.',
    next: 'Say why, in the field reason.',
  },
  already_extended: {
    status: 409,
    sentence: 'The hold was extended before.',
    next: 'Confirm, pencil or release it before it runs out.',
  },
  artist_archived: {
    status: 409,
    sentence: 'The artist is archived.',
    next: 'Bring the artist back from the archive, or choose another one.',
  },
  // Jobs
  deadline_passed: {
    status: 409,
    sentence: 'The deadline has passed.',
    next: 'Choose a later day, or look for another job. It ended at the moment in details.',
  },
  job_closed: {
    status: 409,
    sentence: 'The job is closed.',
    next: 'Look for another job, or post it again.',
  },
  own_job: {
    status: 409,
    sentence: 'This job is of the workspace you are in.',
    next: 'Switch to the workspace that you keep your profile in, and apply from there.',
  },
  profile_missing: {
    status: 409,
    sentence: 'You have no profile in this workspace yet.',
    next: 'Write your profile first; it goes along with what you send.',
  },
  already_applied: {
    status: 409,
    sentence: 'You have applied for this job already.',
    next: 'Open the application in details. Once you take it back you can send another one.',
  },
  stage_refused: {
    status: 409,
    sentence: 'An application cannot go from this stage to that one.',
    next: 'Choose one of the stages named in details.',
  },
  applicant_gone: {
    status: 409,
    sentence: 'The applicant erased their account.',
    next: 'Decline the application, or name the artist who is to be booked.',
  },
  invalid_period: {
    status: 400,
    sentence: 'The time of the booking is not possible.',
    next: 'Correct what details says.',
  },
  // Projects
  dependency_loop: {
    status: 409,
    sentence: 'That would make tasks wait for each other in a circle.',
    next: 'Leave out one of the dependencies on the path in details.',
  },
  links_choice: {
    status: 409,
    sentence: 'The task stands between others.',
    next: 'Say links=bridge to link them as in details, or links=drop to let them go.',
  },
  project_archived: {
    status: 409,
    sentence: 'The project is archived.',
    next: 'Bring it back from the archive first.',
  },
  conflict: {
    status: 409,
    sentence: 'That collides with something else.',
    next: 'See details for the rival.',
  },
  last_owner: {
    status: 409,
    sentence: 'A workspace needs at least one owner.',
    next: 'Make somebody else an owner first.',
  },
  still_owner: {
    status: 409,
    sentence: 'A workspace has no other owner than you.',
    next: 'Give the workspaces named in details to somebody else, or ask for their deletion, first.',
  },
  limit_reached: {
    status: 409,
    sentence: 'The largest number of these is reached.',
    next: 'Remove one that is no longer needed.',
  },
  // People and roles
  address_unconfirmed: {
    status: 403,
    sentence: 'Your e-mail address is not confirmed yet.',
    next: 'Open the link in the mail we sent you, or ask for a new one, then try again.',
  },
  other_address: {
    status: 403,
    sentence: 'This invitation is for another e-mail address.',
    next: 'Sign in with the address in details, or ask for an invitation to the one you use.',
  },
  no_seat_free: {
    status: 409,
    sentence: 'Every seat of the workspace is taken.',
    next: 'Ask an owner to remove somebody or to get more seats, then open the invitation again.',
  },
  mail_failed: {
    status: 503,
    sentence: 'The mail could not be sent.',
    next: 'Send it again in a minute.',
  },
  offer_needed: {
    status: 409,
    sentence: 'Nobody becomes an owner without saying yes.',
    next: 'Offer the ownership; it takes effect once the person accepts.',
  },
  metric_mismatch: {
    status: 409,
    sentence: 'There is a metric with this key that means something else.',
    next: 'Choose another key, or give it the unit and currency named in details.',
  },
  too_many_dimensions: {
    status: 422,
    sentence: 'A metric keeps at most five dimensions, the same ones for all values of a file.',
    next: 'Leave out a dimension, or choose another metric key.',
  },
  formula_has_no_rows: {
    status: 422,
    sentence: 'A formula has no rows of its own.',
    next: 'Ask for the rows of one of the metrics named in details.',
  },
  link_used_up: {
    status: 410,
    sentence: 'This link no longer works: it was used already, or its time is over.',
    next: 'Ask for a new one.',
  },
  file_gone: {
    status: 410,
    sentence: 'The uploaded file is no longer there.',
    next: 'Upload the file again; rows that were loaded are not loaded twice.',
  },
  import_interrupted: {
    status: 503,
    sentence: 'Loading was interrupted too often.',
    next: 'Go on from where it stopped; rows that were loaded are not loaded twice.',
  },
  gone: { status: 410, sentence: 'This is no longer available.', next: 'Ask for a new one.' },
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
  // Changes of an account
  wrong_password: {
    status: 403,
    sentence: 'That is not the password of this account.',
    next: 'Type the password you sign in with, or set a new one by mail.',
  },
  wrong_code: {
    status: 403,
    sentence: 'That code is wrong, or it was used already.',
    next: 'Wait for the next code of the app and type that one.',
  },
  wrong_link_code: {
    status: 403,
    sentence: 'That is not the code in the mail.',
    next: 'Type the six digits of the newest mail, or ask for a new link.',
  },
  passkey_refused: {
    status: 403,
    sentence: 'This passkey was not accepted.',
    next: 'Try once more, or sign in another way and add the passkey anew.',
  },
  stray_sign_in: {
    status: 400,
    sentence: 'This answer belongs to no sign-in that was begun in this browser.',
    next: 'Begin again from the sign-in page.',
  },
  provider_sign_in_failed: {
    status: 403,
    sentence: 'Signing in at the provider did not work.',
    next: 'Try again, or sign in another way.',
  },
  provider_address_unconfirmed: {
    status: 403,
    sentence: 'The provider has not confirmed that this address is yours.',
    next: 'Confirm it there, or sign in another way.',
  },
  account_not_connected: {
    status: 409,
    sentence: 'There is an account with this address, and it has not been confirmed here.',
    next: 'Sign in with a link by mail, which confirms it; after that the provider works as well.',
  },
  second_step_over: {
    status: 401,
    sentence: 'The second step took too long or had too many wrong codes.',
    next: 'Sign in again from the beginning.',
  },
  recent_sign_in_required: {
    status: 403,
    sentence: 'You signed in too long ago for this change.',
    next: 'Sign out, sign in again, and make the change within 15 minutes.',
  },
  // Clients, records, sample data
  month_archived: {
    status: 409,
    sentence: 'The rows of that month are archived: what they add up to stands in their place.',
    next: 'Use a later day; Settings, Data & retention, says which months are archived.',
  },
  client_archived: {
    status: 409,
    sentence: 'The client is archived.',
    next: 'Bring it back from the archive, or choose another client.',
  },
  default_client: {
    status: 409,
    sentence: 'The client that stands for the workspace itself cannot be archived.',
    next: 'Archive another client.',
  },
  sample_data: {
    status: 409,
    sentence: 'The sample data is read-only.',
    next: 'Remove the sample data, then enter your own.',
  },
  has_data: {
    status: 409,
    sentence: 'The workspace has numbers of its own already.',
    next: 'Keep it as it is, or make a new workspace.',
  },
  // Connections: refusals of a consent, then what ends or delays a sync. `failure` of a connection carries these codes.
  connector_unavailable: {
    status: 422,
    sentence: 'This connector is not set up on this server.',
    next: 'Whoever runs the server adds the credentials named in details.',
  },
  consent_denied: {
    status: 403,
    sentence: 'Access was not granted at the provider.',
    next: 'Connect again and allow access, or ask somebody there who may.',
  },
  consent_unknown: {
    status: 400,
    sentence: 'This answer belongs to no connection that was begun here.',
    next: 'Begin again from Connectors, in the same browser.',
  },
  consent_expired: {
    status: 410,
    sentence: 'The consent took too long or was used already.',
    next: 'Begin again from Connectors.',
  },
  account_required: {
    status: 409,
    sentence: 'No organisation is chosen yet.',
    next: 'Choose which one to read.',
  },
  account_unknown: {
    status: 422,
    sentence: 'The consent does not cover that organisation.',
    next: 'Choose one of those in details, or connect again and tick it.',
  },
  account_differs: {
    status: 409,
    sentence: 'That is another organisation than before.',
    next: 'Choose the one from before, make a new connection, or confirm that both shall add up.',
  },
  sync_running: {
    status: 409,
    sentence: 'A sync is under way.',
    next: 'Wait for it or cancel it.',
  },
  consent_ended: {
    status: 409,
    sentence: 'Nobody has confirmed for more than six months that this connection may be read.',
    next: 'Confirm it on its page; reading then goes on by itself.',
  },
  connection_inactive: {
    status: 409,
    sentence: 'The connection is not active.',
    next: 'Finish connecting it, or reconnect it.',
  },
  reauthorise: {
    status: 409,
    sentence: 'The provider no longer accepts our access.',
    next: 'Reconnect it; nothing that was synced is lost.',
  },
  scopes_missing: {
    status: 409,
    sentence: 'The consent does not cover everything this needs.',
    next: 'Reconnect it and allow everything that is listed.',
  },
  provider_forbids: {
    status: 409,
    sentence: 'The provider does not allow this with the plan or rights of that account.',
    next: 'Switch this stream off, or raise the plan or rights at the provider.',
  },
  provider_down: {
    status: 503,
    sentence: 'The provider does not answer as it should.',
    next: 'Nothing to do: it is tried again by itself.',
  },
  provider_throttled: {
    status: 503,
    sentence: 'The provider asked us to wait.',
    next: 'Nothing to do: the run goes on by itself at the time named.',
  },
  provider_unreadable: {
    status: 503,
    sentence: 'The provider sent something that cannot be read.',
    next: 'Try again; if it stays, send us the reference of the run.',
  },
  layout_unknown: {
    status: 422,
    sentence: 'The report has a layout that is not known.',
    next: 'Use the standard layout at the provider, or send us the reference of the run.',
  },
  // Imports: refusals of a whole file. Rows that cannot be read are set aside one by one instead.
  empty_file: {
    status: 422,
    sentence: 'The file is empty.',
    next: 'Choose a file with a header and at least one row.',
  },
  header_only: {
    status: 422,
    sentence: 'The file has a header but no rows.',
    next: 'Export it again with its rows.',
  },
  not_text: {
    status: 415,
    sentence: 'The file is not a table of text.',
    next: 'Save it as CSV or TSV and upload that.',
  },
  spreadsheet_file: {
    status: 415,
    sentence: 'The file is a spreadsheet or document, not a text file.',
    next: 'Open it, choose Save as, CSV UTF-8, and upload the new file.',
  },
  no_delimiter: {
    status: 422,
    sentence: 'The file seems to have only one column.',
    next: 'Separate its columns by comma, semicolon, tab or bar and upload it again.',
  },
  too_many_columns: {
    status: 422,
    sentence: 'The file has too many columns.',
    next: 'Keep the columns you need and upload it again.',
  },
  truncated_gzip: {
    status: 422,
    sentence: 'The gzip file ends too early.',
    next: 'Compress or download the file again; it was cut off.',
  },
  broken_gzip: {
    status: 422,
    sentence: 'The gzip file is damaged.',
    next: 'Compress or download the file again.',
  },
  inflate_limit: {
    status: 413,
    sentence: 'The file becomes too large when unpacked.',
    next: 'Split it into smaller files.',
  },
  line_too_long: {
    status: 422,
    sentence: 'The first line of the file is too long to be a header.',
    next: 'Check that the file is a CSV with one row per line.',
  },
  unknown_column: {
    status: 422,
    sentence: 'The file has no such column.',
    next: 'Pick one of the columns named in details.',
  },
  no_date_column: {
    status: 422,
    sentence: 'That column does not hold dates.',
    next: 'Pick a column with dates, or name the date format.',
  },
  ambiguous_date: {
    status: 422,
    sentence: 'The dates fit more than one format.',
    next: 'Say which one it is: send dateFormat with one of the choices in details.',
  },
  date_format_mismatch: {
    status: 422,
    sentence: 'The dates are not written in that format.',
    next: 'Send one of the formats in details.',
  },
  ambiguous_decimal: {
    status: 422,
    sentence: 'The numbers fit both a decimal point and a decimal comma.',
    next: 'Send decimal: point or comma.',
  },
  not_numeric: {
    status: 422,
    sentence: 'That column does not hold numbers.',
    next: 'Use another column in the expression.',
  },
  bad_expression: {
    status: 422,
    sentence: 'The expression cannot be read.',
    next: 'Use column names, numbers, + - * / and brackets; put names with spaces in [square brackets].',
  },
  duplicate_metric: {
    status: 422,
    sentence: 'The same metric is fed twice.',
    next: 'Give each value its own metric key.',
  },
  duplicate_dimension: {
    status: 422,
    sentence: 'The same column is used twice as a dimension.',
    next: 'Name each column once.',
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
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof errorTable

/** Body of every failure. `details` is for programs; the sentence and next step are for people. */
export const Failure = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    next: z.string().optional(),
    details: z.unknown().optional(),
  }),
  requestId: z.string(),
})
export type Failure = z.infer<typeof Failure>

/** SQLSTATE to code, one place for both planes. Anything not listed is `internal`. */
export const sqlStateCode: Readonly<Record<string, ErrorCode>> = {
  '23P01': 'booking_conflict',
  '23505': 'already_exists',
  '40001': 'overloaded',
  '40P01': 'overloaded',
  '55P03': 'overloaded',
  '57014': 'too_slow',
  OR001: 'fenced',
}
