import { z } from 'zod'
import {
  ArtistProfilesQuery,
  ArtistProfileView,
  CreateArtistProfile,
  ProfileCardView,
  UpdateArtistProfile,
} from '../artist-profiles.ts'
import {
  ApplicationTransition,
  CreateJobApplication,
  JobApplicationsQuery,
  JobApplicationView,
  OwnApplicationsQuery,
  OwnApplicationView,
  UpdateJobApplication,
} from '../job-applications.ts'
import { CreateJobSearch, JobSearchView } from '../job-searches.ts'
import { CreateJob, JobsQuery, JobView, UpdateJob } from '../jobs.ts'
import { CreatePortfolioLink, PortfolioItem, PortfolioTitle } from '../portfolio.ts'
import { AskProfileLink, OwnProfileLinkView, ProfileLinksQuery, ProfileLinkView } from '../profile-links.ts'
import { ListMeta } from '../records.ts'
import { ANY_BYTES, type Operation, SeqMeta } from './operation.ts'

const one = (data: z.ZodType) => [{ status: 200, data, meta: SeqMeta }] as const
const made = (data: z.ZodType) => [{ status: 201, data, meta: SeqMeta }] as const
const list = (data: z.ZodType) => [{ status: 200, data: z.array(data), meta: ListMeta }] as const
const profile = z.union([ArtistProfileView, ProfileCardView])
const ProfileFile = z.object({
  madeAt: z.iso.datetime(),
  profile: ArtistProfileView,
  applications: z.array(OwnApplicationView),
})
const Removed = z.object({ id: z.uuid() })

const jobs: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/jobs',
    summary: 'Open jobs of all workspaces, the newest first; or all of the own one, or those one saved',
    access: 'jobs.read',
    query: JobsQuery,
    answers: list(JobView),
  },
  {
    method: 'POST',
    path: '/api/v1/jobs',
    summary: 'Posts a job on the board',
    access: 'jobs.write',
    body: CreateJob,
    answers: made(JobView),
  },
  {
    method: 'GET',
    path: '/api/v1/jobs/{id}',
    summary: 'One of them, closed or not, and how the caller’s profile fits',
    access: 'jobs.read',
    answers: one(JobView),
  },
  {
    method: 'PATCH',
    path: '/api/v1/jobs/{id}',
    summary: 'Changes what an open job says',
    access: 'jobs.write',
    body: UpdateJob,
    ifMatch: true,
    answers: one(JobView),
  },
  {
    method: 'DELETE',
    path: '/api/v1/jobs/{id}',
    summary: 'Closes a job; its applications stay readable',
    access: 'jobs.write',
    ifMatch: true,
    answers: one(JobView),
  },
  {
    method: 'PUT',
    path: '/api/v1/jobs/{id}/save',
    summary: 'Keeps a job on the caller’s list',
    access: 'jobs.apply_own',
    answers: one(JobView),
  },
  {
    method: 'DELETE',
    path: '/api/v1/jobs/{id}/save',
    summary: 'Takes it off the list',
    access: 'jobs.apply_own',
    answers: one(JobView),
  },
  {
    method: 'GET',
    path: '/api/v1/job-searches',
    summary: 'Searches of the board that the caller keeps',
    access: 'jobs.read',
    answers: list(JobSearchView),
  },
  {
    method: 'POST',
    path: '/api/v1/job-searches',
    summary: 'Keeps a search; the caller is told of new jobs that match',
    access: 'jobs.apply_own',
    body: CreateJobSearch,
    answers: made(JobSearchView),
  },
  {
    method: 'DELETE',
    path: '/api/v1/job-searches/{id}',
    summary: 'Forgets a search',
    access: 'jobs.apply_own',
    answers: one(Removed),
  },
  {
    method: 'GET',
    path: '/api/v1/jobs/{id}/applications',
    summary: 'Applications to a job of the own workspace, the best match first',
    access: 'applications.read',
    query: JobApplicationsQuery,
    answers: list(JobApplicationView),
  },
  {
    method: 'POST',
    path: '/api/v1/jobs/{id}/applications',
    summary: 'Applies with the caller’s profile as it is now; the job is of another workspace',
    access: 'jobs.apply_own',
    body: CreateJobApplication,
    answers: made(OwnApplicationView),
  },
  {
    method: 'GET',
    path: '/api/v1/job-applications',
    summary: 'What the caller sent, the newest first',
    access: 'jobs.read',
    query: OwnApplicationsQuery,
    answers: list(OwnApplicationView),
  },
  {
    method: 'GET',
    path: '/api/v1/job-applications/{id}',
    summary: 'One application, as its workspace or as its sender reads it',
    access: 'jobs.read',
    answers: one(z.union([JobApplicationView, OwnApplicationView])),
  },
  {
    method: 'PATCH',
    path: '/api/v1/job-applications/{id}',
    summary: 'Writes a note of the workspace beside it',
    access: 'applications.write',
    body: UpdateJobApplication,
    ifMatch: true,
    answers: one(JobApplicationView),
  },
  {
    method: 'POST',
    path: '/api/v1/job-applications/{id}/transitions',
    summary: 'Takes it to another stage; hiring makes the hold in the same step',
    access: 'applications.write',
    body: ApplicationTransition,
    answers: one(JobApplicationView),
  },
  {
    method: 'DELETE',
    path: '/api/v1/job-applications/{id}',
    summary: 'Takes one’s own application back',
    access: 'jobs.apply_own',
    ifMatch: true,
    answers: one(OwnApplicationView),
  },
]

const profiles: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/artist-profiles',
    summary: 'Cards of people who are on the board, by name; or the caller’s own profile',
    access: 'jobs.read',
    query: ArtistProfilesQuery,
    answers: list(profile),
  },
  {
    method: 'POST',
    path: '/api/v1/artist-profiles',
    summary: 'Writes the caller’s profile in this workspace',
    access: 'jobs.apply_own',
    body: CreateArtistProfile,
    answers: made(ArtistProfileView),
  },
  {
    method: 'GET',
    path: '/api/v1/artist-profiles/{id}',
    summary: 'One’s own profile, or somebody’s card',
    access: 'jobs.read',
    answers: one(profile),
  },
  {
    method: 'GET',
    path: '/api/v1/artist-profiles/{id}/export',
    summary: 'One’s own profile and what one sent, as a file',
    access: 'jobs.read',
    answers: [{ status: 200, whole: ProfileFile }],
  },
  {
    method: 'PATCH',
    path: '/api/v1/artist-profiles/{id}',
    summary: 'Changes it; opting out takes the card away at once',
    access: 'jobs.apply_own',
    body: UpdateArtistProfile,
    ifMatch: true,
    answers: one(ArtistProfileView),
  },
  {
    method: 'DELETE',
    path: '/api/v1/artist-profiles/{id}',
    summary: 'Removes one’s profile and its card',
    access: 'jobs.apply_own',
    ifMatch: true,
    answers: one(Removed),
  },
]

const portfolios: Omit<Operation, 'tag'>[] = [
  {
    method: 'POST',
    path: '/api/v1/artist-profiles/{id}/portfolio',
    summary: 'Puts a video at YouTube or Vimeo into the portfolio of the caller’s profile',
    access: 'jobs.apply_own',
    body: CreatePortfolioLink,
    answers: made(PortfolioItem),
  },
  {
    method: 'DELETE',
    path: '/api/v1/artist-profiles/{id}/portfolio/{itemId}',
    summary: 'Takes an item out of it, with its file',
    access: 'jobs.apply_own',
    answers: one(Removed),
  },
  {
    method: 'POST',
    path: '/api/v1/portfolio-files/{profileId}',
    summary:
      'Puts a file into it: an image of up to 10 MB, a PDF of 20, sound of 30, a film of 90; its first bytes say what it is',
    access: 'jobs.apply_own',
    query: z.object({ title: PortfolioTitle }),
    body: z.string(),
    bodyMedia: ANY_BYTES,
    answers: [{ status: 201, data: PortfolioItem }],
  },
  {
    method: 'PUT',
    path: '/api/v1/portfolio-files/{profileId}/{itemId}/thumbnail',
    summary: 'Gives an image its small picture: up to 640 pixels along a side and 200 KB',
    access: 'jobs.apply_own',
    body: z.string(),
    bodyMedia: ANY_BYTES,
    answers: [{ status: 200, data: PortfolioItem }],
  },
  {
    method: 'GET',
    path: '/api/v1/downloads/{tenantId}/portfolio/{profileId}/{itemId}/{part}',
    summary:
      'A file of one’s own, of somebody on the board, or with `application` of an applicant; part: file or thumbnail',
    access: 'jobs.read',
    query: z.object({ application: z.uuid().optional() }),
    answers: [{ status: 200, media: ANY_BYTES }],
  },
]

const links: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/profile-links',
    summary: 'The newest link of an artist to a profile, with the card while it stands',
    access: 'artists.read',
    query: ProfileLinksQuery,
    answers: [{ status: 200, data: z.array(ProfileLinkView) }],
  },
  {
    method: 'POST',
    path: '/api/v1/profile-links',
    summary:
      'Asks whoever a profile belongs to whether an artist may be linked to it: somebody on the board, or who was hired by an application',
    access: 'artists.write',
    body: AskProfileLink,
    answers: [{ status: 201, data: ProfileLinkView }],
  },
  {
    method: 'DELETE',
    path: '/api/v1/profile-links/{id}',
    summary: 'Takes the request back, or ends the link',
    access: 'artists.write',
    answers: [{ status: 200, data: ProfileLinkView }],
  },
  {
    method: 'GET',
    path: '/api/v1/my-profile-links',
    summary: 'Workspaces that ask to link the caller’s profile to an artist of theirs, and those that may',
    access: 'jobs.read',
    answers: [{ status: 200, data: z.array(OwnProfileLinkView) }],
  },
  {
    method: 'POST',
    path: '/api/v1/my-profile-links/{id}/accept',
    summary: 'Lets the workspace see the caller’s card beside its artist, with later changes',
    access: 'jobs.apply_own',
    answers: [{ status: 200, data: OwnProfileLinkView }],
  },
  {
    method: 'DELETE',
    path: '/api/v1/my-profile-links/{id}',
    summary: 'Declines the request, or ends the link',
    access: 'jobs.apply_own',
    answers: [{ status: 200, data: OwnProfileLinkView }],
  },
]

export const jobOperations: readonly Operation[] = [
  ...jobs.map((each) => ({ ...each, tag: 'Jobs' as const })),
  ...profiles.map((each) => ({ ...each, tag: 'Profiles' as const })),
  ...portfolios.map((each) => ({ ...each, tag: 'Profiles' as const })),
  ...links.map((each) => ({ ...each, tag: 'Profiles' as const })),
]
