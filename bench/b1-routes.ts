import type { Bench, Part } from './harness/bench.ts'
import { type BurstCall, burst, floorRound } from './harness/burst.ts'
import { latency, perSecond, ratioLine } from './harness/report.ts'
import { interleave, pairedRatio } from './harness/rounds.ts'
import type { Site } from './harness/site.ts'

interface Route {
  what: string
  call: BurstCall
  aim?: number
  /** What the runtime itself can do for such a route, with the same bytes and headers. Absent where storage is what it waits for. */
  ceiling?: { what: string; path: '/headers' | '/hop' }
}

const BARE_WORKER = { what: 'a bare Worker', path: '/headers' } as const
const BARE_HOP = { what: 'a bare hop into an object', path: '/hop' } as const

const ROUTES: readonly Route[] = [
  {
    // Origin, credential, principal from memory, JSON, every header; nothing is read from storage, and the object is not asked.
    what: 'edge route, signed in (a change under a key that is none: 400)',
    call: { method: 'POST', path: '/api/v1/clients', status: 400, headers: { 'idempotency-key': 'not one' } },
    aim: 0.75,
    ceiling: BARE_WORKER,
  },
  {
    // Session and membership read from D1 for this call, counted by the object, the refusal noted.
    what: 'edge route that reads who calls anew (keys, refused to an editor: 403)',
    call: { method: 'GET', path: '/api/v1/keys', status: 403 },
  },
  {
    what: 'object route from memory (GET /metrics)',
    call: { method: 'GET', path: '/api/v1/metrics' },
    aim: 0.35,
    ceiling: BARE_HOP,
  },
  {
    what: 'object route from Postgres (GET /clients)',
    call: { method: 'GET', path: '/api/v1/clients' },
    ceiling: BARE_HOP,
  },
]

/** Routes against the runtime itself. */
export const b1: Part = {
  name: 'B1',
  title: 'Routes against a raw workerd hello',
  run: async (bench) => {
    const site = await bench.site()
    for (const route of ROUTES) await compare(bench, site, route)
  },
}

async function compare(bench: Bench, site: Site, route: Route): Promise<void> {
  let last = ''
  const headers = site.nextCohort()[0]?.headers ?? {}
  const { method, path } = route.call
  const answer = await fetch(`${site.url}${path}`, { method, headers: { ...headers, ...route.call.headers } })
  await site.setFloor(await answer.text(), answer)
  const floor = async (path: string) =>
    (await floorRound(bench, site.floorUrl, { method: 'GET', path }, headers)).perSecond
  const { ceiling } = route
  const all = await interleave(bench.rounds, {
    floor: () => floor('/hello'),
    ceiling: async () => (ceiling === undefined ? Number.NaN : floor(ceiling.path)),
    subject: async () => {
      const result = await burst(bench, site, route.call)
      last = latency(result)
      return result.perSecond
    },
  })
  bench.add(
    ratioLine({
      part: 'B1',
      what: route.what,
      measured: `${perSecond(all.subject.median)}, ${last}`,
      against: `raw hello ${perSecond(all.floor.median)}`,
      ratio: pairedRatio(all.subject, all.floor),
      ...(route.aim === undefined ? {} : { aim: { value: route.aim } }),
      floorSpread: all.floor.spread,
    }),
  )
  if (ceiling === undefined) return
  bench.add(
    ratioLine({
      part: 'B1',
      what: `ceiling of that: ${ceiling.what}, same answer and headers`,
      measured: perSecond(all.ceiling.median),
      against: `raw hello ${perSecond(all.floor.median)}; the route reaches ${pairedRatio(all.subject, all.ceiling).toFixed(2)} of it`,
      ratio: pairedRatio(all.ceiling, all.floor),
      floorSpread: all.floor.spread,
    }),
  )
}
