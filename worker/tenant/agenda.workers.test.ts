import { runDurableObjectAlarm } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import type { Timer } from './agenda.ts'
import { IMPORT_TIMER } from './loads.ts'
import { aWorkspace, newId, Workspace } from './testing/workspace.ts'

const FAR = 4_000_000_000_000
const alarmOf = (workspace: Workspace) => workspace.inside((_, state) => state.storage.getAlarm())
const namesOf = (workspace: Workspace) =>
  workspace.inside((_, state) =>
    state.storage.sql
      .exec<{ name: string }>('select name from timers order by due_at')
      .toArray()
      .map(({ name }) => name),
  )

/** Sets timers by name and due time. */
const set = (workspace: Workspace, timers: Record<string, number>) =>
  workspace.inside(async ({ agenda }) => {
    for (const [name, dueAtMs] of Object.entries(timers))
      await agenda.set(name, dueAtMs, `payload of ${name}`)
  })

/** Runs what is due at a time; those named in `failing` throw. Gives what ran and what failed. */
const runDue = (workspace: Workspace, nowMs: number, failing: string[] = []) =>
  workspace.inside(async ({ agenda }) => {
    const [ran, failed]: [string[], string[]] = [[], []]
    const run = async ({ name, payload }: Timer) => {
      if (payload !== `payload of ${name}`) throw new Error('wrong payload')
      if (failing.includes(name)) throw new Error(name)
      ran.push(name)
    }
    await agenda.runDue(nowMs, run, ({ name }) => failed.push(name))
    return { ran, failed }
  })

describe('the agenda', () => {
  it('[CO36] puts many timers on one alarm, that of the earliest', async () => {
    const workspace = new Workspace()
    await set(workspace, { c: FAR + 3, a: FAR + 1, b: FAR + 2 })
    expect(await alarmOf(workspace)).toBe(FAR + 1)
    await workspace.rest()
    expect(await runDue(workspace, FAR + 2)).toEqual({ ran: ['a', 'b'], failed: [] })
    expect(await alarmOf(workspace)).toBe(FAR + 3)
    await workspace.rest()
    expect(await runDue(workspace, FAR + 3)).toEqual({ ran: ['c'], failed: [] })
    expect([await alarmOf(workspace), await namesOf(workspace)]).toEqual([null, []])
  })

  it('[CO36] moves a timer that is set again, and forgets one that is removed', async () => {
    const workspace = new Workspace()
    await set(workspace, { a: FAR + 1, b: FAR + 2 })
    await set(workspace, { a: FAR + 9 })
    await workspace.rest()
    expect(await alarmOf(workspace)).toBe(FAR + 2)
    await workspace.inside(({ agenda }) => agenda.remove('b'))
    expect([await alarmOf(workspace), await namesOf(workspace)]).toEqual([FAR + 9, ['a']])
  })

  it('[CO37] keeps a timer that fails and runs the others', async () => {
    const workspace = new Workspace()
    await set(workspace, { a: FAR + 1, b: FAR + 2, c: FAR + 3 })
    expect(await runDue(workspace, FAR + 3, ['b'])).toEqual({ ran: ['a', 'c'], failed: ['b'] })
    await workspace.rest()
    expect(await namesOf(workspace)).toEqual(['b'])
    expect(await alarmOf(workspace)).toBe(FAR + 3 + 60_000)
  })

  it('[CO37] loses nothing when a timer fails seven times', async () => {
    const workspace = new Workspace()
    await set(workspace, { a: FAR })
    let nowMs = FAR
    for (let i = 0; i < 7; i += 1) {
      expect((await runDue(workspace, nowMs, ['a'])).failed).toEqual(['a'])
      await workspace.rest()
      nowMs = (await alarmOf(workspace)) ?? 0
    }
    expect(await runDue(workspace, nowMs)).toEqual({ ran: ['a'], failed: [] })
  })

  it('[CO37] still has a timer in whose middle the process ended, and one that moves itself', async () => {
    const workspace = new Workspace()
    await set(workspace, { ends: FAR, moves: FAR })
    await workspace.inside(async ({ agenda }) => {
      let seen: string[] = []
      await agenda.runDue(
        FAR,
        async ({ name }) => {
          seen = [...seen, name]
          if (name === 'ends') expect(agenda.has('ends')).toBe(true)
          else await agenda.set('moves', FAR + 5, 'payload of moves')
        },
        () => undefined,
      )
      expect(seen).toEqual(['ends', 'moves'])
    })
    expect(await namesOf(workspace)).toEqual(['moves'])
  })

  it('[CO37] is woken again after the platform gave its alarm up', async () => {
    const workspace = await aWorkspace()
    await set(workspace, { a: FAR })
    await workspace.inside((_, state) => state.storage.deleteAlarm())
    await workspace.evict()
    expect((await workspace.call('GET', '/clients')).status).toBe(200)
    // The workspace has timers of its own by now; the alarm is that of the earliest.
    const due = await workspace.inside((_, state) =>
      state.storage.sql.exec<{ due: number }>('select min(due_at) due from timers').one(),
    )
    expect(await alarmOf(workspace)).toBe(due.due)
    expect(await namesOf(workspace)).toContain('a')
  })

  it('[CO36] runs in the alarm of the object: the timer of an import that is over goes away', async () => {
    const workspace = await aWorkspace()
    await set(workspace, { [`${IMPORT_TIMER}x`]: FAR })
    await workspace.inside((_, state) =>
      state.storage.sql
        .exec("update timers set due_at = 1, payload = ? where name like 'import%'", newId())
        .toArray(),
    )
    await workspace.rest()
    expect(await runDurableObjectAlarm(workspace.stub)).toBe(true)
    expect(await namesOf(workspace)).not.toContain(`${IMPORT_TIMER}x`)
  })
})
