import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyColumn } from './key-column.ts'
import { keyHasher, murmur128, uuidText } from './rowkey.ts'

const hex = (text: string, seed: number) => {
  const bytes = new TextEncoder().encode(text)
  return uuidText(murmur128(bytes, bytes.length, seed)).replaceAll('-', '')
}

describe('row keys', () => {
  it('passes the verification of SMHasher for MurmurHash3 x86_128', () => {
    // Keys {0}, {0,1} ... with seeds 256, 255 ...; the hash of all hashes has this first word.
    const all = new Uint8Array(256 * 16)
    const key = new Uint8Array(256)
    for (let i = 0; i < 256; i += 1) {
      key[i] = i
      new DataView(all.buffer, i * 16).setUint32(0, 0, true)
      const words = murmur128(key, i, 256 - i)
      for (const [at, word] of words.entries())
        new DataView(all.buffer).setUint32(i * 16 + at * 4, word, true)
    }
    expect(murmur128(all, all.length, 0)[0]).toBe(0xb3ece62a)
  })

  it('hashes nothing to nothing', () => {
    expect(hex('', 0)).toBe('0'.repeat(32))
  })

  it('[IM19] depends on the fields, their borders and the dataset, and prints as a uuid', () => {
    const { key } = keyHasher('dataset')
    expect(key(['a', 'b'])).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const different = [
      ['a', 'b'],
      ['ab'],
      ['ab', ''],
      ['', 'ab'],
      ['a\u001fb'],
      ['a\u001f', 'b'],
      ['a', '\u001fb'],
      ['é', 'b'],
    ]
    expect(new Set(different.map((texts) => key(texts))).size).toBe(different.length)
    expect(keyHasher('other').key(['a', 'b'])).not.toBe(key(['a', 'b']))
    expect(key(['x'.repeat(9000)])).toBe(keyHasher('dataset').key(['x'.repeat(9000)]))
  })

  it('[IM20] counts equal keys of a batch in order', () => {
    const keys = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(keys, (picks) => {
        const column = new KeyColumn(picks.length)
        // The first word is the same for all, so that every key meets every other in the table.
        const found = picks.map((pick) => column.add([7, pick & 1, pick & 2, pick & 4]))
        expect(found).toEqual(picks.map((pick, i) => picks.slice(0, i).filter((one) => one === pick).length))
        expect(column.literal().split(',')).toHaveLength(picks.length)
      }),
    )
    expect(new KeyColumn(1).literal()).toBe('{}')
  })
})
