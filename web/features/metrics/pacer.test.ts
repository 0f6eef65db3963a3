import { describe, expect, it } from 'vitest'
import { makePacer } from './pacer.ts'

/** A clock that moves by hand. */
function handClock() {
  let now = 0
  let timers: { atMs: number; run: () => void }[] = []
  return {
    nowMs: () => now,
    after(delayMs: number, run: () => void) {
      const timer = { atMs: now + delayMs, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    async to(ms: number) {
      now = ms
      const due = timers.filter((timer) => timer.atMs <= now)
      timers = timers.filter((timer) => timer.atMs > now)
      for (const timer of due) timer.run()
      await Promise.resolve()
      await Promise.resolve()
    },
  }
}

function counted(clock: ReturnType<typeof handClock>) {
  const runs: { atMs: number; end: () => void }[] = []
  const pacer = makePacer(
    () => new Promise<void>((end) => runs.push({ atMs: clock.nowMs(), end })),
    1_000,
    clock,
  )
  return { pacer, runs }
}

describe('paced refreshing', () => {
  it('runs at once when it is quiet and then once per gap, however often it is poked', async () => {
    const clock = handClock()
    const { pacer, runs } = counted(clock)
    for (let ms = 0; ms <= 3_000; ms += 50) {
      pacer.poke()
      await clock.to(ms)
      runs.at(-1)?.end()
      await clock.to(ms)
    }
    expect(runs.map((run) => run.atMs)).toEqual([0, 1_000, 2_000, 3_000])
  })

  it('never runs twice at a time, and runs again for what moved meanwhile', async () => {
    const clock = handClock()
    const { pacer, runs } = counted(clock)
    pacer.poke()
    await clock.to(0)
    pacer.poke()
    await clock.to(5_000)
    expect(runs).toHaveLength(1)
    runs[0]?.end()
    await clock.to(5_000)
    await clock.to(5_000)
    expect(runs.map((run) => run.atMs)).toEqual([0, 5_000])
  })

  it('is silent once stopped', async () => {
    const clock = handClock()
    const { pacer, runs } = counted(clock)
    pacer.poke()
    pacer.stop()
    await clock.to(9_000)
    expect(runs).toHaveLength(0)
  })
})
