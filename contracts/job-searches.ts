import { z } from 'zod'
import { Currency, Day, JobId, JobSearchId } from './ids.ts'
import { RateAmount } from './jobs.ts'
import {
  JOB_SKILLS_MAX,
  PLACE_CHARS_MAX,
  SAVED_SEARCH_NAME_CHARS_MAX,
  SEARCH_CHARS_MAX,
  SEEKERS_PER_MESSAGE_MAX,
  SKILL_CHARS_MAX,
} from './limits.ts'

/** What a search of the board looks for: as the query of GET /api/v1/jobs, without pages. It has to narrow something. */
export const JobSearchFilter = z
  .strictObject({
    q: z.string().trim().min(1).max(SEARCH_CHARS_MAX).optional(),
    skills: z.array(z.string().trim().min(1).max(SKILL_CHARS_MAX)).min(1).max(JOB_SKILLS_MAX).optional(),
    place: z.string().trim().min(1).max(PLACE_CHARS_MAX).optional(),
    remote: z.boolean().optional(),
    minRate: RateAmount.optional(),
    currency: Currency.optional(),
    per: z.enum(['hour', 'day']).optional(),
    from: Day.optional(),
    to: Day.optional(),
  })
  .refine(
    ({ minRate, currency, per }) =>
      (minRate === undefined) === (currency === undefined) && (minRate === undefined) === (per === undefined),
    'minRate, currency and per go together',
  )
  .refine((filter) => Object.values(filter).some((said) => said !== undefined), 'narrows nothing')
export type JobSearchFilter = z.infer<typeof JobSearchFilter>

/** A search of the board that somebody keeps under a name. */
export const JobSearchView = z.object({
  id: JobSearchId,
  name: z.string(),
  filter: JobSearchFilter,
  savedAt: z.iso.datetime(),
})
export type JobSearchView = z.infer<typeof JobSearchView>

/** Body of POST /api/v1/job-searches; answered 201 with Location. With an id of the sender's making a repeat changes nothing. */
export const CreateJobSearch = z.strictObject({
  id: JobSearchId.optional(),
  name: z.string().trim().min(1).max(SAVED_SEARCH_NAME_CHARS_MAX),
  filter: JobSearchFilter,
})
export type CreateJobSearch = z.infer<typeof CreateJobSearch>

/** Of which job people of one workspace are to be told, and why: it matches what they look for, or the deadline of what they saved is near. */
export const SeekersTold = z.object({
  about: z.enum(['found', 'deadline']),
  jobId: JobId,
  personIds: z.array(z.string().min(1)).min(1).max(SEEKERS_PER_MESSAGE_MAX),
})
export type SeekersTold = z.infer<typeof SeekersTold>
