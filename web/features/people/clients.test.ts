import { expect, it } from 'vitest'
import { scopeWords } from './clients.ts'

const names = new Map([
  ['a', 'Acme'],
  ['b', 'Brightwater'],
  ['c', 'Calder'],
])

it('[AC140] says for whom a membership is, by name as far as that is short', () => {
  expect(scopeWords('all', names)).toBe('All clients')
  expect(scopeWords(['b', 'a'], names)).toBe('Acme and Brightwater')
  expect(scopeWords(['c', 'a', 'b'], names)).toBe('Acme, Brightwater and 1 more')
  expect(scopeWords(['a', 'x'], names)).toBe('2 clients')
  expect(scopeWords([], names)).toBe('Clients you do not reach')
})
