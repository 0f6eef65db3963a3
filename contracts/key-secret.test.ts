import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isKeySecret, keySecret } from './key-secret.ts'

/** Bytes in the order given, then again from the first. */
const bytesOf = (given: readonly number[]) => {
  let at = 0
  return (count: number) => Uint8Array.from({ length: count }, () => given[at++ % given.length] ?? 0)
}
const anyBytes = fc.array(fc.integer({ min: 0, max: 247 }), { minLength: 43, maxLength: 43 })

it('[AC71] makes keys of one form whose checksum holds', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const secret = keySecret(bytesOf(bytes))
      expect(secret).toMatch(/^ork_[0-9A-Za-z]{49}$/)
      expect(isKeySecret(secret)).toBe(true)
    }),
  )
})

it('[AC71] notices one wrong character, two swapped ones and a cut', () => {
  fc.assert(
    fc.property(anyBytes, fc.integer({ min: 4, max: 51 }), (bytes, at) => {
      const secret = keySecret(bytesOf(bytes))
      const [here = '', next = ''] = [secret[at], secret[at + 1]]
      const other = here === 'x' ? 'y' : 'x'
      expect(isKeySecret(secret.slice(0, at) + other + secret.slice(at + 1))).toBe(false)
      if (here !== next)
        expect(isKeySecret(secret.slice(0, at) + next + here + secret.slice(at + 2))).toBe(false)
      expect(isKeySecret(secret.slice(0, -1))).toBe(false)
    }),
  )
})

it('[AC71] has the checksum any other program counts', () => {
  // CRC-32 of "ork_" and 43 zeros is 0x8acfa149 by zlib, written with the digits 0-9A-Za-z.
  expect(keySecret(bytesOf([0]))).toBe(`ork_${'0'.repeat(43)}2XbffF`)
})

it('throws away bytes that would favour some characters', () => {
  expect(keySecret(bytesOf([255, 1]))).toContain(`ork_${'1'.repeat(43)}`)
})
