import { Hono } from 'hono'
import { answerRead, needs, type TenantEnv } from '../tenant/context.ts'
import { listClients } from './service.ts'

export const clientRoutes = new Hono<TenantEnv>().get('/', needs('clients.read'), (c) =>
  answerRead(c, async (tx) => {
    const clients = await listClients(tx)
    return { data: clients.map(({ id, name, isDefault }) => ({ id, name, isDefault })) }
  }),
)
