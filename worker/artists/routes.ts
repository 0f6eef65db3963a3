import { Hono } from 'hono'
import { z } from 'zod'
import { ArtistsQuery, CreateArtist, EraseArtist, UpdateArtist } from '../../contracts/artists.ts'
import { ArtistId } from '../../contracts/ids.ts'
import {
  answerCommand,
  answerCreated,
  answerRead,
  needs,
  parseInput,
  readInput,
  readVersion,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import { eraseArtist } from './erase.service.ts'
import {
  archiveArtist,
  changeArtist,
  createArtist,
  readArtist,
  readArtists,
  restoreArtist,
} from './service.ts'

const IdParam = z.object({ id: ArtistId })

/** Who belongs to the workspace is known in the control plane. */
export interface MemberHost {
  isMember: (personId: string) => Promise<boolean>
}

/** What of an artist lies outside of Postgres: files, and the link to a profile. */
export interface RemainsHost {
  /** Has what is left of an artist who was erased be taken away; it comes again until it has been. */
  planForgetting: (artistId: string) => Promise<void>
}

const standsFor = async ({ isMember }: MemberHost, { memberId }: { memberId?: string | null | undefined }) =>
  memberId === null || memberId === undefined || (await isMember(memberId))

export const artistRoutes = (members: MemberHost, remains: RemainsHost) =>
  new Hono<TenantEnv>()
    .get('/', needs('artists.read'), async (c) => {
      const query = parseInput(c.req.query(), ArtistsQuery)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerRead(c, (tx) => readArtists(tx, query.value))
    })
    .post('/', needs('artists.write'), async (c) => {
      const input = await readInput(c.req.raw, CreateArtist)
      if (!input.ok) return refuseWith(input.error, c.var.requestId)
      const facts = await c.var.tenant.facts()
      if (facts === null) return refuseWith({ code: 'workspace_provisioning' }, c.var.requestId)
      const { newId, now } = c.var.tenant.deps
      const isMember = await standsFor(members, input.value)
      const context = { newId, at: now(), timeZone: facts.settings.timeZone, isMember }
      return answerCreated(c, input.value, (tx) => createArtist(tx, input.value, context))
    })
    .get('/:id', needs('artists.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readArtist(tx, param.value.id)
        return data === null ? null : { data }
      })
    })
    .patch('/:id', needs('artists.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const change = await readInput(c.req.raw, UpdateArtist)
      if (!change.ok) return refuseWith(change.error, c.var.requestId)
      const isMember = await standsFor(members, change.value)
      return answerCommand(c, { version: version.value, ...change.value }, 200, (tx) =>
        changeArtist(tx, param.value.id, version.value, change.value, isMember),
      )
    })
    .post('/:id/archive', needs('artists.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerCommand(c, null, 200, (tx) => archiveArtist(tx, param.value.id, c.var.tenant.deps.now()))
    })
    .post('/:id/restore', needs('artists.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerCommand(c, null, 200, (tx) => restoreArtist(tx, param.value.id))
    })
    .post('/:id/erase', needs('artists.write'), async (c) => {
      const { requestId, tenant } = c.var
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, requestId)
      const { id } = param.value
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, requestId)
      const typed = await readInput(c.req.raw, EraseArtist)
      if (!typed.ok) return refuseWith(typed.error, requestId)
      const context = { at: tenant.deps.now(), seal: tenant.artistSeal }
      const asked = { version: version.value, ...typed.value }
      const answer = await answerCommand(c, asked, 200, (tx) =>
        eraseArtist(tx, id, version.value, typed.value, context),
      )
      if (answer.ok) await remains.planForgetting(id)
      return answer
    })
