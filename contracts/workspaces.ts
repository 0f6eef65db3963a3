import { z } from 'zod'
import { countries } from './countries.ts'
import { ClientId, Currency, TenantId } from './ids.ts'
import { INDUSTRY_CHARS_MAX } from './limits.ts'
import { Clients } from './principal.ts'
import { RoleId } from './roles.ts'

export const MEMBERS_PER_WORKSPACE_MAX = 500
export const WORKSPACES_PER_PERSON_MAX = 20

/** Words that are paths of the site itself, so no workspace can take them. */
export const reservedSlugs: readonly string[] = [
  'about',
  'account',
  'admin',
  'api',
  'app',
  'assets',
  'auth',
  'dev',
  'docs',
  'edge',
  'fonts',
  'healthz',
  'help',
  'jobs',
  'join',
  'legal',
  'login',
  'logout',
  'magic',
  'new',
  'orrery',
  'privacy',
  'public',
  'settings',
  'share',
  'signin',
  'signup',
  'static',
  'status',
  'support',
  'terms',
  'verify',
  'www',
]

/** The name of a workspace in an address: lower case letters, digits and single hyphens. */
export const WorkspaceSlug = z
  .string()
  .min(2)
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case letters, digits and single hyphens')
export const NewWorkspaceSlug = WorkspaceSlug.refine(
  (slug) => !reservedSlugs.includes(slug),
  'this word is a path of the site',
)

/** Where the facts of a workspace are kept; decides where its object is placed. */
export const Region = z.enum(['eu', 'us', 'apac', 'oce'])
export type Region = z.infer<typeof Region>

/** An IANA time zone that the runtime knows. */
export const TimeZone = z
  .string()
  .max(64)
  .refine((name) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    } catch {
      return false
    }
  }, 'not a known time zone')

export const TenantState = z.enum(['provisioning', 'active', 'suspended', 'deleting', 'deleted'])
export type TenantState = z.infer<typeof TenantState>

/** Monday is 1, Sunday is 7. */
export const WeekStart = z.number().int().min(1).max(7)
export const FiscalYearStartMonth = z.number().int().min(1).max(12)

/** ISO 3166-1 alpha-2. */
export const CountryCode = z.string().refine((code) => countries.has(code), 'not the code of a country')
/** What the business does, in a word or two. */
export const Industry = z.string().trim().min(1).max(INDUSTRY_CHARS_MAX)

/** A logo is named by its bytes. */
export const LogoName = z.string().regex(/^[0-9a-f]{32}\.(png|jpg|webp)$/)

export const WorkspaceView = z.object({
  id: TenantId,
  slug: z.string(),
  name: z.string(),
  region: Region,
  plan: z.string(),
  state: TenantState,
  timeZone: z.string(),
  currency: z.string(),
  weekStart: WeekStart,
  fiscalYearStartMonth: FiscalYearStartMonth,
  industry: z.string().nullable(),
  country: z.string().nullable(),
  /** So many people can be members. */
  seats: z.number().int().positive(),
  /** Name of the file of its logo, below `/logo/`; null without one. */
  logo: z.string().nullable(),
})
export type WorkspaceView = z.infer<typeof WorkspaceView>

/** `POST /api/v1/workspaces`. The client makes the id, so a repeated call finds the first one's result. */
export const CreateWorkspace = z.strictObject({
  id: TenantId.optional(),
  name: z.string().trim().min(1).max(80),
  slug: NewWorkspaceSlug,
  region: Region.default('eu'),
  timeZone: TimeZone.default('UTC'),
  currency: Currency.default('USD'),
  weekStart: WeekStart.default(1),
  fiscalYearStartMonth: FiscalYearStartMonth.default(1),
  industry: Industry.nullable().default(null),
  country: CountryCode.nullable().default(null),
})
export type CreateWorkspace = z.infer<typeof CreateWorkspace>

/** `PATCH /api/v1/workspaces/:id`: only what changes. Time zone and currency can be changed while there are no numbers. */
export const UpdateWorkspace = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    industry: Industry.nullable(),
    country: CountryCode.nullable(),
    timeZone: TimeZone,
    currency: Currency,
    weekStart: WeekStart,
    fiscalYearStartMonth: FiscalYearStartMonth,
    /** Whom numbers, files and connections are about when nobody says. */
    defaultClientId: ClientId,
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change')
export type UpdateWorkspace = z.infer<typeof UpdateWorkspace>

/** `DELETE /api/v1/workspaces/:id`: the slug is typed again, so no slip of the hand deletes a company. */
export const DeleteWorkspace = z.strictObject({ confirmSlug: z.string() })

/** What the tenant object is told when a workspace is made. Additive; `v` tells an old object from a new caller. */
export const TenantSpec = z.object({
  v: z.literal(1),
  tenantId: TenantId,
  name: z.string(),
  slug: z.string(),
  region: Region,
  timeZone: z.string(),
  currency: z.string(),
  weekStart: WeekStart,
  fiscalYearStartMonth: FiscalYearStartMonth,
  industry: z.string().nullable().default(null),
  country: z.string().nullable().default(null),
})
export type TenantSpec = z.infer<typeof TenantSpec>

/** What a person may change of a workspace, as its object has it. `version` counts the changes. */
export const WorkspaceSettings = z.object({
  name: z.string(),
  industry: z.string().nullable(),
  country: z.string().nullable(),
  timeZone: z.string(),
  currency: z.string(),
  weekStart: WeekStart,
  fiscalYearStartMonth: FiscalYearStartMonth,
  version: z.number().int().positive(),
})
export type WorkspaceSettings = z.infer<typeof WorkspaceSettings>

/** `GET /api/v1/tenants/:id/settings`, by way of the object's `/api/v1/setup/settings`. */
export const SettingsView = WorkspaceSettings.extend({
  /** The client that numbers are about when nobody says whom: the workspace itself, until another one is chosen. */
  defaultClientId: ClientId,
})
export type SettingsView = z.infer<typeof SettingsView>

/** Asks a tenant object to change settings that are at `version`. The same command again has no second effect. */
export const SettingsChange = z.object({
  v: z.literal(1),
  change: UpdateWorkspace,
  version: z.number().int().positive(),
  actor: z.string(),
  commandId: z.string(),
})
export type SettingsChange = z.infer<typeof SettingsChange>

/**
 * Word to a tenant object that some authority ended. `member`: principals of kind person with id `subjectId` read before
 * `memberVersion` are refused. `key`, `session`: principals with credentialId `subjectId` are refused for good.
 * The same revocation may arrive more than once.
 */
export const Revocation = z.object({
  v: z.literal(1),
  id: z.string(),
  kind: z.enum(['member', 'key', 'session']),
  subjectId: z.string(),
  memberVersion: z.number().int().nonnegative(),
})
export type Revocation = z.infer<typeof Revocation>

export const MemberView = z.object({
  personId: z.string(),
  name: z.string(),
  email: z.string(),
  role: RoleId,
  roleName: z.string(),
  /** The clients they are limited to, as far as the asker reaches those; it can be none of them. */
  clients: z.union([z.literal('all'), z.array(z.string())]),
  since: z.iso.datetime(),
})
export type MemberView = z.infer<typeof MemberView>
/** `PATCH /api/v1/members/:personId`: another role, other clients, or both at once. */
export const ChangeMember = z
  .strictObject({ role: RoleId.optional(), clients: Clients.optional() })
  .refine((change) => change.role !== undefined || change.clients !== undefined, 'nothing to change')
export type ChangeMember = z.infer<typeof ChangeMember>

/** Who may have entered something: `GET /api/v1/authors`. Keys that were ended are in it; people who left are not. */
export const AuthorView = z.object({ kind: z.enum(['person', 'key']), id: z.string(), name: z.string() })
export type AuthorView = z.infer<typeof AuthorView>
