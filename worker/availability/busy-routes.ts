import { Hono } from 'hono'
import { z } from 'zod'
import { PutBusyCalendar } from '../../contracts/busy-calendars.ts'
import { ArtistId } from '../../contracts/ids.ts'
import { err, ok, type Result } from '../../contracts/result.ts'
import type { TenantTx } from '../../db/tenant-tx.ts'
import { readArtistOfMember } from '../artists/service.ts'
import { actorText } from '../events/append.ts'
import type { Sealed } from '../platform/seal.ts'
import {
  answerCommand,
  answerRead,
  needs,
  parseInput,
  readInput,
  refuseWith,
  type TenantEnv,
} from '../tenant/context.ts'
import {
  askRead,
  checkAddress,
  readBusyCalendar,
  removeBusyCalendar,
  setBusyCalendar,
} from './busy.service.ts'

/** What the routes of busy calendars are handed by the object that hosts them. */
export interface BusyHost {
  /** On a developer's machine its own stand-ins may be called. */
  mayCallLocal: boolean
  sealAddress: (calendarId: string, address: string) => Promise<Sealed>
  /** Begins the reads that are due. */
  startDue: () => Promise<void>
}

type Refused = { code: 'not_found' }
/** Whose calendar a call is about, found in its transaction. */
type Whose = (tx: TenantTx) => Promise<Result<string, Refused>>
interface Caller {
  req: { raw: Request; method: string; path: string; param(): Record<string, string> }
  var: TenantEnv['Variables']
}

const IdParam = z.object({ id: ArtistId })
/** The artist of the path. */
function ofPath(c: Caller): Whose {
  const param = parseInput(c.req.param(), IdParam)
  return async () => (param.ok ? ok(param.value.id) : err({ code: 'not_found' }))
}
/** The artist whose account the caller is. */
const ofCaller =
  (c: Caller): Whose =>
  async (tx) => {
    const artist = await readArtistOfMember(tx, c.var.principal.id)
    return artist === null ? err({ code: 'not_found' }) : ok(artist.id)
  }

/** Calendars elsewhere by which artists are busy, below `/api/v1/artists`. */
export const artistBusyRoutes = (host: BusyHost) => {
  const path = '/:id/busy-calendar'
  return new Hono<TenantEnv>()
    .get(path, needs('artists.write'), (c) => answerStatus(c, ofPath(c)))
    .put(path, needs('artists.write'), (c) => answerSet(c, host, ofPath(c)))
    .delete(path, needs('artists.write'), (c) => answerRemoved(c, host, ofPath(c)))
    .post(`${path}/read`, needs('artists.write'), (c) => answerAsked(c, host, ofPath(c)))
}

/** The same for the artist whose account the caller is, below `/api/v1/my-bookings`. */
export const myBusyRoutes = (host: BusyHost) => {
  const path = '/busy-calendar'
  return new Hono<TenantEnv>()
    .get(path, needs('bookings.read_own'), (c) => answerStatus(c, ofCaller(c)))
    .put(path, needs('bookings.answer_own'), (c) => answerSet(c, host, ofCaller(c)))
    .delete(path, needs('bookings.answer_own'), (c) => answerRemoved(c, host, ofCaller(c)))
    .post(`${path}/read`, needs('bookings.answer_own'), (c) => answerAsked(c, host, ofCaller(c)))
}

function answerStatus(c: Caller, whose: Whose): Promise<Response> {
  return answerRead(c, async (tx) => {
    const artistId = await whose(tx)
    const data = artistId.ok ? await readBusyCalendar(tx, artistId.value) : undefined
    return data === undefined ? null : { data }
  })
}

async function answerSet(c: Caller, host: BusyHost, whose: Whose): Promise<Response> {
  const input = await readInput(c.req.raw, PutBusyCalendar)
  if (!input.ok) return refuseWith(input.error, c.var.requestId)
  const checked = checkAddress(input.value.address, host.mayCallLocal)
  if (!checked.ok) return refuseWith(checked.error, c.var.requestId)
  const { newId, now } = c.var.tenant.deps
  const id = newId()
  const made = { id, host: checked.value.host, sealed: await host.sealAddress(id, checked.value.address) }
  const by = { at: now(), actor: actorText(c.var.principal) }
  const response = await answerCommand(c, input.value, 200, async (tx) => {
    const artistId = await whose(tx)
    return artistId.ok ? setBusyCalendar(tx, artistId.value, made, by) : artistId
  })
  return begun(response, host)
}

async function answerRemoved(c: Caller, host: BusyHost, whose: Whose): Promise<Response> {
  const response = await answerCommand(c, null, 200, async (tx) => {
    const artistId = await whose(tx)
    return artistId.ok ? removeBusyCalendar(tx, artistId.value) : artistId
  })
  return begun(response, host)
}

async function answerAsked(c: Caller, host: BusyHost, whose: Whose): Promise<Response> {
  const response = await answerCommand(c, null, 200, async (tx) => {
    const artistId = await whose(tx)
    return artistId.ok ? askRead(tx, artistId.value, c.var.tenant.deps.now()) : artistId
  })
  return begun(response, host)
}

/** After a change of what is due, the reads begin and the timer is set anew. */
async function begun(response: Response, host: BusyHost): Promise<Response> {
  if (response.ok) await host.startDue()
  return response
}
