import { describe, expect, it } from 'vitest'
import { asciiJson } from './ascii-json.ts'

describe('asciiJson', () => {
  it.each([
    'plain',
    'Côte d’Ivoire',
    '売上 → 利益',
    'a 🎷 solo',
    '\ud83c',
    '\u0000\u007f\u0080\uffff',
    '"\\u00e9"',
  ])('says the same as JSON in letters of one byte: %j', (text) => {
    const value = { [text]: [text, 1.5, null] }
    const written = asciiJson(value)
    expect([...written].every((letter) => letter.charCodeAt(0) < 128)).toBe(true)
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)))
  })
})
