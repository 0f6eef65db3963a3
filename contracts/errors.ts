import { z } from 'zod'
import { accessErrors } from './errors/access.ts'
import { bookingsErrors } from './errors/bookings.ts'
import { callsErrors } from './errors/calls.ts'
import { connectionsErrors } from './errors/connections.ts'
import type { ErrorEntries } from './errors/entry.ts'
import { figuresErrors } from './errors/figures.ts'
import { importsErrors } from './errors/imports.ts'
import { jobsErrors } from './errors/jobs.ts'
import { projectsErrors } from './errors/projects.ts'
import { recordsErrors } from './errors/records.ts'

/** The one table of refusals: code, HTTP status, what happened, what to do next. A code stands in one of its parts. */
export const errorTable = {
  ...callsErrors,
  ...figuresErrors,
  ...accessErrors,
  ...bookingsErrors,
  ...jobsErrors,
  ...projectsErrors,
  ...recordsErrors,
  ...connectionsErrors,
  ...importsErrors,
} as const satisfies ErrorEntries

export type ErrorCode = keyof typeof errorTable

/** Body of every failure. `details` is for programs; the sentence and next step are for people. */
export const Failure = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    next: z.string().optional(),
    details: z.unknown().optional(),
  }),
  requestId: z.string(),
})
export type Failure = z.infer<typeof Failure>

/** SQLSTATE to code, one place for both planes. Anything not listed is `internal`. */
export const sqlStateCode: Readonly<Record<string, ErrorCode>> = {
  '23P01': 'booking_conflict',
  '23505': 'already_exists',
  '40001': 'overloaded',
  '40P01': 'overloaded',
  '55P03': 'overloaded',
  '57014': 'too_slow',
  OR001: 'fenced',
}
