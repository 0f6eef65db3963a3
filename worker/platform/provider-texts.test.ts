import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanDetail } from './clean-detail.ts'
import { parseExactJson } from './exact-json.ts'
import { retryAfterSeconds } from './retry-after.ts'

const NOW = new Date('2026-03-18T04:30:00Z')
const DAY_SECONDS = 86_400

describe('numbers of providers', () => {
  it.each(['0.1', '40.00', '12345678901234567890.123456789', '-0', '1.5E3', '9007199254740993'])(
    '[CN9] keeps %s as it was sent',
    (text) => expect(parseExactJson(`{"a":[${text}]}`)).toEqual({ a: [text] }),
  )

  it('[CN9] keeps texts, booleans and null as they are, and refuses what is no JSON', () => {
    const text = '{"a":"1.50","b":true,"c":null}'
    expect(parseExactJson(text)).toEqual({ a: '1.50', b: true, c: null })
    for (const broken of ['<html>', '{1:2}', '[01]', '[1.]', '"a', ''])
      expect(() => parseExactJson(broken)).toThrow(SyntaxError)
  })

  it('[CN9] changes nothing but numbers, whatever texts stand around them', () => {
    const aText = fc.oneof(fc.string(), fc.constantFrom('"', '\\', '\\"', '1', '"2"', '\\\\'))
    const aValue = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        aText,
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any')),
        fc.dictionary(aText, tie('any')),
      ),
    })).any
    const asText = (value: unknown) =>
      JSON.stringify(value, (_, part) => (typeof part === 'number' ? JSON.stringify(part) : part))
    fc.assert(
      fc.property(aValue, fc.constantFrom(0, 2), (value, space) => {
        expect(parseExactJson(JSON.stringify(value, null, space))).toEqual(JSON.parse(asText(value)))
      }),
    )
  })
})

describe('how long a provider asks us to wait', () => {
  it.each([
    ['30', 30],
    [' 1.2 ', 2],
    ['0', 0],
    ['Wed, 18 Mar 2026 04:30:30 GMT', 30],
    ['Wed, 18 Mar 2026 04:00:00 GMT', 0],
    ['99999999', DAY_SECONDS],
    ['Fri, 18 Mar 2095 04:30:30 GMT', DAY_SECONDS],
    ['-5', null],
    ['soon', null],
    ['', null],
    [null, null],
  ])('[CN7] reads %j as %j seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, NOW, DAY_SECONDS)).toBe(seconds)
  })
})

describe('what another system said', () => {
  it.each([
    ['Bearer abcdef.ghijkl', 'abcdef.ghijkl'],
    ['{"refresh_token":"tokentoken"}', 'tokentoken'],
    ['api_key=keykeykey1', 'keykeykey1'],
    ['client_secret: "hush-hush"', 'hush-hush'],
    [`x ${'A1b2'.repeat(10)} y`, 'A1b2A1b2'],
  ])('[CN8] takes the secret out of %s', (text, secret) => {
    expect(cleanDetail(text, [])).not.toContain(secret)
  })

  it('[CN8] takes known secrets, markup and control characters out, and keeps ids', () => {
    const id = '046d8a6d-1a2b-4c3d-8e9f-001122334455'
    const text = `<style>p{}</style><b>No\u0000 such\norganisation</b> ${id} pin1`
    expect(cleanDetail(text, ['pin1'])).toBe(`No such organisation ${id} …`)
  })

  it('[CN8] cuts it to 300 characters', () => {
    const clean = cleanDetail('no '.repeat(2000), [])
    expect(clean).toHaveLength(300)
    expect(clean.endsWith('…')).toBe(true)
  })
})
