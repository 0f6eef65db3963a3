import { expect, it } from 'vitest'
import { deriveTenantKey, pack, sealBytes, unpack, unsealBytes } from './tenant-key.ts'

const setting = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`
const nonce = new Uint8Array(12).fill(3)
const text = new TextEncoder().encode('rows of a workspace')

it('[SN2] what is sealed for a workspace opens with its key only, in its place only', async () => {
  const key = await deriveTenantKey(setting('a', 1), 'tenant-1', 'backup')
  const sealed = await sealBytes(key, 'b1/1', text, nonce)
  expect(new TextDecoder().decode(await unsealBytes(key, 'b1/1', sealed))).toBe('rows of a workspace')
  const newer = await deriveTenantKey(`${setting('b', 2)},${setting('a', 1)}`, 'tenant-1', 'backup', 'a')
  expect(await unsealBytes(newer, 'b1/1', sealed)).toEqual(text)
  const wrong = [
    deriveTenantKey(setting('a', 1), 'tenant-2', 'backup'),
    deriveTenantKey(setting('a', 1), 'tenant-1', 'other'),
    deriveTenantKey(setting('a', 2), 'tenant-1', 'backup'),
  ]
  for (const other of wrong) await expect(unsealBytes(await other, 'b1/1', sealed)).rejects.toThrow()
  await expect(unsealBytes(key, 'b1/2', sealed)).rejects.toThrow()
  await expect(unsealBytes(key, 'b1/1', sealed.with(20, 0))).rejects.toThrow()
  await expect(deriveTenantKey(setting('a', 1), 'tenant-1', 'backup', 'z')).rejects.toThrow('not known')
})

it('[SN2] packing gives back what was packed', async () => {
  expect(await unpack(await pack(text))).toEqual(text)
  expect(await unpack(await pack(new Uint8Array()))).toEqual(new Uint8Array())
})
