import { z } from 'zod'
import { ClientId } from './ids.ts'
import { CLIENT_NAME_CHARS_MAX, EXTERNAL_ID_CHARS_MAX, INDUSTRY_CHARS_MAX } from './limits.ts'

const ClientName = z.string().trim().min(1).max(CLIENT_NAME_CHARS_MAX)
/** The id the company itself uses for this client; unique in the workspace. */
export const ExternalClientId = z.string().trim().min(1).max(EXTERNAL_ID_CHARS_MAX)
const Industry = z.string().trim().max(INDUSTRY_CHARS_MAX)

/** Whom numbers are about. Every workspace has one default client, itself; every connection and import belongs to one. */
export const ClientView = z.object({
  id: ClientId,
  name: z.string(),
  externalId: z.string(),
  industry: z.string().nullable(),
  isDefault: z.boolean(),
  isSample: z.boolean(),
  /** Archived clients keep their numbers and leave the pickers. */
  archivedAt: z.iso.datetime().nullable(),
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
})
export type ClientView = z.infer<typeof ClientView>

/** Query of GET /api/v1/clients: by name, the default one first. `q` looks in name and external id. */
export const ClientsQuery = z.strictObject({
  q: z.string().trim().max(CLIENT_NAME_CHARS_MAX).optional(),
  archived: z.enum(['no', 'yes', 'all']).default('no'),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
export type ClientsQuery = z.infer<typeof ClientsQuery>

/** Body of POST /api/v1/clients; answered 201 with Location. Without an external id the name is it. */
export const CreateClient = z.strictObject({
  id: ClientId.optional(),
  name: ClientName,
  externalId: ExternalClientId.optional(),
  industry: Industry.nullable().optional(),
})
export type CreateClient = z.infer<typeof CreateClient>

/** Body of PATCH /api/v1/clients/:id, with `If-Match: version`. The archive has routes of its own. */
export const UpdateClient = z.strictObject({
  name: ClientName.optional(),
  externalId: ExternalClientId.optional(),
  industry: Industry.nullable().optional(),
})
export type UpdateClient = z.infer<typeof UpdateClient>
