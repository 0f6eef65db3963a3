import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Lane } from '../../db/lane.ts'
import { Home, holdQueue } from '../edge/testing/home.ts'
import { routeTable } from '../edge/testing/routes.ts'

let queue = holdQueue()
const homes: Home[] = []
beforeAll(async () => {
  queue = holdQueue()
  for (let i = 0; i < 2; i += 1) {
    const home = await Home.open(homes[0]?.site)
    await home.bring('day,n\n2026-01-01,5\n', {
      date: 'day',
      values: [{ metric: 'units', label: 'Units', unit: 'count', expression: 'n' }],
    })
    homes.push(home)
  }
})
afterAll(async () => {
  queue.release()
  for (const home of homes) await home.close()
})

/** A parameter or part of a statement as text; parts of the driver hold their own text and parameters. */
function textOf(part: unknown): string {
  if (typeof part !== 'object' || part === null) return JSON.stringify(part) ?? ''
  const [strings, args] = [Reflect.get(part, 'strings'), Reflect.get(part, 'args')]
  if (Array.isArray(strings) && Array.isArray(args)) return statement(strings, args)
  const first = Reflect.get(part, 'first')
  return JSON.stringify(first ?? part)
}
const statement = (strings: readonly string[], args: readonly unknown[]) =>
  strings.map((text, i) => (i < args.length ? `${text}${textOf(args[i])}` : text)).join('')

/** Notes what a lane sends, with its parameters filled in: by what a cache between us and Postgres would know it. */
function listenTo(lane: Lane, sent: Set<string>): void {
  const { use } = lane
  lane.use = (job) =>
    use((connection, turn) => {
      const heard = new Proxy(connection, {
        apply(target, self, [strings, ...args]) {
          if (Array.isArray(strings) && 'raw' in strings) sent.add(statement(strings as never, args))
          return Reflect.apply(target as never, self, [strings, ...args])
        },
        get(target, name) {
          const found: unknown = Reflect.get(target, name)
          if (name !== 'unsafe' || typeof found !== 'function') return found
          return (text: string, args: unknown[] = [], ...rest: unknown[]) => {
            sent.add(`${text} ${JSON.stringify(args)}`)
            return found(text, args, ...rest)
          }
        },
      })
      return job(heard, turn)
    })
}

/** What a workspace sends to Postgres while everything in it is read that can be read without an id. */
async function sentBy(home: Home): Promise<Set<string>> {
  const sent = new Set<string>()
  await home.inside((tenant) => {
    for (const lane of new Set([tenant.commands, tenant.reads])) listenTo(lane, sent)
  })
  const own = await home.inside((_tenant, object) => {
    const { routes } = Reflect.get(object, 'api') as { routes: { path: string }[] }
    return routes.map(({ path }) => path)
  })
  for (const { method, path } of await routeTable(home))
    if (method === 'GET' && own.includes(path) && !path.includes(':') && !path.endsWith('/live'))
      await (await home.raw('GET', path)).text()
  for (const path of [
    'metrics/units/records?from=2026-01-01&to=2026-01-31',
    'search?q=units',
    'kpis',
    'sheet?month=2026-01',
  ])
    await home.get(`/api/v1/${path}`)
  await home.call('POST', '/api/v1/clients', { name: 'The same name' })
  return sent
}

it('[F25] [CO1] sends no statement about rows that is word for word one of another workspace, so a cache could mix nothing up', async () => {
  const [ours, theirs] = [await sentBy(homes[0] as Home), await sentBy(homes[1] as Home)]
  const isAboutRows = (text: string) =>
    /^\s*(select|with|insert|update|delete)\b/i.test(text) && /\b(from|into|update)\s+"?[a-z_]+/i.test(text)
  const about = [...ours].filter(isAboutRows)
  console.log(`statements about rows: ${about.length}`)
  expect(about.length).toBeGreaterThan(50)
  expect(about.filter((text) => theirs.has(text))).toEqual([])
})
