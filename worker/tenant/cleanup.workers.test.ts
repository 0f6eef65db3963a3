import { describe, expect, it } from 'vitest'
import { ok } from '../../contracts/result.ts'
import { CLEANUP_TIMER, checkDrift, cleanUp } from './cleanup.ts'
import { findCommand, insertCommand } from './commands.repository.ts'
import { Rollups } from './rollups.ts'
import { defineSales, storeSales } from './testing/sales.ts'
import { aWorkspace, Workspace } from './testing/workspace.ts'

const LATER = new Date('2100-01-01T00:00:00Z')
const LONG_AGO = new Date('2000-01-01T00:00:00Z')
const done = { requestHash: 'h', seq: 1, status: 200, response: '{}' }

describe('cleaning up', () => {
  it('[CO45] is planned by work, once, and not again on the same day', async () => {
    const workspace = await aWorkspace()
    const planned = await workspace.inside(async (tenant) => {
      const before = tenant.agenda.has(CLEANUP_TIMER)
      await defineSales(tenant)
      const after = tenant.agenda.has(CLEANUP_TIMER)
      await cleanUp(tenant)
      await tenant.agenda.remove(CLEANUP_TIMER)
      await defineSales(tenant)
      return { before, after, sameDay: tenant.agenda.has(CLEANUP_TIMER) }
    })
    expect(planned).toEqual({ before: false, after: true, sameDay: false })
  })

  it('[CO45] forgets expired commands and keeps the others', async () => {
    const workspace = await aWorkspace()
    const kept = await workspace.inside(async (tenant) => {
      await tenant.ready()
      await tenant.write(tenant.commands, async (tx) => {
        await insertCommand(tx, 'old', done, LONG_AGO, 1)
        await insertCommand(tx, 'young', done, LATER, 1)
        return ok(null)
      })
      await cleanUp(tenant)
      return tenant.read(async (tx) => [await findCommand(tx, 'old'), await findCommand(tx, 'young')])
    })
    expect(kept).toEqual([null, done])
  })

  it('[CO46] finds a bucket that differs from its rows, and mends it before its next answer', async () => {
    const workspace = await aWorkspace()
    const found = await workspace.inside(async (tenant, state) => {
      await tenant.current()
      const no = await defineSales(tenant)
      await tenant.projector.project([
        await storeSales(tenant, no, [
          { day: 20_000, region: 'north', amount: 5 },
          { day: 20_001, region: 'south', amount: 7 },
        ]),
      ])
      const all = () => 0
      const sound = await checkDrift(tenant, all)
      state.storage.sql.exec('update rollups set units = units + 1 where day = 20001 and dim = 0')
      const notChosen = await checkDrift(tenant, () => 0.99)
      const broken = await checkDrift(tenant, all)
      const dirty = tenant.rollups.dirty(9, no).map((row) => row.day)
      await tenant.recounter.settleAll()
      return { sound, notChosen, broken, dirty, mended: await checkDrift(tenant, all) }
    })
    expect(found).toEqual({ sound: 0, notChosen: 0, broken: 1, dirty: [20_001], mended: 0 })
  })

  it('[CO45] keeps the last change of each bucket, so that an earlier state stays right', async () => {
    const workspace = new Workspace()
    const states = await workspace.inside(async (_, state) => {
      const rollups = new Rollups(state.storage)
      const add = (seq: number, val: string, units: number) =>
        state.storage.transactionSync(() =>
          rollups.add(seq, JSON.stringify([[1, 1, 0, 20_000, val, units, 1]])),
        )
      add(1, 'a', 5)
      add(2, 'b', 7)
      add(3, 'a', 11)
      add(4, 'a', 13)
      const before = [rollups.asOf(3), rollups.asOf(4)]
      rollups.pruneHistory(3)
      const rows = state.storage.sql.exec('select seq from bucket_history order by seq').toArray()
      return { before, after: [rollups.asOf(3), rollups.asOf(4)], seqs: rows.map((row) => row.seq) }
    })
    expect(states.after).toEqual(states.before)
    expect(states.seqs).toEqual([2, 3, 4])
  })
})
