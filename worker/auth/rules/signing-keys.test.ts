import { expect, it } from 'vitest'
import { SIGNING_KEY_LEAD_MS, SIGNING_KEY_LIFE_MS } from '../../../contracts/tokens.ts'
import { nextSigningFrom, outlived, signerAt } from './signing-keys.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms)
const key = (kid: string, fromMs: number) => ({ kid, signsFrom: at(fromMs) })

it('[AC82] signs with the newest key whose time has come', () => {
  const keys = [key('b', 1000), key('a', 0), key('c', 5000)]
  expect(signerAt(keys, at(999))?.kid).toBe('a')
  expect(signerAt(keys, at(1000))?.kid).toBe('b')
  expect(signerAt(keys, at(-1))).toBeNull()
  expect(signerAt([key('x', 0), key('y', 0)], at(0))?.kid).toBe('y')
})

it('[AC82] keeps an old key until every token of it has run out', () => {
  const keys = [key('a', 0), key('b', 1000)]
  const lastToken = 1000 + (15 * 60 + 5) * 1000
  expect(outlived(keys, at(lastToken - 1))).toEqual([])
  expect(outlived(keys, at(lastToken)).map(({ kid }) => kid)).toEqual(['a'])
})

it('[AC82] shows the next key before it signs, also when the sweep was late', () => {
  expect(nextSigningFrom([], at(0))).toEqual(at(0))
  const keys = [key('a', 0)]
  const due = SIGNING_KEY_LIFE_MS
  expect(nextSigningFrom(keys, at(due - SIGNING_KEY_LEAD_MS - 1))).toBeNull()
  expect(nextSigningFrom(keys, at(due - SIGNING_KEY_LEAD_MS))).toEqual(at(due))
  expect(nextSigningFrom(keys, at(due + 10))).toEqual(at(due + 10 + SIGNING_KEY_LEAD_MS))
  expect(nextSigningFrom([...keys, key('b', due)], at(due - 1))).toBeNull()
})
