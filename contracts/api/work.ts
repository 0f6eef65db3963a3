import { z } from 'zod'
import { ArtistsQuery, ArtistView, CreateArtist, UpdateArtist } from '../artists.ts'
import {
  ArtistAvailability,
  AvailabilityQuery,
  ClosedTimes,
  CreateTimeOff,
  PutAvailability,
  TimeOffView,
  WeeklyPattern,
} from '../availability.ts'
import {
  BlockingClashes,
  BlockingPreview,
  BookingSettings,
  UpdateBookingSettings,
} from '../booking-settings.ts'
import {
  AnswerBooking,
  AvailabilityView,
  BookingsQuery,
  BookingTransition,
  BookingView,
  ChallengeView,
  CheckAvailability,
  CreateBooking,
  MyBookingsQuery,
  MyBookingView,
  UpdateBooking,
} from '../bookings.ts'
import { ListMeta } from '../records.ts'
import { type Operation, SeqMeta } from './operation.ts'

const one = (data: z.ZodType) => [{ status: 200, data, meta: SeqMeta }] as const
const made = (data: z.ZodType) => [{ status: 201, data, meta: SeqMeta }] as const
const list = (data: z.ZodType) => [{ status: 200, data: z.array(data), meta: ListMeta }] as const

const artists: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/artists',
    summary: 'People, rooms and kit that can be booked, by name',
    access: 'artists.read',
    query: ArtistsQuery,
    answers: list(ArtistView),
  },
  {
    method: 'POST',
    path: '/api/v1/artists',
    summary: 'Makes somebody or something that can be booked',
    access: 'artists.write',
    body: CreateArtist,
    answers: made(ArtistView),
  },
  {
    method: 'GET',
    path: '/api/v1/artists/{id}',
    summary: 'One of them',
    access: 'artists.read',
    answers: one(ArtistView),
  },
  {
    method: 'PATCH',
    path: '/api/v1/artists/{id}',
    summary: 'Changes name, skills, rate or zone',
    access: 'artists.write',
    body: UpdateArtist,
    ifMatch: true,
    answers: one(ArtistView),
  },
  {
    method: 'POST',
    path: '/api/v1/artists/{id}/archive',
    summary: 'Takes no new bookings any more; those that are there stay',
    access: 'artists.write',
    answers: one(ArtistView),
  },
  {
    method: 'POST',
    path: '/api/v1/artists/{id}/restore',
    summary: 'Brings one back from the archive',
    access: 'artists.write',
    answers: one(ArtistView),
  },
  {
    method: 'GET',
    path: '/api/v1/artists/{id}/bookings',
    summary: 'The bookings of one of them',
    access: 'bookings.read',
    query: BookingsQuery,
    answers: list(BookingView),
  },
  {
    method: 'GET',
    path: '/api/v1/artists/{id}/availability',
    summary: 'The hours of one of them, time off, and a stretch of time part by part: free, busy or closed',
    access: 'artists.read',
    query: AvailabilityQuery,
    answers: one(ArtistAvailability),
  },
  {
    method: 'PUT',
    path: '/api/v1/artists/{id}/availability',
    summary: 'Weekly hours from a day on',
    access: 'artists.write',
    body: PutAvailability,
    answers: one(WeeklyPattern),
  },
  {
    method: 'POST',
    path: '/api/v1/artists/{id}/time-off',
    summary: 'Days on which one of them is not there, or is there against the weekly hours',
    access: 'artists.write',
    body: CreateTimeOff,
    answers: made(TimeOffView),
  },
  {
    method: 'DELETE',
    path: '/api/v1/artists/{id}/time-off/{timeOffId}',
    summary: 'Takes such days away again',
    access: 'artists.write',
    answers: one(TimeOffView),
  },
  {
    method: 'GET',
    path: '/api/v1/availability',
    summary: 'When those are closed who are not open all the time',
    access: 'artists.read',
    query: AvailabilityQuery,
    answers: one(z.array(ClosedTimes)),
  },
]

const bookings: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/bookings',
    summary: 'Bookings that touch a range of time, by start',
    access: 'bookings.read',
    query: BookingsQuery,
    answers: list(BookingView),
  },
  {
    method: 'POST',
    path: '/api/v1/bookings',
    summary: 'Makes a hold, a pencil or a confirmed booking',
    access: 'bookings.write',
    body: CreateBooking,
    answers: made(BookingView),
  },
  {
    method: 'POST',
    path: '/api/v1/bookings/check-availability',
    summary: 'Whether a time is free, and who stands in line for it',
    access: 'bookings.read',
    body: CheckAvailability,
    answers: one(AvailabilityView),
  },
  {
    method: 'GET',
    path: '/api/v1/bookings/{id}',
    summary: 'One booking',
    access: 'bookings.read',
    answers: one(BookingView),
  },
  {
    method: 'PATCH',
    path: '/api/v1/bookings/{id}',
    summary: 'Moves or renames a booking',
    access: 'bookings.write',
    body: UpdateBooking,
    ifMatch: true,
    answers: one(BookingView),
  },
  {
    method: 'DELETE',
    path: '/api/v1/bookings/{id}',
    summary: 'Cancels a booking',
    access: 'bookings.write',
    ifMatch: true,
    answers: one(BookingView),
  },
  {
    method: 'POST',
    path: '/api/v1/bookings/{id}/transitions',
    summary: 'Gives a booking another status',
    access: 'bookings.write',
    body: BookingTransition,
    answers: one(BookingView),
  },
  {
    method: 'POST',
    path: '/api/v1/bookings/{id}/extend',
    summary: 'Lets a hold last once more as long',
    access: 'bookings.write',
    ifMatch: true,
    answers: one(BookingView),
  },
  {
    method: 'GET',
    path: '/api/v1/bookings/{id}/challenges',
    summary: 'Challenges that a booking made or met, newest first',
    access: 'bookings.read',
    answers: one(z.array(ChallengeView)),
  },
  {
    method: 'POST',
    path: '/api/v1/bookings/{id}/challenges',
    summary: 'Asks whoever stands first before it to confirm or release',
    access: 'bookings.write',
    answers: made(ChallengeView),
  },
  {
    method: 'DELETE',
    path: '/api/v1/bookings/{id}/challenges',
    summary: 'Takes the open challenge of a booking back',
    access: 'bookings.write',
    answers: one(ChallengeView),
  },
  {
    method: 'GET',
    path: '/api/v1/my-bookings',
    summary: 'The bookings of the artist whose account you are, by start',
    access: 'bookings.read_own',
    query: MyBookingsQuery,
    answers: [
      { status: 200, data: z.array(MyBookingView), meta: ListMeta.extend({ isLinked: z.boolean() }) },
    ],
  },
  {
    method: 'POST',
    path: '/api/v1/my-bookings/{id}/answer',
    summary: 'Says yes or no to one of them',
    access: 'bookings.answer_own',
    body: AnswerBooking,
    answers: one(MyBookingView),
  },
  {
    method: 'GET',
    path: '/api/v1/booking-settings',
    summary: 'What keeps its time free, and how long a hold waits',
    access: 'bookings.read',
    answers: one(BookingSettings),
  },
  {
    method: 'PATCH',
    path: '/api/v1/booking-settings',
    summary: 'Changes how bookings work; refused while bookings would clash',
    access: 'bookings.manage',
    body: UpdateBookingSettings,
    ifMatch: true,
    answers: one(BookingSettings),
  },
  {
    method: 'POST',
    path: '/api/v1/booking-settings/preview',
    summary: 'What would clash if other statuses kept their time free',
    access: 'bookings.manage',
    body: BlockingPreview,
    answers: one(BlockingClashes),
  },
]

/** Who and what can be booked, and for when it is. */
export const workOperations: readonly Operation[] = [
  ...artists.map((each) => ({ ...each, tag: 'Artists' as const })),
  ...bookings.map((each) => ({ ...each, tag: 'Bookings' as const })),
]
