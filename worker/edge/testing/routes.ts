import type { Hono } from 'hono'
import { accessOf, type EdgeContext } from '../route.ts'
import type { Home } from './home.ts'

/** A route and who may call it. */
export interface Entry {
  method: string
  path: string
  access: string | null
}

/** Every route of the front door and of the object, as their tables say, and the one question, which passes both by. */
export async function routeTable(home: Home): Promise<Entry[]> {
  const table = new Map<string, Entry>()
  const add = (method: string, path: string, access: string | null) => {
    if (method === 'ALL' || path.includes('*')) return
    const name = `${method} ${path}`
    table.set(name, { method, path, access: table.get(name)?.access ?? access })
  }
  const { app } = home.site.edge
  for (const { method, path, handler } of (app as Hono<EdgeContext>).routes)
    add(method, path, accessOf(handler))
  const inside = await home.inside((_tenant, object) => {
    // The object keeps its router to itself; only its table is read here.
    const { routes } = (object as unknown as { api: Hono }).api
    return routes.map(({ method, path }) => [method, path] as const)
  })
  for (const [method, path] of inside) add(method, path, 'tenant')
  add('POST', '/api/v1/metrics/query', 'tenant')
  return [...table.values()]
}

/** A path with every parameter filled in; `id` goes where an id of any kind is asked for. */
export const filled = (path: string, id: string) =>
  path.replace('/:number', '/1').replaceAll(/:[A-Za-z]+/g, encodeURIComponent(id))
