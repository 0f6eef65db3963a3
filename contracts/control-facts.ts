/**
 * One fact of the control plane on its way into the log of a workspace. The outbox row it was stored in names it: delivered twice, it is
 * written once. Both sides are built together, so it is typed and not parsed; the object parses `data` by its type.
 */
export interface ControlFact {
  v: 1
  id: string
  /** `person:<id>`, `key:<id>` or `system:<job>`. */
  actor: string
  /** When it happened, ISO 8601. */
  at: string
  type: string
  subject: string
  data: unknown
}

/** What an object answers: the ids of facts it could not read. Everything else is in the log. */
export interface NotedFacts {
  unread: string[]
}
