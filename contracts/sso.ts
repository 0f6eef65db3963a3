import { z } from 'zod'
import { RoleId } from './roles.ts'

/** How long a session lasts that a company's provider has begun, however much it is used. Seconds. */
export const SSO_SESSION_SECONDS = 12 * 60 * 60
/** How long somebody may be at the provider before they come back. Seconds. */
export const SSO_ATTEMPT_SECONDS = 10 * 60
export const SSO_DOMAINS_MAX = 20
/** How often the DNS is asked again whether a domain is the company's, and how soon once it is not or the DNS says nothing. */
export const SSO_RECHECK_MS = 30 * 24 * 60 * 60 * 1000
export const SSO_MISSING_RECHECK_MS = 24 * 60 * 60 * 1000
export const SSO_FAILED_RECHECK_MS = 60 * 60 * 1000
/** So long a domain still counts whose record is gone. */
export const SSO_MISSING_GRACE_MS = 14 * 24 * 60 * 60 * 1000
export const SAML_METADATA_CHARS_MAX = 100_000

/** A mail domain, as it stands behind the @. */
export const MailDomain = z
  .string()
  .trim()
  .toLowerCase()
  .max(190)
  .regex(/^(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})+$/, 'a domain such as acme.example')

/** `PUT /api/v1/sso`: how people of the company sign in. A secret that is left out stays as it is. */
export const SaveSso = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('oidc'),
    issuer: z.url().max(500),
    clientId: z.string().trim().min(1).max(500),
    clientSecret: z.string().min(1).max(2000).optional(),
    defaultRole: RoleId,
  }),
  z.strictObject({
    kind: z.literal('saml'),
    /** XML; left out, what was read before stays. */
    metadata: z.string().min(1).max(SAML_METADATA_CHARS_MAX).optional(),
    defaultRole: RoleId,
  }),
])
export type SaveSso = z.infer<typeof SaveSso>

/** `PATCH /api/v1/sso`: whether members other than owners must sign in by the company's provider. */
export const RequireSso = z.strictObject({ isRequired: z.boolean() })
export type RequireSso = z.infer<typeof RequireSso>

/** `POST /api/v1/sso/domains` */
export const AddSsoDomain = z.strictObject({ domain: MailDomain })
export type AddSsoDomain = z.infer<typeof AddSsoDomain>

export const SsoDomainView = z.object({
  domain: z.string(),
  /** The TXT record that shows whose domain it is. */
  record: z.object({ name: z.string(), value: z.string() }),
  verifiedAt: z.iso.datetime().nullable(),
  /** When sign-in by it stops, where its record is not in the DNS any more; null while it is, or was never shown. */
  stopsAt: z.iso.datetime().nullable(),
})
export type SsoDomainView = z.infer<typeof SsoDomainView>

export const SsoProviderView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('oidc'), issuer: z.string(), clientId: z.string() }),
  z.object({
    kind: z.literal('saml'),
    entityId: z.string(),
    entryPoint: z.string(),
    /** SHA-256 of each certificate, hexadecimal. */
    fingerprints: z.array(z.string()),
  }),
])
export type SsoProviderView = z.infer<typeof SsoProviderView>

/** `GET /api/v1/sso` answers `{data: SsoView}`. */
export const SsoView = z.object({
  provider: SsoProviderView.nullable(),
  defaultRole: RoleId.nullable(),
  isRequired: z.boolean(),
  domains: z.array(SsoDomainView),
  /** What the provider has to be told about us. */
  ours: z.object({
    /** Redirect address, for OpenID Connect. */
    redirectUri: z.string(),
    /** For SAML. */
    entityId: z.string(),
    assertionUrl: z.string(),
    metadataUrl: z.string(),
  }),
})
export type SsoView = z.infer<typeof SsoView>
