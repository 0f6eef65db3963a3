import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSealedWithOldKey, readSealKeys, SealBroken, type SealScope, seal, unseal } from './seal.ts'

const KEY_A = btoa('a'.repeat(32))
const KEY_B = btoa('b'.repeat(32))
const scope: SealScope = { tenantId: 't1', rowId: 'c1', column: 'tokens' }
const nonce = new Uint8Array(12).fill(7)

describe('sealed secrets', () => {
  it('[SE1] opens any text in the place it was sealed for', async () => {
    const keys = await readSealKeys(KEY_A)
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const wellFormed = text.toWellFormed()
        expect(await unseal(keys, scope, await seal(keys, scope, wellFormed, nonce))).toBe(wellFormed)
      }),
      { numRuns: 50 },
    )
  })

  it.each([
    ['tenant', { ...scope, tenantId: 't2' }],
    ['row', { ...scope, rowId: 'c2' }],
    ['column', { ...scope, column: 'other' }],
    ['shifted border', { ...scope, tenantId: 't1c', rowId: '1' }],
  ])('[SE2] does not open a value moved to another %s', async (_what, elsewhere) => {
    const keys = await readSealKeys(KEY_A)
    await expect(unseal(keys, elsewhere, await seal(keys, scope, 'secret', nonce))).rejects.toThrow(
      SealBroken,
    )
  })

  it('[SE3] refuses every value with a changed byte', async () => {
    const keys = await readSealKeys(KEY_A)
    const sealed = await seal(keys, scope, 'secret', nonce)
    for (let at = 0; at < sealed.byteLength; at += 1) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(unseal(keys, scope, changed)).rejects.toThrow(SealBroken)
    }
  })

  it('[SE3] refuses a value that is cut short', async () => {
    const keys = await readSealKeys(KEY_A)
    const sealed = await seal(keys, scope, 'secret', nonce)
    for (const length of [0, 1, 5, sealed.byteLength - 1]) {
      await expect(unseal(keys, scope, sealed.slice(0, length))).rejects.toThrow(SealBroken)
    }
  })

  it('[SE4] opens values of an older key and says that they should be sealed again', async () => {
    const old = await readSealKeys(`k1:${KEY_A}`)
    const rotated = await readSealKeys(`k2:${KEY_B},k1:${KEY_A}`)
    const sealed = await seal(old, scope, 'secret', nonce)
    expect(await unseal(rotated, scope, sealed)).toBe('secret')
    expect(isSealedWithOldKey(rotated, sealed)).toBe(true)
    expect(isSealedWithOldKey(rotated, await seal(rotated, scope, 'secret', nonce))).toBe(false)
    const onlyNew = await readSealKeys(`k2:${KEY_B}`)
    await expect(unseal(onlyNew, scope, sealed)).rejects.toThrow('the key k1 is not known')
  })

  it.each([
    ['a short key', btoa('short')],
    ['no id', `:${KEY_A}`],
  ])('[SE5] refuses a setting with %s', async (_what, setting) => {
    await expect(readSealKeys(setting)).rejects.toThrow('SEAL_KEY')
  })

  it('[SE5] refuses a nonce of the wrong length', async () => {
    const keys = await readSealKeys(KEY_A)
    await expect(seal(keys, scope, 'secret', new Uint8Array(8))).rejects.toThrow('nonce')
  })
})
