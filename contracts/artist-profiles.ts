import { z } from 'zod'
import { Skill } from './artists.ts'
import { BookedDays } from './bookings.ts'
import { ArtistProfileId } from './ids.ts'
import { OfferedRate } from './jobs.ts'
import {
  ARTIST_HEADLINE_CHARS_MAX,
  ARTIST_NAME_CHARS_MAX,
  ARTIST_SKILLS_MAX,
  BUSY_DAYS_MAX,
  EXPERIENCE_MAX,
  EXPERIENCE_NOTES_CHARS_MAX,
  LIST_PAGE_DEFAULT,
  LIST_PAGE_MAX,
  NOTICE_DAYS_MAX,
  PLACE_CHARS_MAX,
  PORTFOLIO_ITEMS_MAX,
  PROFILE_ABOUT_CHARS_MAX,
  PROFILE_RATES_MAX,
  SEARCH_CHARS_MAX,
  SKILL_CHARS_MAX,
  TRAVEL_RADIUS_KM_MAX,
} from './limits.ts'
import { PortfolioItem } from './portfolio.ts'
import { TimeZone } from './workspaces.ts'

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-03')

/** Work somebody did, from one month to another; `to` is null while it goes on. */
export const Experience = z
  .strictObject({
    title: z.string().trim().min(1).max(ARTIST_NAME_CHARS_MAX),
    organisation: z.string().trim().max(ARTIST_NAME_CHARS_MAX).nullable().default(null),
    from: Month,
    to: Month.nullable(),
    /** Names of skills it used, which is how one knows when somebody used them last. */
    skills: z.array(z.string().trim().min(1).max(SKILL_CHARS_MAX)).max(ARTIST_SKILLS_MAX).default([]),
    notes: z.string().trim().max(EXPERIENCE_NOTES_CHARS_MAX).nullable().default(null),
  })
  .refine(({ from, to }) => to === null || from <= to, 'ends before it begins')
export type Experience = z.infer<typeof Experience>

/** How somebody likes to work. */
export const Preferences = z.strictObject({
  noticeDays: z.int().min(0).max(NOTICE_DAYS_MAX),
  maxDaysPerWeek: z.int().min(1).max(7),
  travelRadiusKm: z.int().min(0).max(TRAVEL_RADIUS_KM_MAX),
})
export type Preferences = z.infer<typeof Preferences>

const named = (skills: readonly Skill[]): boolean =>
  new Set(skills.map(({ name }) => name.toLowerCase())).size === skills.length

const fields = {
  name: z.string().trim().min(1).max(ARTIST_NAME_CHARS_MAX),
  headline: z.string().trim().max(ARTIST_HEADLINE_CHARS_MAX).nullable(),
  about: z.string().trim().max(PROFILE_ABOUT_CHARS_MAX).nullable(),
  place: z.string().trim().min(1).max(PLACE_CHARS_MAX).nullable(),
  timeZone: TimeZone,
  skills: z.array(Skill).max(ARTIST_SKILLS_MAX).refine(named, 'names a skill twice'),
  experience: z.array(Experience).max(EXPERIENCE_MAX),
  rates: z.array(OfferedRate).max(PROFILE_RATES_MAX),
  preferences: Preferences,
  /** Days on which one cannot work; they are shown to nobody else and count in matches only. */
  busy: z.array(BookedDays.refine(({ from, to }) => from <= to, 'ends before it begins')).max(BUSY_DAYS_MAX),
}

/** What a profile says. */
export const ProfileFields = z.strictObject(fields)
export type ProfileFields = z.infer<typeof ProfileFields>

/** `private`: its owner alone reads it. `public`: a card of it is on the board. */
export const ProfileVisibility = z.enum(['private', 'public'])
export type ProfileVisibility = z.infer<typeof ProfileVisibility>

/** What is kept of a profile: what it says, and what it shows. */
export const KeptProfile = ProfileFields.extend({
  portfolio: z.array(PortfolioItem).max(PORTFOLIO_ITEMS_MAX).default([]),
})
export type KeptProfile = z.infer<typeof KeptProfile>

/** A profile as its owner reads it. */
export const ArtistProfileView = KeptProfile.extend({
  id: ArtistProfileId,
  visibility: ProfileVisibility,
  isOwn: z.literal(true),
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
})
export type ArtistProfileView = z.infer<typeof ArtistProfileView>

/** What is copied on opting in, and nothing else: no busy days, and no address. */
export const ProfileCard = KeptProfile.omit({ busy: true }).extend({
  id: ArtistProfileId,
  version: z.int().positive(),
})
export type ProfileCard = z.infer<typeof ProfileCard>

/** A card as others read it. */
export const ProfileCardView = ProfileCard.extend({ isOwn: z.literal(false) })
export type ProfileCardView = z.infer<typeof ProfileCardView>

/** What an application sends along: the card as it was, and how it fitted then. */
export const ProfileSnapshot = ProfileCard
export type ProfileSnapshot = z.infer<typeof ProfileSnapshot>

/** Query of GET /api/v1/artist-profiles: cards by name, or with `own` the caller's own profile. */
export const ArtistProfilesQuery = z.strictObject({
  q: z.string().trim().max(SEARCH_CHARS_MAX).optional(),
  own: z.enum(['true']).optional(),
  cursor: ArtistProfileId.optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})
export type ArtistProfilesQuery = z.infer<typeof ArtistProfilesQuery>

/** Body of POST /api/v1/artist-profiles; answered 201 with Location. Nothing is public before one says so. */
export const CreateArtistProfile = z.strictObject({
  id: ArtistProfileId.optional(),
  name: fields.name,
  headline: fields.headline.default(null),
  about: fields.about.default(null),
  place: fields.place.default(null),
  timeZone: fields.timeZone.optional(),
  skills: fields.skills.default([]),
  experience: fields.experience.default([]),
  rates: fields.rates.default([]),
  preferences: fields.preferences.default({ noticeDays: 0, maxDaysPerWeek: 5, travelRadiusKm: 50 }),
  busy: fields.busy.default([]),
  visibility: ProfileVisibility.default('private'),
})
export type CreateArtistProfile = z.infer<typeof CreateArtistProfile>

/** Body of PATCH /api/v1/artist-profiles/:id, with `If-Match: version`. */
export const UpdateArtistProfile = z.strictObject({ ...fields, visibility: ProfileVisibility }).partial()
export type UpdateArtistProfile = z.infer<typeof UpdateArtistProfile>
