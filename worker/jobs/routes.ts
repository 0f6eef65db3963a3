import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { JobId } from '../../contracts/ids.ts'
import { CreateJob, type JobListing, JobsQuery, type JobView, UpdateJob } from '../../contracts/jobs.ts'
import type { BoardHost } from '../board/host.service.ts'
import { statusAt } from '../board/service.ts'
import { actorText } from '../events/append.ts'
import { DayClock } from '../platform/clock.ts'
import { openProfile, readProfile } from '../profiles/service.ts'
import {
  answerCommand,
  answerCreated,
  needs,
  parseInput,
  peopleOnly,
  readInput,
  readVersion,
  readyFirst,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { changeJob, closeJob, matchFor, postJob, readJob, readOwnJobs, type StoredJob } from './service.ts'

type C = Context<TenantEnv>
const IdParam = z.object({ id: JobId })
const days = new DayClock()

const closingOf = ({ closedAt, deadlineAt }: Pick<StoredJob, 'closedAt' | 'deadlineAt'>) => ({
  isClosed: closedAt !== null,
  deadlineAt: new Date(deadlineAt),
})

/** Routes of the job board: listings of all workspaces, read from the control plane; one's own are written here. */
export function jobRoutes(host: BoardHost) {
  const workspaceName = async (c: C) => (await c.var.tenant.facts())?.settings.name ?? ''

  /** Listings as the caller sees them: saved, applied to, and how well their profile fits. */
  const viewsOf = async (
    c: C,
    found: readonly { listing: JobListing; tenantId: string }[],
  ): Promise<JobView[]> => {
    const { principal, tenant } = c.var
    const isPerson = principal.kind === 'person'
    const ids = found.map(({ listing }) => listing.id)
    const [marks, stored] = await Promise.all([
      isPerson ? host.board.marksOf(principal.id, ids) : null,
      isPerson ? tenant.readAs(principal, (tx) => readProfile(tx, principal.id)) : null,
    ])
    const profile = stored === null ? null : await openProfile(stored, host.open)
    const now = tenant.deps.now()
    return found.map(({ listing, tenantId }) => {
      const isOwn = tenantId === tenant.id
      const today = days.dayIn(listing.deadline.timeZone, now)
      return {
        ...listing,
        status: statusAt(closingOf(listing), now),
        isOwn,
        isSaved: marks?.saved.has(listing.id) ?? false,
        // Ids of applications are checked when they are stored.
        application: (marks?.standing.get(listing.id) ?? null) as JobView['application'],
        match: profile === null || isOwn ? null : matchFor(listing, profile, today),
      }
    })
  }

  const findListing = async (c: C, id: string) => {
    const { tenant, principal } = c.var
    const own = await tenant.readAs(principal, (tx) => readJob(tx, id))
    if (own === null) return host.board.findListing(id)
    return { listing: { ...own, workspaceName: await workspaceName(c) }, tenantId: tenant.id as string }
  }

  /** The listing of the path as the caller sees it, or the refusal. */
  const answerOne = async (c: C): Promise<Response> => {
    const param = parseInput(c.req.param(), IdParam)
    const found = param.ok ? await findListing(c, param.value.id) : null
    if (found === null) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const [data] = await viewsOf(c, [found])
    return c.json({ data, meta: { seq: c.var.tenant.applied } })
  }

  const save = (isSaved: boolean) => async (c: C) => {
    const param = parseInput(c.req.param(), IdParam)
    const found = param.ok ? await findListing(c, param.value.id) : null
    if (found === null) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const { principal, requestId, tenant } = c.var
    if (!isSaved) await host.board.unsave(principal.id, found.listing.id)
    else {
      const saved = await host.board.save(
        { personId: principal.id, tenantId: tenant.id },
        found.listing.id,
        tenant.deps.now(),
      )
      if (!saved.ok) return refuseWith(saved.error, requestId)
    }
    return answerOne(c)
  }

  return new Hono<TenantEnv>()
    .get('/', needs('jobs.read'), readyFirst, async (c) => {
      const query = parseInput(c.req.query(), JobsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      const { tenant, principal } = c.var
      const answer = async (
        found: { listing: JobListing; tenantId: string }[],
        page: { nextCursor: string | null; total: number },
      ) => c.json({ data: await viewsOf(c, found), meta: { seq: tenant.applied, ...page } })
      if (query.value.own === true) {
        const { page, ...rest } = await tenant.readAs(principal, (tx) => readOwnJobs(tx, query.value))
        const name = await workspaceName(c)
        const listings = page.map((job) => ({ ...job, workspaceName: name }))
        return answer(
          listings.map((listing) => ({ listing, tenantId: tenant.id as string })),
          rest,
        )
      }
      const { found, ...rest } =
        query.value.saved === true
          ? await host.board.listSaved(principal.id, query.value)
          : await host.board.listOpen(query.value, tenant.deps.now())
      return answer(found, rest)
    })
    .post('/', needs('jobs.write'), readyFirst, async (c) => {
      const input = await readInput(c.req.raw, CreateJob)
      if (!input.ok) return refuseWith(input.error, c.var.requestId)
      const { tenant, principal } = c.var
      const facts = await tenant.facts()
      if (facts === null) return refuseWith({ code: 'workspace_provisioning' }, c.var.requestId)
      const { newId, now } = tenant.deps
      const { name, timeZone } = facts.settings
      const context = { newId, at: now(), actor: actorText(principal), timeZone }
      return host.changed(() =>
        answerCreated(c, input.value, async (tx) =>
          ownView(await postJob(tx, input.value, context), { name, now: context.at }),
        ),
      )
    })
    .get('/:id', needs('jobs.read'), readyFirst, answerOne)
    .patch('/:id', needs('jobs.write'), readyFirst, async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const change = await readInput(c.req.raw, UpdateJob)
      if (!change.ok) return refuseWith(change.error, c.var.requestId)
      const context = { name: await workspaceName(c), now: c.var.tenant.deps.now() }
      return host.changed(() =>
        answerCommand(c, { version: version.value, ...change.value }, 200, async (tx) =>
          ownView(await changeJob(tx, param.value.id, version.value, change.value), context),
        ),
      )
    })
    .delete('/:id', needs('jobs.write'), readyFirst, async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const context = { name: await workspaceName(c), now: c.var.tenant.deps.now() }
      return host.changed(() =>
        answerCommand(c, { version: version.value }, 200, async (tx) =>
          ownView(await closeJob(tx, param.value.id, version.value, context.now), context),
        ),
      )
    })
    .put('/:id/save', needs('jobs.apply_own'), readyFirst, peopleOnly, save(true))
    .delete('/:id/save', needs('jobs.apply_own'), readyFirst, peopleOnly, save(false))

  /** A changed listing of one's own as a listing is answered. */
  function ownView<E, V>(
    result: { ok: true; value: { view: StoredJob; events: V[] } } | { ok: false; error: E },
    { name, now }: { name: string; now: Date },
  ) {
    if (!result.ok) return result
    const { view, events } = result.value
    const listing = { ...view, workspaceName: name }
    const status = statusAt(closingOf(view), now)
    const none = { isSaved: false, application: null, match: null }
    return { ok: true as const, value: { view: { ...listing, status, isOwn: true, ...none }, events } }
  }
}
