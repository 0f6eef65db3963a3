import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ok } from '../../contracts/result.ts'
import { dashboardSaved } from '../dashboards/events.ts'
import { appendEvents } from '../events/append.ts'
import { Answers } from './answers.ts'
import { readMeta, writeMeta } from './read-model.ts'
import { Rollups } from './rollups.ts'
import type { Tenant } from './tenant.ts'
import { defineSales, type Sale, salesDump, storeSales } from './testing/sales.ts'
import { aWorkspace, newId, Workspace } from './testing/workspace.ts'

const DAY = 20_500
const FROM = '2026-02-16'
const aSale = fc.record({
  day: fc.integer({ min: DAY, max: DAY + 3 }),
  region: fc.constantFrom('north', 'south', ''),
  amount: fc.integer({ min: -50, max: 1_000 }),
})

const question = JSON.stringify({ metrics: ['sales'], from: FROM, to: '2026-02-19', grain: 'total' })
const totalOf = async (workspace: Workspace) => {
  await workspace.rest()
  const answer = await workspace.stub.ask(workspace.principal(), question)
  return JSON.parse(answer.body).data.series[0].total
}
const onSale = (amount: number, day = DAY): Sale[] => [{ day, region: 'north', amount }]

describe('projection', () => {
  it('[CO17] ends at the same read model whatever of the deliveries is lost, repeated or out of order', async () => {
    const workspace = await aWorkspace()
    await workspace.inside(async (tenant) => {
      await tenant.current()
      const no = await defineSales(tenant)
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(aSale, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 5 }),
          fc.array(fc.nat(), { maxLength: 8 }),
          async (batches, order) => {
            const committed = []
            for (const sales of batches) committed.push(await storeSales(tenant, no, sales))
            const head = committed.at(-1)?.seq ?? 0
            for (const pick of order) {
              const one = committed[pick % committed.length]
              if (one !== undefined) await tenant.projector.project([one])
            }
            await tenant.projector.pullTo(head)
            expect(tenant.applied).toBe(head)
            await tenant.recounter.settleAll()
            const delivered = salesDump(tenant)
            await tenant.rebuild()
            expect(salesDump(tenant)).toEqual(delivered)
          },
        ),
        { numRuns: 8 },
      )
    })
  })

  it('[CO62] works out by itself what somebody has just looked at and a change has moved', async () => {
    const workspace = await aWorkspace()
    await workspace.inside(async (tenant) => {
      await tenant.current()
      const no = await defineSales(tenant)
      const answers = new Answers(tenant)
      const ask = async () => {
        const answer = await answers.answer(question, { clients: 'all', hidden: [] })
        return answer.ok ? JSON.parse(answer.value).data.series[0].total : answer.error
      }
      expect(await ask()).toBeNull()
      await tenant.projector.project([await storeSales(tenant, no, onSale(7))])
      const reads = vi.spyOn(tenant.rollups, 'read')
      await answers.refresh()
      expect(reads).toHaveBeenCalled()
      reads.mockClear()
      expect(await ask()).toBe('7')
      expect(reads).not.toHaveBeenCalled()
    })
  })

  it('[CO17] ignores a repeat and pulls a gap before it applies what comes after', async () => {
    const workspace = await aWorkspace()
    await workspace.inside(async (tenant) => {
      await tenant.current()
      const no = await defineSales(tenant)
      const [first, second] = [
        await storeSales(tenant, no, onSale(1)),
        await storeSales(tenant, no, onSale(10)),
      ]
      await tenant.projector.project([second])
      expect(tenant.applied).toBe(second.seq)
      await tenant.projector.project([first])
      await tenant.projector.project([second])
      expect(tenant.applied).toBe(second.seq)
    })
    expect(await totalOf(workspace)).toBe('11')
  })

  it('[CO18] keeps the before and after of every bucket: replayed to any number they give the read model of then', async () => {
    const step = fc.record({
      isRecount: fc.boolean(),
      buckets: fc.uniqueArray(
        fc.record({
          dim: fc.constantFrom(0, 1),
          day: fc.integer({ min: DAY, max: DAY + 2 }),
          val: fc.constantFrom('a', 'b'),
          units: fc.integer({ min: -9, max: 99 }),
        }),
        { selector: ({ dim, day, val }) => `${dim} ${day} ${val}`, minLength: 1, maxLength: 4 },
      ),
    })
    const workspace = new Workspace()
    await workspace.inside(async (_, state) => {
      fc.assert(
        fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), (steps) => {
          for (const table of ['rollups', 'bucket_history', 'dims', 'dim_values'])
            state.storage.sql.exec(`delete from ${table}`)
          const rollups = new Rollups(state.storage)
          const states: string[][] = [[]]
          for (const [i, { isRecount, buckets }] of steps.entries()) {
            const json = JSON.stringify(
              buckets.map(({ dim, day, val, units }) => [1, dim, 0, day, val, units, 1]),
            )
            const days = [...new Set(buckets.map(({ day }) => day))]
            state.storage.transactionSync(() =>
              isRecount ? rollups.replace(i + 1, 1, days, [], json) : rollups.add(i + 1, json),
            )
            states.push([...rollups.dump()])
          }
          for (const [seq, lines] of states.entries()) expect(rollups.asOf(seq)).toEqual(lines)
        }),
        { numRuns: 60 },
      )
    })
  })

  it('[CO19] counts dirty buckets before it answers from them', async () => {
    const workspace = await aWorkspace()
    await workspace.inside(async (tenant) => {
      await tenant.current()
      const no = await defineSales(tenant)
      const stored = await storeSales(tenant, no, [
        ...onSale(5),
        ...onSale(7, DAY + 3),
        ...onSale(900, DAY + 9),
      ])
      await tenant.projector.project([{ ...stored, delta: null }])
      expect(tenant.rollups.dirty(9, no)).toHaveLength(3)
    })
    expect(await totalOf(workspace)).toBe('12')
    // Only what was asked for: the rest stays dirty until somebody asks.
    expect(await workspace.inside((tenant) => tenant.rollups.dirty(9).map(({ day }) => day))).toEqual([
      DAY + 9,
    ])
  })

  it('[CO20] equals a read model that is built anew from the rows', async () => {
    const workspace = await aWorkspace()
    await workspace.stub.seedDemo(workspace.spec)
    const rebuilt = await workspace.stub.rebuild()
    expect(rebuilt.bucketsBefore).toBeGreaterThan(100)
    expect(rebuilt).toEqual({
      isEqual: true,
      bucketsBefore: rebuilt.bucketsBefore,
      bucketsAfter: rebuilt.bucketsBefore,
    })
  })

  it('[CO23] is thrown away and built anew when its form is of another version', async () => {
    const workspace = await aWorkspace()
    await sell(workspace, 3)
    await workspace.inside((tenant, state) => {
      state.storage.sql.exec('update rollups set units = 1')
      writeMeta(state.storage, 'version', 'older')
      expect(tenant.applied).toBeGreaterThan(0)
    })
    await workspace.evict()
    expect(await totalOf(workspace)).toBe('3')
    expect(await workspace.inside((_, state) => readMeta(state.storage, 'version'))).not.toBe('older')
  })
})

describe('catching up', () => {
  it('[CO21] at the claim applies what was written while the object slept', async () => {
    const workspace = await aWorkspace()
    await sell(workspace, 1)
    await workspace.inside(async (tenant) => {
      const no = (await tenant.facts())?.definitions[0]?.no ?? 0
      // The event is committed, and the object ends before it hears of it.
      await storeSales(tenant, no, onSale(20))
    })
    await workspace.evict()
    expect(await totalOf(workspace)).toBe('21')
  })

  it('[F40] [CO22] starts the read model anew when the era has changed', async () => {
    const workspace = await aWorkspace()
    await sell(workspace, 4)
    await workspace.inside(async (tenant, state) => {
      await tenant.write(tenant.commands, async (tx) => {
        await tx.sql`update tenant_heads set era = era + 1 where tenant_id = ${tx.tenantId}`
        // A restore brings back other rows under the same event number.
        await tx.sql`update custom_metrics set value = 44 where tenant_id = ${tx.tenantId}`
        return ok(null)
      })
      state.storage.sql.exec('update rollups set units = 1')
    })
    await workspace.evict()
    expect(await totalOf(workspace)).toBe('44')
    expect(await workspace.inside((tenant) => tenant.era)).toBe(2)
  })
})

describe('kept answers', () => {
  it('[CO27] are given again until a metric in them moves', async () => {
    const workspace = await aWorkspace()
    await workspace.inside(async (tenant) => {
      await tenant.current()
      const no = await defineSales(tenant)
      const answers = new Answers(tenant)
      const ask = async () => {
        const answer = await answers.answer(question, { clients: 'all', hidden: [] })
        if (!answer.ok) throw new Error(answer.error.code)
        return JSON.parse(answer.value)
      }
      await tenant.projector.project([await storeSales(tenant, no, onSale(1))])
      const first = await ask()
      const read = vi.spyOn(tenant.rollups, 'read')
      // Another event moves the log and not the metric: nothing is read, and the answer is as of the later event.
      await saveDashboard(tenant)
      expect(await ask()).toEqual({ ...first, meta: { seq: first.meta.seq + 1 } })
      expect(read).not.toHaveBeenCalled()
      await tenant.projector.project([await storeSales(tenant, no, onSale(2))])
      expect((await ask()).data.series[0].total).toBe('3')
    })
  })
})

/** An event that moves no number. */
async function saveDashboard(tenant: Tenant): Promise<void> {
  const stored = await tenant.write(tenant.commands, async (tx) =>
    ok(await appendEvents(tx, tenant.fence, 'system:test', [saved])),
  )
  if (!stored.ok) throw new Error('not stored')
  await tenant.projector.pullTo(stored.value)
}
const saved = dashboardSaved.of('dashboard:d1', { dashboardId: newId(), name: 'x', version: 2 })

/** Defines the metric and sells once, told to the projector as a load tells it. */
async function sell(workspace: Workspace, amount: number): Promise<void> {
  await workspace.inside(async (tenant) => {
    await tenant.current()
    const no = await defineSales(tenant)
    await tenant.projector.project([await storeSales(tenant, no, onSale(amount))])
  })
}
