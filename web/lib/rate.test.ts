import { describe, expect, it } from 'vitest'
import { rowsPerSecond, secondsLeft, steadySeconds, withSample } from './rate.ts'

describe('speed and time left', () => {
  const samples = [0, 1, 2, 3].map((second) => ({
    atMs: second * 1_000,
    rows: second * 50_000,
    done: second * 4_000,
  }))
  it('are those of the last seconds', () => {
    expect(rowsPerSecond(samples)).toBe(50_000)
    expect(secondsLeft(samples, 20_000)).toBe(2)
    expect(withSample(samples, { atMs: 10_500, rows: 0, done: 13_000 })).toHaveLength(2)
  })

  it('are not told before there is something to tell', () => {
    expect(rowsPerSecond(samples.slice(0, 1))).toBeNull()
    expect(secondsLeft(samples.slice(0, 2), 20_000)).toBeNull()
  })

  it('start anew with another run, and move in steps that do not flicker', () => {
    expect(withSample(samples, { atMs: 4_000, rows: 0, done: 0 })).toHaveLength(1)
    expect([0.2, 7.1, 37, 95, 700].map(steadySeconds)).toEqual([1, 8, 40, 120, 720])
  })
})
