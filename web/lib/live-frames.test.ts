import { expect, it } from 'vitest'
import { LiveFrame } from '../../contracts/live.ts'
import { parseFrames } from './live-frames.ts'

const frames: Record<LiveFrame['t'], LiveFrame> = {
  hello: { t: 'hello', v: 1, era: 1, seq: 90 },
  events: {
    t: 'events',
    events: [
      { seq: 91, type: 'import.finished', subject: 'import:1', actor: 'p1', at: '2026-11-19T03:02:00Z' },
    ],
  },
  rollup: { t: 'rollup', seq: 92, metrics: [{ key: 'revenue', from: '2026-11-01', to: '2026-11-19' }] },
  presence: { t: 'presence', people: [{ id: 'p1', name: 'Bo', page: '/demo/home' }] },
  progress: {
    t: 'progress',
    subject: 'import:1',
    status: 'loading',
    done: 5,
    total: 10,
    counts: { rowsRead: 5 },
  },
  inbox: { t: 'inbox' },
  reset: { t: 'reset', era: 2, seq: 0 },
}

it.each(Object.entries(frames))('[SH17] reads the %s frame of the contract', (_, frame) => {
  expect(LiveFrame.parse(frame)).toEqual(frame)
  expect(parseFrames(JSON.stringify(frame))).toEqual([frame])
})

it.each(Object.entries(frames))('[SH17] ignores a %s frame that the contract would refuse', (_, frame) => {
  for (const field of Object.keys(frame)) {
    const without = Object.fromEntries(Object.entries(frame).filter(([name]) => name !== field))
    expect(LiveFrame.safeParse(without).success, field).toBe(false)
    expect(parseFrames(JSON.stringify(without)), field).toEqual([])
    const wrong = { ...frame, [field]: null }
    expect(LiveFrame.safeParse(wrong).success, field).toBe(false)
    expect(parseFrames(JSON.stringify(wrong)), field).toEqual([])
  }
})

it('[SH17] takes the part of a subject that moves, and no other thing in its place', () => {
  const frame = { ...frames.progress, stream: 'invoices' }
  expect(LiveFrame.parse(frame)).toEqual(frame)
  expect(parseFrames(JSON.stringify(frame))).toEqual([frame])
  expect(LiveFrame.safeParse({ ...frame, stream: 7 }).success).toBe(false)
  expect(parseFrames(JSON.stringify({ ...frame, stream: 7 }))).toEqual([])
})

it.each(['', 'null', '[]', '{"t":"pong"}', '{"t":"toString"}', '{"t":'])('[SH17] ignores %j', (text) => {
  expect(parseFrames(text)).toEqual([])
})

it('[SH17] reads frames packed into one text in their order, without what it does not know', () => {
  const packed = [frames.hello, { t: 'later' }, frames.events, frames.rollup]
  expect(parseFrames(JSON.stringify(packed))).toEqual([frames.hello, frames.events, frames.rollup])
})
