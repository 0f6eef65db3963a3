import { z } from 'zod'
import { ProfileSnapshot } from './artist-profiles.ts'
import { BookedDays } from './bookings.ts'
import { ArtistId, type ArtistProfileId, BookingId, JobApplicationId, JobId, type TenantId } from './ids.ts'
import { ApplicationStage } from './job-stages.ts'
import { JobStatus, MatchView } from './jobs.ts'
import {
  APPLICATION_MESSAGE_CHARS_MAX,
  APPLICATION_NOTE_CHARS_MAX,
  LIST_PAGE_DEFAULT,
  LIST_PAGE_MAX,
} from './limits.ts'

/** What is read of somebody before their name is: what they can do and since when, what they ask, and how they like to work. */
export const BlindProfile = ProfileSnapshot.pick({ skills: true, rates: true, preferences: true }).extend({
  experience: z.array(z.object({ from: z.string(), to: z.string().nullable(), skills: z.array(z.string()) })),
})
export type BlindProfile = z.infer<typeof BlindProfile>

/** An application as the workspace that posted the job reads it. */
export const JobApplicationView = z.object({
  id: JobApplicationId,
  jobId: JobId,
  stage: ApplicationStage,
  /** The profile as it was when they applied; null while it is blind, and once the person erased their account. */
  profile: ProfileSnapshot.nullable(),
  /** In place of profile and message while the job is blind and the interview is still to come. */
  blind: BlindProfile.nullable(),
  message: z.string().nullable(),
  match: MatchView,
  /** Notes of the workspace; the applicant does not see them. */
  note: z.string().nullable(),
  artistId: ArtistId.nullable(),
  bookingId: BookingId.nullable(),
  version: z.int().positive(),
  appliedAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
})
export type JobApplicationView = z.infer<typeof JobApplicationView>

/** An application as whoever sent it reads it. */
export const OwnApplicationView = z.object({
  id: JobApplicationId,
  jobId: JobId,
  jobTitle: z.string(),
  workspaceName: z.string(),
  stage: ApplicationStage,
  /** What became of the listing; null once its workspace is gone. */
  jobStatus: JobStatus.nullable(),
  version: z.int().positive(),
  appliedAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
})
export type OwnApplicationView = z.infer<typeof OwnApplicationView>

/** Body of POST /api/v1/jobs/:id/applications. The caller's profile in this workspace goes along as it is now. */
export const CreateJobApplication = z.strictObject({
  id: JobApplicationId.optional(),
  message: z.string().trim().max(APPLICATION_MESSAGE_CHARS_MAX).nullable().default(null),
})
export type CreateJobApplication = z.infer<typeof CreateJobApplication>

/** Query of GET /api/v1/jobs/:id/applications: the best match first. */
export const JobApplicationsQuery = z.strictObject({
  stage: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(ApplicationStage).min(1))
    .optional(),
})
export type JobApplicationsQuery = z.infer<typeof JobApplicationsQuery>

/** Query of GET /api/v1/job-applications: those the caller sent, the newest first. */
export const OwnApplicationsQuery = z.strictObject({
  cursor: JobApplicationId.optional(),
  limit: z.coerce.number().int().min(1).max(LIST_PAGE_MAX).default(LIST_PAGE_DEFAULT),
})
export type OwnApplicationsQuery = z.infer<typeof OwnApplicationsQuery>

/** Body of PATCH /api/v1/job-applications/:id, with `If-Match: version`. */
export const UpdateJobApplication = z.strictObject({
  note: z.string().trim().max(APPLICATION_NOTE_CHARS_MAX).nullable(),
})
export type UpdateJobApplication = z.infer<typeof UpdateJobApplication>

/**
 * Body of POST /api/v1/job-applications/:id/transitions. Hiring makes a hold in the same step: for `artistId`, or whoever was made an
 * artist when they were hired before, or a new artist; on the days of the job unless others are said.
 */
export const ApplicationTransition = z.strictObject({
  to: ApplicationStage.exclude(['withdrawn']),
  version: z.int().positive(),
  artistId: ArtistId.optional(),
  days: BookedDays.optional(),
})
export type ApplicationTransition = z.infer<typeof ApplicationTransition>

/** What the workspace of an applicant hands over to that of the job. Both are built together, so it is typed and not parsed. */
export interface SentApplication {
  v: 1
  id: string
  jobId: string
  commandId: string
  personId: string
  /** The workspace the profile is kept in, where the applicant is told what becomes of it. */
  profileTenantId: TenantId
  profileId: ArtistProfileId
  profile: ProfileSnapshot
  /** Days that count in the match and travel no further. */
  busy: readonly BookedDays[]
  message: string | null
}

/** What is handed over when an applicant takes an application back. */
export interface WithdrawnApplication {
  v: 1
  id: string
  commandId: string
  personId: string
  /** The version that was seen. */
  version: number
}

/** What an applicant is told in the workspace of their profile. */
export interface ApplicantTold {
  v: 1
  id: string
  personId: string
  stage: ApplicationStage
  jobTitle: string
  workspaceName: string
}
