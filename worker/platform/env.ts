import { z } from 'zod'
import type { QueueMessage } from '../../queues/messages.ts'
import type { TenantObject } from '../tenant/object.ts'
import type { PersonCalls } from '../tenant/person-calls.ts'

/** Settings that are text; `.dev.vars.example` explains each. */
const Settings = z.object({
  ENVIRONMENT: z.enum(['local', 'test', 'production']),
  PUBLIC_ORIGIN: z.url(),
  BETTER_AUTH_SECRET: z.string().min(32),
  /** 32 bytes, base64: seals provider tokens. */
  SEAL_KEY: z.string().min(43),
  MAIL_FROM: z.string().min(3),
  MAIL_ENDPOINT: z.url().optional(),
  MAIL_KEY: z.string().optional(),
  /** Origins separated by commas; empty or absent: no other site. */
  CORS_ORIGINS: z.string().optional(),
  XERO_CLIENT_ID: z.string().optional(),
  XERO_CLIENT_SECRET: z.string().optional(),
  /** Instead of the scopes of the manifest, separated by spaces or commas; empty or absent: those. */
  XERO_SCOPES: z.string().optional(),
  /** Instead of scheme and host of every host of Xero; empty or absent: the real ones. */
  XERO_BASE_URL: z.url().or(z.literal('')).optional(),
  /** The app that people sign in by at Google; without both there is no such way in. */
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  /** Instead of Google, for a stand-in; empty or absent: Google. */
  GOOGLE_ISSUER: z.url().or(z.literal('')).optional(),
  /** `off` where a pooler in front of Postgres cannot keep prepared statements apart, as PgBouncer before 1.21. */
  DATABASE_PREPARE: z.enum(['on', 'off', '']).optional(),
  /** Calls a minute of one person in one workspace, and outside of all; empty or absent: what the contracts say. */
  PERSON_CALLS_PER_MINUTE: z
    .string()
    .regex(/^([1-9]\d{0,5})?$/, 'a whole number')
    .optional(),
  /** Where the DNS is asked over HTTPS; empty or absent: a public resolver. */
  DNS_RESOLVER: z.url().or(z.literal('')).optional(),
  /** The same for exchange rates. */
  ECB_BASE_URL: z.url().or(z.literal('')).optional(),
})
export type Settings = z.infer<typeof Settings>

/** What the runtime hands to the Worker: bindings and settings. */
export interface Env extends Settings {
  DB: D1Database
  FILES: R2Bucket
  /** Copies and archives of workspaces, by their region. */
  BACKUPS_EU: R2Bucket
  BACKUPS_US: R2Bucket
  BACKUPS_APAC: R2Bucket
  BACKUPS_OCE: R2Bucket
  TENANT: DurableObjectNamespace<TenantObject>
  /** Counts the calls of a person outside of workspaces. */
  PERSON: DurableObjectNamespace<PersonCalls>
  HYPERDRIVE: Hyperdrive
  ASSETS: Fetcher
  /** What is due in a workspace: short work. */
  SYNC: Queue<QueueMessage>
  /** Runs of a source's streams, which may take minutes. */
  RUNS: Queue<QueueMessage>
  /** Files, which somebody waits for. */
  IMPORTS: Queue<QueueMessage>
  AI: Queue<QueueMessage>
  NOTIFY: Queue<QueueMessage>
  LAB: Queue<QueueMessage>
}

/** The names of settings that are missing or malformed, for the start-up message; empty when all is well. */
export function settingsProblems(env: object): string[] {
  const parsed = Settings.safeParse(env)
  if (parsed.success) return []
  return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

/** How many calls a minute a person may make in one workspace; undefined where nothing but the contracts says so. */
export const personCalls = ({ PERSON_CALLS_PER_MINUTE }: Pick<Env, 'PERSON_CALLS_PER_MINUTE'>) =>
  PERSON_CALLS_PER_MINUTE ? Number(PERSON_CALLS_PER_MINUTE) : undefined

/** Where the tenant objects find Postgres, and whether statements may be prepared there. */
export function databaseUrl({
  HYPERDRIVE,
  DATABASE_PREPARE,
}: Pick<Env, 'HYPERDRIVE' | 'DATABASE_PREPARE'>): string {
  const url = new URL(HYPERDRIVE.connectionString)
  if (DATABASE_PREPARE === 'off') url.searchParams.set('prepare', 'false')
  return url.href
}
