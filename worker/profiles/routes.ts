import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  ArtistProfilesQuery,
  type ArtistProfileView,
  CreateArtistProfile,
  KeptProfile,
  type ProfileCardView,
  UpdateArtistProfile,
} from '../../contracts/artist-profiles.ts'
import { ArtistProfileId } from '../../contracts/ids.ts'
import type { BoardHost } from '../board/host.service.ts'
import {
  answerCommand,
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
  changeProfile,
  createProfile,
  keptOf,
  openProfile,
  readProfile,
  removeProfile,
  toPersonal,
} from './service.ts'

type C = Context<TenantEnv>
const IdParam = z.object({ id: ArtistProfileId })
const notFound = (c: C) => refuseWith({ code: 'not_found' }, c.var.requestId)

/** Routes of profiles: one's own, and the cards of those who opted in. */
export function profileRoutes(host: BoardHost) {
  /** The caller's own profile as it is now. */
  const own = async (c: C): Promise<ArtistProfileView | null> => {
    const { principal, tenant } = c.var
    if (principal.kind !== 'person') return null
    const stored = await tenant.readAs(principal, (tx) => readProfile(tx, principal.id))
    return stored === null ? null : openProfile(stored, host.open)
  }
  /** Answers a finished command with the profile, which no stored answer holds. */
  const answerOwn = async (c: C, done: Response): Promise<Response> => {
    if (!done.ok) return done
    const view = await own(c)
    const { meta } = Answered.parse(await done.json())
    return Response.json({ data: view, meta }, { status: done.status })
  }
  const find = async (c: C): Promise<ArtistProfileView | ProfileCardView | null> => {
    const param = parseInput(c.req.param(), IdParam)
    if (!param.ok) return null
    const mine = await own(c)
    if (mine?.id === param.value.id) return mine
    const found = await host.board.findCard(param.value.id)
    return found === null ? null : { ...found.card, isOwn: false }
  }

  return new Hono<TenantEnv>()
    .get('/', needs('jobs.read'), readyFirst, async (c) => {
      const query = parseInput(c.req.query(), ArtistProfilesQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      const seq = c.var.tenant.applied
      if (query.value.own !== undefined) {
        const mine = await own(c)
        const data = mine === null ? [] : [mine]
        return c.json({ data, meta: { seq, nextCursor: null, total: data.length } })
      }
      const { found, nextCursor, total } = await host.board.listCards(query.value)
      const data = found.map((card) => ({ ...card, isOwn: false }))
      return c.json({ data, meta: { seq, nextCursor, total } })
    })
    .post('/', needs('jobs.apply_own'), readyFirst, peopleOnly, async (c) => {
      const input = await readInput(c.req.raw, CreateArtistProfile)
      if (!input.ok) return refuseWith(input.error, c.var.requestId)
      const { tenant, principal } = c.var
      const facts = await tenant.facts()
      if (facts === null) return refuseWith({ code: 'workspace_provisioning' }, c.var.requestId)
      const { id = tenant.deps.newId(), visibility, ...said } = input.value
      const fields = KeptProfile.parse({ ...said, timeZone: said.timeZone ?? facts.settings.timeZone })
      const sealed = await host.seal(principal.id, toPersonal(fields))
      const row = { id, personId: principal.id, sealed, visibility }
      const done = await host.changed(() =>
        answerCommand(c, input.value, 201, (tx) => createProfile(tx, row, tenant.deps.now())),
      )
      const answer = await answerOwn(c, done)
      if (answer.ok) answer.headers.set('location', `${c.req.path}/${(await own(c))?.id ?? id}`)
      return answer
    })
    .get('/:id', needs('jobs.read'), readyFirst, async (c) => {
      const data = await find(c)
      return data === null ? notFound(c) : c.json({ data, meta: { seq: c.var.tenant.applied } })
    })
    .get('/:id/export', needs('jobs.read'), readyFirst, peopleOnly, async (c) => {
      const data = await find(c)
      if (data === null || !data.isOwn) return notFound(c)
      const { principal, tenant } = c.var
      const sent = await host.board.listSent(principal.id, { limit: EXPORTED_MAX }, tenant.deps.now())
      const file = { madeAt: tenant.deps.now().toISOString(), profile: data, applications: sent.found }
      return new Response(JSON.stringify(file, null, 2), {
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-disposition': 'attachment; filename="orrery-my-profile.json"',
        },
      })
    })
    .patch('/:id', needs('jobs.apply_own'), readyFirst, peopleOnly, async (c) => {
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const change = await readInput(c.req.raw, UpdateArtistProfile)
      if (!change.ok) return refuseWith(change.error, c.var.requestId)
      const before = await own(c)
      if (before === null || before.id !== c.req.param('id')) return notFound(c)
      if (before.version !== version.value)
        return refuseWith({ code: 'stale_version', details: before }, c.var.requestId)
      const { visibility = before.visibility, ...said } = change.value
      const { id } = before
      const fields = KeptProfile.parse({ ...keptOf(before), ...definedOf(said) })
      const { id: personId } = c.var.principal
      const sealed = await host.seal(personId, toPersonal(fields))
      const done = await host.changed(() =>
        answerCommand(c, { version: version.value, ...change.value }, 200, (tx) =>
          changeProfile(
            tx,
            { id, personId, version: version.value },
            { sealed, visibility, fields: Object.keys(definedOf(change.value)) },
          ),
        ),
      )
      return answerOwn(c, done)
    })
    .delete('/:id', needs('jobs.apply_own'), readyFirst, peopleOnly, async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return notFound(c)
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const { tenant, principal } = c.var
      const of = { id: param.value.id, personId: principal.id, version: version.value }
      return host.changed(() =>
        answerCommand(c, { version: version.value }, 200, (tx) => removeProfile(tx, of, tenant.deps.now())),
      )
    })
}

/** Applications in one file; nobody sends as many. */
const EXPORTED_MAX = 500
const Answered = z.object({ meta: z.object({ seq: z.number() }) })

/** What was said of a change; a field that is left out stays as it is. */
const definedOf = (said: object): object =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
