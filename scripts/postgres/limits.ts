/** Bounds of the embedded server. They protect one shared backend, so they are tighter than those of a real server. */

/** Largest single protocol message a client may send. */
export const MESSAGE_BYTES_MAX = 256 * 1024 * 1024
/** Above this many unread bytes a client with a complete message waiting is not read from any more. */
export const CLIENT_BUFFER_BYTES = 8 * 1024 * 1024
/** Messages of one client are handed to the backend together up to this size. */
export const BATCH_BYTES_MAX = 4 * 1024 * 1024
/** Startup packets are small; anything larger is not a Postgres client. */
export const STARTUP_BYTES_MAX = 16 * 1024
/** Result bytes a client may be behind before the backend waits for it. */
export const REPLY_IN_FLIGHT_BYTES_MAX = 8 * 1024 * 1024
/** The backend collects its output into pieces of this size before it crosses threads. */
export const REPLY_PIECE_BYTES = 128 * 1024
export const CLIENTS_MAX = 400
/** A client that closed its socket inside a statement may keep the backend this long. */
export const VANISHED_CLIENT_MS = 5_000
export const LOGIN_MS = 15_000
/** Same count as Postgres itself uses by default. */
export const SCRAM_ITERATIONS = 4096
/** With this much input since the last checkpoint an idle backend writes one, so that reopening stays quick. */
export const CHECKPOINT_AFTER_BYTES = 16 * 1024 * 1024
export const CHECKPOINT_IDLE_MS = 1_500
export const CLOSE_GRACE_MS = 3_000
