import { z } from 'zod'
import type { Permission } from '../permissions.ts'

/** Headings of the reference, in its order. */
export const tags = [
  'Signing in',
  'You',
  'Workspaces',
  'Members',
  'Keys',
  'Metrics',
  'Clients',
  'Records',
  'Dashboards',
  'Imports',
  'Connections',
  'Artists',
  'Bookings',
  'Notifications',
  'Search',
  'Projects',
  'Jobs',
  'Profiles',
  'Audit',
  'History',
  'Backups',
  'Retention',
  'Server',
] as const
export type Tag = (typeof tags)[number]

/** One way in which a call can succeed. */
export interface Answer {
  status: 200 | 201 | 202 | 204 | 303
  /** What `data` is; absent where the answer is a file, a page or nothing. */
  data?: z.ZodType
  meta?: z.ZodType
  /** The whole body, where it is not `{data, meta}`. */
  whole?: z.ZodType
  /** Of a body that is not JSON. */
  media?: string
}

/** One route, as the reference tells of it. The schemas are those its handler parses with and answers by. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With parameters in braces: `/api/v1/clients/{id}`. */
  path: string
  tag: Tag
  summary: string
  /** `public`: anybody. `session`: somebody signed in with a browser. `tenant`: any member. A permission: who holds it. */
  access: 'public' | 'session' | 'tenant' | Permission
  query?: z.ZodObject
  body?: z.ZodType
  /** Of a body that is not JSON. */
  bodyMedia?: string
  /** The version that the caller saw is asked for. */
  ifMatch?: true
  answers: readonly Answer[]
}

/** `meta` of an answer that knows of all events up to `seq`. */
export const SeqMeta = z.object({ seq: z.int().nonnegative() })
/** `meta` of a list that goes on at `nextCursor`. */
export const CursorMeta = SeqMeta.extend({ nextCursor: z.string().nullable() })
/** `meta` of a list that goes on at `nextCursor`; `total` counts all pages. */
export const ListMeta = CursorMeta.extend({ total: z.int().nonnegative() })
/** `meta` of a list that is cut off, with the number of all. */
export const TotalMeta = SeqMeta.extend({ total: z.int().nonnegative() })

/** Media type of files that are what their bytes say. */
export const ANY_BYTES = 'application/octet-stream'

export const done: Answer = { status: 200, data: z.null() }
/** Stored; some workspace has not heard of it yet and is told again. */
export const doneLater: Answer = { status: 202, data: z.null() }
export const doneWithSeq: Answer = { status: 200, data: z.null(), meta: SeqMeta }
