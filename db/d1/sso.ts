import { sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

const moment = (name: string) => integer(name, { mode: 'timestamp_ms' })

/** The identity provider of the company behind a workspace, at most one. */
export const ssoProviders = sqliteTable(
  'sso_providers',
  {
    tenantId: text('tenant_id').primaryKey(),
    /** Names it in addresses, accounts and sessions. */
    id: text('id').notNull().unique(),
    kind: text('kind').notNull(),
    /** JSON, parsed on the way out. Nothing secret. */
    settings: text('settings').notNull(),
    /** Client secret, sealed, base64; null for SAML. */
    sealedSecret: text('sealed_secret'),
    /** Role of whoever comes in for the first time. */
    defaultRole: text('default_role').notNull(),
    /** Members other than owners must come in by it. */
    isRequired: integer('is_required', { mode: 'boolean' }).notNull().default(false),
    createdAt: moment('created_at').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [check('sso_providers_kind', sql`${table.kind} in ('oidc', 'saml')`)],
)

/** Mail domains that a workspace says are its company's. Shown by a DNS record, one belongs to one workspace only. */
export const ssoDomains = sqliteTable(
  'sso_domains',
  {
    tenantId: text('tenant_id').notNull(),
    domain: text('domain').notNull(),
    /** What the record has to say. Not secret: it stands in the DNS. */
    token: text('token').notNull(),
    createdAt: moment('created_at').notNull(),
    verifiedAt: moment('verified_at'),
    /** When the DNS is asked again; null for one that counts since before that was done: soon. */
    nextCheckAt: moment('next_check_at'),
    /** Since when the record is not there any more. */
    missingSince: moment('missing_since'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.domain] }),
    index('sso_domains_next_check_idx').on(table.nextCheckAt).where(sql`${table.verifiedAt} is not null`),
    uniqueIndex('sso_domains_verified_uidx').on(table.domain).where(sql`${table.verifiedAt} is not null`),
  ],
)

/** Somebody who is at a provider and has not come back. */
export const ssoAttempts = sqliteTable(
  'sso_attempts',
  {
    /** Hash of the state that travels with them. */
    id: text('id').primaryKey(),
    providerId: text('provider_id').notNull(),
    /** Hash of the secret in the cookie of the browser that began. */
    browserHash: text('browser_hash').notNull(),
    /** Id of the SAML request; null for OpenID Connect. */
    requestId: text('request_id'),
    /** Where to land: a path of this site. */
    next: text('next'),
    /** Sealed, base64: whom a SAML provider has named, until the browser that began comes for it. */
    sealedIdentity: text('sealed_identity'),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('sso_attempts_expires_at_idx').on(table.expiresAt)],
)

/** Assertions that were used, until they would be refused for their age. */
export const ssoAssertions = sqliteTable(
  'sso_assertions',
  {
    /** Hash of provider and id of the assertion. */
    id: text('id').primaryKey(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('sso_assertions_expires_at_idx').on(table.expiresAt)],
)
