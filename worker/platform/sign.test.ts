import { expect, it } from 'vitest'
import type { SignedHead } from '../../contracts/audit.ts'
import { headText, isSigned } from '../../contracts/chain.ts'
import { readSignKeys, sign } from './sign.ts'

const TENANT = '019a0000-0000-7000-8000-000000000001'
const settingOf = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`
const unsigned: Omit<SignedHead, 'signature'> = {
  v: 1,
  kind: 'head',
  tenantId: TENANT,
  era: 1,
  seq: 7,
  hash: 'ab'.repeat(32),
  count: 7,
  at: '2026-01-01T00:00:00.000Z',
  keyId: 'a',
}

it('[AU12] a head is signed for one workspace, and every field of it counts', async () => {
  const keys = await readSignKeys(settingOf('a', 1), 'log')
  const head = { ...unsigned, signature: await sign(keys, headText(unsigned)) }
  expect(await isSigned(head, TENANT, keys.publicKeys)).toBe(true)
  const others = [
    { seq: 8 },
    { hash: 'cd'.repeat(32) },
    { era: 2 },
    { count: 6 },
    { kind: 'checkpoint' as const },
  ]
  for (const other of [...others, { at: '2026-01-02T00:00:00.000Z' }])
    expect(await isSigned({ ...head, ...other }, TENANT, keys.publicKeys)).toBe(false)
  expect(await isSigned(head, TENANT.replace('019a', '019b'), keys.publicKeys)).toBe(false)
})

it('[AU12] stays good when the deployment gets a newer key, and no other key or use makes one', async () => {
  const old = await readSignKeys(settingOf('a', 1), 'log')
  const head = { ...unsigned, signature: await sign(old, headText(unsigned)) }
  const both = await readSignKeys(`${settingOf('b', 2)},${settingOf('a', 1)}`, 'log')
  expect(both.current).toBe('b')
  expect(await isSigned(head, TENANT, both.publicKeys)).toBe(true)
  for (const [setting, purpose] of [
    [settingOf('a', 3), 'log'],
    [settingOf('a', 1), 'other'],
    [settingOf('c', 1), 'log'],
  ] as const)
    expect(await isSigned(head, TENANT, (await readSignKeys(setting, purpose)).publicKeys)).toBe(false)
})
