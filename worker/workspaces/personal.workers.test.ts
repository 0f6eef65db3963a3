import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { openControl } from '../../db/d1/client.ts'
import { testEnv } from '../../scripts/checks/workers-env.ts'
import { PersonalSeal } from './personal.service.ts'

const db = openControl(testEnv().DB)
const sealKey = `2:${btoa('k'.repeat(32))},1:${btoa('o'.repeat(32))}`
const random = (count: number) => crypto.getRandomValues(new Uint8Array(count))
const sealed = (setting = sealKey) =>
  new PersonalSeal({ db, sealKey: setting, now: () => new Date('2026-01-02T03:04:05Z'), random })
const somebody = () => `p-${crypto.randomUUID()}`
const fields = { name: 'Ada', address: 'ada@example.com' }

describe('personal fields', () => {
  it('[SN30] open for the person they were sealed for, in the order asked', async () => {
    const [ada, bo] = [somebody(), somebody()]
    const seal = sealed()
    const about = await seal.seal(ada, fields)
    const other = await seal.seal(bo, { name: 'Bo' })
    expect(JSON.stringify(about)).not.toContain('ada@')
    expect(await seal.open([other, about, other])).toEqual([{ name: 'Bo' }, fields, { name: 'Bo' }])
    await expect(seal.open([{ of: bo, box: about.box }])).rejects.toThrow()
    expect(await seal.open([])).toEqual([])
  })

  it('[SN30] keep one key, whoever seals first, and its wrapping outlives a change of the setting', async () => {
    const ada = somebody()
    const old = sealed(`1:${btoa('o'.repeat(32))}`)
    const both = await Promise.all(Array.from({ length: 5 }, (_, n) => old.seal(ada, { n: String(n) })))
    expect(await sealed().open(both)).toEqual([0, 1, 2, 3, 4].map((n) => ({ n: String(n) })))
    const [row] = await db.all<{ n: number; text: string }>(
      sql`select count(*) n, max(sealed_key) text from person_keys where owner_id = ${ada}`,
    )
    expect(row?.n).toBe(1)
    await expect(sealed(`3:${btoa('x'.repeat(32))}`).open(both)).rejects.toThrow()
  })

  it('[SN31] say nothing once the key is gone, and a late fact makes no new one', async () => {
    const ada = somebody()
    const seal = sealed()
    const about = await seal.seal(ada, fields)
    await db.run(
      sql`insert into erasures (person_id, request_id, erased_at, removed) values (${ada}, 'r', 0, '{}')`,
    )
    await db.run(sql`delete from person_keys where owner_id = ${ada}`)
    const late = await seal.seal(ada, fields)
    expect(late).toEqual({ of: ada, box: null })
    expect(await seal.open([about, late])).toEqual([null, null])
  })
})
