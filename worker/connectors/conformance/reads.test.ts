import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SyncRecord } from '../../../contracts/sync.ts'
import { findProblems } from '../engine/manifest-problems.ts'
import { hostsOf } from '../engine/settings.ts'
import { byId, engineBench, readRun, type WholeRun } from '../testing/bench.ts'
import { conforming, partyOf, type StandIn, startStandIn } from '../testing/stand-ins.ts'

const SLOW_MS = 120_000
const HOUR_MS = 3_600_000

for (const connector of conforming)
  describe(`${connector.provider} conforms`, { timeout: SLOW_MS }, () => {
    let standIn: StandIn
    beforeAll(async () => {
      standIn = await startStandIn(connector)
    }, SLOW_MS)
    afterAll(() => standIn.close())

    it('[CN1] has a manifest without a problem', () => {
      expect(findProblems(connector)).toEqual([])
    })

    describe.each(Object.keys(connector.streams))('%s', (stream) => {
      const bench = engineBench()
      let first: WholeRun
      beforeAll(async () => {
        first = await readRun(bench.deps, partyOf(standIn), stream)
      }, SLOW_MS)

      it('[CN17] gives records of the contract, in pages that are bounded', () => {
        expect(first.stop).toBeNull()
        expect(first.records.length).toBeGreaterThan(0)
        expect(first.pages.every((page) => page.records.length <= 1000)).toBe(true)
        for (const record of first.records) expect(SyncRecord.parse(record)).toEqual(record)
      })

      it('[CN2] feeds only metrics and dimensions that it declares', () => {
        const drafts = new Map(connector.streams[stream]?.metrics.map((one) => [one.key as string, one]))
        for (const record of first.records) {
          if (record.kind !== 'value') continue
          for (const { metric } of record.values)
            expect(drafts.get(metric)?.dimensions).toEqual(
              expect.arrayContaining(Object.keys(record.dimensions)),
            )
        }
      })

      it('[CN19] gives the same when it is read again', async () => {
        const again = await readRun(engineBench().deps, partyOf(standIn), stream)
        expect(again.records).toEqual(first.records)
        expect(again.rejects).toEqual(first.rejects)
        expect(again.cursor).toBe(first.cursor)
      })

      it('[CN28] brings nothing new when nothing changed', async () => {
        const now = new Date(bench.deps.now().getTime() + HOUR_MS)
        const next = await readRun(engineBench().deps, partyOf(standIn), stream, {
          cursor: first.cursor,
          now,
        })
        const known = byId(first.records)
        expect(next.stop).toBeNull()
        for (const record of next.records) expect(record).toEqual(known.get(record.externalId))
        expect(next.cursor ?? '').toBe(first.cursor ?? '')
      })

      it('[CN28] brings nothing when its cursor lies far ahead, and keeps the cursor', async () => {
        if (first.cursor === null)
          return expect(connector.streams[stream]).toMatchObject({ kind: 'declared' })
        const cursor = first.cursor.length === 10 ? '2999-01-01' : '2999-01-01T00:00:00.000Z'
        const ahead = await readRun(engineBench().deps, partyOf(standIn), stream, { cursor })
        expect(ahead).toMatchObject({ stop: null, records: [], rejects: [], cursor })
      })

      it('[CN3] calls only hosts its manifest names, over HTTPS', async () => {
        const origin = new URL(standIn.url).origin
        const aside = engineBench({
          fetch: (url, init) => fetch(`${origin}${new URL(url).pathname}${new URL(url).search}`, init),
        })
        const run = await readRun(aside.deps, partyOf(standIn, null), stream, { cursor: first.cursor })
        expect(run.stop).toBeNull()
        expect(aside.asked.length).toBeGreaterThan(0)
        const hosts = hostsOf(connector)
        for (const url of aside.asked) {
          expect(new URL(url).protocol).toBe('https:')
          expect(hosts).toContain(new URL(url).hostname)
        }
      })

      it('[CN8] lets no secret into records, places, rejects and the log', () => {
        const { settings, accessToken } = partyOf(standIn)
        const shown = JSON.stringify(first) + bench.logged.join()
        for (const secret of [settings.clientSecret, accessToken]) {
          if (secret !== null) expect(shown).not.toContain(secret)
        }
      })

      it('[CN14] moves its cursor and says how complete it is on the last page only', () => {
        for (const page of first.pages.slice(0, -1)) {
          expect(page.cursor).toBeNull()
          expect(page.dataAsOf).toBeNull()
        }
        expect(first.pages.at(-1)?.dataAsOf).not.toBeNull()
      })
    })
  })

it('[CN1] has an engine that names no provider', () => {
  const folder = join(import.meta.dirname, '../engine')
  const names = conforming.map(({ provider }) => provider.split('-')[0])
  const word = new RegExp(`(?<![a-z])(${names.join('|')})`, 'i')
  for (const file of readdirSync(folder).filter((name) => !name.endsWith('.test.ts'))) {
    // A comment may show a name; what runs may not know one.
    const code = readFileSync(join(folder, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    expect({ file, named: word.exec(code)?.[0] }).toEqual({ file, named: undefined })
  }
})
