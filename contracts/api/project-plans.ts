import { z } from 'zod'
import { BookingsQuery, BookingView, CreateProjectBooking } from '../bookings.ts'
import {
  AllProposalsQuery,
  AppliedCascade,
  ApplyCascade,
  ArtistLoad,
  BaselineComparison,
  BaselineView,
  CalendarView,
  CascadeView,
  CreateBaseline,
  LoadQuery,
  PreviewCascade,
  ProposalsQuery,
  ProposalView,
  PutCalendar,
  SettledProposal,
  UndoCascade,
} from '../project-plans.ts'
import { ListMeta } from '../records.ts'
import { type Operation, SeqMeta } from './operation.ts'

const one = (data: z.ZodType) => [{ status: 200, data, meta: SeqMeta }] as const
const made = (data: z.ZodType) => [{ status: 201, data, meta: SeqMeta }] as const
const list = (data: z.ZodType) => [{ status: 200, data: z.array(data), meta: ListMeta }] as const

const reads = { method: 'GET', access: 'projects.read' } as const
const makes = { method: 'POST', access: 'projects.write' } as const
const puts = { method: 'PUT', access: 'projects.write' } as const

const cascades: Omit<Operation, 'tag'>[] = [
  {
    method: 'POST',
    access: 'projects.read',
    path: '/api/v1/projects/{id}/cascade/preview',
    summary:
      'What would move, how far, and which bookings that touches; without changes what today’s hours would move',
    body: PreviewCascade,
    answers: one(CascadeView),
  },
  {
    ...makes,
    path: '/api/v1/projects/{id}/cascade',
    summary: 'Carries a cascade out as it was shown; confirmed bookings get a proposal',
    body: ApplyCascade,
    answers: one(AppliedCascade),
  },
  {
    ...makes,
    path: '/api/v1/projects/{id}/cascade/undo',
    summary: 'Takes a whole cascade back, as a new change',
    body: UndoCascade,
    answers: one(AppliedCascade),
  },
]

const baselines: Omit<Operation, 'tag'>[] = [
  {
    ...reads,
    path: '/api/v1/projects/{id}/baselines',
    summary: 'What was kept of a plan, newest first',
    answers: one(z.array(BaselineView)),
  },
  {
    ...makes,
    path: '/api/v1/projects/{id}/baselines',
    summary: 'Keeps the plan as it is now',
    body: CreateBaseline,
    answers: made(BaselineView),
  },
  {
    ...reads,
    path: '/api/v1/projects/{id}/baselines/{baselineId}',
    summary: 'Every task then and now',
    answers: one(BaselineComparison),
  },
  {
    method: 'DELETE',
    access: 'projects.write',
    path: '/api/v1/projects/{id}/baselines/{baselineId}',
    summary: 'Removes what was kept',
    answers: one(BaselineView),
  },
]

const bookings: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    access: 'bookings.read',
    path: '/api/v1/projects/{id}/bookings',
    summary: 'The bookings of a project',
    query: BookingsQuery.omit({ projectId: true }),
    answers: list(BookingView),
  },
  {
    method: 'POST',
    access: 'bookings.write',
    path: '/api/v1/projects/{id}/bookings',
    summary: 'Books somebody for a project',
    body: CreateProjectBooking,
    answers: made(BookingView),
  },
  {
    method: 'GET',
    access: 'bookings.read',
    path: '/api/v1/projects/{id}/proposals',
    summary: 'New times for confirmed bookings whose tasks have moved',
    query: ProposalsQuery,
    answers: one(z.array(ProposalView)),
  },
  {
    method: 'GET',
    access: 'bookings.read',
    path: '/api/v1/booking-proposals',
    summary: 'The same over all projects, newest first',
    query: AllProposalsQuery,
    answers: list(ProposalView),
  },
  {
    method: 'POST',
    access: 'bookings.write',
    path: '/api/v1/booking-proposals/{id}/accept',
    summary: 'Moves a booking to the time that was proposed',
    answers: one(SettledProposal),
  },
  {
    method: 'POST',
    access: 'bookings.write',
    path: '/api/v1/booking-proposals/{id}/dismiss',
    summary: 'Leaves a booking where it is',
    answers: one(SettledProposal),
  },
  {
    method: 'GET',
    access: 'bookings.read',
    path: '/api/v1/resource-load',
    summary: 'What people have to do on each day, over all projects',
    query: LoadQuery,
    answers: one(z.array(ArtistLoad)),
  },
]

const calendars: Omit<Operation, 'tag'>[] = [
  {
    ...reads,
    path: '/api/v1/working-calendar',
    summary: 'Working hours of the workspace',
    answers: one(CalendarView),
  },
  {
    ...puts,
    path: '/api/v1/working-calendar',
    summary: 'Says the working hours of the workspace; no plan moves by that alone',
    body: PutCalendar,
    answers: one(CalendarView),
  },
  {
    ...reads,
    path: '/api/v1/projects/{id}/calendar',
    summary: 'Working hours of a project',
    answers: one(CalendarView),
  },
  {
    ...puts,
    path: '/api/v1/projects/{id}/calendar',
    summary: 'Says the working hours of a project',
    body: PutCalendar,
    answers: one(CalendarView),
  },
  {
    ...reads,
    path: '/api/v1/project-tasks/{id}/calendar',
    summary: 'Working hours of a task',
    answers: one(CalendarView),
  },
  {
    ...puts,
    path: '/api/v1/project-tasks/{id}/calendar',
    summary: 'Says the working hours of a task',
    body: PutCalendar,
    answers: one(CalendarView),
  },
]

/** What is done with plans as a whole, and what follows from them for people and bookings. */
export const planOperations: readonly Operation[] = [
  ...cascades,
  ...baselines,
  ...bookings,
  ...calendars,
].map((each) => ({ ...each, tag: 'Projects' as const }))
