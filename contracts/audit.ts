import { z } from 'zod'
import { auditKinds } from './audit-kinds.ts'
import { Day } from './ids.ts'
import { AUDIT_CURSOR_CHARS_MAX, LIST_PAGE_DEFAULT, LIST_PAGE_MAX } from './limits.ts'

export const AuditKind = z.enum(auditKinds)
export type AuditKind = z.infer<typeof AuditKind>

/** `person:<id>`, `key:<id>` or `system:<job>`. */
const ActorText = z.string().regex(/^[a-z]+:[\x21-\x7e]{1,80}$/)
/** `workspace`, or the noun and id of a record, `client:<id>`. */
const SubjectText = z.string().regex(/^[a-z_]+(:[\x21-\x7e]{1,160})?$/)

const filter = {
  actor: ActorText.optional(),
  kind: AuditKind.optional(),
  record: SubjectText.optional(),
  /** Days of the workspace, both included. */
  from: Day.optional(),
  to: Day.optional(),
  /** Also every batch of a load and every page of a sync. */
  steps: z.enum(['no', 'yes']).default('no'),
}
export const AuditFilter = z.strictObject(filter)
export type AuditFilter = z.infer<typeof AuditFilter>

/** Query of GET /api/v1/audit: newest first. */
export const AuditQuery = z.strictObject({
  ...filter,
  cursor: z
    .string()
    .max(AUDIT_CURSOR_CHARS_MAX)
    .regex(/^[1-9]\d*$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})
export type AuditQuery = z.infer<typeof AuditQuery>

/** Query of GET /api/v1/audit/export: everything the filter finds, oldest first. */
export const AuditExportQuery = z.strictObject({ ...filter, format: z.enum(['csv', 'ndjson']) })
export type AuditExportQuery = z.infer<typeof AuditExportQuery>

/** One field that changed, as text; null: there was nothing. */
export const AuditChange = z.object({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type AuditChange = z.infer<typeof AuditChange>

/** One line of the audit. `what` says it in a sentence; `facts` is what else the event holds, secrets never. */
export const AuditEntry = z.object({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  type: z.string(),
  kind: AuditKind,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  record: z.string(),
  what: z.string(),
  changes: z.array(AuditChange),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Its content was erased; number, time, kind, actor and record stay. */
  isErased: z.boolean(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** `meta` of GET /api/v1/audit. */
export const AuditMeta = z.object({ nextCursor: z.string().nullable(), seq: z.int().nonnegative() })
export type AuditMeta = z.infer<typeof AuditMeta>

/** Who appears in the log: GET /api/v1/audit/actors. */
export const AuditActor = z.object({ actor: z.string(), name: z.string().nullable() })
export type AuditActor = z.infer<typeof AuditActor>

/**
 * Where the log stood, signed by a key that Postgres does not hold. A checkpoint is a head from which verification starts, because
 * the events up to it were pruned; `count` is how many events stand before and at `seq`.
 */
export const SignedHead = z.object({
  v: z.literal(1),
  kind: z.enum(['head', 'checkpoint']),
  tenantId: z.uuid(),
  era: z.int().positive(),
  seq: z.int().nonnegative(),
  /** SHA-256, hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  count: z.int().nonnegative(),
  at: z.iso.datetime(),
  keyId: z.string(),
  /** Ed25519, base64url. */
  signature: z.string(),
})
export type SignedHead = z.infer<typeof SignedHead>

/** Signed heads, newest last, with the public keys (raw Ed25519, base64url) by id. */
export const SignedHeads = z.object({
  checkpoint: SignedHead.nullable(),
  heads: z.array(SignedHead),
  publicKeys: z.record(z.string(), z.string()),
})
export type SignedHeads = z.infer<typeof SignedHeads>

/** `data` of GET /api/v1/audit/heads: the signed heads, and where the log stands now. */
export const HeadsAnswer = SignedHeads.extend({
  log: z.object({ era: z.int(), seq: z.int(), hash: z.string() }),
})
export type HeadsAnswer = z.infer<typeof HeadsAnswer>

/** What was found wrong with the log, at which event number. */
export const ChainFault = z.object({
  seq: z.int(),
  kind: z.enum([
    /** A number is not there. */
    'missing',
    /** The content is not the one that was stored. */
    'body',
    /** Contents from here on lie in a file that is gone or damaged. */
    'away',
    /** Time, kind, actor, record or order is not as stored. */
    'link',
    /** The log does not end where its head says. */
    'head',
    /** Events that a signed head knows are gone from the end. */
    'cut',
    /** A signed head knows another hash for this number. */
    'altered',
    /** A signed head is not signed by a key of ours. */
    'signature',
  ]),
})
export type ChainFault = z.infer<typeof ChainFault>

/** One line of the answer of GET /api/v1/audit/verification. */
export const VerificationLine = z.discriminatedUnion('t', [
  z.object({ t: z.literal('progress'), checked: z.int(), total: z.int() }),
  z.object({
    t: z.literal('result'),
    checked: z.int(),
    /** Number after which checking began: 0, or that of the checkpoint. */
    startedAfter: z.int(),
    head: z.object({ seq: z.int(), hash: z.string() }),
    fault: ChainFault.nullable(),
    /** How many signed heads were compared, and the newest of them. */
    headsCompared: z.int(),
    newestHead: z.object({ seq: z.int(), at: z.iso.datetime() }).nullable(),
    /** Signed heads of an earlier era: the database was put back meanwhile, so what they say is not compared. */
    headsOfOtherEras: z.int(),
  }),
  z.object({ t: z.literal('failed'), code: z.string() }),
])
export type VerificationLine = z.infer<typeof VerificationLine>
