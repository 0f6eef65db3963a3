import { randomUUID } from 'node:crypto'
import { inArray } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { TenantId } from '../contracts/ids.ts'
import { err, ok } from '../contracts/result.ts'
import { type Lane, openLane, Unreachable } from './lane.ts'
import { clients } from './schema/clients.ts'
import { inTenant, type TenantTx } from './tenant-tx.ts'

let admin: postgres.Sql
let lane: Lane
let ours: TenantId
let theirs: TenantId

beforeAll(() => {
  admin = postgres(inject('postgres').adminUrl, { max: 1 })
})
afterAll(() => admin.end())
beforeEach(async () => {
  lane = openLane(inject('postgres').appUrl)
  ours = TenantId.parse(randomUUID())
  theirs = TenantId.parse(randomUUID())
  for (const id of [ours, theirs]) await admin`insert into clients ${admin(aClient(id, 'self'))}`
})
afterEach(() => lane.reset())

const aClient = (tenantId: string, externalId: string) => ({
  tenant_id: tenantId,
  id: randomUUID(),
  name: externalId,
  external_id: externalId,
  created_at: '2026-05-04T10:00:00Z',
})
const add = (tx: TenantTx, tenantId: string, externalId: string) => {
  const row = aClient(tenantId, externalId)
  return tx.sql`
    insert into clients (tenant_id, id, name, external_id, created_at)
    values (${row.tenant_id}, ${row.id}, ${row.name}, ${row.external_id}, ${row.created_at})`
}
const namesOf = async (tenantId: string) => {
  const rows = await admin`select name from clients where tenant_id = ${tenantId} order by name`
  return rows.map((row) => row.name)
}
const read = <T>(tenantId: TenantId, work: (tx: TenantTx) => Promise<T>) =>
  inTenant<T, never>(lane, tenantId, 'read', async (tx) => ok(await work(tx)))

describe('the door to tenant rows', () => {
  it('[CO1] shows the rows of its tenant and no others, even to a statement without a condition', async () => {
    const seen = await read(ours, (tx) => tx.sql<{ tenant_id: string }[]>`select tenant_id from clients`)
    expect(seen.ok && seen.value.map((row) => row.tenant_id)).toEqual([ours])
  })

  it('[CO1] changes and deletes no row of another tenant', async () => {
    await inTenant(lane, ours, 'write', async (tx) => {
      const changed = await tx.sql`update clients set name = 'taken' where tenant_id = ${theirs}`
      const gone = await tx.sql`delete from clients where tenant_id = ${theirs}`
      expect([changed.count, gone.count]).toEqual([0, 0])
      return ok(null)
    })
    expect(await namesOf(theirs)).toEqual(['self'])
  })

  it('[CO1] refuses to store a row under another tenant', async () => {
    const attempt = inTenant(lane, ours, 'write', async (tx) => ok(await add(tx, theirs, 'smuggled')))
    await expect(attempt).rejects.toMatchObject({ code: '42501' })
  })

  it('[CO1] takes nothing but a UUID for a tenant', async () => {
    const text = `${ours}', true); select set_config('app.tenant_id', '${theirs}` as TenantId
    await expect(read(text, async () => null)).rejects.toThrow('not a tenant id')
  })

  it('[CO1] lets a read write nothing', async () => {
    await expect(read(ours, (tx) => add(tx, ours, 'x'))).rejects.toMatchObject({ code: '25006' })
  })
})

describe('the setting', () => {
  it('[F23] [CO3] is gone after the transaction: without it reading and storing fail, as on a connection that never had it', async () => {
    const attempts = async () =>
      lane.use(async (sql) => {
        const tried = [
          sql`select * from clients`,
          sql`insert into clients (tenant_id, id, name, external_id, created_at)
            values (${ours}, ${randomUUID()}, 'x', 'x', now())`,
        ]
        const codes: unknown[] = []
        for (const one of tried)
          codes.push(
            await one.then(
              () => 'done',
              (error) => error.code,
            ),
          )
        return codes
      })
    await lane.reset()
    // No such setting, or nothing in it where a uuid should be: the embedded server has one backend, which had it once.
    const failed = ['42704', '22P02']
    for (const code of await attempts()) expect(failed).toContain(code)
    await read(ours, (tx) => tx.sql`select 1`)
    expect(await attempts()).toEqual(['22P02', '22P02'])
  })

  it('[F23] [CO3] that somebody left on the connection does not reach the next transaction', async () => {
    await lane.use((sql) => sql`select set_config('app.tenant_id', ${theirs}, false)`)
    const seen = await read(ours, (tx) => tx.sql<{ tenant_id: string }[]>`select tenant_id from clients`)
    expect(seen.ok && seen.value.map((row) => row.tenant_id)).toEqual([ours])
  })
})

describe('last statements', () => {
  it('[CO5] that nobody waited for are part of the transaction, and answered when it has ended', async () => {
    const result = await inTenant(lane, ours, 'write', async (tx) => {
      const first = add(tx, ours, 'first').execute()
      const count = tx.sql<{ n: string }[]>`select count(*)::text n from clients`.execute()
      tx.endWith(first, count)
      return ok({ count })
    })
    expect(result.ok && (await result.value.count)[0]?.n).toBe('2')
    expect(await namesOf(ours)).toEqual(['first', 'self'])
  })

  it('[CO5] take everything back when one of them fails, and the failure is told', async () => {
    const attempt = inTenant(lane, ours, 'write', async (tx) => {
      await add(tx, ours, 'before')
      tx.endWith(add(tx, ours, 'self').execute(), add(tx, ours, 'after').execute())
      return ok(null)
    })
    await expect(attempt).rejects.toMatchObject({ code: '23505' })
    expect(await namesOf(ours)).toEqual(['self'])
    await inTenant(lane, ours, 'write', async (tx) => ok(await add(tx, ours, 'later')))
    expect(await namesOf(ours)).toEqual(['later', 'self'])
  })

  it('[CO5] that fail while the work goes on are what is told, and not what they did to those behind them', async () => {
    const behind = inTenant(lane, ours, 'write', async (tx) => {
      tx.endWith(add(tx, ours, 'self').execute())
      return ok(await add(tx, ours, 'after'))
    })
    await expect(behind).rejects.toMatchObject({ code: '23505' })
    const passedOver = inTenant(lane, ours, 'write', async (tx) => {
      tx.endWith(add(tx, ours, 'self').execute())
      await tx.sql`select 1`.catch(() => undefined)
      return ok(null)
    })
    await expect(passedOver).rejects.toMatchObject({ code: '23505' })
    expect(await namesOf(ours)).toEqual(['self'])
  })

  it('[CO5] say nothing where the work refuses', async () => {
    const refused = await inTenant(lane, ours, 'write', async (tx) => {
      tx.endWith(add(tx, ours, 'self').execute())
      await tx.sql`select 1`.catch(() => undefined)
      return err({ code: 'not_found' })
    })
    expect(refused).toEqual(err({ code: 'not_found' }))
    expect(await namesOf(ours)).toEqual(['self'])
  })
})

describe('an end without success', () => {
  it('[CO5] leaves nothing behind after a refusal', async () => {
    const result = await inTenant(lane, ours, 'write', async (tx) => {
      await add(tx, ours, 'refused')
      return err({ code: 'conflict' })
    })
    expect(result).toEqual(err({ code: 'conflict' }))
    expect(await namesOf(ours)).toEqual(['self'])
  })

  it('[CO5] leaves nothing behind after a throw, and the lane goes on', async () => {
    const attempt = inTenant(lane, ours, 'write', async (tx) => {
      await add(tx, ours, 'thrown')
      throw new RangeError('ours')
    })
    await expect(attempt).rejects.toThrow(RangeError)
    await inTenant(lane, ours, 'write', async (tx) => ok(await add(tx, ours, 'after')))
    expect(await namesOf(ours)).toEqual(['after', 'self'])
  })

  it('[CO5] is not taken for success when the work passes a failed statement over', async () => {
    const attempt = inTenant(lane, ours, 'write', async (tx) => {
      await add(tx, ours, 'lost')
      await tx.sql`select 1 / 0`.catch(() => undefined)
      return ok('stored')
    })
    await expect(attempt).rejects.toThrow('a failed statement was passed over')
    expect(await namesOf(ours)).toEqual(['self'])
  })
})

describe('a read', () => {
  it('[CO5] is not taken for success when its work passes a failed statement over', async () => {
    const attempt = read(ours, async (tx) => {
      await tx.sql`select 1 / 0`.catch(() => undefined)
      return 'read'
    })
    await expect(attempt).rejects.toThrow('a failed statement was passed over')
    const drizzled = read(ours, async (tx) => {
      await tx.db.execute('select 1 / 0').catch(() => undefined)
      return 'read'
    })
    await expect(drizzled).rejects.toThrow('a failed statement was passed over')
    expect(await read(ours, (tx) => tx.sql<{ one: number }[]>`select 1 as one`)).toEqual(ok([{ one: 1 }]))
  })

  it('[CO5] may build a statement of parts, and each is sent once', async () => {
    const seen = await read(ours, (tx) => {
      const part = tx.sql`where tenant_id = ${theirs} or tenant_id = ${ours}`
      return tx.sql<{ tenant_id: string }[]>`select tenant_id from clients ${part}`
    })
    expect(seen.ok && seen.value.map((row) => row.tenant_id)).toEqual([ours])
  })
})

describe('a lane', () => {
  it('[CO6] runs transactions one after the other in the order of asking', async () => {
    const seen: string[] = []
    const jobs = Array.from({ length: 12 }, (_, i) =>
      inTenant<null, { code: 'odd' }>(lane, ours, 'write', async (tx) => {
        seen.push(`begin ${i}`)
        await tx.sql`select 1`
        seen.push(`end ${i}`)
        if (i % 3 === 0) throw new Error('stops nobody else')
        return i % 3 === 1 ? err({ code: 'odd' }) : ok(null)
      }),
    )
    await Promise.allSettled(jobs)
    expect(seen).toEqual(Array.from({ length: 12 }, (_, i) => [`begin ${i}`, `end ${i}`]).flat())
  })

  it('[CO6] is usable again after it was closed in the middle of a transaction', async () => {
    const attempt = read(ours, async (tx) => {
      await tx.sql`select 1`
      await lane.reset()
      return tx.sql`select 2`
    })
    await expect(attempt).rejects.toBeInstanceOf(Unreachable)
    expect(await read(ours, async () => 'good')).toEqual(ok('good'))
  })

  it('[CO6] says that nobody is there, and asks again the next time', async () => {
    const nobody = openLane('postgres://orrery_app:x@127.0.0.1:1/postgres')
    await expect(nobody.use(async () => null)).rejects.toBeInstanceOf(Unreachable)
    await expect(nobody.use(async () => null)).rejects.toBeInstanceOf(Unreachable)
  })

  it('[CO6] keeps a statement of Drizzle parsed, however often it is sent, and long lists not', async () => {
    const count = () =>
      read(ours, async (tx) => {
        const asked = (ids: string[]) =>
          tx.db.select({ id: clients.id }).from(clients).where(inArray(clients.id, ids))
        for (const ids of [[randomUUID()], [randomUUID()], Array.from({ length: 1000 }, () => randomUUID())])
          await asked(ids)
        const found = await tx.sql<{ statement: string }[]>`
          select statement from pg_prepared_statements where statement like 'select "id" from "clients"%'`
        return found.length
      })
    // The address of PgBouncer says that nothing may be kept.
    const kept = inject('postgres').kind === 'pooled' ? 0 : 1
    expect(await count()).toEqual(ok(kept))
    expect(await count()).toEqual(ok(kept))
  })
})
