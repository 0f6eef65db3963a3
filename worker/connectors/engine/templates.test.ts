import { expect, it } from 'vitest'
import { parseExactJson } from '../../platform/exact-json.ts'
import { at, countAt, listAt, textAt } from './paths.ts'
import { fill, fillBody, fillPath, namesIn } from './templates.ts'

it('[CN16] leaves out what names something that is empty or unknown', () => {
  expect(fill('a-{x}-{y}', { x: '1', y: '2' })).toBe('a-1-2')
  expect(fill('a-{x}-{y}', { x: '1', y: '' })).toBeNull()
  expect(fill('{constructor}', {})).toBeNull()
  expect(fillBody({ a: ['{x}', '{y}', 3], b: '{y}', c: null }, { x: '1' })).toEqual({ a: ['1', 3], c: null })
  expect(namesIn('/{a}/{b}?{a}')).toEqual(['a', 'b', 'a'])
})

it('[CN16] encodes values in a path, so that an id leads nowhere else, and throws without one', () => {
  expect(fillPath('/orgs/{id}/x', { id: '../admin?a=b' })).toBe('/orgs/..%2Fadmin%3Fa%3Db/x')
  expect(() => fillPath('/orgs/{id}', {})).toThrow('{id}')
})

it('[CN16] finds what stands at a path, and nothing that only the language knows', () => {
  const json = parseExactJson('{"a":{"b":[{"c":1.50}],"t":" x ","e":" ","f":false},"n":null}')
  expect(textAt(json, 'a.b.0.c')).toBe('1.50')
  expect(textAt(json, 'a.t')).toBe('x')
  expect(textAt(json, 'a.f')).toBe('false')
  expect(textAt(json, 'a.e')).toBeNull()
  expect(at(json, 'a.constructor')).toBeNull()
  expect(at(json, 'a.b.length.x')).toBeNull()
  expect(listAt(json, 'n')).toEqual([])
  expect(listAt(json, 'a')).toBeNull()
  expect(countAt(json, 'a.b.0.c')).toBeNull()
})
