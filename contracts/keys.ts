import { z } from 'zod'
import { keyScopes } from './key-scopes.ts'
import { permissions } from './permissions.ts'
import { Clients } from './principal.ts'

export const KEYS_PER_WORKSPACE_MAX = 50
export const KEY_DAYS_MAX = 365
/** How long a key that was rolled may go on beside its successor. Hours. */
export const KEY_OVERLAP_HOURS_MAX = 7 * 24
/** When a key was last used is written down at most this often. */
export const KEY_USED_EVERY_MS = 60_000

export const KeyScope = z
  .enum(permissions)
  .refine((one) => keyScopes.includes(one), 'only people may do this')

/** Why a key that was not ended does not work: nobody answers for it any more, or who does reaches none of its clients. */
export const KeyTrouble = z.enum(['sponsor_left', 'clients_out_of_reach'])
export type KeyTrouble = z.infer<typeof KeyTrouble>

export const KeyView = z.object({
  id: z.string(),
  name: z.string(),
  /** First characters, to tell keys apart. */
  start: z.string(),
  /** What it was limited to; what it may do is this and within what its sponsor may do now. */
  scopes: z.array(z.enum(permissions)),
  /** The clients it was narrowed to, as far as the asker reaches those; what it reaches is within what its sponsor reaches now. */
  clients: z.union([z.literal('all'), z.array(z.string())]),
  /** The member who answers for it: who made it, or rolled it last. */
  sponsorId: z.string(),
  sponsorName: z.string(),
  trouble: KeyTrouble.nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  /** To the minute. */
  lastUsedAt: z.iso.datetime().nullable(),
  /** The key that took its place, while both work. */
  replacedBy: z.string().nullable(),
})
export type KeyView = z.infer<typeof KeyView>

/** `POST /api/v1/keys` */
export const CreateKey = z.strictObject({
  name: z.string().trim().min(1).max(32),
  scopes: z
    .array(KeyScope)
    .min(1)
    .max(permissions.length)
    .transform((scopes) => permissions.filter((one) => scopes.includes(one))),
  /** All that its member reaches, or the named ones of them. */
  clients: Clients.default('all'),
  expiresInDays: z.number().int().min(1).max(KEY_DAYS_MAX).optional(),
})
export type CreateKey = z.infer<typeof CreateKey>

/** `POST /api/v1/keys/:keyId/roll`: a new secret; the old one works for so many hours more, 0 ends it at once. */
export const RollKey = z.strictObject({
  overlapHours: z.number().int().min(0).max(KEY_OVERLAP_HOURS_MAX).default(0),
})
export type RollKey = z.infer<typeof RollKey>

/** The answer to a creation: the only time `secret` is shown. */
export const NewKeyView = KeyView.extend({ secret: z.string() })
export type NewKeyView = z.infer<typeof NewKeyView>
