import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { JobApplicationId, JobId } from '../../contracts/ids.ts'
import {
  ApplicationTransition,
  CreateJobApplication,
  JobApplicationsQuery,
  type JobApplicationView,
  OwnApplicationsQuery,
  type OwnApplicationView,
  UpdateJobApplication,
} from '../../contracts/job-applications.ts'
import { allows, permissionRefusal } from '../../contracts/principal.ts'
import type { BoardHost } from '../board/host.service.ts'
import { actorText } from '../events/append.ts'
import { cardOf, openProfile, readProfile } from '../profiles/service.ts'
import {
  answerCommand,
  answerRead,
  confirmedOnly,
  needs,
  parseInput,
  peopleOnly,
  readInput,
  readVersion,
  readyFirst,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import {
  moveApplication,
  noteApplication,
  openApplications,
  readApplication,
  readApplications,
} from './service.ts'

type C = Context<TenantEnv>
const JobParam = z.object({ id: JobId })
const IdParam = z.object({ id: JobApplicationId })
const hiringNeeds = ['bookings.read', 'bookings.write'] as const
const Answered = z.object({ meta: z.object({ seq: z.number() }) })
const notFound = (c: C) => refuseWith({ code: 'not_found' }, c.var.requestId)

/** Below `/api/v1/jobs`: applications to one listing, read by its workspace and sent from any other one. */
export const applicationsOfJobRoutes = (host: BoardHost) =>
  new Hono<TenantEnv>()
    .get('/:id/applications', needs('applications.read'), async (c) => {
      const param = parseInput(c.req.param(), JobParam)
      if (!param.ok) return notFound(c)
      const query = parseInput(c.req.query(), JobApplicationsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerRead(
        c,
        async (tx) => {
          const data = await readApplications(tx, param.value.id, query.value.stage ?? null)
          return data === null ? null : { data, meta: { nextCursor: null, total: data.length } }
        },
        (stored) => openApplications(stored, host.open),
      )
    })
    .post('/:id/applications', needs('jobs.apply_own'), readyFirst, peopleOnly, confirmedOnly, async (c) => {
      const param = parseInput(c.req.param(), JobParam)
      if (!param.ok) return notFound(c)
      const input = await readInput(c.req.raw, CreateJobApplication)
      if (!input.ok) return refuseWith(input.error, c.var.requestId)
      const { tenant, principal, requestId, commandId } = c.var
      const found = await host.board.findListing(param.value.id)
      if (found === null) return notFound(c)
      if (found.tenantId === tenant.id) return refuseWith({ code: 'own_job' }, requestId)
      const stored = await tenant.readAs(principal, (tx) => readProfile(tx, principal.id))
      const profile = stored === null ? null : await openProfile(stored, host.open)
      if (profile === null) return refuseWith({ code: 'profile_missing' }, requestId)
      const { message, id = tenant.deps.newId() } = input.value
      // Received under the id of somebody else's, its sender would never see it again.
      if (await host.board.isSentByOther(principal.id, id))
        return refuseWith({ code: 'already_exists', details: { field: 'id' } }, requestId)
      const sent = await host.desk(found.tenantId).receiveApplication({
        ...{ v: 1, id, jobId: found.listing.id, commandId, personId: principal.id, message },
        ...{
          profileTenantId: tenant.id,
          profileId: profile.id,
          profile: cardOf(profile),
          busy: profile.busy,
        },
      })
      if (!sent.ok) return refuseWith(sent.error, requestId)
      // A repeated call has sent the first one's id.
      const { standing } = await host.board.marksOf(principal.id, [found.listing.id])
      const own = await host.board.findSent(
        principal.id,
        standing.get(found.listing.id)?.id ?? id,
        tenant.deps.now(),
      )
      if (own === null) return refuseWith({ code: 'stale' }, requestId)
      const headers = { location: `/api/v1/job-applications/${own.view.id}` }
      return Response.json({ data: own.view, meta: { seq: tenant.applied } }, { status: 201, headers })
    })

/** Applications one by one: as their workspace reads them, or as whoever sent them does. */
export function applicationRoutes(host: BoardHost, planExpiry: () => Promise<void>) {
  /** The application as this workspace has it; null: it has none of that id, or the caller may not read it. */
  const ofWorkspace = async (c: C, id: string): Promise<JobApplicationView | null> => {
    const { tenant, principal } = c.var
    if (!allows(principal, 'applications.read')) return null
    const stored = await tenant.readAs(principal, (tx) => readApplication(tx, id))
    return stored === null ? null : ((await openApplications([stored], host.open))[0] ?? null)
  }
  const ofSender = async (c: C, id: string): Promise<OwnApplicationView | null> => {
    const { tenant, principal } = c.var
    if (principal.kind !== 'person') return null
    return (await host.board.findSent(principal.id, id, tenant.deps.now()))?.view ?? null
  }
  /** Answers a finished command with the application, which no stored answer holds; a stale one with what it is now. */
  const answerNow = async (c: C, id: string, done: Response): Promise<Response> => {
    if (done.status === 409) {
      const { error } = Refused.parse(await done.clone().json())
      const now = error.code === 'stale_version' ? await ofWorkspace(c, id) : null
      return now === null ? done : refuseWith({ code: 'stale_version', details: now }, c.var.requestId)
    }
    if (!done.ok) return done
    const { meta } = Answered.parse(await done.json())
    return Response.json({ data: await ofWorkspace(c, id), meta }, { status: done.status })
  }

  return new Hono<TenantEnv>()
    .get('/', needs('jobs.read'), readyFirst, async (c) => {
      const query = parseInput(c.req.query(), OwnApplicationsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      const { tenant, principal } = c.var
      const { found, nextCursor, total } = await host.board.listSent(
        principal.id,
        query.value,
        tenant.deps.now(),
      )
      return c.json({ data: found, meta: { seq: tenant.applied, nextCursor, total } })
    })
    .get('/:id', needs('jobs.read'), readyFirst, async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return notFound(c)
      const { id } = param.value
      const data = (await ofWorkspace(c, id)) ?? (await ofSender(c, id))
      return data === null ? notFound(c) : c.json({ data, meta: { seq: c.var.tenant.applied } })
    })
    .patch('/:id', needs('applications.write'), readyFirst, async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return notFound(c)
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const change = await readInput(c.req.raw, UpdateJobApplication)
      if (!change.ok) return refuseWith(change.error, c.var.requestId)
      const { id } = param.value
      const now = c.var.tenant.deps.now()
      const done = await host.changed(() =>
        answerCommand(c, { version: version.value, ...change.value }, 200, (tx) =>
          noteApplication(tx, id, version.value, change.value.note, now),
        ),
      )
      return answerNow(c, id, done)
    })
    .post('/:id/transitions', needs('applications.write'), readyFirst, async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return notFound(c)
      const asked = await readInput(c.req.raw, ApplicationTransition)
      if (!asked.ok) return refuseWith(asked.error, c.var.requestId)
      const { principal, requestId, tenant } = c.var
      const isHiring = asked.value.to === 'hired'
      // A hold that is refused names its rivals, so hiring is for who may see bookings too.
      const missing = hiringNeeds.find((permission) => isHiring && !allows(principal, permission))
      if (missing !== undefined) return refuseWith(permissionRefusal(principal, missing), requestId)
      const { id } = param.value
      const before = await ofWorkspace(c, id)
      const { newId, now } = tenant.deps
      const context = { newId, at: now(), actor: actorText(principal), profile: before?.profile ?? null }
      const done = await host.changed(() =>
        answerCommand(c, asked.value, 200, (tx) => moveApplication(tx, id, asked.value, context)),
      )
      if (done.ok && isHiring) await planExpiry()
      return answerNow(c, id, done)
    })
    .delete('/:id', needs('jobs.apply_own'), readyFirst, peopleOnly, async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return notFound(c)
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const { tenant, principal, requestId, commandId } = c.var
      const { id } = param.value
      const found = await host.board.findSent(principal.id, id, tenant.deps.now())
      if (found === null) return notFound(c)
      const asked = { v: 1, id, commandId, personId: principal.id, version: version.value } as const
      const done = await host.desk(found.tenantId).withdrawApplication(asked)
      const data = await ofSender(c, id)
      if (!done.ok && done.error.code === 'stale_version')
        return refuseWith({ code: 'stale_version', details: data }, requestId)
      if (!done.ok) return refuseWith(done.error, requestId)
      return c.json({ data, meta: { seq: tenant.applied } })
    })
}
const Refused = z.object({ error: z.object({ code: z.string() }) })
