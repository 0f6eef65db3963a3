import { Hono } from 'hono'
import { z } from 'zod'
import { ClientsQuery, CreateClient, UpdateClient } from '../../contracts/clients.ts'
import { ClientId } from '../../contracts/ids.ts'
import {
  allClientsOnly,
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
import {
  archiveClient,
  changeClient,
  createClient,
  readClient,
  readClients,
  restoreClient,
} from './service.ts'

const IdParam = z.object({ id: ClientId })
const Query = ClientsQuery.extend({ cursor: ClientId.optional() })

/** `startDue` starts what may be read again and plans the next time. */
export const clientRoutes = (startDue: () => Promise<void>) =>
  new Hono<TenantEnv>()
    .get('/', needs('clients.read'), async (c) => {
      const query = parseInput(c.req.query(), Query)
      if (!query.ok) return refuseWith(query.error, c.var.requestId)
      return answerRead(c, (tx) => readClients(tx, query.value, query.value.cursor ?? null))
    })
    .post('/', needs('clients.write'), allClientsOnly, async (c) => {
      const input = await readInput(c.req.raw, CreateClient)
      if (!input.ok) return refuseWith(input.error, c.var.requestId)
      const { newId, now } = c.var.tenant.deps
      return answerCreated(c, input.value, (tx) => createClient(tx, input.value, newId, now()))
    })
    .get('/:id', needs('clients.read'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      return answerRead(c, async (tx) => {
        const data = await readClient(tx, param.value.id)
        return data === null ? null : { data }
      })
    })
    .patch('/:id', needs('clients.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const version = readVersion(c.req.header('if-match'))
      if (!version.ok) return refuseWith(version.error, c.var.requestId)
      const change = await readInput(c.req.raw, UpdateClient)
      if (!change.ok) return refuseWith(change.error, c.var.requestId)
      return answerCommand(c, { version: version.value, ...change.value }, 200, (tx) =>
        changeClient(tx, param.value.id, version.value, change.value),
      )
    })
    .post('/:id/archive', needs('clients.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const at = c.var.tenant.deps.now()
      const response = await answerCommand(c, null, 200, (tx) => archiveClient(tx, param.value.id, at))
      if (response.ok) await startDue()
      return response
    })
    .post('/:id/restore', needs('clients.write'), async (c) => {
      const param = parseInput(c.req.param(), IdParam)
      if (!param.ok) return refuseWith({ code: 'not_found' }, c.var.requestId)
      const response = await answerCommand(c, null, 200, (tx) => restoreClient(tx, param.value.id))
      if (response.ok) await startDue()
      return response
    })
