import { expect, it } from 'vitest'
import { parseExactJson } from './exact-json.ts'

it('[CN9] the runtime of the Worker hands over the text of numbers', () => {
  expect(parseExactJson('{"a":[12345678901234567890.123,1.50]}')).toEqual({
    a: ['12345678901234567890.123', '1.50'],
  })
})
