import { z } from 'zod'
import { BookableKind } from './artists.ts'
import { BookedDays, BookingStatus } from './bookings.ts'
import { DashboardKind } from './dashboards.ts'
import { ArtistId, BookingId, ClientId, DashboardId, JobId, ProjectId, TaskId } from './ids.ts'
import { SEARCH_CHARS_MAX, SEARCH_HITS_DEFAULT, SEARCH_HITS_MAX } from './limits.ts'
import { ProjectStatus, TaskKind } from './projects.ts'

/** Query of GET /api/v1/search. Each word has to begin a word of what is found; `limit` is for each kind. */
export const SearchQuery = z.strictObject({
  q: z.string().trim().min(1).max(SEARCH_CHARS_MAX),
  limit: z.coerce.number().int().min(1).max(SEARCH_HITS_MAX).default(SEARCH_HITS_DEFAULT),
})
export type SearchQuery = z.infer<typeof SearchQuery>

/** One entry of `data` of GET /api/v1/search, best first, with what tells it from others of the same name. */
export const SearchHit = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('artist'),
    id: ArtistId,
    title: z.string(),
    artistKind: BookableKind,
    headline: z.string().nullable(),
    isArchived: z.boolean(),
  }),
  z.object({
    kind: z.literal('booking'),
    id: BookingId,
    title: z.string(),
    artistName: z.string(),
    status: BookingStatus,
    startTime: z.iso.datetime(),
    endTime: z.iso.datetime(),
    days: BookedDays.nullable(),
    timeZone: z.string(),
  }),
  z.object({
    kind: z.literal('client'),
    id: ClientId,
    title: z.string(),
    industry: z.string().nullable(),
    isArchived: z.boolean(),
  }),
  z.object({
    kind: z.literal('project'),
    id: ProjectId,
    title: z.string(),
    status: ProjectStatus,
    isArchived: z.boolean(),
  }),
  z.object({
    kind: z.literal('task'),
    id: TaskId,
    title: z.string(),
    taskKind: TaskKind,
    projectId: ProjectId,
    projectName: z.string(),
    startTime: z.iso.datetime(),
    endTime: z.iso.datetime(),
    timeZone: z.string(),
    isDone: z.boolean(),
    /** Its project is. */
    isArchived: z.boolean(),
  }),
  z.object({
    kind: z.literal('job'),
    id: JobId,
    title: z.string(),
    place: z.string().nullable(),
    days: BookedDays,
    isClosed: z.boolean(),
  }),
  /** An open job of another workspace, from the board; those of the own one are `job`. */
  z.object({
    kind: z.literal('listing'),
    id: JobId,
    title: z.string(),
    workspaceName: z.string(),
    place: z.string().nullable(),
    days: BookedDays,
  }),
  z.object({
    kind: z.literal('dashboard'),
    id: DashboardId,
    title: z.string(),
    dashboardKind: DashboardKind,
  }),
])
export type SearchHit = z.infer<typeof SearchHit>
export type SearchKind = SearchHit['kind']
/** Kinds of the workspace's own records. */
export type RecordKind = Exclude<SearchKind, 'listing'>
