import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LiveFrame } from '../../contracts/live.ts'
import { heardBy, isHeard, merged } from './hub.ts'

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-02-${String(n).padStart(2, '0')}`)
const rollup = fc
  .record({ seq: fc.nat(99), key: fc.constantFrom('sales', 'cost'), days: fc.tuple(day, day) })
  .map(({ seq, key, days }): LiveFrame => {
    const [from = '', to = ''] = [...days].sort()
    return { t: 'rollup', seq, metrics: [{ key, from, to }] }
  })
const event = fc
  .nat(99)
  .map((seq): LiveFrame => ({ t: 'events', events: [{ seq, type: 'x', subject: 'y', actor: 'z', at: '' }] }))
const progress = fc.record({ subject: fc.constantFrom('import:1', 'import:2'), done: fc.nat(9) }).map(
  ({ subject, done }): LiveFrame => ({
    t: 'progress',
    subject,
    status: 'loading',
    done,
    total: 9,
    counts: {},
  }),
)
const presence = fc
  .constantFrom('/a', '/b')
  .map((page): LiveFrame => ({ t: 'presence', people: [{ id: 'p1', name: 'Ada', page }] }))

it('[CO28] a packet says everything its frames said: every event, the widest range, the newest number and state', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(rollup, event, progress, presence), { maxLength: 20 }), (frames) => {
      const packet = merged(frames)
      expect(packet.flatMap((frame) => (frame.t === 'events' ? frame.events : []))).toEqual(
        frames.flatMap((frame) => (frame.t === 'events' ? frame.events : [])),
      )
      const rollups = frames.filter((frame) => frame.t === 'rollup')
      const [one, ...more] = packet.filter((frame) => frame.t === 'rollup')
      expect(more).toEqual([])
      expect(one?.seq).toBe(rollups.length === 0 ? undefined : Math.max(...rollups.map((frame) => frame.seq)))
      for (const key of ['sales', 'cost']) {
        const said = rollups.flatMap((frame) => frame.metrics).filter((metric) => metric.key === key)
        expect(one?.metrics.filter((metric) => metric.key === key) ?? []).toEqual(
          said.length === 0
            ? []
            : [
                {
                  key,
                  from: said.map((m) => m.from).sort()[0],
                  to: said
                    .map((m) => m.to)
                    .sort()
                    .at(-1),
                },
              ],
        )
      }
      for (const subject of ['import:1', 'import:2']) {
        const of = (list: readonly LiveFrame[]) =>
          list.filter((frame) => frame.t === 'progress' && frame.subject === subject)
        expect(of(packet)).toEqual(of(frames).slice(-1))
      }
      expect(packet.filter((frame) => frame.t === 'presence')).toEqual(
        frames.filter((frame) => frame.t === 'presence').slice(-1),
      )
    }),
  )
})

it('[BK33] whoever sees no figures hears where the log stands and of their inbox, and nothing of others', () => {
  const frames = { clients: 'all' as const }
  const kinds = ['hello', 'reset', 'inbox', 'events', 'rollup', 'presence', 'progress'] as const
  const heard = (role: 'freelancer' | 'viewer' | 'editor') =>
    // Only the kind of a frame decides.
    kinds.filter((t) => isHeard({ t } as LiveFrame, heardBy({ role, ...frames })))
  expect(heard('freelancer')).toEqual(['hello', 'reset', 'inbox'])
  expect(heard('viewer')).toEqual(kinds.filter((t) => t !== 'events'))
  expect(heard('editor')).toEqual(kinds)
})
