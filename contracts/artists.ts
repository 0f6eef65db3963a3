import { z } from 'zod'
import { ArtistId, Currency, DecimalText, PersonId } from './ids.ts'
import {
  ARTIST_CAPACITY_MAX,
  ARTIST_HEADLINE_CHARS_MAX,
  ARTIST_NAME_CHARS_MAX,
  ARTIST_SKILLS_MAX,
  LIST_PAGE_DEFAULT,
  LIST_PAGE_MAX,
  SKILL_CHARS_MAX,
  SKILL_LEVEL_MAX,
} from './limits.ts'
import { TimeZone } from './workspaces.ts'

/** Who or what can be booked. People, rooms and kit share one kind of id, so that one rule keeps them all from being booked twice. */
export const BookableKind = z.enum(['person', 'room', 'kit'])
export type BookableKind = z.infer<typeof BookableKind>

/** What somebody can do, from 1 (can help out) to 5 (leads others). */
export const Skill = z.strictObject({
  name: z.string().trim().min(1).max(SKILL_CHARS_MAX),
  level: z.int().min(1).max(SKILL_LEVEL_MAX),
})
export type Skill = z.infer<typeof Skill>

/** What one unit of time costs. */
export const Rate = z.strictObject({ amount: DecimalText, currency: Currency, per: z.enum(['hour', 'day']) })
export type Rate = z.infer<typeof Rate>

const skillsDiffer = (skills: readonly Skill[]): boolean =>
  new Set(skills.map(({ name }) => name.toLowerCase())).size === skills.length

const fields = {
  name: z.string().trim().min(1).max(ARTIST_NAME_CHARS_MAX),
  headline: z.string().trim().max(ARTIST_HEADLINE_CHARS_MAX).nullable(),
  timeZone: TimeZone,
  skills: z.array(Skill).max(ARTIST_SKILLS_MAX).refine(skillsDiffer, 'names a skill twice'),
  rate: Rate.nullable(),
  /** The account of the artist, a member of the workspace: who sees and answers their own bookings by it. */
  memberId: PersonId.nullable(),
}

export const ArtistView = z.object({
  id: ArtistId,
  kind: BookableKind,
  name: z.string(),
  headline: z.string().nullable(),
  /** Days of this artist begin at midnight in this zone. */
  timeZone: z.string(),
  skills: z.array(Skill),
  rate: Rate.nullable(),
  memberId: z.string().nullable(),
  /** How many bookings may block the same time; 1 is exclusive. */
  capacity: z.int().positive(),
  /** Archived artists keep their bookings and take no new ones. */
  archivedAt: z.iso.datetime().nullable(),
  /** When what is personal about it was erased: it stays archived, under a neutral name, and cannot be changed any more. */
  erasedAt: z.iso.datetime().nullable(),
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
})
export type ArtistView = z.infer<typeof ArtistView>

/** Query of GET /api/v1/artists: by name. `q` looks in name, headline and skills. */
export const ArtistsQuery = z.strictObject({
  q: z.string().trim().max(ARTIST_NAME_CHARS_MAX).optional(),
  kind: BookableKind.optional(),
  archived: z.enum(['no', 'yes', 'all']).default('no'),
  cursor: ArtistId.optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})
export type ArtistsQuery = z.infer<typeof ArtistsQuery>

/** Body of POST /api/v1/artists; answered 201 with Location. Without a zone it is the workspace's. Kind and capacity stay. */
export const CreateArtist = z.strictObject({
  id: ArtistId.optional(),
  kind: BookableKind.default('person'),
  capacity: z.int().min(1).max(ARTIST_CAPACITY_MAX).default(1),
  name: fields.name,
  headline: fields.headline.default(null),
  timeZone: fields.timeZone.optional(),
  skills: fields.skills.default([]),
  rate: fields.rate.default(null),
  memberId: fields.memberId.default(null),
})
export type CreateArtist = z.infer<typeof CreateArtist>

/** Body of POST /api/v1/artists/:id/erase, with `If-Match: version`: what the artist is called, typed once more. */
export const EraseArtist = z.strictObject({ name: z.string() })
export type EraseArtist = z.infer<typeof EraseArtist>

/** Body of PATCH /api/v1/artists/:id, with `If-Match: version`. The archive has routes of its own. */
export const UpdateArtist = z.strictObject(fields).partial()
export type UpdateArtist = z.infer<typeof UpdateArtist>
