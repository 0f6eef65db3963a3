import { z } from 'zod'
import { BookedDays } from './bookings.ts'
import { Currency, Day, JobApplicationId, JobId } from './ids.ts'
import { ApplicationStage } from './job-stages.ts'
import {
  JOB_DESCRIPTION_CHARS_MAX,
  JOB_SKILLS_MAX,
  JOB_TITLE_CHARS_MAX,
  LIST_PAGE_DEFAULT,
  LIST_PAGE_MAX,
  PLACE_CHARS_MAX,
  SEARCH_CHARS_MAX,
  SKILL_CHARS_MAX,
  SKILL_LEVEL_MAX,
} from './limits.ts'
import { TimeZone } from './workspaces.ts'

/** What a listing asks for. A `must` weighs three times a `nice`. */
export const JobSkill = z.strictObject({
  name: z.string().trim().min(1).max(SKILL_CHARS_MAX),
  need: z.enum(['must', 'nice']),
  level: z.int().min(1).max(SKILL_LEVEL_MAX),
})
export type JobSkill = z.infer<typeof JobSkill>

/** Money of a rate: exact, not negative, small enough to be compared as whole ten-thousandths. */
export const RateAmount = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, 'an amount such as 280 or 280.50')

/** What one unit of time is paid with, at most. */
export const OfferedRate = z.strictObject({
  amount: RateAmount,
  currency: Currency,
  per: z.enum(['hour', 'day']),
})
export type OfferedRate = z.infer<typeof OfferedRate>

/** `ended`: the deadline has passed. `closed`: the workspace closed it. Neither takes applications. */
export const JobStatus = z.enum(['open', 'ended', 'closed'])
export type JobStatus = z.infer<typeof JobStatus>

/** The last day on which one can apply, and whose day that is. */
export const Deadline = z.strictObject({ day: Day, timeZone: TimeZone })
export type Deadline = z.infer<typeof Deadline>

/** One thing a match was counted by, with its points out of so many. */
export const MatchPart = z.object({
  kind: z.enum(['skill', 'availability', 'place', 'rate']),
  /** The skill; of the others what was compared. */
  name: z.string(),
  need: z.enum(['must', 'nice']).nullable(),
  points: z.int().nonnegative(),
  of: z.int().nonnegative(),
  reason: z.enum([
    'met',
    'lower_level',
    'not_recent',
    'missing',
    'all_days',
    'some_days',
    'no_days',
    'remote',
    'any_place',
    'same_place',
    'within_radius',
    'too_far',
    'place_unknown',
    'within_rate',
    'above_rate',
    'rate_unknown',
    'other_currency',
  ]),
  /** What somebody has, and what is asked for, in the same unit: a level, days, kilometres. */
  have: z.int().nonnegative().nullable(),
  wanted: z.int().nonnegative().nullable(),
})
export type MatchPart = z.infer<typeof MatchPart>

/** How well somebody fits, out of 100: the points of its parts, added up. */
export const MatchView = z.object({ score: z.int().min(0).max(100), parts: z.array(MatchPart) })
export type MatchView = z.infer<typeof MatchView>

/** What a workspace says of a job, as everybody on the board reads it. */
export const JobListing = z.object({
  id: JobId,
  title: z.string(),
  description: z.string(),
  /** A town; null where it does not matter. */
  place: z.string().nullable(),
  isRemote: z.boolean(),
  /** Applications are read without names until the interview. Copies from before that could be said do not say it. */
  isBlind: z.boolean().default(false),
  skills: z.array(JobSkill),
  rate: OfferedRate.nullable(),
  days: BookedDays,
  deadline: Deadline,
  /** The moment from which on nobody can apply any more. */
  deadlineAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  workspaceName: z.string(),
  postedAt: z.iso.datetime(),
  version: z.int().positive(),
})
export type JobListing = z.infer<typeof JobListing>

/** A listing as one caller sees it. */
export const JobView = JobListing.extend({
  status: JobStatus,
  /** It is of the workspace that asks. */
  isOwn: z.boolean(),
  isSaved: z.boolean(),
  /** The caller's application that counts; null: none, or taken back. */
  application: z.object({ id: JobApplicationId, stage: ApplicationStage }).nullable(),
  /** How the caller's profile fits; null: the caller has none here. */
  match: MatchView.nullable(),
})
export type JobView = z.infer<typeof JobView>

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

/**
 * Query of GET /api/v1/jobs: the newest first. Every word of `q` has to begin a word of the listing; every skill of `skills` has to be
 * asked for. `minRate` goes with `currency` and `per`. `from` and `to` are days that the job touches.
 */
export const JobsQuery = z
  .strictObject({
    q: z.string().trim().max(SEARCH_CHARS_MAX).optional(),
    skills: z
      .string()
      .max(SEARCH_CHARS_MAX)
      .transform((text) =>
        text
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
      )
      .optional(),
    place: z.string().trim().max(PLACE_CHARS_MAX).optional(),
    remote: flag.optional(),
    minRate: RateAmount.optional(),
    currency: Currency.optional(),
    per: z.enum(['hour', 'day']).optional(),
    from: Day.optional(),
    to: Day.optional(),
    /** Those of the own workspace, closed ones as well. */
    own: flag.optional(),
    saved: flag.optional(),
    cursor: JobId.optional(),
    limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
  })
  .refine(
    ({ minRate, currency, per }) => minRate === undefined || (currency !== undefined && per !== undefined),
    'minRate needs currency and per',
  )
  .refine(({ own, saved }) => !(own === true && saved === true), 'say own or saved')
export type JobsQuery = z.infer<typeof JobsQuery>

const differ = (skills: readonly { name: string }[]): boolean =>
  new Set(skills.map(({ name }) => name.toLowerCase())).size === skills.length

const fields = {
  title: z.string().trim().min(1).max(JOB_TITLE_CHARS_MAX),
  description: z.string().trim().max(JOB_DESCRIPTION_CHARS_MAX),
  place: z.string().trim().min(1).max(PLACE_CHARS_MAX).nullable(),
  isRemote: z.boolean(),
  isBlind: z.boolean(),
  skills: z.array(JobSkill).max(JOB_SKILLS_MAX).refine(differ, 'names a skill twice'),
  rate: OfferedRate.nullable(),
  days: BookedDays.refine(({ from, to }) => from <= to, 'ends before it begins'),
}

/** Body of POST /api/v1/jobs; answered 201 with Location. Without a zone the deadline is a day of the workspace. */
export const CreateJob = z.strictObject({
  id: JobId.optional(),
  title: fields.title,
  description: fields.description.default(''),
  place: fields.place.default(null),
  isRemote: fields.isRemote.default(false),
  isBlind: fields.isBlind.default(false),
  skills: fields.skills.default([]),
  rate: fields.rate.default(null),
  days: fields.days,
  deadline: z.strictObject({ day: Day, timeZone: TimeZone.optional() }),
})
export type CreateJob = z.infer<typeof CreateJob>

/** Body of PATCH /api/v1/jobs/:id, with `If-Match: version`. Closing is DELETE. */
export const UpdateJob = z.strictObject({ ...fields, deadline: Deadline }).partial()
export type UpdateJob = z.infer<typeof UpdateJob>
