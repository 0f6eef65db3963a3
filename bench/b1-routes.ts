import type { Bench, Part } from './harness/bench.ts'
import { type BurstCall, burst, floorRound } from './harness/burst.ts'
import { latency, perSecond, ratioLine } from './harness/report.ts'
import { interleave, pairedRatio } from './harness/rounds.ts'
import type { Site } from './harness/site.ts'

interface Route {
  what: string
  call: BurstCall
  aim?: number
}

const ROUTES: readonly Route[] = [
  {
    // Principal from memory, permission decided, JSON, every header; nothing is read from storage.
    what: 'edge route, signed in (keys, refused to an editor: 403)',
    call: { method: 'GET', path: '/api/v1/keys', status: 403 },
    aim: 0.75,
  },
  {
    what: 'object route from memory (GET /metrics)',
    call: { method: 'GET', path: '/api/v1/metrics' },
    aim: 0.35,
  },
  { what: 'object route from Postgres (GET /clients)', call: { method: 'GET', path: '/api/v1/clients' } },
]

/** Routes against the runtime itself. */
export const b1: Part = {
  name: 'B1',
  title: 'Routes against a raw workerd hello',
  run: async (bench) => {
    const site = await bench.site()
    await site.setFloor('hello')
    for (const route of ROUTES) await compare(bench, site, route)
  },
}

async function compare(bench: Bench, site: Site, route: Route): Promise<void> {
  let last = ''
  const both = await interleave(bench.rounds, {
    floor: async () => (await floorRound(bench, site.floorUrl, { method: 'GET', path: '/' })).perSecond,
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
      measured: `${perSecond(both.subject.median)}, ${last}`,
      against: `raw hello ${perSecond(both.floor.median)}`,
      ratio: pairedRatio(both.subject, both.floor),
      ...(route.aim === undefined ? {} : { aim: { value: route.aim } }),
      floorSpread: both.floor.spread,
    }),
  )
}
