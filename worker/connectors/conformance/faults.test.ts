import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Connector } from '../engine/define.ts'
import { streamOf } from '../engine/read-page.ts'
import { byId, engineBench, readRun, type WholeRun } from '../testing/bench.ts'
import { type FaultServer, startFaultServer } from '../testing/fault-server.ts'
import { conforming, partyOf, type StandIn, startStandIn } from '../testing/stand-ins.ts'

const SLOW_MS = 120_000
const SLOW_BYTES_TIMEOUT_MS = 150

/** How a stream goes through time; coded ones go by days. */
function kindOf(connector: Connector, name: string) {
  const stream = streamOf(connector, name)
  return stream.kind === 'declared' ? stream.read.cursor.kind : 'days'
}

for (const connector of conforming)
  describe.each(Object.keys(connector.streams))(
    `${connector.provider} %s in bad weather`,
    { timeout: SLOW_MS },
    (stream) => {
      // Streams of days are read for a few weeks: what goes wrong with a call does not hang on how many there are.
      const isOfDays = kindOf(connector, stream) === 'days'
      const cursor = isOfDays ? '2026-03-01' : null
      let standIn: StandIn
      let server: FaultServer
      let good: WholeRun
      const read = (bench = engineBench()) =>
        readRun(bench.deps, partyOf(standIn, server.url), stream, { cursor })
      beforeAll(async () => {
        standIn = await startStandIn(connector)
        server = await startFaultServer(standIn.url)
        good = await read()
      }, SLOW_MS)
      beforeEach(() => server.calm())
      afterAll(async () => {
        await server.close()
        await standIn.close()
      })

      it('[CN7] hands a throttle on at once, with the wait it was told', async () => {
        server.arm('throttled')
        const bench = engineBench()
        const run = await read(bench)
        expect(run.stop).toMatchObject({ kind: 'throttled', retryAfterSeconds: 7 })
        expect(run.requests).toBe(1)
        expect(bench.slept).toEqual([])
      })

      it.each(['error', 'html'] as const)('[CN6] gives up on a provider that is down: %s', async (kind) => {
        server.arm(kind)
        const bench = engineBench()
        const run = await read(bench)
        expect(run.stop).toMatchObject({ kind: 'failed', code: 'provider_down' })
        expect(run.requests).toBe(3)
        expect(bench.slept).toEqual([500, 1000])
      })

      it('[CN6] reads on when the third try succeeds', async () => {
        server.arm('html', 2)
        const run = await read()
        expect(run.stop).toBeNull()
        expect(run.records).toEqual(good.records)
      })

      it('[CN6] takes no figure from an answer that was cut off', async () => {
        const known = byId(good.records)
        server.arm('truncated')
        const run = await read()
        expect(run.stop).toMatchObject({ kind: 'failed', code: 'provider_unreadable' })
        for (const record of run.records) expect(record).toEqual(known.get(record.externalId))
      })

      it('[CN13] comes to an end when the same page is sent again and again', async () => {
        const known = byId(good.records)
        server.arm('repeated')
        const run = await read()
        expect(run.stop === null || run.stop.kind === 'failed').toBe(true)
        for (const record of run.records) expect(record).toEqual(known.get(record.externalId))
      })

      it('[CN5] does not wait for bytes that trickle', async () => {
        server.arm('slow')
        const run = await read(engineBench({ callTimeoutMs: SLOW_BYTES_TIMEOUT_MS }))
        expect(run.stop).toMatchObject({ kind: 'failed', code: 'provider_down' })
      })

      it('[CN8] lets no secret out when the provider echoes it', async () => {
        server.arm('echo')
        const bench = engineBench()
        const shown = JSON.stringify((await read(bench)).stop) + bench.logged.join()
        expect(bench.logged).toHaveLength(3)
        expect(shown).not.toContain(standIn.accessToken ?? 'Bearer ')
      })

      it('[CN21] goes on at the same place after the token ran out', async () => {
        if (standIn.renew === null) return expect(connector.auth.kind).toBe('none')
        // One of its own: whoever renews its token leaves the old one refused.
        const renewed = await startStandIn(connector)
        const { deps } = engineBench()
        let token = renewed.accessToken
        const between = async (pagesDone: number) => {
          if (pagesDone === 1) token = (await renewed.renew?.()) ?? null
          return { ...partyOf(renewed), accessToken: token }
        }
        const run = await readRun(deps, partyOf(renewed), stream, { cursor, between })
        expect(run.records).toEqual(good.records)
        expect(token).not.toBe(renewed.accessToken)
        const old = await readRun(engineBench().deps, partyOf(renewed), stream, { cursor })
        expect(old.stop?.kind).toBe('token_refused')
        const fresh = { ...partyOf(renewed), tokenIsFresh: true }
        const refused = await readRun(engineBench().deps, fresh, stream, { cursor })
        expect(refused.stop).toMatchObject({ kind: 'failed', code: 'provider_forbids' })
        await renewed.close()
      })
    },
  )
