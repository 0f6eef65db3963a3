import { Hono } from 'hono'
import { z } from 'zod'
import { daysBetween } from '../../contracts/days.ts'
import { LOAD_DAYS_MAX } from '../../contracts/limits.ts'
import { allows } from '../../contracts/principal.ts'
import {
  AllProposalsQuery,
  ApplyCascade,
  CreateBaseline,
  LoadQuery,
  PreviewCascade,
  ProposalsQuery,
  PutCalendar,
  UndoCascade,
} from '../../contracts/project-plans.ts'
import { err } from '../../contracts/result.ts'
import { actorText } from '../events/append.ts'
import {
  allClientsOnly,
  answerCommand,
  answerRead,
  needs,
  parseInput,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { compareBaseline, readBaselines, removeBaseline, takeBaseline } from './baselines.service.ts'
import {
  changeProjectCalendar,
  changeTaskCalendar,
  changeWorkspaceCalendar,
  readProjectCalendar,
  readTaskCalendar,
  readWorkspaceCalendar,
} from './calendars.service.ts'
import { applyCascade, type CascadeBy, previewCascade, undoCascade } from './cascade.service.ts'
import { readLoad } from './load.service.ts'
import {
  acceptProposal,
  dismissProposal,
  readAllProposals,
  readProposals,
  readProposedBooking,
} from './proposals.service.ts'
import { readRemovedTasks } from './removed.service.ts'
import { found, type RouteContext, withId, withInput } from './routes.ts'

function cascadeBy(c: RouteContext): CascadeBy {
  const { tenant, principal } = c.var
  const { newId, now } = tenant.deps
  return { newId, at: now(), mayReadBookings: allows(principal, 'bookings.read') }
}

/** Who does what is told and noted. */
function actedBy(c: RouteContext) {
  const { newId, now } = c.var.tenant.deps
  return { newId, at: now(), actor: actorText(c.var.principal) }
}

const BaselineParam = z.object({ id: z.uuid(), baselineId: z.uuid() })

/** What is done with the plan of a project as a whole. */
export const planRoutes = new Hono<TenantEnv>()
  .post('/:id/cascade/preview', needs('projects.read'), (c) =>
    withId(c, (id) =>
      withInput(c, PreviewCascade, async ({ changes }) => {
        const { principal, tenant, requestId } = c.var
        const ready = await tenant.ready()
        if (!ready.ok) return refuseWith(ready.error, requestId)
        const mayRead = allows(principal, 'bookings.read')
        const shown = await tenant.readAs(principal, (tx) => previewCascade(tx, id, changes, mayRead))
        if (!shown.ok) return refuseWith(shown.error, requestId)
        return answerRead(c, async () => found(shown.value))
      }),
    ),
  )
  .post('/:id/cascade', needs('projects.write'), (c) =>
    withId(c, (id) =>
      withInput(c, ApplyCascade, (asked) =>
        answerCommand(c, asked, 200, (tx) => applyCascade(tx, id, asked, cascadeBy(c))),
      ),
    ),
  )
  .post('/:id/cascade/undo', needs('projects.write'), (c) =>
    withId(c, (id) =>
      withInput(c, UndoCascade, (asked) =>
        answerCommand(c, asked, 200, (tx) => undoCascade(tx, id, asked.cascadeId, cascadeBy(c))),
      ),
    ),
  )
  .get('/:id/removed-tasks', needs('projects.read'), (c) =>
    withId(c, (id) => answerRead(c, async (tx) => found(await readRemovedTasks(tx, id)))),
  )
  .get('/:id/baselines', needs('projects.read'), (c) =>
    withId(c, (id) => answerRead(c, async (tx) => found(await readBaselines(tx, id)))),
  )
  .post('/:id/baselines', needs('projects.write'), (c) =>
    withId(c, (id) =>
      withInput(c, CreateBaseline, (input) =>
        answerCommand(c, input, 201, (tx) => takeBaseline(tx, id, input, actedBy(c))),
      ),
    ),
  )
  .get('/:id/baselines/:baselineId', needs('projects.read'), async (c) => {
    const param = parseInput(c.req.param(), BaselineParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const { id, baselineId } = param.value
    return answerRead(c, async (tx) => found(await compareBaseline(tx, id, baselineId)))
  })
  .delete('/:id/baselines/:baselineId', needs('projects.write'), async (c) => {
    const param = parseInput(c.req.param(), BaselineParam)
    if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
    const { id, baselineId } = param.value
    return answerCommand(c, null, 200, (tx) => removeBaseline(tx, id, baselineId))
  })
  .get('/:id/proposals', needs('bookings.read'), (c) =>
    withId(c, async (id) => {
      const query = parseInput(c.req.query(), ProposalsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerRead(c, async (tx) => found(await readProposals(tx, id, query.value)))
    }),
  )
  .get('/:id/calendar', needs('projects.read'), (c) =>
    withId(c, (id) => answerRead(c, async (tx) => found(await readProjectCalendar(tx, id)))),
  )
  .put('/:id/calendar', needs('projects.write'), (c) =>
    withId(c, (id) =>
      withInput(c, PutCalendar, (input) =>
        answerCommand(c, input, 200, (tx) => changeProjectCalendar(tx, id, input)),
      ),
    ),
  )

/** Working hours of one task, below `/api/v1/project-tasks`. */
export const taskCalendarRoutes = new Hono<TenantEnv>()
  .get('/:id/calendar', needs('projects.read'), (c) =>
    withId(c, (id) => answerRead(c, async (tx) => found(await readTaskCalendar(tx, id)))),
  )
  .put('/:id/calendar', needs('projects.write'), (c) =>
    withId(c, (id) =>
      withInput(c, PutCalendar, (input) =>
        answerCommand(c, input, 200, (tx) => changeTaskCalendar(tx, id, input)),
      ),
    ),
  )

/** Working hours of the workspace, by which every plan is worked out that has none of its own. */
export const workspaceCalendarRoutes = new Hono<TenantEnv>()
  .get('/', needs('projects.read'), (c) =>
    answerRead(c, async (tx) => ({ data: await readWorkspaceCalendar(tx) })),
  )
  .put('/', needs('projects.write'), allClientsOnly, (c) =>
    withInput(c, PutCalendar, (input) =>
      answerCommand(c, input, 200, (tx) => changeWorkspaceCalendar(tx, input)),
    ),
  )

/** What the routes of proposals are handed by the object that hosts them. */
export interface ProposalHost {
  /** Counts a call that was refused because others have the time of a booking. */
  countRefused: (
    call: { commandId: string; actor: string },
    asked: { bookingId: string | undefined },
  ) => Promise<void>
}

/** What is proposed for bookings over all projects, and the answers to it. */
export const proposalRoutes = (host: ProposalHost) =>
  new Hono<TenantEnv>()
    .get('/', needs('bookings.read'), async (c) => {
      const query = parseInput(c.req.query(), AllProposalsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerRead(c, (tx) => readAllProposals(tx, query.value))
    })
    .post('/:id/accept', needs('bookings.write'), (c) => withId(c, (id) => accept(c, id, host)))
    .post('/:id/dismiss', needs('bookings.write'), (c) =>
      withId(c, (id) => answerCommand(c, null, 200, (tx) => dismissProposal(tx, id))),
    )

async function accept(c: RouteContext, id: string, { countRefused }: ProposalHost): Promise<Response> {
  const { commandId, principal, tenant } = c.var
  let isTaken = false
  const response = await answerCommand(c, null, 200, async (tx) => {
    const settled = await acceptProposal(tx, id, actedBy(c))
    isTaken = !settled.ok && settled.error.code === 'booking_conflict'
    if (settled.ok || settled.error.code !== 'booking_conflict') return settled
    // Who may not see bookings is told that the time is taken, and not by what.
    const { rivals } = settled.error.details
    const details = { rivals: allows(principal, 'bookings.read') ? rivals : [] }
    return err({ ...settled.error, details })
  })
  if (isTaken) {
    const bookingId = await tenant.readAs(principal, (tx) => readProposedBooking(tx, id))
    await countRefused({ commandId, actor: actorText(principal) }, { bookingId: bookingId ?? undefined })
  }
  return response
}

/** What people have to do over all projects. It is of no client, and for members of all clients only. */
export const loadRoutes = new Hono<TenantEnv>().get('/', needs('bookings.read'), async (c) => {
  const query = parseInput(c.req.query(), LoadQuery)
  if (!query.ok) return refuseWith(query.error, c.var.requestId)
  const days = daysBetween(query.value.from, query.value.to)
  if (days < 0) return refuseWith({ code: 'reversed_dates' }, c.var.requestId)
  if (days >= LOAD_DAYS_MAX) {
    const details = { field: 'to', problem: `at most ${LOAD_DAYS_MAX} days` }
    return refuseWith({ code: 'invalid_request', details }, c.var.requestId)
  }
  return answerRead(c, async (tx) => ({ data: await readLoad(tx, query.value) }))
})
