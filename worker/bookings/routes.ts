import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { BlockingPreview, UpdateBookingSettings } from '../../contracts/booking-settings.ts'
import {
  AnswerBooking,
  BookingsQuery,
  BookingTransition,
  CheckAvailability,
  CreateBooking,
  MyBookingsQuery,
  RankBooking,
  UpdateBooking,
} from '../../contracts/bookings.ts'
import type { CalendarFeedView } from '../../contracts/calendar-feeds.ts'
import { ArtistId, BookingId } from '../../contracts/ids.ts'
import { allows } from '../../contracts/principal.ts'
import { actorText } from '../events/append.ts'
import {
  answerCommand,
  answerCreatedBy,
  answerRead,
  confirmedOnly,
  needs,
  parseInput,
  type RunCommand,
  readInput,
  readVersion,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { openChallenge, readChallenges, withdrawChallenge } from './challenge.service.ts'
import { askForBookings, type BookingAsked, createBookings } from './create.service.ts'
import { endFeed, makeFeed, readFeed } from './feed.service.ts'
import type { TakenRefusal } from './free.ts'
import { readBooking } from './line.service.ts'
import { answerMine, readMine } from './own.service.ts'
import { rankBooking } from './rank.service.ts'
import type { RefusedCall } from './refusals.service.ts'
import { changeBooking, checkAvailability, extendHold, readBookings, transitionBooking } from './service.ts'
import { changeSettings, previewBlocking, readBookingSettings } from './settings.service.ts'

const IdParam = z.object({ id: BookingId })

/** Who acts by a call, and when. */
export function byCaller({ var: { tenant, principal } }: { var: TenantEnv['Variables'] }) {
  const { newId, now } = tenant.deps
  return { newId, at: now(), actor: actorText(principal) }
}

/** Whoever may not see bookings is told that a time is taken, and not by what. */
export function asSeenBy<R extends { ok: true } | { ok: false; error: { code: string } }>(
  { var: { principal } }: { var: TenantEnv['Variables'] },
  result: R,
): R | { ok: false; error: TakenRefusal } {
  if (result.ok || allows(principal, 'bookings.read') || !isTaken(result.error)) return result
  const { error } = result
  const hidden = { id: null, title: null, status: null }
  const rivals = error.details.rivals.map((rival) => ({ ...rival, ...hidden }))
  if (error.code === 'booking_conflict')
    return { ok: false, error: { code: error.code, details: { rivals } } }
  return { ok: false, error: { code: error.code, details: { ...error.details, rivals } } }
}

const isTaken = (error: { code: string }): error is TakenRefusal =>
  error.code === 'booking_conflict' || error.code === 'first_refusal'

/** What the routes of bookings are handed by the object that hosts them. */
export interface BookingHost {
  /** Books somebody; those who ask while others have the lane are booked together. */
  create: (asked: BookingAsked) => RunCommand
  /** Sees to it that the next hold that runs out is ended in time. */
  planExpiry: () => Promise<void>
  /** Counts a call that was refused because others have the time. */
  countRefused: (call: { commandId: string; actor: string }, asked: RefusedCall) => Promise<void>
}

/** How bookings are made together. */
export const bookingsTogether = { status: 201, ask: askForBookings, work: createBookings }

/** Bookings have one address each, whatever list they were made in. */
const BOOKINGS_PATH = '/api/v1/bookings'

/** Answers a call for a new booking, at whichever address it came. */
export async function answerBooking(
  c: Context<TenantEnv>,
  host: BookingHost,
  asked: Pick<BookingAsked, 'input' | 'isOfProject'>,
): Promise<Response> {
  const { input } = asked
  const run = host.create({ ...asked, by: byCaller(c) })
  const create: RunCommand = async (command) => asSeenBy(c, await run(command))
  const response = await counted(c, host, input, answerCreatedBy(c, input, create, BOOKINGS_PATH))
  if (response.ok && input.status === 'hold') await host.planExpiry()
  return response
}

const Refused = z.object({ error: z.object({ code: z.enum(['booking_conflict', 'plan_conflict']) }) })

/** Answers a call, and has it counted when it was refused because others have the time. */
export async function counted(
  { var: { principal, commandId } }: { var: TenantEnv['Variables'] },
  { countRefused }: BookingHost,
  asked: RefusedCall,
  answer: Promise<Response>,
): Promise<Response> {
  const response = await answer
  if (response.status !== 409) return response
  const refused = Refused.safeParse(await response.clone().json())
  if (refused.success) await countRefused({ commandId, actor: actorText(principal) }, asked)
  return response
}

/** Routes of bookings. */
export const bookingRoutes = (host: BookingHost) =>
  new Hono<TenantEnv>()
    .get('/', needs('bookings.read'), async (c) => {
      const query = parseInput(c.req.query(), BookingsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerRead(c, (tx) => readBookings(tx, query.value))
    })
    .post('/', needs('bookings.write'), async (c) => {
      const input = await readInput(c.req.raw, CreateBooking)
      if (!input.ok) return refuseWith(input.error, c.var.requestId)
      return answerBooking(c, host, { input: input.value })
    })
    .post('/check-availability', needs('bookings.read'), async (c) => {
      const asked = await readInput(c.req.raw, CheckAvailability)
      if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
      const ready = await c.var.tenant.ready()
      if (!ready.ok) return refuseWith(ready.error, c.var.requestId)
      const checked = await c.var.tenant.readAs(c.var.principal, (tx) => checkAvailability(tx, asked.value))
      if (!checked.ok) return refuseWith(checked.error, c.var.requestId)
      return answerRead(c, async () => (checked.value === null ? null : { data: checked.value }))
    })
    .get('/:id', needs('bookings.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readBooking(tx, param.value.id)
        return data === null ? null : { data }
      })
    })
    .patch('/:id', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const change = await readInput(c.req.raw, UpdateBooking)
      if (!change.ok) return refuseWith(change.error, c.var.requestId)
      const { artistId, projectId } = change.value
      const answer = answerCommand(c, { version: version.value, ...change.value }, 200, async (tx) =>
        asSeenBy(c, await changeBooking(tx, param.value.id, version.value, change.value, byCaller(c))),
      )
      return counted(c, host, { artistId, projectId, bookingId: param.value.id }, answer)
    })
    .delete('/:id', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      // Nothing is lost: a booking that is taken out is a cancelled one.
      const asked = { to: 'cancelled' as const, version: version.value }
      return answerCommand(c, asked, 200, (tx) => transitionBooking(tx, param.value.id, asked, byCaller(c)))
    })
    .post('/:id/transitions', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const asked = await readInput(c.req.raw, BookingTransition)
      if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
      const answer = answerCommand(c, asked.value, 200, async (tx) =>
        asSeenBy(c, await transitionBooking(tx, param.value.id, asked.value, byCaller(c))),
      )
      return counted(c, host, { bookingId: param.value.id }, answer)
    })
    .post('/:id/extend', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const response = await answerCommand(c, { version: version.value }, 200, (tx) =>
        extendHold(tx, param.value.id, version.value, byCaller(c)),
      )
      if (response.ok) await host.planExpiry()
      return response
    })
    .post('/:id/rank', needs('bookings.manage'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const asked = await readInput(c.req.raw, RankBooking)
      if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
      return answerCommand(c, asked.value, 200, (tx) =>
        rankBooking(tx, param.value.id, asked.value, byCaller(c)),
      )
    })
    .get('/:id/challenges', needs('bookings.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readChallenges(tx, param.value.id)
        return data === null ? null : { data }
      })
    })
    .post('/:id/challenges', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const response = await answerCommand(c, null, 201, (tx) =>
        openChallenge(tx, param.value.id, byCaller(c)),
      )
      if (response.ok) await host.planExpiry()
      return response
    })
    .delete('/:id/challenges', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerCommand(c, null, 200, (tx) => withdrawChallenge(tx, param.value.id, byCaller(c)))
    })

/** The bookings of the artist whose account the caller is, for them to see and to answer. */
export const myBookingRoutes = new Hono<TenantEnv>()
  .get('/', needs('bookings.read_own'), async (c) => {
    const query = parseInput(c.req.query(), MyBookingsQuery)
    if (!query.ok) return refuseWith(query.error, c.var.requestId)
    return answerRead(c, (tx) => readMine(tx, c.var.principal.id, query.value))
  })
  .post('/:id/answer', needs('bookings.answer_own'), async (c) => {
    const param = parseInput(c.req.param(), IdParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const asked = await readInput(c.req.raw, AnswerBooking)
    if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
    return answerCommand(c, asked.value, 200, (tx) =>
      answerMine(tx, c.var.principal.id, param.value.id, asked.value, byCaller(c)),
    )
  })

/** How the workspace books. */
export const bookingSettingsRoutes = new Hono<TenantEnv>()
  .get('/', needs('bookings.read'), (c) =>
    answerRead(c, async (tx) => ({ data: await readBookingSettings(tx) })),
  )
  .patch('/', needs('bookings.manage'), async (c) => {
    const version = readVersion(c.req.header('if-match'))
    if (!version.ok) return refuseWith(version.error, c.var.requestId)
    const change = await readInput(c.req.raw, UpdateBookingSettings)
    if (!change.ok) return refuseWith(change.error, c.var.requestId)
    return answerCommand(c, { version: version.value, ...change.value }, 200, (tx) =>
      changeSettings(tx, version.value, change.value, byCaller(c)),
    )
  })
  .post('/preview', needs('bookings.manage'), async (c) => {
    const asked = await readInput(c.req.raw, BlockingPreview)
    if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
    const ready = await c.var.tenant.ready()
    if (!ready.ok) return refuseWith(ready.error, c.var.requestId)
    const preview = await c.var.tenant.readAs(c.var.principal, (tx) =>
      previewBlocking(tx, asked.value.blocking),
    )
    if (!preview.ok) return refuseWith(preview.error, c.var.requestId)
    return answerRead(c, async () => ({ data: preview.value }))
  })

const ArtistParam = z.object({ id: ArtistId })

/** What the routes of calendar feeds are handed by the object that hosts them. */
export interface FeedHost {
  /** The address of a feed, which is worked out and kept nowhere. */
  feedAddress: (feedId: string) => Promise<string>
}

/** The calendar of an artist for other programs, below `/api/v1/artists`. */
export const artistFeedRoutes = ({ feedAddress }: FeedHost) => {
  const shown = async (feed: { id: string; createdAt: string } | null): Promise<CalendarFeedView> =>
    feed === null
      ? { address: null, createdAt: null }
      : { address: await feedAddress(feed.id), createdAt: feed.createdAt }
  return new Hono<TenantEnv>()
    .get('/:id/calendar-feed', needs('artists.write'), async (c) => {
      const param = parseInput(c.req.param(), ArtistParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(
        c,
        async (tx) => {
          const feed = await readFeed(tx, param.value.id)
          return feed === undefined ? null : { data: feed }
        },
        shown,
      )
    })
    .post('/:id/calendar-feed', needs('artists.write'), confirmedOnly, async (c) => {
      const param = parseInput(c.req.param(), ArtistParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const response = await answerCommand(c, null, 201, (tx) => makeFeed(tx, param.value.id, byCaller(c)))
      return withAddress(response, shown)
    })
    .delete('/:id/calendar-feed', needs('artists.write'), async (c) => {
      const param = parseInput(c.req.param(), ArtistParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const response = await answerCommand(c, null, 200, (tx) => endFeed(tx, param.value.id))
      return withAddress(response, shown)
    })
}

const FeedAnswer = z.object({
  data: z.object({ id: z.uuid(), createdAt: z.string() }).nullable(),
  meta: z.object({ seq: z.number() }),
})

/** The answer of a command with the address, which is not stored with it. */
async function withAddress(
  response: Response,
  shown: (feed: { id: string; createdAt: string } | null) => Promise<CalendarFeedView>,
): Promise<Response> {
  if (!response.ok) return response
  const { data, meta } = FeedAnswer.parse(await response.json())
  return Response.json({ data: await shown(data), meta }, { status: response.status })
}
