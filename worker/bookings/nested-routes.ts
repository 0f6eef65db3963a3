import { Hono } from 'hono'
import { z } from 'zod'
import {
  BookingsQuery,
  CreateArtistBooking,
  type CreateBooking,
  CreateProjectBooking,
} from '../../contracts/bookings.ts'
import { ArtistId, ProjectId } from '../../contracts/ids.ts'
import { hasProject } from '../projects/lookup.service.ts'
import { answerRead, needs, parseInput, readInput, refuseWith, type TenantEnv } from '../tenant/context.ts'
import { answerBooking, type BookingHost } from './routes.ts'
import { readBookings, readBookingsOf } from './service.ts'

const ArtistParam = z.object({ id: ArtistId })
const ProjectParam = z.object({ id: ProjectId })
/** Bookings of one artist, below `/api/v1/artists`. */
export const artistBookingRoutes = (host: BookingHost) =>
  new Hono<TenantEnv>()
    .get('/:id/bookings', needs('bookings.read'), async (c) => {
      const param = parseInput(c.req.param(), ArtistParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const query = parseInput(c.req.query(), BookingsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerRead(c, (tx) => readBookingsOf(tx, param.value.id, query.value))
    })
    .post('/:id/bookings', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), ArtistParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const asked = await readInput(c.req.raw, CreateArtistBooking)
      if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
      const input: CreateBooking = { ...asked.value, artistId: param.value.id }
      return answerBooking(c, host, { input })
    })

/** Bookings for one project, below `/api/v1/projects`. */
export const projectBookingRoutes = (host: BookingHost) =>
  new Hono<TenantEnv>()
    .get('/:id/bookings', needs('bookings.read'), async (c) => {
      const param = parseInput(c.req.param(), ProjectParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const projectId = param.value.id
      const query = parseInput({ ...c.req.query(), projectId }, BookingsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerRead(c, async (tx) =>
        (await hasProject(tx, projectId)) ? readBookings(tx, query.value) : null,
      )
    })
    .post('/:id/bookings', needs('bookings.write'), async (c) => {
      const param = parseInput(c.req.param(), ProjectParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const asked = await readInput(c.req.raw, CreateProjectBooking)
      if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
      const input: CreateBooking = { ...asked.value, projectId: param.value.id }
      return answerBooking(c, host, { input, isOfProject: true })
    })
