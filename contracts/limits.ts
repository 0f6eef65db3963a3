/** Every bound of the system, one place. Units are part of the name. */

// Commands and events
export const COMMAND_KEPT_MS = 48 * 60 * 60 * 1000
export const COMMAND_ID_CHARS_MAX = 128
/** Commands of one kind that go in one transaction when many wait. */
export const COMMANDS_TOGETHER_MAX = 50
/** A change of the front door that has not answered for so long stopped on the way. */
export const FRONT_COMMAND_RUNS_MS = 30_000
export const FACT_HISTORY_KEPT_MS = 30 * 24 * 60 * 60 * 1000
export const EVENTS_PAGE_MAX = 500
/** A fact of the control plane is known by its id for so long, and says when it happened when it is told later than this. */
export const CONTROL_FACT_KNOWN_MS = 90 * 24 * 60 * 60 * 1000
export const CONTROL_FACT_LATE_MS = 60_000
export const BUCKET_HISTORY_EVENTS_KEPT = 10_000
export const DRIFT_SAMPLE_SHARE = 0.05
export const DRIFT_SAMPLE_DAYS_MAX = 310
export const CLEANUP_EVERY_MS = 24 * 60 * 60 * 1000

// HTTP
export const JSON_BODY_BYTES_MAX = 1024 * 1024
export const LIST_PAGE_MAX = 500
export const LIST_PAGE_DEFAULT = 50
export const REQUEST_ID_CHARS_MAX = 64
export const HEADERS_MAX = 100
export const HEADER_BYTES_MAX = 32 * 1024
export const CSP_REPORTS_PER_MINUTE = 30

// Rate limits
export const PROGRAM_CALLS_PER_MINUTE = 100
export const PERSON_CALLS_PER_MINUTE = 600
export const PERSON_BURST = 120
/** Of one caller, within the limit above. Heavy is what goes over everything: exports, loads, verification, copies. */
export const CALLER_WRITES_PER_MINUTE = 300
export const CALLER_WRITES_BURST = 100
export const CALLER_HEAVY_PER_MINUTE = 30
export const CALLER_HEAVY_BURST = 30
/** Parts of uploads, beside the limit above: a file of 2 GiB has 256 of them, and comes as fast as its line is. */
export const CALLER_PARTS_PER_MINUTE = 1200
export const CALLER_PARTS_BURST = 600
/** Of a whole workspace: about what its object can answer, 100 commands a second, and what Postgres bears beside them. */
export const TENANT_READS_PER_MINUTE = 600_000
export const TENANT_READS_BURST = 20_000
export const TENANT_WRITES_PER_MINUTE = 6000
export const TENANT_WRITES_BURST = 1000
export const TENANT_HEAVY_PER_MINUTE = 120
export const TENANT_HEAVY_BURST = 60
export const TENANT_PARTS_PER_MINUTE = 4800
export const TENANT_PARTS_BURST = 2400

// Live
export const FRAME_PACK_MS = 25
export const SOCKET_AUTHORITY_MS = 15 * 60 * 1000
export const REPLAY_EVENTS_MAX = 500
export const SOCKETS_PER_TENANT_MAX = 5000
export const SOCKET_FRAME_IN_BYTES_MAX = 4096
export const PRESENCE_SHOWN_MAX = 50
/** Two heartbeats may be lost before somebody counts as gone. */
export const LIVE_HEARTBEAT_MS = 10_000
export const PRESENCE_SILENT_MS = 25_000

// Tenant object
export const LANE_IDLE_MS = 5_000
export const LANE_LIFETIME_MS = 10 * 60 * 1000
export const LANE_CONNECT_SECONDS = 5
export const HEAD_CHECK_MS = 30_000
/** After Postgres could not be reached, calls are answered without trying again for this long. */
export const CLAIM_RETRY_MS = 1_000
export const PRINCIPAL_KEPT_MS = 60_000
export const KEPT_ANSWER_BYTES_MAX = 8 * 1024 * 1024
export const DIRTY_DAYS_PER_STATEMENT = 31

// Metrics
export const QUESTIONS_PER_CALL_MAX = 20
export const QUESTION_CELLS_MAX = 50_000
export const METRICS_PER_QUESTION_MAX = 20
export const DAILY_RANGE_DAYS_MAX = 1100
export const BREAKDOWN_TOP_MAX = 200
export const BREAKDOWN_TOP_DEFAULT = 50
export const FORMULA_NODES_MAX = 200
export const METRICS_MAX = 1000
export const METRIC_SCALE_MAX = 6
export const MONEY_SCALE = 4
/** Decimals of an entered metric that is neither money nor time, as files have them, and of one in seconds. */
export const PLAIN_SCALE = 4
export const DURATION_SCALE = 3
export const DIMENSIONS_MAX = 5
export const DIMENSION_DAY_VALUES_MAX = 200
export const DIMENSION_MONTH_VALUES_MAX = 5000
export const DIMENSION_VALUE_CHARS_MAX = 200

// Imports
export const IMPORT_BODY_BYTES_MAX = 90 * 1024 * 1024
export const IMPORT_PART_BYTES = 8 * 1024 * 1024
export const IMPORT_INFLATED_BYTES_MAX = 2 * 1024 * 1024 * 1024
export const IMPORT_INFLATE_RATIO_MAX = 200
export const LOAD_BATCH_BYTES_MAX = 1024 * 1024
export const LOAD_BATCH_ROWS_MAX = 8000
export const IMPORT_SNIFF_BYTES = 256 * 1024
export const IMPORT_LINE_BYTES_MAX = 1024 * 1024
export const IMPORT_COLUMNS_MAX = 500
export const IMPORT_VALUES_MAX = 8
export const IMPORT_EXPRESSION_CHARS_MAX = 500
export const IMPORT_COLUMN_SAMPLES_MAX = 5
export const IMPORT_PREVIEW_ROWS_MAX = 20
export const REJECT_VALUE_CHARS_MAX = 200

// Dashboards
export const DASHBOARD_TILES_MAX = 8
export const DASHBOARD_LISTS_MAX = 6
export const DASHBOARD_NAME_CHARS_MAX = 80

// Clients and records
export const CLIENT_NAME_CHARS_MAX = 120
export const CLIENTS_MAX = 5000
export const EXTERNAL_ID_CHARS_MAX = 200
export const INDUSTRY_CHARS_MAX = 80
export const SOURCE_SYSTEM_CHARS_MAX = 40
export const CUSTOM_VALUES_PER_CALL_MAX = 1000
/** A sheet of values by hand: so many days and metrics at once. */
export const SHEET_DAYS_MAX = 31
export const SHEET_METRICS_MAX = 40
/** Whole digits of one amount: with four decimals it stays inside the 64-bit integers that rollups hold. */
export const AMOUNT_WHOLE_DIGITS_MAX = 14

// Artists and bookings
export const ARTISTS_MAX = 2000
export const ARTIST_NAME_CHARS_MAX = 120
export const ARTIST_HEADLINE_CHARS_MAX = 200
export const ARTIST_SKILLS_MAX = 40
export const ARTIST_CAPACITY_MAX = 100
export const SKILL_CHARS_MAX = 60
export const SKILL_LEVEL_MAX = 5
/** All of somebody's time, percent. */
export const WHOLE_SHARE = 100
export const BOOKING_TITLE_CHARS_MAX = 255
export const BOOKING_NOTES_CHARS_MAX = 4000
export const BOOKING_REASON_CHARS_MAX = 500
export const BOOKING_LENGTH_MS_MAX = 2 * 366 * 24 * 60 * 60 * 1000
/** A hold that nobody turns into more ends after this long; it may be extended once by as long again. */
export const HOLD_HOURS = 72
export const HOLD_HOURS_MAX = 90 * 24
/** Whoever holds is told so long before the hold runs out. */
export const HOLD_WARNED_BEFORE_HOURS = [24, 2] as const
export const CHALLENGE_HOURS = 8
export const CHALLENGE_HOURS_MAX = 200
/** An artist who works less than that has no more time to answer in. */
export const CHALLENGE_DAYS_MAX = 60
export const CHALLENGES_SHOWN_MAX = 50
/** What a calendar feed holds: so far back, so far ahead, and at most so many. */
export const FEED_DAYS_BACK = 60
export const FEED_DAYS_AHEAD = 2 * 366
export const FEED_BOOKINGS_MAX = 500
/** A calendar of an artist that is read: so often, and less often once it has failed for a day. */
export const BUSY_READ_EVERY_MS = 30 * 60 * 1000
export const BUSY_READ_SELDOM_MS = 6 * 60 * 60 * 1000
export const BUSY_FAILS_LONG_MS = 24 * 60 * 60 * 1000
/** So many failed reads of a calendar in a row are told to people. */
export const BUSY_FAILURES_TOLD_AFTER = 3
/** A read that nothing was heard of is begun again. */
export const BUSY_READ_LOST_MS = 5 * 60 * 1000
/** Somebody asks for a read by hand at most so often. */
export const BUSY_READ_AGAIN_MS = 15 * 1000
/** A calendar that has not changed is read out whole so often, because what repeats reaches further ahead each day. */
export const BUSY_WHOLE_EVERY_MS = 24 * 60 * 60 * 1000
/** Calendars of one workspace whose reads begin at once. */
export const BUSY_READS_AT_ONCE_MAX = 50
export const BUSY_ADDRESS_CHARS_MAX = 2000
/** Which days of it are kept. */
export const BUSY_DAYS_BACK = 31
export const BUSY_DAYS_AHEAD = 366
export const BUSY_ENTRIES_MAX = 20_000
/** Occurrences looked at in one calendar, and in one entry that repeats. */
export const BUSY_STEPS_MAX = 100_000
export const BUSY_STEPS_OF_ONE_MAX = 5000
export const BUSY_BLOCKS_MAX = 10_000
/** Busy time of all artists that one question reads. */
export const WORKSPACE_BUSY_MAX = 20_000
export const FIRST_REFUSAL_HOURS = 24
export const FIRST_REFUSAL_HOURS_MAX = 14 * 24
/** Bookings in line for one artist in one stretch of time. */
export const BOOKINGS_IN_LINE_MAX = 200
/** One question about hours and time off reaches over so many days, and time off lasts as long at most. */
export const AVAILABILITY_DAYS_MAX = 400
export const TIME_OFF_TITLE_CHARS_MAX = 120
/** Stretches of a weekly pattern. */
export const WORKING_HOURS_MAX = 28
/** Weekly patterns of one artist, each from its day on. */
export const PATTERNS_MAX = 200
export const TIME_OFF_MAX = 500
/** Patterns, and time off, of all artists that one question reads. */
export const WORKSPACE_TIME_OFF_MAX = 20_000
/** Holds that ran out, ended in one transaction. */
export const EXPIRED_PER_SWEEP_MAX = 500
/** Bookings still to come that a change of what blocks goes through, and clashes that it names. */
export const BLOCKING_BOOKINGS_MAX = 20_000
export const CLASHES_SHOWN_MAX = 50

/** Who can be booked together in one command, and how often a booking repeats at most. */
export const GROUP_MEMBERS_MAX = 10
export const PLAN_OCCURRENCES_MAX = 366
export const PLAN_BOOKINGS_MAX = 500
export const REPEAT_INTERVAL_MAX = 99
/** The last occurrence is so far from the first at most. */
export const PLAN_HORIZON_DAYS = 3 * 366
/** Bookings in line for one artist over all the time of a series. */
export const SERIES_LINE_MAX = 5000
/** Rivals and closed stretches that one line of a report names. */
export const PLAN_RIVALS_SHOWN_MAX = 3

// Projects
export const PROJECTS_MAX = 2000
export const PROJECT_NAME_CHARS_MAX = 120
export const PROJECT_NOTES_CHARS_MAX = 4000
export const PROJECT_PHASES_MAX = 100
/** Tasks and milestones of one project: a plan is read and worked out as a whole. */
export const PROJECT_TASKS_MAX = 2000
/** So many removed tasks of a project are listed, the newest. */
export const REMOVED_TASKS_MAX = 100
export const PROJECT_DEPENDENCIES_MAX = 6000
export const TASK_NAME_CHARS_MAX = 200
export const TASK_NOTES_CHARS_MAX = 4000
/** Working minutes of one task: two years of full days. */
export const TASK_MINUTES_MAX = 2 * 366 * 24 * 60
/** Working minutes between two tasks, either way. */
export const LAG_MINUTES_MAX = 366 * 24 * 60
/** Days of one calendar that differ from its week: holidays, mostly. */
export const CALENDAR_EXCEPTIONS_MAX = 200
/** Tasks that one cascade is asked to change; what follows from them is not counted. */
export const CASCADE_CHANGES_MAX = 500
export const PROJECT_BASELINES_MAX = 20
export const BASELINE_NAME_CHARS_MAX = 120
/** One question about the load of people reaches over so many days. */
export const LOAD_DAYS_MAX = 400
/** Tasks of all projects, and bookings, that one question about the load reads. */
export const LOAD_TASKS_MAX = 10_000

// Connections
export const CONNECTIONS_MAX = 50
export const CONSENT_KEPT_MS = 10 * 60 * 1000
export const SYNC_EVERY_SECONDS_MIN = 60
export const SYNC_EVERY_SECONDS_MAX = 24 * 60 * 60
/** A token is refreshed this long before it runs out, so that it lasts for the page it is handed to. */
export const TOKEN_REFRESH_BEFORE_MS = 2 * 60 * 1000
export const PROVIDER_TRIES_MAX = 3
export const PROVIDER_CALL_TIMEOUT_MS = 20_000
export const PROVIDER_BODY_BYTES_MAX = 16 * 1024 * 1024
/** The n-th wait between two tries is a random time up to this times 2^n. */
export const PROVIDER_RETRY_BASE_MS = 500
/** However long a provider asks us to wait, it is asked again after this. */
export const PROVIDER_THROTTLE_SECONDS_MAX = 24 * 60 * 60
/** Of what a provider said about a failure, so much is kept. */
export const PROVIDER_DETAIL_CHARS_MAX = 300
export const SYNC_PAGE_RECORDS_MAX = 1000
/** Requests of one run; a provider that pages in circles ends here at the latest. */
export const SYNC_RUN_PAGES_MAX = 20_000
export const SYNC_LEASE_MS = 2 * 60 * 1000
export const SYNC_PAGES_PER_MESSAGE_MAX = 40
/** After so long a message of a run lets the others have a turn: on one machine they stand in one line. */
export const SYNC_MESSAGE_MS_MAX = 5_000
export const SYNC_FAILURES_IN_A_ROW_MAX = 3
export const SYNC_RUNS_KEPT_MS = 90 * 24 * 60 * 60 * 1000
export const QUARANTINE_RECORD_CHARS_MAX = 4000
export const QUARANTINE_CURSOR_CHARS_MAX = 1000

// Currency
/** A rate of up to so many days before counts for a day: weekends and holidays have none of their own. */
export const RATE_AGE_DAYS_MAX = 7
/** Amounts that wait for a rate, by metric, day and currency: so many are listed at once, and converted in one statement. */
export const WAITING_GROUPS_LISTED_MAX = 2000
export const WAITING_GROUPS_PER_STATEMENT = 500

// Audit
export const AUDIT_CURSOR_CHARS_MAX = 15
/** Of one text in an entry of the audit, so much is shown. */
export const AUDIT_TEXT_CHARS_MAX = 300
export const AUDIT_FACTS_MAX = 40
/** Access within so long is one entry for each person; so many things of it are told apart. */
export const ACCESS_BATCH_MS = 60_000
export const ACCESS_ITEMS_MAX = 100
export const ACCESS_TEXT_CHARS_MAX = 120
export const AUDIT_ACTORS_MAX = 200
export const RECORD_VERSIONS_MAX = 100
export const CHAIN_PAGE_EVENTS = 1000
/** One signed head is kept for each day of the log's life. */
export const SIGNED_HEADS_MAX = 800
export const SIGN_HEAD_AFTER_MS = 60 * 60 * 1000
/** How many calendar years events are kept, and how many are pruned at once. */
export const EVENTS_KEPT_YEARS = 2
export const EVENTS_PRUNED_MAX = 10_000
/** A logo of a workspace, and the length of its sides. */
export const LOGO_BYTES_MAX = 512 * 1024
export const LOGO_SIDE_PX_MAX = 2048
/** Half a year: contents of older events lie in files. */
export const EVENTS_WARM_MS = 183 * 24 * 60 * 60 * 1000
/** Numbers that one of those files reaches over at most. */
export const COLD_SPAN_EVENTS = 5000

// Retention
export const RETENTION_AT_MINUTE = 2 * 60
/** Rows of one step: read, put into one file, cut in one transaction. */
export const RETENTION_STEP_ROWS_MAX = 5000
export const RETENTION_STEPS_PER_TURN = 20
export const RETENTION_STEP_AFTER_MS = 1000

// Backups
export const BACKUP_PART_ROWS = 4000
/** Of one step: read in one transaction, then stored. */
export const BACKUP_STEP_BYTES_MAX = 8 * 1024 * 1024
export const BACKUP_AT_MINUTE = 3 * 60
export const BACKUPS_KEPT_MS = 30 * 24 * 60 * 60 * 1000
export const EXPORTS_KEPT_MS = 7 * 24 * 60 * 60 * 1000
export const BACKUP_LATE_MS = 26 * 60 * 60 * 1000
export const BACKUP_PROOF_EVERY_MS = 30 * 24 * 60 * 60 * 1000
export const BACKUPS_LISTED_MAX = 100
/** Exports people may have at once, done or running. */
export const EXPORTS_MAX = 5
/** One call of a restore works for so long; another goes on. */
export const RESTORE_TURN_MS = 5000

// Notifications
/** So long somebody has to look in before they are mailed. */
export const NOTICE_MAIL_AFTER_MS = 3 * 60 * 1000
export const NOTICE_MAIL_RETRY_MS = 15 * 60 * 1000
export const NOTICE_MAIL_TRIES_MAX = 5
/** Titles that a daily mail names, and daily mails of one workspace that begin at once. */
/** Records one person can have made silent in a workspace. */
export const MUTED_RECORDS_MAX = 200
export const DIGEST_TITLES_MAX = 20
export const DIGESTS_AT_ONCE_MAX = 200
export const NOTICES_KEPT_MS = 180 * 24 * 60 * 60 * 1000

// Search
export const SEARCH_CHARS_MAX = 200
export const SEARCH_WORDS_MAX = 8
export const SEARCH_HITS_DEFAULT = 5
export const SEARCH_HITS_MAX = 20
/** Of the records that one word of a question finds, so many are looked at, and of what all of them find, so many of each kind are read. */
export const SEARCH_MATCHES_MAX = 20_000
export const SEARCH_RANKED_MAX = 30
// Jobs, profiles and applications
/** Listings of one workspace. */
export const JOBS_MAX = 1000
export const JOB_TITLE_CHARS_MAX = 160
export const JOB_DESCRIPTION_CHARS_MAX = 8000
export const JOB_SKILLS_MAX = 20
export const PLACE_CHARS_MAX = 120
/** Different words of a listing or a card that a search finds it by; what is beyond is not found. */
export const BOARD_WORDS_MAX = 400
export const BOARD_WORD_CHARS_MAX = 40
/** Listings one person keeps on their list. */
export const SAVED_JOBS_MAX = 500
/** Requests of one workspace to link artists that wait for an answer. */
export const PROFILE_LINKS_ASKED_MAX = 100
/** So long after somebody said no, or ended a link, the same workspace does not ask them again. */
export const PROFILE_LINK_AGAIN_DAYS = 30
/** Searches one person keeps. */
export const SAVED_SEARCHES_MAX = 20
export const SAVED_SEARCH_NAME_CHARS_MAX = 80
/** One sweep holds so many new listings against saved searches, and reads so many searches for all of them; the next one goes on. */
export const NEW_LISTINGS_PER_SWEEP_MAX = 50
export const SEARCHES_PER_SWEEP_MAX = 5000
export const SEARCHES_PER_PAGE = 500
/** People are told of a deadline once it is so near; so many in one sweep. */
export const DEADLINE_NOTICE_MS = 48 * 60 * 60 * 1000
export const DEADLINES_PER_SWEEP_MAX = 500
/** People that one message to a workspace names. */
export const SEEKERS_PER_MESSAGE_MAX = 50
/** Applications of one listing. */
export const APPLICATIONS_PER_JOB_MAX = 500
export const APPLICATION_MESSAGE_CHARS_MAX = 4000
export const APPLICATION_NOTE_CHARS_MAX = 2000
export const PROFILE_ABOUT_CHARS_MAX = 4000
export const EXPERIENCE_MAX = 60
export const EXPERIENCE_NOTES_CHARS_MAX = 1000
export const PROFILE_RATES_MAX = 6
/** Stretches of days that somebody says they are busy on. */
export const BUSY_DAYS_MAX = 60
export const NOTICE_DAYS_MAX = 365
export const TRAVEL_RADIUS_KM_MAX = 20_000
// Portfolios
export const PORTFOLIO_ITEMS_MAX = 30
export const PORTFOLIO_TITLE_CHARS_MAX = 120
export const PORTFOLIO_URL_CHARS_MAX = 300
export const PORTFOLIO_FILE_BYTES_MAX = {
  image: 10 * 1024 * 1024,
  pdf: 20 * 1024 * 1024,
  audio: 30 * 1024 * 1024,
  video: 90 * 1024 * 1024,
} as const
/** All files of one portfolio. */
export const PORTFOLIO_BYTES_MAX = 300 * 1024 * 1024
export const PORTFOLIO_IMAGE_PIXELS_MAX = 40_000_000
export const PORTFOLIO_IMAGE_SIDE_MAX = 12_000
export const PORTFOLIO_THUMBNAIL_SIDE_MAX = 640
export const PORTFOLIO_THUMBNAIL_BYTES_MAX = 200 * 1024
/** An upload that takes longer than this is not waited for. */
export const PORTFOLIO_UPLOAD_MS = 30 * 60 * 1000
/** What was removed from the portfolio of an artist can be put back for so long, and so many at once. */
export const PORTFOLIO_REMOVED_KEPT_MS = 60 * 60 * 1000
export const PORTFOLIO_REMOVED_MAX = 10
/** What could not be copied to the board is tried again so much later. */
export const BOARD_RETRY_MS = 30_000
