/**
 * How long a stand-in keeps a connection that nobody uses, as the load balancers of providers do. Node's own five seconds pass between two
 * calls of a busy client, which then meets a connection that is being closed.
 */
export const KEEP_ALIVE_MS = 65_000
